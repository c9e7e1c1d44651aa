//! A request that is sent twice is carried out once, also after a restart.

use ledger::{Denied, Order};

use super::desk::{self, operator, service};

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_is_harmless() {
    let home = desk::sqlite();
    let ledger = desk::open(&home).await;
    let order = |id: &str, asked: &str| {
        Order::new(operator(), service(id, "Shop")).under("request-1", asked)
    };
    let first = ledger
        .execute(order("shop", "a"))
        .await
        .expect("it is filed");
    assert!(!first.repeated);
    for ledger in [ledger.clone(), desk::open(&home).await] {
        let again = ledger
            .execute(order("shop", "a"))
            .await
            .expect("it is answered");
        assert!(again.repeated);
        assert_eq!(
            (again.entries, &again.subjects),
            (first.entries, &first.subjects)
        );
        assert_eq!(ledger.present().seq, 2);
        let other = ledger.execute(order("bank", "b")).await;
        assert!(
            matches!(other, Err(Denied::Refused(refusal)) if refusal.code() == "request-reused")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_each_carried_out_once() {
    let home = desk::sqlite();
    let ledger = desk::open(&home).await;
    let mut waiting = Vec::new();
    for number in 0..200 {
        for _ in 0..2 {
            let ledger = ledger.clone();
            let command = service(&format!("s{number}"), "S");
            let order = Order::new(operator(), command).under(&format!("r{number}"), "");
            waiting.push(tokio::spawn(async move { ledger.execute(order).await }));
        }
    }
    let mut repeated = 0;
    for answer in waiting {
        let receipt = answer
            .await
            .expect("no panic")
            .expect("it is filed or repeated");
        repeated += u32::from(receipt.repeated);
    }
    assert_eq!(repeated, 200);
    assert_eq!(ledger.present().seq, 201);
    assert_eq!(ledger.present().state.registers.services.len(), 200);
}
