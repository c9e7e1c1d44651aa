//! What the server does by itself to keep its journal, with a clock that the test sets: a backup
//! every night, brought back to see whether it would help; checkpoints, signed and put elsewhere.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path as Named;
use axum::http::StatusCode;
use axum::routing::put;
use continuity::command::Command;
use continuity::event::Event;
use journal::Journal;
use journal::backup::Manifest;
use journal::checkpoint::Checkpoint;
use journal::note::is_signed;
use journal::options::Options;

use super::bench::{Running, postgres, sqlite, start};
use crate::keep::{backup_folder, checkpoints, nightly};

const NIGHT: i64 = 24 * 3600;

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

/// What the journal remembers of its keeping: what, whether it succeeded, and the words.
async fn kept(running: &Running) -> Vec<(String, bool, String)> {
    let all = running
        .ledger()
        .remembered_after(0, 10_000)
        .await
        .expect("read");
    let kept = all.into_iter().filter_map(|it| match it.event {
        Event::Kept(kept) => Some((kept.what, kept.succeeded, kept.text)),
        _ => None,
    });
    kept.collect()
}

/// Something that happens.
async fn account(running: &Running, account: &str) {
    let command = Command::OpenAccount {
        account: account.into(),
        name: account.into(),
        person: None,
        functions: Vec::new(),
    };
    running.order(command).await;
}

/// Waits until the task of the server did what is due, without looking at a clock.
async fn until(mut done: impl AsyncFnMut() -> bool) {
    while !done().await {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn every_night_a_backup_is_made_and_brought_back() {
    for place in [sqlite(), postgres().await] {
        let elsewhere = tempfile::tempdir().expect("a folder");
        let folder = elsewhere.path().join("backups");
        let pairs = [
            ("MAINSTAY_BACKUP_FOLDER", text(&folder)),
            ("MAINSTAY_BACKUP_KEEP", "2"),
        ];
        let mut running = start(place, &pairs).await;
        account(&running, "ada").await;
        // The first is made at once.
        until(async || kept(&running).await.len() == 2).await;
        let keeping = &running.doors.keeping;
        assert!(
            !nightly::tick(keeping, running.ledger()).await,
            "the same day"
        );
        for night in 1..=3 {
            running.pass(NIGHT);
            until(async || {
                nightly::tick(keeping, running.ledger()).await;
                kept(&running).await.len() == 2 + 2 * night
            })
            .await;
        }
        let all = kept(&running).await;
        let told: Vec<(&str, bool)> = all
            .iter()
            .map(|(what, ok, _)| (what.as_str(), *ok))
            .collect();
        assert_eq!(
            told,
            [("backup", true), ("rehearsal", true)].repeat(4),
            "{all:?}"
        );
        let backups = backup_folder::all(&folder).expect("read");
        assert_eq!(backups.len(), 2, "the oldest are gone");
        let newest = backups.last().expect("there are two");
        let manifest = Manifest::open(newest).expect("it has one");
        assert!(
            all[7].2.contains(&manifest.root.to_string()),
            "{}",
            all[7].2
        );
        assert!(!running.place.folder().join("rehearsal").exists());
        let standing = keeping
            .standing(running.ledger(), running.clock.now())
            .await;
        let standing = standing.expect("the journal answers").json();
        assert_eq!(standing["backup"]["succeeded"], true);
        assert_eq!(standing["rehearsal"]["age_seconds"], 0);
        running.stop().await;
    }
}

#[tokio::test]
async fn a_night_that_fails_is_seen_everywhere_and_tried_again() {
    let place = sqlite();
    // A file where the folder should be: nothing can be put there.
    let blocked = place.folder().join("blocked");
    std::fs::write(&blocked, "").expect("written");
    let mut running = start(place, &[("MAINSTAY_BACKUP_FOLDER", text(&blocked))]).await;
    until(async || kept(&running).await.len() == 1).await;
    let all = kept(&running).await;
    assert_eq!((all[0].0.as_str(), all[0].1), ("backup", false));
    let ready = running.browser().get("/readyz").await;
    assert_eq!(ready.status, 200, "reading and writing go on");
    assert!(
        ready.text.contains("The last backup failed"),
        "{}",
        ready.text
    );
    let keeping = &running.doors.keeping;
    assert!(
        !nightly::tick(keeping, running.ledger()).await,
        "not at once"
    );
    std::fs::remove_file(&blocked).expect("removed");
    running.pass(3600);
    until(async || {
        nightly::tick(keeping, running.ledger()).await;
        kept(&running).await.len() == 3
    })
    .await;
    let standing = keeping
        .standing(running.ledger(), running.clock.now())
        .await;
    let standing = standing.expect("the journal answers").json();
    // It works, and is of little use: the same device.
    let banner = standing["banner"].as_array().expect("a list");
    assert_eq!(
        (banner.len(), &standing["same_device"]),
        (1, &serde_json::json!(true))
    );
    running.stop().await;
}

/// A place that takes checkpoints by PUT, as it is told to.
struct Taker {
    address: String,
    taken: Arc<Mutex<Vec<(String, String)>>>,
    open: Arc<Mutex<bool>>,
}

async fn taker() -> Taker {
    let (taken, open) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(true)));
    let (notes, gate) = (Arc::clone(&taken), Arc::clone(&open));
    let take = async move |Named(name): Named<String>, body: Bytes| {
        if !*gate.lock().expect("unspoilt") {
            return StatusCode::INSUFFICIENT_STORAGE;
        }
        let text = String::from_utf8(body.to_vec()).expect("a text");
        notes.lock().expect("unspoilt").push((name, text));
        StatusCode::CREATED
    };
    let router = Router::new().route("/kept/{name}", put(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = format!("http://{}/kept", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Taker {
        address,
        taken,
        open,
    }
}

#[tokio::test]
async fn checkpoints_are_signed_and_put_elsewhere_until_the_doors_close() {
    let (place, taker) = (sqlite(), taker().await);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let pairs = [
        ("MAINSTAY_CHECKPOINTS_FOLDER", text(elsewhere.path())),
        ("MAINSTAY_CHECKPOINTS_URL", &taker.address),
    ];
    let mut running = start(place, &pairs).await;
    let keeping = &running.doors.keeping;
    let confirmed = || -> Vec<u64> {
        let all = keeping.deliveries().into_iter();
        all.map(|it| it.confirmed.map_or(0, |it| it.number))
            .collect()
    };
    // Nothing was covered before: due at once.
    until(async || confirmed() == [1, 1]).await;
    account(&running, "ada").await;
    // A minute later what came since is covered too; an address that does not take it is told.
    *taker.open.lock().expect("unspoilt") = false;
    running.pass(60);
    until(async || keeping.deliveries()[1].failed.is_some()).await;
    assert_eq!(confirmed(), [2, 1]);
    let remarks = keeping.remarks(running.ledger(), running.clock.now());
    let words = remarks
        .iter()
        .find(|it| it.about == "delivery" && !it.mend.is_empty());
    assert!(
        words.is_some_and(|it| it.text.contains("507")),
        "{remarks:?}"
    );
    *taker.open.lock().expect("unspoilt") = true;
    account(&running, "eve").await;
    let verifier = keeping.verifier().expect("a key").clone();
    let (url, folder) = (running.place.url.clone(), elsewhere.path().to_path_buf());
    let head = running.ledger().present().seq;
    running.stop().await;
    // The last one covers everything, and both have it.
    let last = last_in(&folder);
    assert_eq!(last.size, head);
    assert!(is_signed(&last.note, std::slice::from_ref(&verifier)));
    let taken = taker.taken.lock().expect("unspoilt").clone();
    let (name, note) = taken.last().expect("some were taken");
    assert_eq!(
        (name, note),
        (&format!("checkpoint-{:010}.txt", last.number), &last.note)
    );
    // And the journal agrees with all that was taken.
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let journal = Journal::open(&url, &options).await.expect("it opens");
    let outside: Vec<String> = taken.into_iter().map(|(_, note)| note).collect();
    let report = journal
        .verify(&[verifier], &outside)
        .await
        .expect("verified");
    assert!(report.is_whole(), "{:?}", report.faults);
    assert_eq!(report.uncovered, 0);
}

fn last_in(folder: &Path) -> Checkpoint {
    let files = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.path()).collect();
    files.sort();
    let last = files.last().expect("there is one");
    let note = std::fs::read_to_string(last).expect("read");
    Checkpoint::read(&note).expect("a checkpoint")
}

#[tokio::test]
async fn a_checkpoint_is_signed_with_the_hundredth_entry_without_waiting() {
    let mut running = start(sqlite(), &[]).await;
    for n in 0..110 {
        account(&running, &format!("a{n}")).await;
    }
    let last = running.ledger().journal().last_checkpoint().await;
    let last = last.expect("read").expect("there is one");
    assert!(running.ledger().present().seq - last.size < 100);
    let closed = checkpoints::close(&running.doors.keeping, running.ledger()).await;
    assert!(closed.expect("signed"));
    running.stop().await;
}
