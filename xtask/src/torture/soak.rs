//! A long mixed load on the real server (R-18): reads, lists, answers, amendments, proposals and
//! refusals by several at once. No answer is a failure, memory does not climb, SQLite's log stays
//! bounded, and the journal is whole at the end.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use continuity::access::Function;

use super::kill::whole;
use crate::rig::client::Client;
use crate::rig::place::{Cluster, Place};
use crate::rig::server::{self, Server};
use crate::seeded::Seeded;

/// How many ask at once.
const CLIENTS: u64 = 12;
/// How many records there are; few, so that what grows is a leak and not the estate.
const RECORDS: usize = 200;
/// How far memory may climb after the first quarter, in bytes, for each thousand requests: what a
/// change leaves in the journal's own index, and the allocator's mood.
const CLIMB_BYTES: u64 = 4 << 20;
/// SQLite's log, in bytes.
const LOG_BYTES_MAX: u64 = 64 << 20;

/// How long.
#[derive(Clone, Copy)]
pub enum Until {
    /// So many requests.
    Requests(u64),
    /// So much time.
    Time(Duration),
}

/// `torture soak [--minutes N] [--full]`: on SQLite and on PostgreSQL.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let full = args.iter().any(|arg| arg == "--full");
    let usual = if full { "60" } else { "1" };
    let minutes: f64 = super::option(args, "--minutes").unwrap_or(usual).parse()?;
    let until = Until::Time(Duration::from_secs_f64(minutes * 60.0));
    let binary = server::release()?;
    let cluster = Cluster::any()?;
    for home in [None, Some(cluster.url.as_str())] {
        println!("{}", soak(&binary, home, until)?);
    }
    Ok(())
}

/// Soaks a server; what was done. A find is an error.
pub fn soak(binary: &Path, cluster: Option<&str>, until: Until) -> anyhow::Result<String> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let place = match cluster {
            None => Place::on_disk()?,
            Some(cluster) => Place::in_cluster(cluster).await?,
        };
        let told = soaked(binary, &place, until).await;
        let told = told.with_context(|| place.url.clone())?;
        place.clear().await?;
        Ok(told)
    })
}

async fn soaked(binary: &Path, place: &Place, until: Until) -> anyhow::Result<String> {
    let ledger = server::open(&place.url).await?;
    let mut tokens = Vec::new();
    for function in [
        Function::ContinuityManager,
        Function::ServiceOwner,
        Function::Reader,
    ] {
        tokens.push(server::admit(&ledger, function).await?);
    }
    drop(ledger);
    let folder = tempfile::tempdir()?;
    let mut server = Server::start(binary, &place.url, folder.path(), &[])?;
    fill(server.address, &tokens[0]).await?;
    let done = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let asking: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let token = tokens[number as usize % tokens.len()].clone();
            let load = Load {
                address: server.address,
                token,
                random: Seeded(number),
                done: Arc::clone(&done),
                until,
                started,
            };
            tokio::spawn(load.ask())
        })
        .collect();
    let watched = watch(&server, place, &done, until, started).await?;
    for asking in asking {
        asking.await??;
    }
    let end = server.memory()?;
    ensure!(server.is_alive(), "the server ended: {}", server.said());
    let took = started.elapsed();
    server.stop()?;
    let entries = whole(&place.url).await?.entries;
    let requests = done.load(Ordering::Relaxed);
    let (from, at) = watched.warm;
    let allowed = CLIMB_BYTES * (requests.saturating_sub(at) / 1_000 + 4);
    ensure!(
        end <= from + allowed,
        "memory climbs from {from} to {end} bytes over {} requests",
        requests - at
    );
    Ok(format!(
        "{requests} requests in {:.0} s, {entries} entries, memory {:.0} MB after a quarter and \
         {:.0} MB at the end, SQLite's log at most {:.1} MB, whole",
        took.as_secs_f64(),
        from as f64 / 1e6,
        end as f64 / 1e6,
        watched.log as f64 / 1e6
    ))
}

/// What was seen meanwhile.
struct Watched {
    /// Memory after a quarter, and how many requests that was after.
    warm: (u64, u64),
    /// The largest log.
    log: u64,
}

impl Until {
    /// How much of it is over, from 0 to 1 and beyond.
    fn share(self, done: u64, elapsed: Duration) -> f64 {
        match self {
            Until::Requests(count) => done as f64 / count as f64,
            Until::Time(time) => elapsed.as_secs_f64() / time.as_secs_f64(),
        }
    }
}

async fn watch(
    server: &Server,
    place: &Place,
    done: &AtomicU64,
    until: Until,
    started: Instant,
) -> anyhow::Result<Watched> {
    let log = place.file().map(|file| file.with_extension("db-wal"));
    let (mut warm, mut largest) = (None, 0);
    loop {
        let requests = done.load(Ordering::Relaxed);
        let share = until.share(requests, started.elapsed());
        if let Some(log) = &log {
            largest = largest.max(std::fs::metadata(log).map_or(0, |about| about.len()));
            ensure!(largest <= LOG_BYTES_MAX, "SQLite's log has {largest} bytes");
        }
        if warm.is_none() && share >= 0.25 {
            warm = Some((server.memory()?, requests));
        }
        if share >= 1.0 {
            let warm = warm.context("it was over before it began")?;
            return Ok(Watched { warm, log: largest });
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The records that are read and changed.
async fn fill(address: SocketAddr, token: &str) -> anyhow::Result<()> {
    let mut client = Client::connect(address, token).await?;
    for number in 0..RECORDS {
        let needs = number / 2;
        let body = format!(
            r#"{{"kind":"service","id":"s{number}","name":"S","status":"approved","requires":["s{needs}"]}}"#
        );
        let answer = client.post("/api/v1/services", &body).await?;
        ensure!(answer.status == 201, "{}", answer.text());
    }
    Ok(())
}

/// One who asks.
struct Load {
    address: SocketAddr,
    token: String,
    random: Seeded,
    done: Arc<AtomicU64>,
    until: Until,
    started: Instant,
}

impl Load {
    async fn ask(mut self) -> anyhow::Result<()> {
        let mut client = Client::connect(self.address, &self.token).await?;
        loop {
            let done = self.done.load(Ordering::Relaxed);
            if self.until.share(done, self.started.elapsed()) >= 1.0 {
                return Ok(());
            }
            let id = format!("s{}", self.random.below(RECORDS));
            let path = format!("/api/v1/services/{id}");
            let answer = match self.random.below(20) {
                0 => client.get("/api/v1/check").await?,
                1 => client.get("/api/v1/targets").await?,
                2 => {
                    client
                        .get(&format!("/api/v1/impact?lose=service/{id}"))
                        .await?
                }
                3 => client.get("/api/v1/services?limit=100").await?,
                4 => client.get(&format!("{path}/history")).await?,
                5 => client.get("/metrics").await?,
                6..=8 => self.amend(&mut client, &path, &id).await?,
                _ => client.get(&path).await?,
            };
            ensure!(
                answer.status < 500
                    || answer.status == 503 && answer.header("retry-after").is_some(),
                "{path}: {} {}",
                answer.status,
                answer.text()
            );
            self.done.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Changes a record that someone else may have changed since.
    async fn amend(
        &mut self,
        client: &mut Client,
        path: &str,
        id: &str,
    ) -> anyhow::Result<crate::rig::client::Answer> {
        let seen = client.get(path).await?;
        let tag = seen.header("etag").unwrap_or("\"0\"").to_string();
        let name = self.random.below(1_000);
        let body = format!(r#"{{"kind":"service","id":"{id}","name":"Changed {name}"}}"#);
        client
            .ask("PUT", path, &[("If-Match", &tag)], Some(&body))
            .await
    }
}
