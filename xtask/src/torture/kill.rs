//! `kill -9` at random points (R-01): clients file records over HTTP and write an id down only
//! after the answer; the server is struck down amidst, started again, asked again under the same
//! request ids. What was acknowledged is there, once, and the journal is whole.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use continuity::access::Function;
use continuity::event::Event;
use journal::Journal;
use journal::options::Options;
use journal::verify::Report;
use ledger::{Ledger, Settings};

use crate::rig::client::Client;
use crate::rig::place::{Cluster, Place};
use crate::rig::server::{self, Server};
use crate::seeded::Seeded;

/// How many clients file at once.
const CLIENTS: usize = 8;
/// The server lives at least so long, and at most so much longer.
const LIFE_MILLIS: (u64, usize) = (30, 250);

/// `torture kill [--kills N] [--full]`: on SQLite and on PostgreSQL.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let full = args.iter().any(|arg| arg == "--full");
    let usual = if full { "1000" } else { "50" };
    let count: u64 = super::option(args, "--kills").unwrap_or(usual).parse()?;
    let seed: u64 = super::option(args, "--seed").unwrap_or("1").parse()?;
    let binary = server::release()?;
    let cluster = Cluster::start(&["fsync=on"])?;
    for home in [None, Some(cluster.url.as_str())] {
        println!("{}", kills(&binary, home, seed, count)?);
    }
    Ok(())
}

/// Strikes a server down so often; what was done. A find is an error that names the journal.
pub fn kills(
    binary: &Path,
    cluster: Option<&str>,
    seed: u64,
    count: u64,
) -> anyhow::Result<String> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let place = match cluster {
            None => Place::on_disk()?,
            Some(cluster) => Place::in_cluster(cluster).await?,
        };
        let told = killed(binary, &place, seed, count).await;
        match told {
            Ok(told) => {
                place.clear().await?;
                Ok(told)
            }
            Err(what) => Err(what.context(format!("seed {seed}, {}", place.keep()))),
        }
    })
}

async fn killed(binary: &Path, place: &Place, seed: u64, count: u64) -> anyhow::Result<String> {
    let ledger = server::open(&place.url).await?;
    let token = server::admit(&ledger, Function::ContinuityManager).await?;
    drop(ledger);
    let folder = tempfile::tempdir()?;
    let mut random = Seeded(seed);
    let (mut acknowledged, mut open) = (BTreeSet::new(), BTreeSet::new());
    let mut slowest = Duration::ZERO;
    for round in 0..count {
        let started = Instant::now();
        let mut server = Server::start(binary, &place.url, folder.path(), &[])?;
        slowest = slowest.max(started.elapsed());
        let filing: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let mine = open.extract_if(.., |id: &String| id.ends_with(&format!("-c{number}")));
                let filing = File {
                    address: server.address,
                    token: token.clone(),
                    round,
                    number,
                    open: mine.collect(),
                };
                tokio::spawn(filing.until_struck())
            })
            .collect();
        let life = LIFE_MILLIS.0 + random.below(LIFE_MILLIS.1) as u64;
        tokio::time::sleep(Duration::from_millis(life)).await;
        server.kill()?;
        for filing in filing {
            let (done, left) = filing.await??;
            acknowledged.extend(done);
            open.extend(left);
        }
    }
    ensure!(
        acknowledged.len() as u64 > count,
        "{} acknowledged in {count} lives: this proves little",
        acknowledged.len()
    );
    let entries = compare(&place.url, &acknowledged, &open).await?;
    Ok(format!(
        "{count} kills, {} acknowledged, 0 lost, {} unanswered, {entries} entries, whole; \
         slowest start {} ms",
        acknowledged.len(),
        open.len(),
        slowest.as_millis()
    ))
}

/// One client that files until the connection ends.
struct File {
    address: SocketAddr,
    token: String,
    round: u64,
    number: usize,
    /// What it asked for in the rounds before and got no answer to.
    open: Vec<String>,
}

impl File {
    /// Gives what was acknowledged, and what got no answer.
    async fn until_struck(self) -> anyhow::Result<(Vec<String>, Vec<String>)> {
        let (mut done, mut left) = (Vec::new(), self.open);
        let mut asked = 0;
        let Ok(mut client) = Client::connect(self.address, &self.token).await else {
            return Ok((done, left));
        };
        loop {
            let id = left.pop().unwrap_or_else(|| {
                asked += 1;
                format!("r{}-n{asked}-c{}", self.round, self.number)
            });
            let body = format!(r#"{{"kind":"service","id":"{id}","name":"Filed by {id}"}}"#);
            let key = [("Idempotency-Key", id.as_str())];
            match client
                .ask("POST", "/api/v1/services", &key, Some(&body))
                .await
            {
                Ok(answer) => {
                    ensure!(
                        answer.status == 201,
                        "{id}: {} {}",
                        answer.status,
                        answer.text()
                    );
                    done.push(id);
                }
                Err(_) => {
                    left.push(id);
                    return Ok((done, left));
                }
            }
        }
    }
}

/// Everything acknowledged is there; nothing is there that was not asked for; all is whole.
pub(super) async fn compare(
    url: &str,
    acknowledged: &BTreeSet<String>,
    open: &BTreeSet<String>,
) -> anyhow::Result<u64> {
    let report = whole(url).await?;
    let settings = Settings {
        read_only: true,
        ..Settings::default()
    };
    let ledger = Ledger::open(read_only(url).await?, settings).await?;
    let mut filed = BTreeSet::new();
    for one in ledger.remembered_after(0, usize::MAX).await? {
        if let Event::Filed(it) = &one.event {
            let id = it.written.record.id();
            ensure!(filed.insert(id.to_string()), "{id} was filed twice");
        }
    }
    let lost: Vec<&String> = acknowledged.difference(&filed).collect();
    ensure!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let known = |id: &&String| !acknowledged.contains(*id) && !open.contains(*id);
    let strange: Vec<&String> = filed.iter().filter(known).collect();
    ensure!(strange.is_empty(), "nobody asked for {strange:?}");
    Ok(report.entries)
}

/// Verifies a journal: it opens again and is whole.
pub(super) async fn whole(url: &str) -> anyhow::Result<Report> {
    let report = read_only(url).await?.verify(&[], &[]).await?;
    ensure!(report.is_whole(), "it is not whole: {:?}", report.faults);
    Ok(report)
}

async fn read_only(url: &str) -> anyhow::Result<Journal> {
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let journal = Journal::open(url, &options).await;
    journal.context("the journal does not open again")
}
