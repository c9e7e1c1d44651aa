//! A disk that is full: what is urgent still finds room, reading goes on, and nothing has to be
//! started again when there is room. Reliability row R-04 in small.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use journal::Journal;
use journal::entry::Draft;
use journal::failure::Failure;
use journal::options::Options;

use crate::drafts::draft;

/// Where the child process finds its small disk.
const DISK: &str = "MAINSTAY_TEST_DISK";

/// The child process, on a disk of eight megabytes of its own. Without one, it is only seen to
/// have none.
#[test]
fn child() {
    let Ok(disk) = std::env::var(DISK) else {
        assert!(std::env::args().len() > 0);
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(fill(Path::new(&disk)));
}

/// Mounts a small disk where only the child sees it, which needs no rights on most machines.
#[test]
fn a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=8m tmpfs \"$0\" && exec \"$@\"";
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", mount])
        .arg(folder.path())
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "full::child", "--nocapture"])
        .env(DISK, folder.path())
        .output();
    let ran = output
        .as_ref()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("running 1 test"));
    if !ran {
        // A machine that lets nobody mount cannot run this; `./test` says so at its end.
        if let Ok(list) = std::env::var("MAINSTAY_DID_NOT_RUN") {
            let mut list = std::fs::OpenOptions::new().append(true).open(list).unwrap();
            writeln!(
                list,
                "journal full::a_full_disk (no small disk can be mounted)"
            )
            .unwrap();
        }
        return;
    }
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}\n{complained}");
}

fn large(number: u64) -> Draft {
    Draft {
        body: format!("{number} {}", "x".repeat(10_000)),
        ..draft(number)
    }
}

async fn fill(disk: &Path) {
    let url = format!("sqlite:{}", disk.join("journal.db").display());
    let journal = Journal::open(&url, &Options::default()).await.unwrap();
    let filler = disk.join("filler");
    std::fs::write(&filler, vec![1; 3 * 1024 * 1024]).unwrap();
    let mut head = 0;
    // Ordinary entries until there is no room.
    let full = loop {
        match journal
            .append(head, vec![large(head + 1)], Vec::new())
            .await
        {
            Ok(entries) => head = entries[0].seq,
            Err(failure) => break failure,
        }
    };
    assert!(matches!(full, Failure::Full), "{full:?}");
    assert!(head > 50, "{head}");
    assert_eq!(journal.head().await.unwrap().seq, head);
    assert_eq!(
        journal.read_after(0, usize::MAX).await.unwrap().len() as u64,
        head
    );
    // What is urgent goes on; what is not has to wait, although there is room for the moment.
    for _ in 0..40 {
        let drafts = vec![draft(head + 1)];
        let entries = journal
            .append_urgent(head, drafts, Vec::new())
            .await
            .unwrap();
        head = entries[0].seq;
    }
    let waits = journal
        .append(head, vec![draft(head + 1)], Vec::new())
        .await
        .unwrap_err();
    assert!(matches!(waits, Failure::Full), "{waits:?}");
    assert!(journal.verify(&[], &[]).await.unwrap().is_whole());
    // A handle that is opened now reads, and takes what is urgent.
    let late = Journal::open(&url, &Options::default()).await.unwrap();
    assert_eq!(late.head().await.unwrap().seq, head);
    head = late
        .append_urgent(head, vec![draft(head + 1)], Vec::new())
        .await
        .unwrap()[0]
        .seq;
    late.close().await;
    // Room comes back; the same handle goes on.
    std::fs::remove_file(&filler).unwrap();
    let entries = journal
        .append(head, vec![large(head + 1)], Vec::new())
        .await
        .unwrap();
    assert_eq!(entries[0].seq, head + 1);
    assert!(disk.join("journal.db.reserve").exists());
    let report = journal.verify(&[], &[]).await.unwrap();
    assert!(report.is_whole(), "{:?}", report.faults);
    assert_eq!(report.entries, head + 1);
}
