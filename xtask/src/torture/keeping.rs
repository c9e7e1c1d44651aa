//! Backups under load (R-12) and journals carried from one database to the other and back (R-16):
//! while four write, a backup is made, rehearsed and restored on an empty machine of either sort,
//! and the journal is copied away and back. Each is what the journal was at that entry.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use continuity::actor::Actor;
use continuity::command::Command;
use continuity::written::Written;
use journal::Journal;
use journal::backup::{rehearse, restore};
use journal::copy::{Credentials, copy};
use journal::options::Options;
use ledger::{Denied, Ledger, Order, Point, Settings};
use record::complaint::Complaints;
use record::kinds::Record;
use tokio::task::JoinHandle;

use crate::rig::place::{Cluster, Place};
use crate::rig::server;

/// How many write meanwhile.
const WRITERS: usize = 4;
/// How many entries there are before the first round.
const BEFORE: u64 = 300;

/// `torture keeping [--rounds N] [--full]`: from SQLite and from PostgreSQL.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let full = args.iter().any(|arg| arg == "--full");
    let usual = if full { "50" } else { "5" };
    let count: usize = super::option(args, "--rounds").unwrap_or(usual).parse()?;
    let cluster = Cluster::any()?;
    println!("{}", rounds(&cluster.url, count)?);
    Ok(())
}

/// So many rounds from each database; what was done. A find is an error.
pub fn rounds(cluster: &str, count: usize) -> anyhow::Result<String> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let mut told = Vec::new();
        for from in [Place::on_disk()?, Place::in_cluster(cluster).await?] {
            let slowest = kept(&from, cluster, count).await;
            let slowest = slowest.with_context(|| format!("from {}", from.url))?;
            told.push(format!("slowest restore {} ms", slowest.as_millis()));
            from.clear().await?;
        }
        Ok(format!(
            "{count} backups under load from each database, restored on both, copied there and \
             back: all the same; {}",
            told.join(", ")
        ))
    })
}

async fn kept(from: &Place, cluster: &str, count: usize) -> anyhow::Result<Duration> {
    let ledger = server::open(&from.url).await?;
    let over = Arc::new(AtomicBool::new(false));
    let writing: Vec<_> = (0..WRITERS)
        .map(|writer| write(ledger.clone(), writer, Arc::clone(&over)))
        .collect();
    let mut news = ledger.watch();
    while ledger.present().seq < BEFORE {
        news.recv().await?;
    }
    let mut slowest = Duration::ZERO;
    for _ in 0..count {
        slowest = slowest.max(backed_up(&ledger, cluster).await?);
        carried(&ledger, cluster).await?;
    }
    over.store(true, Ordering::Relaxed);
    for writing in writing {
        writing.await??;
    }
    let report = ledger.journal().verify(&[], &[]).await?;
    ensure!(report.is_whole(), "it is not whole: {:?}", report.faults);
    Ok(slowest)
}

/// One who files and changes records until it is over.
fn write(
    ledger: Ledger,
    writer: usize,
    over: Arc<AtomicBool>,
) -> JoinHandle<Result<(), anyhow::Error>> {
    tokio::spawn(async move {
        let mut number = 0;
        while !over.load(Ordering::Relaxed) {
            let id = format!("w{writer}-{}", number / 3);
            let written = Written::made(service(&id, number));
            let command = match number % 3 {
                0 => Command::File { written },
                _ => Command::Amend {
                    written,
                    expected: None,
                },
            };
            let user = "torture".to_string();
            let done = ledger.execute(Order::new(Actor::Operator { user }, command));
            match done.await {
                Ok(_) => number += 1,
                Err(Denied::Failed(ledger::Failure::Contended)) => {}
                Err(denied) => anyhow::bail!("{denied:?}"),
            }
        }
        Ok(())
    })
}

/// A backup, rehearsed, and restored on an empty machine of either sort. Gives how long the slower
/// one took.
async fn backed_up(ledger: &Ledger, cluster: &str) -> anyhow::Result<Duration> {
    let folder = tempfile::tempdir()?;
    let backup = folder.path().join("backup.db");
    let before = ledger.present().seq;
    let made = ledger
        .journal()
        .backup_into(&backup, ledger.clock().now().as_microsecond())
        .await?;
    ensure!(
        made.entries >= before,
        "the backup lacks what was acknowledged before it was asked for"
    );
    rehearse(&backup).await?;
    let mut slowest = Duration::ZERO;
    for to in [Place::on_disk()?, Place::in_cluster(cluster).await?] {
        let started = Instant::now();
        restore(&backup, &to.url, &Options::default()).await?;
        slowest = slowest.max(started.elapsed());
        same(ledger, &to.url, made.entries).await?;
        to.clear().await?;
    }
    Ok(slowest)
}

/// The journal copied to the one database, from there to the other, while it is written.
async fn carried(ledger: &Ledger, cluster: &str) -> anyhow::Result<()> {
    let (there, back) = (Place::in_cluster(cluster).await?, Place::on_disk()?);
    let options = Options::default();
    let middle = Journal::open(&there.url, &options).await?;
    let head = copy(ledger.journal(), &middle, Credentials::Left).await?;
    let last = Journal::open(&back.url, &options).await?;
    copy(&middle, &last, Credentials::Left).await?;
    middle.close().await;
    last.close().await;
    same(ledger, &there.url, head.seq).await?;
    same(ledger, &back.url, head.seq).await?;
    there.clear().await?;
    back.clear().await
}

/// Whether a journal is whole and is what this one was at an entry: root, head and present.
async fn same(ledger: &Ledger, url: &str, seq: u64) -> anyhow::Result<()> {
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let other = Journal::open(url, &options).await?;
    let report = other.verify(&[], &[]).await?;
    ensure!(report.is_whole(), "{url} is not whole: {:?}", report.faults);
    ensure!(report.entries == seq, "{url} has not {seq} entries");
    let root = ledger.journal().root(seq).await?;
    ensure!(report.root == root, "{url} has another root");
    let settings = Settings {
        read_only: true,
        ..Settings::default()
    };
    let other = Ledger::open(other, settings).await?;
    let then = ledger.as_of(Point::Entry(seq)).await?;
    ensure!(other.present().digest == then.digest, "{url}: another head");
    ensure!(
        other.present().state == then.state,
        "{url}: another present"
    );
    Ok(())
}

fn service(id: &str, number: usize) -> Record {
    let text = format!(r#"{{"kind":"service","id":"{id}","name":"Number {number}"}}"#);
    let node = exchange::read::json::read(&text, 1, 1_000).expect("our own JSON");
    Record::read(&node, 0, &mut Complaints::new()).expect("our own record")
}
