//! Two ledgers on one journal: each sees what the other wrote, and no entry is lost or doubled.

use std::time::Duration;

use ledger::Ledger;

use super::desk::{self, Home, ask, rename, service};

#[tokio::test(flavor = "multi_thread")]
async fn two_on_sqlite() {
    two(&desk::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_on_postgresql() {
    two(&desk::postgres().await).await;
}

async fn two(home: &Home) {
    let (one, other) = (desk::open(home).await, desk::open(home).await);
    ask(&one, service("shop", "0")).await.expect("it is filed");
    let mut waiting = Vec::new();
    for number in 0..60 {
        let ledger = if number % 2 == 0 {
            one.clone()
        } else {
            other.clone()
        };
        waiting.push(tokio::spawn(async move {
            let new = ask(&ledger, service(&format!("s{number}"), "S")).await;
            let old = ask(&ledger, rename("shop", &format!("{number}"))).await;
            (new.is_ok(), old.is_ok())
        }));
    }
    for answer in waiting {
        assert_eq!(answer.await.expect("no panic"), (true, true));
    }
    let head = one.journal().head().await.expect("it is read").seq;
    reach(&one, head).await;
    reach(&other, head).await;
    assert!(one.present().state == other.present().state);
    let fresh = desk::open(home).await;
    assert!(fresh.present().state == one.present().state);
    let all = fresh.remembered_after(0, 1_000).await.expect("it is read");
    let seqs: Vec<u64> = all.iter().map(|it| it.seq).collect();
    assert_eq!(seqs, (1..=head).collect::<Vec<u64>>());
    let history = fresh
        .history("service", "shop", 1_000)
        .await
        .expect("it is read");
    let revisions: Vec<u32> = history
        .iter()
        .rev()
        .filter_map(|it| Some(it.revision()?.0))
        .collect();
    assert_eq!(
        revisions,
        (1..=revisions.len() as u32).collect::<Vec<u32>>()
    );
}

/// Waits until a ledger has followed to an entry.
async fn reach(ledger: &Ledger, seq: u64) {
    let followed = async {
        let mut news = ledger.watch();
        while ledger.present().seq < seq {
            let _ = news.recv().await;
        }
    };
    // A guard against hanging, no measure.
    tokio::time::timeout(Duration::from_secs(60), followed)
        .await
        .expect("it follows");
}
