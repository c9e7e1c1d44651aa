//! Journals that versions of the past wrote: each opens, is whole, and folds to what it
//! meant then, from its file and from its text on either database. None is ever changed, nor its
//! line here; `cargo xtask golden NAME` adds one for a new version.

use std::path::{Path, PathBuf};

use continuity::state::State;
use exchange::read::json;
use journal::Journal;
use journal::copy::{Credentials, copy};
use journal::entry::{Digest, Entry, chained};
use journal::note::VerifierKey;
use journal::options::Options;
use record::node::Node;

use super::desk::{self, Home};
use super::told::told;

/// Every golden journal, with the digest of its last entry, under which all others are.
const GOLDEN: &[(&str, &str)] = &[
    (
        "first",
        "1a4cbd8e9f217a71f53bb6ae7d6d25ab51832bbf4774ff49d36674655d6908df",
    ),
    (
        "second",
        "b189a5a01ef995bf4aa9c19efd1f8ca4186ee486350abd97c65a2cd6a7e679ff",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_golden_journal_opens() {
    for (name, digest) in GOLDEN {
        let key = std::fs::read_to_string(file(name, "key")).expect("its key is there");
        let key: VerifierKey = key.parse().expect("it is a key");
        let home = desk::sqlite();
        std::fs::copy(file(name, "db"), path(&home)).expect("the journal is there");
        let ledger = desk::open(&home).await;
        let report = ledger.journal().verify(&[key], &[]).await;
        let report = report.expect("it is verified");
        assert_eq!(report.faults, [], "{name}");
        assert!(report.signatures_checked && report.checkpoints > 0);
        let present = ledger.present();
        assert_eq!(present.digest.to_string(), *digest, "{name}");
        insta::assert_snapshot!(*name, told(&present.state));
    }
}

/// What stands there in text is enough: no database is needed to know what was remembered.
#[tokio::test(flavor = "multi_thread")]
async fn their_text_means_the_same() {
    for (name, digest) in GOLDEN {
        let text = std::fs::read_to_string(file(name, "jsonl")).expect("its text is there");
        let (mut state, mut head) = (State::new(), Digest::ZERO);
        for line in text.lines() {
            let line = json::read(line, 1, 1_000_000).expect("a line of JSON");
            let Some(entry) = line.get("entry").map(entry) else {
                continue;
            };
            head = chained(head, entry.leaf());
            assert_eq!(head, entry.digest, "{name}: entry {}", entry.seq);
            let remembered = ledger::remembered(&entry).expect("it is understood");
            state.apply(&remembered, entry.body.len());
        }
        assert_eq!(head.to_string(), *digest, "{name}");
        assert!(state == of_file(name).await, "{name}");
    }
}

/// From a file to PostgreSQL and back to a file: the same root, the same present.
#[tokio::test(flavor = "multi_thread")]
async fn copies_are_the_same() {
    for (name, _) in GOLDEN {
        let homes = [desk::sqlite(), desk::postgres().await, desk::sqlite()];
        std::fs::copy(file(name, "db"), path(&homes[0])).expect("the journal is there");
        let mut roots = Vec::new();
        for pair in homes.windows(2) {
            let (from, to) = (open(&pair[0]).await, open(&pair[1]).await);
            copy(&from, &to, Credentials::Left)
                .await
                .expect("it is copied");
            for journal in [&from, &to] {
                let report = journal.verify(&[], &[]).await.expect("it is verified");
                assert_eq!(report.faults, []);
                roots.push((report.head, report.root));
            }
        }
        roots.dedup();
        assert_eq!(roots.len(), 1, "{name}");
        let first = of_file(name).await;
        for home in &homes[1..] {
            assert!(desk::open(home).await.present().state == first, "{name}");
        }
    }
}

#[tokio::test]
async fn a_golden_backup_is_restored() {
    for (name, digest) in GOLDEN {
        let home = desk::sqlite();
        journal::backup::restore(&file(name, "db"), &home.url, &Options::default())
            .await
            .expect("it is restored");
        let head = open(&home).await.head().await.expect("it is read");
        assert_eq!(head.digest.to_string(), *digest, "{name}");
    }
}

async fn of_file(name: &str) -> State {
    let home = desk::sqlite();
    std::fs::copy(file(name, "db"), path(&home)).expect("the journal is there");
    desk::open(&home).await.present().state.clone()
}

fn file(name: &str, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.{ending}"))
}

fn path(home: &Home) -> &Path {
    Path::new(home.url.strip_prefix("sqlite:").expect("a file"))
}

async fn open(home: &Home) -> Journal {
    Journal::open(&home.url, &Options::default())
        .await
        .expect("the journal opens")
}

fn entry(line: &Node) -> Entry {
    let text = |key: &str| line.get(key).and_then(Node::as_text);
    let text = |key: &str| text(key).expect("a field of an entry").to_string();
    let attached = text("attached");
    let marked = |mark: char| -> Vec<Digest> {
        let words = attached
            .split(' ')
            .filter_map(|word| word.strip_prefix(mark));
        words.map(|word| word.parse().expect("a digest")).collect()
    };
    Entry {
        seq: text("seq").parse().expect("a number"),
        at_micros: text("at_micros").parse().expect("microseconds"),
        id: text("id"),
        attaches: marked('+'),
        erases: marked('-'),
        body: text("body"),
        digest: text("digest").parse().expect("a digest"),
    }
}
