//! Golden journals: `cargo xtask golden NAME` writes a journal with every event and every kind of
//! record in it, for the tests of the ledger to open for ever. One that is there is never written
//! again: it is how a version of the past wrote.

mod story;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use continuity::event::Event;
use journal::Journal;
use journal::note::SigningKey;
use journal::options::Options;
use ledger::{Clock, Ledger, Settings};
use record::kinds::ALL;

/// Where golden journals stand, from the root of the repository.
const FOLDER: &str = "crates/ledger/tests/golden";

/// Writes `NAME.db` with its twin `NAME.jsonl`, which needs no database to be read, and
/// `NAME.key`, by which its checkpoints are verified.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let [name] = args else {
        anyhow::bail!("usage: cargo xtask golden NAME");
    };
    let path = Path::new(FOLDER).join(format!("{name}.db"));
    ensure!(
        !path.exists(),
        "{} is there and is never written again",
        path.display()
    );
    std::fs::create_dir_all(FOLDER)?;
    tokio::runtime::Runtime::new()?.block_on(write(&path))?;
    println!(
        "{} is written; accept the snapshot of the ledger's test `golden`",
        path.display()
    );
    Ok(())
}

async fn write(path: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("journal.db").display());
    let journal = Journal::open(&url, &Options::default()).await?;
    let key = SigningKey::open(&folder.path().join("key"), &journal.origin())?;
    let settings = Settings {
        clock: Clock::standing("2026-11-24T09:00:00Z".parse()?),
        ..Settings::default()
    };
    let ledger = Ledger::open(journal, settings).await?;
    story::tell(&ledger, &key).await?;
    complete(&ledger).await?;
    let journal = ledger.journal();
    let verifier = key.verifier();
    let report = journal.verify(std::slice::from_ref(verifier), &[]).await?;
    ensure!(report.is_whole(), "it is not whole: {:?}", report.faults);
    journal
        .backup_into(path, ledger.clock().now().as_microsecond())
        .await?;
    let mut lines = String::new();
    journal
        .dump(&mut |line| {
            lines.push_str(line);
            Ok(())
        })
        .await?;
    std::fs::write(beside(path, "jsonl"), lines)?;
    std::fs::write(beside(path, "key"), format!("{verifier}\n"))?;
    Ok(())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    path.with_extension(ending)
}

/// Whether every event and every kind of record is in it: what is not there would not be held.
async fn complete(ledger: &Ledger) -> anyhow::Result<()> {
    let all = ledger.remembered_after(0, usize::MAX).await?;
    for word in Event::WORDS {
        let mut events = all.iter().map(|one| one.event.word());
        ensure!(
            events.any(|known| known == *word),
            "the story has no event `{word}`: tell one in xtask/src/golden/story.rs"
        );
    }
    let registers = &ledger.present().state.registers;
    for about in ALL {
        let mut found = false;
        registers.each(&mut |record| found |= record.kind() == about.name);
        ensure!(found, "the story has no record of kind `{}`", about.name);
    }
    let last = all.last().context("the story is empty")?;
    println!("{} entries", last.seq);
    Ok(())
}
