//! Signed notes and keys as C2SP writes them, checkpoints, and when they are due.

use journal::Journal;
use journal::checkpoint::{Checkpoint, Reach, checkpoint_due};
use journal::entry::{Digest, digest};
use journal::failure::Failure;
use journal::note::{SigningKey, VerifierKey, is_signed, parts};
use journal::options::Options;

use crate::databases;
use crate::drafts::drafts;

/// The key and note of the package documentation of Go's `golang.org/x/mod/sumdb/note`.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn the_published_note_is_signed() {
    let key: VerifierKey = GO_KEY.parse().unwrap();
    assert_eq!(
        (key.name(), key.to_string().as_str()),
        ("PeterNeumann", GO_KEY)
    );
    assert!(is_signed(GO_NOTE, std::slice::from_ref(&key)));
    let changed = GO_NOTE.replace("answer", "Answer");
    assert!(!is_signed(&changed, std::slice::from_ref(&key)));
    let other = SigningKey::from_seed("PeterNeumann", &[9; 32]);
    assert!(!is_signed(GO_NOTE, &[other.verifier().clone()]));
    assert!(!is_signed(GO_NOTE, &[]));
    for bad in [
        "",
        "a+b",
        "a b+c74f20a3+AR",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        assert!(bad.parse::<VerifierKey>().is_err(), "{bad}");
    }
}

#[test]
fn a_key_is_made_once_and_only_for_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db.key");
    let made = SigningKey::open(&path, "mainstay/ab").unwrap();
    let again = SigningKey::open(&path, "mainstay/other").unwrap();
    assert_eq!(made.verifier(), again.verifier());
    let note = made.sign("text\n");
    assert_eq!(parts(&note).unwrap().0, "text\n");
    assert!(is_signed(&note, &[again.verifier().clone()]));
    let read: VerifierKey = made.verifier().to_string().parse().unwrap();
    assert_eq!(&read, made.verifier());
    assert!(!format!("{made:?}").contains("PRIVATE"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |bits| std::fs::Permissions::from_mode(bits);
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        std::fs::set_permissions(&path, mode(0o640)).unwrap();
        let shared = SigningKey::open(&path, "mainstay/ab").unwrap_err();
        assert!(matches!(shared, Failure::Unfit { .. }), "{shared}");
        std::fs::set_permissions(&path, mode(0o600)).unwrap();
    }
    std::fs::write(&path, "no key").unwrap();
    assert!(SigningKey::open(&path, "mainstay/ab").is_err());
    assert!(SigningKey::open(&folder.path().join("k"), "a name").is_err());
}

#[tokio::test]
async fn a_checkpoint_says_what_the_journal_was() {
    let place = databases::sqlite();
    let journal = Journal::open(&place.url, &Options::default())
        .await
        .unwrap();
    let key = SigningKey::from_seed(&journal.origin(), &[1; 32]);
    journal.append(0, drafts(1..8), Vec::new()).await.unwrap();
    let first = journal.checkpoint(&key, 123).await.unwrap().unwrap();
    let text = parts(&first.note)
        .unwrap()
        .0
        .replace(&journal.origin(), "ORIGIN");
    insta::assert_snapshot!(text);
    assert_eq!(Checkpoint::read(&first.note).unwrap(), first);
    assert_eq!((first.previous, first.number), (Digest::ZERO, 1));
    journal.append(7, drafts(8..9), Vec::new()).await.unwrap();
    let second = journal.checkpoint(&key, 124).await.unwrap().unwrap();
    assert_eq!(
        (second.previous, second.number),
        (digest(first.note.as_bytes()), 2)
    );
    assert_eq!(
        journal.checkpoint_numbered(1).await.unwrap().unwrap(),
        first
    );
    assert!(journal.checkpoint_numbered(3).await.unwrap().is_none());
    let folder = tempfile::tempdir().unwrap();
    let path = second.deliver(folder.path()).unwrap();
    assert_eq!(path.file_name().unwrap(), "checkpoint-0000000002.txt");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), second.note);
    assert_eq!(second.deliver(folder.path()).unwrap(), path);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(second.deliver(&folder.path().join("none")).is_err());
}

/// within a minute or a hundred entries.
#[test]
fn when_a_checkpoint_is_due() {
    let reach = Reach {
        number: 4,
        hash: Digest::ZERO,
        size: 1000,
        at_micros: 5_000_000,
    };
    let due = |head, now| checkpoint_due(reach, head, now);
    assert!(!due(1000, i64::MAX));
    assert!(!due(1001, 64_999_999));
    assert!(due(1001, 65_000_000));
    assert!(!due(1099, 5_000_000));
    assert!(due(1100, 5_000_000));
    // A clock that was set back does not put it off.
    assert!(due(1001, 4_999_999));
    assert!(!checkpoint_due(Reach::NONE, 0, 0));
    assert!(checkpoint_due(Reach::NONE, 1, 0));
}
