//! Power cuts, by reliability row R-02: what a disk holds after a cut is worked out from a record
//! of all writes, again and again; the journal on it must open, hold together, and have every
//! entry that was acknowledged. With `synchronous=NORMAL` it must not: that proves the test.

use std::collections::HashMap;

use anyhow::Context as _;
use journal::Journal;
use journal::attachment::Attachment;
use journal::entry::{Draft, Entry};
use journal::options::{Options, Synchronous};

use super::disk::{Disk, Folder, Step, put_bytes};
use crate::seeded::Seeded;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Images of the disk that were tried.
    pub images: u64,
    /// Those on which no journal could be opened.
    pub unopenable: u64,
    /// Those on which it does not hold together.
    pub corrupt: u64,
    /// Those on which an acknowledged entry is missing.
    pub lost: u64,
    /// Syncs in the record.
    pub syncs: u64,
}

/// `cargo xtask torture powercut [--full] [--seed S]`: 10,000 images, or 100,000.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let images = if super::has(args, "--full") {
        100_000
    } else {
        10_000
    };
    let seed = super::number(args, "--seed", 1)?;
    let full = cuts(Synchronous::Full, images, seed)?;
    println!("FULL: {full:?}");
    let normal = cuts(Synchronous::Normal, images, seed)?;
    println!("NORMAL, which must lose some: {normal:?}");
    anyhow::ensure!(
        (full.unopenable, full.corrupt, full.lost) == (0, 0, 0),
        "a power cut does harm"
    );
    anyhow::ensure!(normal.lost > 0, "the test would not see a loss");
    Ok(())
}

/// Records one journal's life and tries so many images of its disk.
pub fn cuts(synchronous: Synchronous, images: u64, seed: u64) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let disk = Disk::register();
        let (entries, steps) = life(disk, synchronous, 300).await?;
        let marks = steps.iter().position(|step| matches!(step, Step::Mark(_)));
        let first = marks.context("nothing was acknowledged")?;
        let mut outcome = Outcome {
            images,
            syncs: steps
                .iter()
                .filter(|step| matches!(step, Step::Sync(_)))
                .count() as u64,
            ..Outcome::default()
        };
        for image in 0..images {
            let mut random = Seeded(seed.wrapping_mul(1_000_003).wrapping_add(image));
            let cut = first + 1 + random.below(steps.len() - first);
            let files = image_of(&steps[..cut], &mut random);
            judge(disk, files, &steps[..cut], &entries, &mut outcome).await;
        }
        Ok(outcome)
    })
}

/// A journal's life on a disk: entries, attachments, erasures, a close and another opening.
async fn life(
    disk: &'static Disk,
    synchronous: Synchronous,
    appends: u64,
) -> anyhow::Result<(Vec<Entry>, Vec<Step>)> {
    let options = Options {
        synchronous,
        vfs: Some(disk.name()),
        ..Options::default()
    };
    disk.record();
    let mut entries: Vec<Entry> = Vec::new();
    let mut cards: Vec<Attachment> = Vec::new();
    for half in 0..2 {
        let journal = Journal::open("sqlite:life.db", &options).await?;
        for append in 0..appends / 2 {
            let head = entries.len() as u64;
            let mut drafts: Vec<Draft> = (0..1 + append % 3).map(|at| draft(head + at)).collect();
            let mut brought = Vec::new();
            if append % 25 == 7 {
                let card = Attachment::new(vec![half; 3000])?;
                drafts[0].attaches.push(card.digest);
                cards.push(card.clone());
                brought.push(card);
            } else if append % 25 == 20 {
                drafts[0].erases.extend(cards.pop().map(|card| card.digest));
            }
            entries.extend(journal.append(head, drafts, brought).await?);
            disk.note(Step::Mark(entries.len() as u64));
        }
        journal.close().await;
    }
    Ok((entries, disk.recorded()))
}

/// What a disk may hold after a cut: what was synced, and of the rest each write whole (45 %), torn
/// at a sector (15 %) or not at all (40 %). A file that was removed may be back, unless its folder
/// was synced too.
fn image_of(steps: &[Step], random: &mut Seeded) -> HashMap<String, Vec<u8>> {
    let mut durable: HashMap<String, Vec<u8>> = HashMap::new();
    let mut waiting: HashMap<String, Vec<&Step>> = HashMap::new();
    let mut removed: HashMap<String, Vec<u8>> = HashMap::new();
    for step in steps {
        match step {
            Step::Write(name, ..) | Step::Cut(name, _) => {
                waiting.entry(name.clone()).or_default().push(step);
            }
            Step::Sync(name) => {
                // A new file under an old name: with it, the folder forgets the old one.
                removed.remove(name);
                let file = durable.entry(name.clone()).or_default();
                for step in waiting.remove(name).unwrap_or_default() {
                    apply(file, step, usize::MAX);
                }
            }
            Step::Remove(name, folder) => {
                waiting.remove(name);
                let file = durable.remove(name);
                match folder {
                    Folder::Synced => removed.remove(name),
                    Folder::Left => file.and_then(|file| removed.insert(name.clone(), file)),
                };
            }
            Step::Open(_) | Step::Fail(_) | Step::Ask | Step::Mark(_) => {}
        }
    }
    let mut names: Vec<String> = removed.keys().cloned().collect();
    names.sort();
    for name in names {
        if random.one_in(3) {
            waiting.remove(&name);
            durable.extend(removed.remove_entry(&name));
        }
    }
    let mut names: Vec<String> = waiting.keys().cloned().collect();
    names.sort();
    for name in names {
        let file = durable.entry(name.clone()).or_default();
        for step in &waiting[&name] {
            match random.below(100) {
                0..45 => apply(file, step, usize::MAX),
                45..60 => apply(file, step, 512 * (1 + random.below(8))),
                _ => {}
            }
        }
    }
    durable
}

/// Does a step to a file, or the first bytes of it.
fn apply(file: &mut Vec<u8>, step: &Step, bytes_max: usize) {
    match step {
        Step::Write(_, at, bytes) => {
            // A tear is where a sector of the disk ends, not where the write began.
            let end = if bytes_max == usize::MAX {
                bytes.len()
            } else {
                ((at / 512 * 512 + bytes_max) - at).min(bytes.len())
            };
            put_bytes(file, *at, &bytes[..end]);
        }
        Step::Cut(_, size) => file.resize(*size, 0),
        _ => {}
    }
}

/// Opens the journal of an image, and compares it with what was acknowledged before the cut.
async fn judge(
    disk: &'static Disk,
    files: HashMap<String, Vec<u8>>,
    steps: &[Step],
    entries: &[Entry],
    outcome: &mut Outcome,
) {
    let marks = steps.iter().rev().find_map(|step| match step {
        Step::Mark(count) => Some(*count),
        _ => None,
    });
    let acknowledged = marks.unwrap_or(0);
    let all = ["life.db", "life.db-wal", "life.db-shm", "life.db-journal"];
    for name in all {
        disk.take(name);
    }
    for (name, bytes) in files {
        disk.put(&name, bytes);
    }
    let options = Options {
        vfs: Some(disk.name()),
        ..Options::default()
    };
    let Ok(journal) = Journal::open("sqlite:life.db", &options).await else {
        outcome.unopenable += 1;
        return;
    };
    let report = journal.verify(&[], &[]).await;
    let read = journal.read_after(0, usize::MAX).await;
    journal.close().await;
    let whole = report.is_ok_and(|report| report.is_whole());
    match read {
        Ok(read) if whole && entries.starts_with(&read) => {
            outcome.lost += u64::from((read.len() as u64) < acknowledged);
        }
        _ => outcome.corrupt += 1,
    }
}

fn draft(number: u64) -> Draft {
    Draft {
        id: format!("power-{number:08}"),
        at_micros: number as i64,
        attaches: Vec::new(),
        erases: Vec::new(),
        body: format!("entry {number} {}", "x".repeat((number % 700) as usize)),
    }
}
