//! One story on both databases: what is acknowledged is there after opening again, and the fold
//! gives the same present.

use continuity::access::Function;
use continuity::command::{Command, Step};
use continuity::written::Written;
use ledger::{Denied, Ledger};
use record::kind::Status;

use super::desk::{self, Home, account, ask, operator, record, rename, service};

#[tokio::test(flavor = "multi_thread")]
async fn a_story_in_sqlite() {
    story(&desk::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_in_postgresql() {
    story(&desk::postgres().await).await;
}

async fn story(home: &Home) {
    let ledger = desk::open(home).await;
    let mut news = ledger.watch();
    assert_eq!(
        ledger.present().seq,
        1,
        "a journal begins with its beginning"
    );
    let receipt = ask(&ledger, service("shop", "Shop"))
        .await
        .expect("it is filed");
    assert_eq!(receipt.entries, Some((2, 2)));
    assert_eq!(receipt.subjects, [("service/shop".to_string(), 1)]);
    assert_eq!(news.recv().await.expect("there is news").seq, 2);
    let twice = ask(&ledger, service("shop", "Shop")).await;
    assert!(matches!(twice, Err(Denied::Refused(refusal)) if refusal.code() == "exists"));
    ask(&ledger, rename("shop", "The Shop"))
        .await
        .expect("it is changed");
    let nothing = ask(&ledger, rename("shop", "The Shop"))
        .await
        .expect("it is so already");
    assert_eq!(nothing.entries, None);
    ask(&ledger, account("anna", Function::Reader))
        .await
        .expect("it is opened");
    let retire = Command::Retire(Step {
        reason: Some("closed".into()),
        ..Step::of("service/shop")
    });
    ask(&ledger, retire).await.expect("it is retired");
    ask(&ledger, imported()).await.expect("it is imported");
    let before = ledger.present();
    told(&ledger).await;
    drop(ledger);
    let again = desk::open(home).await;
    let after = again.present();
    assert_eq!(
        (after.seq, after.digest, after.at),
        (before.seq, before.digest, before.at)
    );
    assert!(after.state == before.state, "the fold gives what was there");
    let status = after
        .state
        .registers
        .services
        .get("shop")
        .map(|it| it.status());
    assert_eq!(status, Some(Status::Retired));
    told(&again).await;
}

/// A record that was read from a file keeps file, line and the places of its references.
fn imported() -> Command {
    let text = "{\"kind\":\"service\",\"id\":\"bank\",\n\"requires\":[\"shop\"]}";
    Command::Import {
        source: "a file".into(),
        records: vec![Written::read_from(record(text), "services.jsonl")],
        seen: None,
    }
}

async fn told(ledger: &Ledger) {
    let all = ledger.remembered_after(0, 100).await.expect("it is read");
    let words: Vec<&str> = all.iter().map(|it| it.event.word()).collect();
    assert_eq!(
        words,
        [
            "began",
            "filed",
            "amended",
            "account-opened",
            "granted",
            "retired",
            "filed"
        ]
    );
    assert!(
        all.iter()
            .skip(1)
            .all(|it| it.actor == operator().as_text())
    );
    let history = ledger
        .history("service", "shop", 10)
        .await
        .expect("it is read");
    let words: Vec<&str> = history.iter().map(|it| it.event.word()).collect();
    assert_eq!(words, ["retired", "amended", "filed"]);
    let state = &ledger.present().state;
    let bank = state
        .registers
        .services
        .get("bank")
        .expect("it was imported");
    let mut places = Vec::new();
    bank.links(&mut |link| places.push((link.at.line, link.at.column)));
    assert_eq!((bank.origin.at.line, places), (1, vec![(2, 13)]));
    assert_eq!(
        &*state.file_names()[bank.origin.file as usize],
        "services.jsonl"
    );
}
