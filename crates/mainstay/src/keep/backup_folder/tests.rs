//! Names in order of time, and only our own files are ever removed.

use std::path::Path;

use super::{all, path, prune, shares_device};
use journal::backup::Manifest;

#[test]
fn the_oldest_go_and_what_is_not_ours_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = |day: u32| {
        let at = format!("2026-01-{day:02}T02:00:00Z");
        path(folder.path(), at.parse().expect("an instant"))
    };
    for day in 1..=4 {
        std::fs::write(name(day), "").expect("written");
        std::fs::write(Manifest::path(&name(day)), "").expect("written");
    }
    std::fs::write(name(5), "").expect("half-made: no manifest");
    std::fs::write(folder.path().join("notes.txt"), "").expect("somebody else's");
    assert!(name(1).ends_with("mainstay-20260101T020000Z.backup"));
    assert_eq!(prune(folder.path(), 3).expect("pruned"), [name(1)]);
    assert_eq!(
        all(folder.path()).expect("read"),
        [name(2), name(3), name(4)]
    );
    assert_eq!(
        prune(folder.path(), 0).expect("pruned").len(),
        2,
        "one stays in any case"
    );
    let left = std::fs::read_dir(folder.path()).expect("read").count();
    assert_eq!(
        left, 4,
        "one backup with its manifest, the half-made one, the notes"
    );
}

#[test]
fn a_folder_beside_the_journal_shares_its_device() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("journal.db");
    std::fs::write(&file, "").expect("written");
    assert!(shares_device(folder.path(), &file));
    assert!(!shares_device(folder.path(), Path::new("/proc/version")));
    assert!(!shares_device(Path::new("/nowhere"), &file));
}
