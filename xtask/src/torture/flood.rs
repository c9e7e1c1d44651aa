//! Floods on the real server (S-17): sockets that say nothing, heads that never end, guesses by the
//! hundred, questions that take computing. Reading goes on within its time, memory stays bounded,
//! and what only takes room is sent away.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use continuity::access::Function;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::rig::client::Client;
use crate::rig::place::Place;
use crate::rig::server::{self, Server};

/// What the server may take (reliability row S-17).
const MEMORY_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// How long the hundredth part of the reads may take (the same row).
const READ_SECONDS_MAX: f64 = 1.0;
/// How long a silent connection stands: short, so that the end is seen.
const SILENCE: &str = "MAINSTAY_LIMITS_SILENCE=5s";
/// Reads that are timed.
const READS: usize = 500;
/// Guesses that are made meanwhile.
const GUESSES: usize = 500;
/// Callers that ask for a whole check over and over meanwhile.
const ASKERS: usize = 8;

/// `torture flood [--sockets N] [--full]`.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let usual = if super::has(args, "--full") {
        10_000
    } else {
        2_000
    };
    let sockets = super::number(args, "--sockets", usual)?;
    println!("{}", flood(&server::release()?, usize::try_from(sockets)?)?);
    Ok(())
}

/// Floods a server with so many sockets; what was seen. A find is an error.
pub fn flood(binary: &Path, sockets: usize) -> anyhow::Result<String> {
    // Their other ends are ours.
    rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let place = Place::on_disk()?;
        let told = flooded(binary, &place, sockets).await;
        let told = told.with_context(|| place.url.clone())?;
        place.clear().await?;
        Ok(told)
    })
}

async fn flooded(binary: &Path, place: &Place, sockets: usize) -> anyhow::Result<String> {
    let ledger = server::open(&place.url).await?;
    let writer = server::admit(&ledger, Function::ContinuityManager).await?;
    let reader = server::admit(&ledger, Function::Reader).await?;
    drop(ledger);
    let folder = tempfile::tempdir()?;
    let mut server = Server::start(binary, &place.url, folder.path(), &["env", SILENCE])?;
    fill(server.address, &writer).await?;
    let calm = reads(server.address, &reader).await?;
    let mut flood = JoinSet::new();
    for number in 0..sockets {
        flood.spawn(hold(server.address, number % 2 == 0));
    }
    let mut storm = JoinSet::new();
    for number in 0..GUESSES {
        storm.spawn(guess(server.address, number));
    }
    let mut asking = JoinSet::new();
    for _ in 0..ASKERS {
        asking.spawn(ask(server.address, reader.clone()));
    }
    let rough = reads(server.address, &reader).await?;
    let memory = server.memory()?;
    asking.abort_all();
    let mut refused = 0;
    while let Some(status) = storm.join_next().await {
        let status = status??;
        ensure!(
            matches!(status, 401 | 429),
            "a guess was answered with {status}"
        );
        refused += usize::from(status == 429);
    }
    let closed = async {
        while let Some(held) = flood.join_next().await {
            held??;
        }
        anyhow::Ok(())
    };
    let closed = tokio::time::timeout(Duration::from_secs(120), closed).await;
    closed.context("sockets that say nothing are held")??;
    let after = reads(server.address, &reader).await?;
    ensure!(server.is_alive(), "the server ended: {}", server.said());
    server.stop()?;
    ensure!(memory < MEMORY_BYTES_MAX, "it took {memory} bytes");
    let worst = rough.late.max(after.late);
    ensure!(
        worst <= READ_SECONDS_MAX,
        "the hundredth part of the reads took {worst:.3} s"
    );
    ensure!(
        refused >= GUESSES - 120,
        "only {refused} of {GUESSES} guesses were sent away"
    );
    Ok(format!(
        "{sockets} sockets, {GUESSES} guesses, {ASKERS} asking for checks: a read takes {:.1} ms \
         (one in a hundred {:.1} ms), before the flood {:.1} ms ({:.1} ms); memory {:.0} MB; all \
         sockets closed",
        rough.usual * 1e3,
        rough.late * 1e3,
        calm.usual * 1e3,
        calm.late * 1e3,
        memory as f64 / 1e6
    ))
}

/// How long reads took, in seconds: the median, and the ninety-ninth of a hundred.
struct Times {
    usual: f64,
    late: f64,
}

/// Reads a record over and over.
async fn reads(address: SocketAddr, token: &str) -> anyhow::Result<Times> {
    let mut client = Client::connect(address, token).await?;
    let mut times = Vec::with_capacity(READS);
    for _ in 0..READS {
        let begun = Instant::now();
        let answer = client.get("/api/v1/services/s7").await?;
        ensure!(
            answer.status == 200,
            "a read was answered with {}",
            answer.status
        );
        times.push(begun.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(Times {
        usual: times[READS / 2],
        late: times[READS * 99 / 100],
    })
}

/// Services that need each other, so that a check has something to compute.
async fn fill(address: SocketAddr, token: &str) -> anyhow::Result<()> {
    let mut client = Client::connect(address, token).await?;
    for number in 0..100_usize {
        let body = format!(
            r#"{{"kind":"service","id":"s{number}","requires":["s{}"],"recovery":{{"takes":"1h"}}}}"#,
            (number * 7 + 1) % 100
        );
        let answer = client.post("/api/v1/services", &body).await?;
        ensure!(answer.status == 201, "{}", answer.text());
    }
    Ok(())
}

/// A connection that wants nothing: silent, or with a head that grows by a byte now and then.
/// Returns once the server closed it.
async fn hold(address: SocketAddr, silent: bool) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    if !silent {
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: m\r\nX-Slow: ")
            .await?;
    }
    let mut rest = [0; 1_024];
    loop {
        let read = tokio::time::timeout(Duration::from_secs(1), stream.read(&mut rest)).await;
        match read {
            // Closed, with a word or without, or reset: gone is gone.
            Ok(Ok(0) | Err(_)) => return Ok(()),
            Ok(Ok(_)) => {}
            Err(_) if silent => {}
            Err(_) => {
                if stream.write_all(b"a").await.is_err() {
                    return Ok(());
                }
            }
        }
    }
}

async fn guess(address: SocketAddr, number: usize) -> anyhow::Result<u16> {
    let mut client = Client::connect(address, "").await?;
    let body = format!(r#"{{"account":"account-{number}","password":"a wrong password"}}"#);
    Ok(client.post("/api/v1/session", &body).await?.status)
}

async fn ask(address: SocketAddr, token: String) -> anyhow::Result<()> {
    let mut client = Client::connect(address, &token).await?;
    loop {
        let answer = client.get("/api/v1/check").await?;
        ensure!(
            matches!(answer.status, 200 | 503),
            "a check: {}",
            answer.status
        );
    }
}
