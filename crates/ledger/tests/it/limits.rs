//! A full journal takes nothing new, lets people in and out, and opens and reads.

use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::{Command, Step};
use ledger::{Denied, Order, Settings};

use super::desk::{self, account, ask, narrow, service};

#[tokio::test(flavor = "multi_thread")]
async fn a_full_journal_reads_and_lets_in() {
    let home = desk::sqlite();
    let ledger = desk::open_with(&home, narrow(40)).await;
    ask(&ledger, account("anna", Function::Reader))
        .await
        .expect("there is room");
    for number in 0..37 {
        assert_eq!(ledger.load().is_half(), ledger.present().seq >= 20);
        ask(&ledger, service(&format!("s{number}"), "S"))
            .await
            .expect("there is room");
    }
    assert!(ledger.load().is_full());
    assert!(full(ask(&ledger, service("more", "S")).await));
    let sign_in = Command::SignIn {
        account: "anna".into(),
        how: "password".into(),
    };
    let order = Order::new(Actor::Server, sign_in.clone());
    ledger.execute(order).await.expect("people are let in");
    let retire = |number: u32| {
        Command::Retire(Step {
            reason: Some("old".into()),
            ..Step::of(&format!("service/s{number}"))
        })
    };
    ask(&ledger, retire(0)).await.expect("room is made");
    // A twentieth beyond the limit, and then no more.
    assert!(full(ask(&ledger, retire(1)).await));
    assert!(full(
        ledger.execute(Order::new(Actor::Server, sign_in)).await
    ));
    let again = desk::open_with(&home, narrow(40)).await;
    assert_eq!(again.present().seq, 42);
}

fn full<T>(answer: Result<T, Denied>) -> bool {
    matches!(answer, Err(Denied::Refused(refusal)) if refusal.code() == "limit")
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_only_reads_writes_nothing() {
    let home = desk::sqlite();
    ask(&desk::open(&home).await, service("shop", "Shop"))
        .await
        .expect("it is filed");
    let settings = Settings {
        read_only: true,
        ..Settings::default()
    };
    let ledger = desk::open_with(&home, settings).await;
    assert_eq!(ledger.present().state.registers.services.len(), 1);
    let denied = ask(&ledger, service("bank", "Bank")).await;
    assert!(matches!(denied, Err(Denied::Failed(_))));
}
