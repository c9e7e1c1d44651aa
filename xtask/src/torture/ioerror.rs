//! Errors of the disk, by reliability row R-03: in a fixed life of a journal, the Nth read, write
//! or sync fails, for every N, once or from then on. No entry that was acknowledged is lost, and
//! after a failed sync nothing is trusted before the file was opened anew.

use anyhow::Context as _;
use journal::Journal;
use journal::attachment::Attachment;
use journal::entry::{Digest, Draft};
use journal::failure::Failure;
use journal::options::Options;

use super::disk::{Call, Disk, Order, Step};

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Lives that were lived.
    pub lives: u64,
    /// Calls that failed by order.
    pub failed: u64,
    /// Appends that were told of an error.
    pub refused: u64,
}

/// Appends in a life.
const APPENDS: u64 = 24;

/// `cargo xtask torture ioerror`: every N of every call, once and from then on.
pub fn run(_args: &[String]) -> anyhow::Result<()> {
    let outcome = errors(1)?;
    println!("{outcome:?}");
    Ok(())
}

/// Lives with every `stride`-th call failing. Errors: the first life that went wrong.
pub fn errors(stride: u64) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let disk = Disk::register();
        let mut outcome = Outcome::default();
        for call in [Call::Sync, Call::Write, Call::Read] {
            for times in [1, 3, u64::MAX] {
                let mut number = 0;
                loop {
                    let order = Order {
                        call,
                        number,
                        times,
                    };
                    let name = format!("life-{}.db", outcome.lives);
                    let reached = live(disk, &name, order, &mut outcome)
                        .await
                        .with_context(|| format!("{order:?}"))?;
                    if !reached {
                        break;
                    }
                    number += stride;
                }
            }
        }
        Ok(outcome)
    })
}

/// One life. False: it was over before the order came due.
async fn live(
    disk: &'static Disk,
    name: &str,
    order: Order,
    outcome: &mut Outcome,
) -> anyhow::Result<bool> {
    let options = Options {
        vfs: Some(disk.name()),
        ..Options::default()
    };
    let url = format!("sqlite:{name}");
    disk.order(None);
    let journal = Journal::open(&url, &options).await?;
    disk.record();
    disk.order(Some(order));
    let acknowledged = appended(&journal, disk, outcome).await?;
    let reached = disk.calls() > order.number;
    journal.close().await;
    disk.order(None);
    let steps = disk.recorded();
    outcome.lives += 1;
    outcome.failed += steps
        .iter()
        .filter(|step| matches!(step, Step::Fail(_)))
        .count() as u64;
    opened_anew(&steps)?;
    let journal = Journal::open(&url, &options)
        .await
        .context("it does not open again")?;
    let report = journal.verify(&[], &[]).await?;
    anyhow::ensure!(report.is_whole(), "it is not whole: {:?}", report.faults);
    let entries = journal.read_after(0, usize::MAX).await?;
    for (seq, digest) in &acknowledged {
        let entry = entries
            .get(*seq as usize - 1)
            .context("an acknowledged entry is lost")?;
        anyhow::ensure!(entry.digest == *digest, "entry {seq} is another one");
    }
    journal.close().await;
    for suffix in ["", "-wal", "-shm", "-journal"] {
        disk.take(&format!("{name}{suffix}"));
    }
    Ok(reached)
}

/// Appends as a ledger does, which tries again when it was told of an error. Returns the places and
/// digests that were acknowledged.
async fn appended(
    journal: &Journal,
    disk: &'static Disk,
    outcome: &mut Outcome,
) -> anyhow::Result<Vec<(u64, Digest)>> {
    let mut acknowledged = Vec::new();
    let mut head = 0;
    let mut card: Option<Attachment> = None;
    for number in 0..APPENDS {
        let mut draft = Draft {
            id: format!("error-{number:08}"),
            at_micros: number as i64,
            attaches: Vec::new(),
            erases: Vec::new(),
            body: format!("entry {number} {}", "x".repeat(900)),
        };
        let mut brought = Vec::new();
        if number % 8 == 2 {
            let made = Attachment::new(vec![number as u8; 5000])?;
            draft.attaches.push(made.digest);
            card = Some(made.clone());
            brought.push(made);
        } else if number % 8 == 6 {
            draft.erases.extend(card.take().map(|card| card.digest));
        }
        for _ in 0..3 {
            disk.note(Step::Ask);
            match journal
                .append(head, vec![draft.clone()], brought.clone())
                .await
            {
                Ok(entries) => {
                    let entry = &entries[0];
                    disk.note(Step::Mark(entry.seq));
                    acknowledged.push((entry.seq, entry.digest));
                    head = entry.seq;
                    break;
                }
                Err(Failure::HeadMoved { found }) => {
                    // An append that was told of an error may be there all the same.
                    head = found;
                }
                // What its attachment came with was not kept either.
                Err(Failure::Unfit { .. }) => break,
                Err(_) => outcome.refused += 1,
            }
        }
    }
    Ok(acknowledged)
}

/// Whatever is acknowledged was synced since it was asked for, and not on a connection that had
/// seen a sync fail: after that, the file is opened anew first.
fn opened_anew(steps: &[Step]) -> anyhow::Result<()> {
    let (mut trusted, mut synced) = (true, false);
    for step in steps {
        match step {
            Step::Ask => synced = false,
            Step::Fail(Call::Sync) => trusted = false,
            Step::Open(_) => trusted = true,
            Step::Sync(_) => synced |= trusted,
            Step::Mark(seq) => {
                anyhow::ensure!(synced, "entry {seq} was acknowledged after a failed sync");
            }
            _ => {}
        }
    }
    Ok(())
}
