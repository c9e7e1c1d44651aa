//! One story, told on both databases, with the same transcript.

use std::fmt::Write as _;
use std::time::Duration;

use journal::Journal;
use journal::credential::Credential;
use journal::entry::{Draft, Seq};
use journal::failure::Failure;
use journal::note::{SigningKey, is_signed};
use journal::options::Options;
use journal::session::Session;
use journal::tree::{includes, is_consistent};

use crate::databases;
use crate::drafts::{attachment, draft, drafts};

#[tokio::test]
async fn one_story_on_sqlite() {
    let place = databases::sqlite();
    insta::assert_snapshot!("story", told(&place.url, &place.url).await);
}

#[tokio::test]
async fn one_story_on_postgres() {
    let place = databases::postgres().await;
    insta::assert_snapshot!("story", told(&place.url, &place.url).await);
}

/// The story: what was asked, what was answered.
async fn told(url: &str, again: &str) -> String {
    let journal = Journal::open(url, &Options::default()).await.unwrap();
    let mut out = String::new();
    beginning(&journal, &mut out).await;
    attachments(&journal, &mut out).await;
    growth(&journal, &mut out).await;
    beside(&journal, &mut out).await;
    let other = Journal::open(again, &Options::default()).await.unwrap();
    two_handles(&journal, &other, &mut out).await;
    let reader = Options {
        read_only: true,
        ..Options::default()
    };
    let reader = Journal::open(url, &reader).await.unwrap();
    let refused = reader
        .append(0, drafts(0..1), Vec::new())
        .await
        .unwrap_err();
    let head = reader.head().await.unwrap();
    writeln!(
        out,
        "a reader sees {}, and may not write: {refused}",
        head.seq
    )
    .unwrap();
    out
}

async fn beginning(journal: &Journal, out: &mut String) {
    let head = journal.head().await.unwrap();
    writeln!(out, "empty: {} {}", head.seq, head.digest).unwrap();
    for entry in journal.append(0, drafts(1..4), Vec::new()).await.unwrap() {
        writeln!(out, "appended {} {} {}", entry.seq, entry.id, entry.digest).unwrap();
    }
    let moved = journal
        .append(2, drafts(9..10), Vec::new())
        .await
        .unwrap_err();
    writeln!(out, "after 2: {moved}").unwrap();
    let again = journal.append(0, drafts(1..4), Vec::new()).await.unwrap();
    let head = journal.head().await.unwrap();
    writeln!(
        out,
        "the same again: {} entries, head {}",
        again.len(),
        head.seq
    )
    .unwrap();
    let repeated = journal
        .append(3, drafts(2..3), Vec::new())
        .await
        .unwrap_err();
    writeln!(out, "an id again: {repeated}").unwrap();
    let mut bad = draft(5);
    bad.id.push('\n');
    let unfit = journal.append(3, vec![bad], Vec::new()).await.unwrap_err();
    writeln!(out, "a bad id: {unfit}").unwrap();
    let mut bad = draft(5);
    bad.body.push('\0');
    let unfit = journal.append(3, vec![bad], Vec::new()).await.unwrap_err();
    writeln!(out, "a bad body: {unfit}").unwrap();
    let none = journal.append(3, Vec::new(), Vec::new()).await.unwrap();
    writeln!(out, "nothing appended: {}", none.len()).unwrap();
    for entry in journal.read_after(1, 10).await.unwrap() {
        writeln!(
            out,
            "read {} at {}: {}",
            entry.seq, entry.at_micros, entry.body
        )
        .unwrap();
    }
    for micros in [0, 1_700_000_002_000_000, 1_700_000_002_500_000, i64::MAX] {
        let seq = journal.entry_at(micros).await.unwrap();
        writeln!(out, "at {micros}: {seq}").unwrap();
    }
}

async fn attachments(journal: &Journal, out: &mut String) {
    let card = attachment("Jane Doe, +44 20 7946 0000");
    let attaches = Draft {
        attaches: vec![card.digest],
        ..draft(4)
    };
    let unknown = journal.append(3, vec![attaches.clone()], Vec::new()).await;
    writeln!(out, "attached from nowhere: {}", unknown.unwrap_err()).unwrap();
    let nobody = journal.append(3, drafts(4..5), vec![card.clone()]).await;
    writeln!(out, "attached by nobody: {}", nobody.unwrap_err()).unwrap();
    journal
        .append(3, vec![attaches], vec![card.clone()])
        .await
        .unwrap();
    let found = journal.attachment(&card.digest).await.unwrap().unwrap();
    assert_eq!(found, card);
    writeln!(out, "attached {found:?}").unwrap();
    let again = Draft {
        attaches: vec![card.digest],
        ..draft(5)
    };
    journal.append(4, vec![again], Vec::new()).await.unwrap();
    let erases = Draft {
        erases: vec![card.digest],
        ..draft(6)
    };
    journal.append(5, vec![erases], Vec::new()).await.unwrap();
    let gone = journal.attachment(&card.digest).await.unwrap();
    writeln!(out, "erased: {gone:?}").unwrap();
    let late = Draft {
        attaches: vec![card.digest],
        ..draft(7)
    };
    let late = journal.append(6, vec![late], vec![card]).await.unwrap_err();
    assert!(matches!(late, Failure::Unfit { .. }), "{late:?}");
    for entry in journal.read(&[4, 6, 99]).await.unwrap() {
        let (plus, minus) = (&entry.attaches, &entry.erases);
        writeln!(out, "entry {}: +{plus:?} -{minus:?}", entry.seq).unwrap();
    }
}

async fn growth(journal: &Journal, out: &mut String) {
    let key = SigningKey::from_seed(&journal.origin(), &[1; 32]);
    assert!(journal.checkpoint_due(i64::MAX));
    let first = journal.checkpoint(&key, 60_000_000).await.unwrap().unwrap();
    assert!(!journal.checkpoint_due(i64::MAX));
    assert!(
        journal
            .checkpoint(&key, 60_000_001)
            .await
            .unwrap()
            .is_none()
    );
    journal
        .sign_with(SigningKey::from_seed(&journal.origin(), &[1; 32]))
        .await;
    let mut head = 6;
    for batch in [1, 8, 64, 73, 700] {
        let entries = journal
            .append(head, drafts(head + 1..head + 1 + batch), Vec::new())
            .await;
        head = entries.unwrap().last().unwrap().seq;
    }
    let end = journal.head().await.unwrap();
    writeln!(out, "grown to {} {}", end.seq, end.digest).unwrap();
    let last = journal.last_checkpoint().await.unwrap().unwrap();
    assert_eq!(last.origin, journal.origin());
    assert_eq!(last.reach(), journal.reach());
    assert!(is_signed(&last.note, &[key.verifier().clone()]));
    writeln!(
        out,
        "checkpoint {} over {}: {}",
        last.number, last.size, last.root
    )
    .unwrap();
    assert_eq!(journal.root(last.size).await.unwrap(), last.root);
    let proof = journal
        .consistency_proof(first.size, last.size)
        .await
        .unwrap();
    assert!(is_consistent(
        first.size, last.size, &proof, first.root, last.root
    ));
    writeln!(
        out,
        "consistent with {}: {} hashes",
        first.size,
        proof.len()
    )
    .unwrap();
    let entries: Vec<Seq> = vec![1, 6, 256, 257, 852];
    for entry in journal.read(&entries).await.unwrap() {
        let proof = journal.inclusion_proof(entry.seq, end.seq).await.unwrap();
        let root = journal.root(end.seq).await.unwrap();
        assert!(includes(entry.leaf(), entry.seq - 1, end.seq, &proof, root));
        writeln!(out, "entry {} is in: {} hashes", entry.seq, proof.len()).unwrap();
    }
    assert!(journal.root(end.seq + 1).await.is_err());
}

async fn beside(journal: &Journal, out: &mut String) {
    let code = Credential {
        kind: "recovery".to_owned(),
        id: "1".to_owned(),
        owner: "jane".to_owned(),
        secret: "$argon2id$".to_owned(),
        note: None,
        made_micros: 5,
        expires_micros: Some(9),
        used_micros: None,
    };
    journal.put_credential(&code).await.unwrap();
    assert_eq!(
        journal.credential("recovery", "1").await.unwrap().unwrap(),
        code
    );
    let first = journal.spend_credential("recovery", "1", 7).await.unwrap();
    let second = journal.spend_credential("recovery", "1", 8).await.unwrap();
    writeln!(out, "a code is spent once: {first}, {second}").unwrap();
    assert!(journal.use_credential("recovery", "1", 9).await.unwrap());
    let used = journal.credentials("recovery").await.unwrap();
    writeln!(out, "{:?} used at {:?}", used[0], used[0].used_micros).unwrap();
    assert_eq!(journal.credentials_of("jane").await.unwrap(), used);
    assert!(journal.delete_credential("recovery", "1").await.unwrap());
    assert_eq!(journal.delete_credentials_of("jane").await.unwrap(), 0);
    let session = Session {
        token_digest: "ab".to_owned(),
        account: "jane".to_owned(),
        made_micros: 1,
        seen_micros: 1,
        expires_micros: 10,
        how: "password".to_owned(),
        agent: "curl".to_owned(),
    };
    journal.put_session(&session).await.unwrap();
    assert!(journal.see_session("ab", 4).await.unwrap());
    let seen = journal.session("ab").await.unwrap().unwrap();
    writeln!(
        out,
        "session of {} seen at {}",
        seen.account, seen.seen_micros
    )
    .unwrap();
    assert_eq!(
        journal.sessions_of("jane").await.unwrap(),
        journal.sessions().await.unwrap()
    );
    let early = journal.delete_sessions_expired(9).await.unwrap();
    let due = journal.delete_sessions_expired(10).await.unwrap();
    writeln!(out, "sessions that ended by 9: {early}, by 10: {due}").unwrap();
    assert!(!journal.delete_session("ab").await.unwrap());
}

async fn two_handles(one: &Journal, other: &Journal, out: &mut String) {
    let head = one.head().await.unwrap().seq;
    let waiting = other.wait_after(head, Duration::from_secs(60));
    let (seen, added) = tokio::join!(waiting, one.append(head, drafts(5000..5001), Vec::new()));
    writeln!(out, "another handle hears of {}", seen.unwrap()).unwrap();
    let first = added.unwrap().remove(0);
    let late = other
        .append(head, drafts(5001..5002), Vec::new())
        .await
        .unwrap_err();
    writeln!(out, "and is told: {late}").unwrap();
    let next = other
        .append(head + 1, drafts(5001..5002), Vec::new())
        .await
        .unwrap()
        .remove(0);
    assert_eq!(one.read_after(head, 9).await.unwrap(), [first, next]);
    let over = one
        .wait_after(head + 2, Duration::from_millis(1))
        .await
        .unwrap();
    writeln!(out, "nothing new: {over}").unwrap();
}
