//! A journal kept: copied to the other database and back, backed up while it is written, restored,
//! erased from. Reliability rows in small.

use journal::Journal;
use journal::backup::{Manifest, rehearse, restore};
use journal::copy::{Credentials, copy};
use journal::credential::Credential;
use journal::entry::{Draft, digest};
use journal::failure::Failure;
use journal::note::SigningKey;
use journal::options::Options;
use journal::session::Session;
use journal::tree::{includes, is_consistent};

use crate::databases;
use crate::drafts::{attachment, draft, drafts};

async fn open(url: &str) -> Journal {
    Journal::open(url, &Options::default()).await.unwrap()
}

fn credential() -> Credential {
    Credential {
        kind: "password".to_owned(),
        id: "jane".to_owned(),
        owner: "jane".to_owned(),
        secret: "$argon2id$".to_owned(),
        note: None,
        made_micros: 5,
        expires_micros: None,
        used_micros: None,
    }
}

fn session() -> Session {
    Session {
        token_digest: "ab".to_owned(),
        account: "jane".to_owned(),
        made_micros: 1,
        seen_micros: 1,
        expires_micros: i64::MAX,
        how: "password".to_owned(),
        agent: "curl".to_owned(),
    }
}

/// Something of everything.
async fn fill(journal: &Journal) {
    let key = SigningKey::from_seed(&journal.origin(), &[5; 32]);
    let (card, other) = (attachment("card"), attachment("other"));
    let mut first = drafts(1..501);
    first[7].attaches = vec![card.digest, other.digest];
    journal
        .append(0, first, vec![card.clone(), other])
        .await
        .unwrap();
    journal.checkpoint(&key, 1).await.unwrap().unwrap();
    let erases = Draft {
        erases: vec![card.digest],
        ..draft(501)
    };
    journal.append(500, vec![erases], Vec::new()).await.unwrap();
    journal.checkpoint(&key, 2).await.unwrap().unwrap();
    journal.put_credential(&credential()).await.unwrap();
    journal.put_session(&session()).await.unwrap();
}

/// Every line of the journal as text.
async fn dumped(journal: &Journal) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        Ok(())
    };
    journal.dump(&mut line).await.unwrap();
    text
}

#[tokio::test]
async fn a_copy_there_and_back_is_the_same() {
    let (file, database, back) = (
        databases::sqlite(),
        databases::postgres().await,
        databases::sqlite(),
    );
    let (first, second, third) = (
        open(&file.url).await,
        open(&database.url).await,
        open(&back.url).await,
    );
    fill(&first).await;
    copy(&first, &second, Credentials::Copied).await.unwrap();
    copy(&second, &third, Credentials::Left).await.unwrap();
    let text = dumped(&first).await;
    assert_eq!(text.lines().count(), 1 + 501 + 1 + 2 + 2);
    for (copied, credentials) in [(&second, 1), (&third, 0)] {
        assert!(dumped(copied).await == text);
        assert_eq!(copied.origin(), first.origin());
        assert_eq!(
            copied.root(501).await.unwrap(),
            first.root(501).await.unwrap()
        );
        let report = copied.verify(&[], &[]).await.unwrap();
        assert!(report.is_whole(), "{:?}", report.faults);
        assert_eq!(
            copied.credentials("password").await.unwrap().len(),
            credentials
        );
        assert!(copied.sessions().await.unwrap().is_empty());
    }
    let again = copy(&first, &second, Credentials::Left).await.unwrap_err();
    assert!(matches!(again, Failure::Unfit { .. }), "{again:?}");
    // The copy goes on where the first one was.
    third
        .append(501, drafts(600..601), Vec::new())
        .await
        .unwrap();
    assert!(third.verify(&[], &[]).await.unwrap().is_whole());
}

#[tokio::test]
async fn a_journal_in_memory_is_a_journal() {
    let (journal, other) = (open("sqlite::memory:").await, open("sqlite::memory:").await);
    fill(&journal).await;
    assert!(journal.verify(&[], &[]).await.unwrap().is_whole());
    assert_eq!(journal.last_checkpoint().await.unwrap().unwrap().number, 2);
    assert_eq!(journal.inclusion_proof(3, 501).await.unwrap().len(), 9);
    copy(&journal, &other, Credentials::Copied).await.unwrap();
    assert!(dumped(&journal).await == dumped(&other).await);
    let moved = journal
        .append(3, drafts(700..701), Vec::new())
        .await
        .unwrap_err();
    assert!(
        matches!(moved, Failure::HeadMoved { found: 501 }),
        "{moved:?}"
    );
    let twice = journal
        .append(501, drafts(5..6), Vec::new())
        .await
        .unwrap_err();
    assert!(matches!(twice, Failure::Unfit { .. }), "{twice:?}");
    journal
        .append(501, drafts(700..701), Vec::new())
        .await
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    assert_eq!(journal.backup_into(&backup, 9).await.unwrap().entries, 502);
    rehearse(&backup).await.unwrap();
}

#[tokio::test]
async fn a_backup_of_sqlite_comes_back() {
    let (place, target) = (databases::sqlite(), databases::sqlite());
    comes_back(&place.url, &target.url).await;
    let taken = restore(&target.path(), &target.url, &Options::default()).await;
    assert!(taken.is_err());
}

#[tokio::test]
async fn a_backup_of_postgres_comes_back() {
    let (place, target) = (databases::postgres().await, databases::postgres().await);
    comes_back(&place.url, &target.url).await;
}

/// Backs up while others append, restores elsewhere, and finds every entry that was kept before the
/// backup began.
async fn comes_back(url: &str, target: &str) {
    let journal = open(url).await;
    fill(&journal).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    let appending = async {
        for head in 501..540 {
            journal
                .append(head, drafts(head + 1..head + 2), Vec::new())
                .await
                .unwrap();
        }
    };
    let (manifest, ()) = tokio::join!(journal.backup_into(&backup, 77), appending);
    let manifest = manifest.unwrap();
    assert!((501..=540).contains(&manifest.entries), "{manifest:?}");
    assert_eq!(manifest.root, journal.root(manifest.entries).await.unwrap());
    assert_eq!(Manifest::read(&manifest.text()).unwrap(), manifest);
    assert_eq!(Manifest::open(&backup).unwrap(), manifest);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(journal.backup_into(&backup, 78).await.is_err());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&backup).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(rehearse(&backup).await.unwrap(), manifest);
    assert_eq!(
        restore(&backup, target, &Options::default()).await.unwrap(),
        manifest
    );
    let restored = open(target).await;
    let kept = restored.read_after(0, usize::MAX).await.unwrap();
    let expected = journal
        .read_after(0, manifest.entries as usize)
        .await
        .unwrap();
    assert!(kept == expected);
    assert!(restored.verify(&[], &[]).await.unwrap().is_whole());
    assert_eq!(
        restored.credentials("password").await.unwrap(),
        [credential()]
    );
    assert!(restored.sessions().await.unwrap().is_empty());
    restored
        .append(manifest.entries, drafts(900..901), Vec::new())
        .await
        .unwrap();
    let again = restore(&backup, target, &Options::default())
        .await
        .unwrap_err();
    assert!(matches!(again, Failure::Unfit { .. }), "{again:?}");
}

#[tokio::test]
async fn a_backup_that_was_changed_is_refused() {
    let (place, target) = (databases::sqlite(), databases::sqlite());
    let journal = open(&place.url).await;
    fill(&journal).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    let manifest = journal.backup_into(&backup, 1).await.unwrap();
    let mut bytes = std::fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&backup, &bytes).unwrap();
    let changed = restore(&backup, &target.url, &Options::default())
        .await
        .unwrap_err();
    assert!(matches!(changed, Failure::Broken { .. }), "{changed:?}");
    // A manifest that was changed to match does not help.
    let forged = Manifest {
        sha256: digest(&bytes),
        ..manifest
    };
    std::fs::write(Manifest::path(&backup), forged.text()).unwrap();
    let changed = restore(&backup, &target.url, &Options::default()).await;
    assert!(changed.is_err());
    assert!(!target.path().exists());
}

/// what is erased is gone from the file, and every proof holds as before.
#[tokio::test]
async fn what_is_erased_is_gone_and_proofs_hold() {
    let place = databases::sqlite();
    let journal = open(&place.url).await;
    let key = SigningKey::from_seed(&journal.origin(), &[5; 32]);
    let secret = "Jane Doe, +44 20 7946 0000";
    let card = attachment(secret);
    let mut first = drafts(1..301);
    first[41].attaches.push(card.digest);
    let entries = journal.append(0, first, vec![card.clone()]).await.unwrap();
    let before = journal.checkpoint(&key, 1).await.unwrap().unwrap();
    let proof = journal.inclusion_proof(42, 300).await.unwrap();
    let held = || {
        let mut all = std::fs::read(place.path()).unwrap();
        let wal = format!("{}-wal", place.path().display());
        all.extend(std::fs::read(wal).unwrap_or_default());
        all.windows(secret.len())
            .any(|bytes| bytes == secret.as_bytes())
    };
    assert!(held());
    let erases = Draft {
        erases: vec![card.digest],
        ..draft(301)
    };
    journal.append(300, vec![erases], Vec::new()).await.unwrap();
    assert!(!held());
    assert!(journal.attachment(&card.digest).await.unwrap().is_none());
    assert_eq!(journal.inclusion_proof(42, 300).await.unwrap(), proof);
    assert!(includes(entries[41].leaf(), 41, 300, &proof, before.root));
    let after = journal.checkpoint(&key, 2).await.unwrap().unwrap();
    let grown = journal.consistency_proof(300, 301).await.unwrap();
    assert!(is_consistent(300, 301, &grown, before.root, after.root));
    let keys = [key.verifier().clone()];
    let report = journal
        .verify(&keys, &[before.note, after.note])
        .await
        .unwrap();
    assert!(report.is_whole(), "{:?}", report.faults);
}

/// Beyond 65,536 entries the tree has two kept levels, and a new handle finds its end in them.
#[tokio::test]
async fn a_tall_tree_is_taken_up_again() {
    let place = databases::sqlite();
    let journal = open(&place.url).await;
    let count = 70_000;
    journal
        .append(0, drafts(1..count + 1), Vec::new())
        .await
        .unwrap();
    let again = open(&place.url).await;
    again
        .append(count, drafts(count + 1..count + 500), Vec::new())
        .await
        .unwrap();
    let end = count + 499;
    let report = again.verify(&[], &[]).await.unwrap();
    assert!(report.is_whole(), "{:?}", report.faults);
    assert_eq!(report.root, journal.root(end).await.unwrap());
    for seq in [1, 256, 257, 65_536, 65_537, 70_001, end] {
        let entry = again.read(&[seq]).await.unwrap().remove(0);
        let proof = again.inclusion_proof(seq, end).await.unwrap();
        assert!(
            includes(entry.leaf(), seq - 1, end, &proof, report.root),
            "{seq}"
        );
    }
    for from in [1, 255, 256, 65_535, 65_536, 69_999] {
        let proof = again.consistency_proof(from, end).await.unwrap();
        let old = again.root(from).await.unwrap();
        assert!(is_consistent(from, end, &proof, old, report.root), "{from}");
    }
}

/// SQLite's log is moved into the file in time, also while somebody reads.
#[tokio::test]
async fn the_log_stays_short() {
    let place = databases::sqlite();
    let journal = open(&place.url).await;
    let wal = format!("{}-wal", place.path().display());
    let mut largest = 0;
    for head in 0..90 {
        let large = Draft {
            body: "x".repeat(1_500_000),
            ..draft(head)
        };
        journal.append(head, vec![large], Vec::new()).await.unwrap();
        journal.read(&[head / 2 + 1]).await.unwrap();
        largest = largest.max(std::fs::metadata(&wal).unwrap().len());
    }
    assert!(largest > 4_000_000, "{largest}");
    assert!(largest < 64 * 1024 * 1024, "{largest}");
    // One that is larger by itself is emptied at once.
    let large = |number| Draft {
        body: "x".repeat(16 * 1024 * 1024),
        ..draft(number)
    };
    let drafts = (100..103).map(large).collect();
    journal.append(90, drafts, Vec::new()).await.unwrap();
    assert_eq!(std::fs::metadata(&wal).unwrap().len(), 0);
}
