//! A journal of a million entries: opened, which folds it, and verified.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use continuity::event::{Event, Remembered, Revised};
use continuity::written::Written;
use jiff::Timestamp;
use journal::Journal;
use journal::note::SigningKey;
use journal::options::Options;
use ledger::{Ledger, Settings};

use super::super::papers::Row;
use super::appends::service;
use super::{places, plain, timed};

/// How many entries.
const ENTRIES: u64 = 1_000_000;
/// How many are written in one transaction.
const PIECE: u64 = 10_000;
/// Every record is filed once and changed nine times.
const CHANGES: u64 = 10;
const OPEN_MAX: Duration = Duration::from_secs(4);
const VERIFY_MAX: Duration = Duration::from_secs(5);

pub(super) async fn measure(cluster: &str) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, place) in places(cluster).await? {
        let wrote = write(&place.url).await?;
        rows.push(plain(
            format!("{name}: a million entries written in pieces of {PIECE}"),
            format!("{:.1} s", wrote.as_secs_f64()),
        ));
        if let Some(file) = place.file() {
            let megabytes = std::fs::metadata(file)?.len() as f64 / 1e6;
            rows.push(plain(
                format!("{name}: its size"),
                format!("{megabytes:.0} MB"),
            ));
        }
        let (mut opened, mut verified) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            opened.push(open(&place.url).await?);
            verified.push(verify(&place.url).await?);
        }
        opened.sort_unstable();
        verified.sort_unstable();
        rows.push(timed(
            format!("{name}: opened and folded"),
            opened[1],
            OPEN_MAX,
        ));
        rows.push(timed(format!("{name}: verified"), verified[1], VERIFY_MAX));
        place.clear().await?;
    }
    Ok(rows)
}

/// Writes the journal, as a ledger would have written it.
async fn write(url: &str) -> anyhow::Result<Duration> {
    let folder = tempfile::tempdir()?;
    let journal = Journal::open(url, &Options::default()).await?;
    let key = SigningKey::open(&folder.path().join("key"), &journal.origin())?;
    journal.sign_with(key).await;
    let started = Instant::now();
    let mut seq = 0;
    while seq < ENTRIES {
        let drafts = (seq + 1..=seq + PIECE).map(|seq| ledger::draft(&remembered(seq)));
        let entries = journal.append(seq, drafts.collect(), Vec::new()).await?;
        seq = entries.last().context("entries were written")?.seq;
    }
    let took = started.elapsed();
    journal.close().await;
    Ok(took)
}

/// The entry with a number: a filing, or one of the changes of a record.
fn remembered(seq: u64) -> Remembered {
    let (record, change) = ((seq - 1) / CHANGES, (seq - 1) % CHANGES);
    let mut written = Written::made(service(&format!("s{record}")));
    written.record.envelope_mut().name = Some(format!("Service {record}, change {change}"));
    let revised = Revised {
        written,
        revision: u32::try_from(change).expect("few changes") + 1,
        previous: (change > 0).then(|| seq - 1),
        home: None,
        unchanged_since: None,
        changes: Vec::new(),
    };
    let at = 1_700_000_000_000_000 + i64::try_from(seq).expect("few entries") * 1_000_000;
    Remembered {
        seq,
        at: Timestamp::from_microsecond(at).expect("an instant"),
        id: format!("0190a0b0-0000-7000-8000-{seq:012}"),
        actor: "operator/bench".into(),
        via: None,
        request: Some(format!("request-{seq}")),
        asked: None,
        event: match change {
            0 => Event::Filed(revised),
            _ => Event::Amended(revised),
        },
    }
}

async fn open(url: &str) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let journal = Journal::open(url, &Options::default()).await?;
    let ledger = Ledger::open(journal, Settings::default()).await?;
    let took = started.elapsed();
    ensure!(ledger.present().seq == ENTRIES, "not all were folded");
    let services = ledger.present().state.registers.services.len() as u64;
    ensure!(services == ENTRIES / CHANGES, "not all records are there");
    Ok(took)
}

async fn verify(url: &str) -> anyhow::Result<Duration> {
    let journal = Journal::open(url, &Options::default()).await?;
    let started = Instant::now();
    let report = journal.verify(&[], &[]).await?;
    let took = started.elapsed();
    ensure!(report.is_whole(), "it is not whole: {:?}", report.faults);
    ensure!(report.entries == ENTRIES, "not all were verified");
    Ok(took)
}
