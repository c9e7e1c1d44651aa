//! How long a read takes while twenty write as fast as they can.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use continuity::access::Function;

use super::super::papers::Row;
use super::{permille, plain, timed};
use crate::rig::client::Client;
use crate::rig::place::Place;
use crate::rig::server::{self, Server};

const WRITERS: usize = 20;
const READERS: usize = 8;
const ROUND: Duration = Duration::from_secs(10);
/// What one who reads a plan on the day bears (R-10).
const READ_MAX: Duration = Duration::from_millis(500);
/// What a tick takes at most (R-10).
const WRITE_MAX: Duration = Duration::from_millis(300);

pub(super) async fn measure(binary: &Path) -> anyhow::Result<Vec<Row>> {
    let place = Place::on_disk()?;
    let ledger = server::open(&place.url).await?;
    let token = server::admit(&ledger, Function::ContinuityManager).await?;
    drop(ledger);
    let folder = tempfile::tempdir()?;
    let mut server = Server::start(binary, &place.url, folder.path(), &[])?;
    let over = Arc::new(AtomicBool::new(false));
    let written = Arc::new(AtomicU64::new(0));
    let mut writing = Vec::new();
    for writer in 0..WRITERS {
        let mut client = Client::connect(server.address, &token).await?;
        let (over, written) = (Arc::clone(&over), Arc::clone(&written));
        writing.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let number = times.len();
                let body =
                    format!(r#"{{"kind":"service","id":"w{writer}-{number}","name":"Written"}}"#);
                let asked = Instant::now();
                let answer = client.post("/api/v1/services", &body).await?;
                ensure!(answer.status == 201, "{}", answer.text());
                times.push(asked.elapsed());
                written.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(times)
        }));
    }
    let started = Instant::now();
    let reading: Vec<_> = (0..READERS)
        .map(|_| tokio::spawn(read(server.address, token.clone(), started)))
        .collect();
    let (mut reads, mut writes) = (Vec::new(), Vec::new());
    for reading in reading {
        reads.extend(reading.await??);
    }
    over.store(true, Ordering::Relaxed);
    for writing in writing {
        writes.extend(writing.await??);
    }
    server.stop()?;
    place.clear().await?;
    let count = written.load(Ordering::Relaxed);
    Ok(vec![
        timed(
            format!("a record read while {WRITERS} write, 99th of a hundred"),
            permille(&mut reads, 990),
            READ_MAX,
        ),
        timed(
            "the same, the middle one".to_string(),
            permille(&mut reads, 500),
            READ_MAX,
        ),
        timed(
            "what is written meanwhile, 99th of a hundred".to_string(),
            permille(&mut writes, 990),
            WRITE_MAX,
        ),
        plain(
            "reads and writes in these ten seconds",
            format!("{}, {count}", reads.len()),
        ),
    ])
}

/// Reads a record and a page of records in turn, over one connection.
async fn read(
    address: std::net::SocketAddr,
    token: String,
    started: Instant,
) -> anyhow::Result<Vec<Duration>> {
    let mut client = Client::connect(address, &token).await?;
    let mut times = Vec::new();
    while started.elapsed() < ROUND {
        let asked = Instant::now();
        let path = match times.len() % 2 {
            0 => "/api/v1/services/w0-0",
            _ => "/api/v1/services?limit=50",
        };
        let answer = client.get(path).await?;
        // The first of all may not be written yet.
        ensure!(
            answer.is_success() || answer.status == 404,
            "{}",
            answer.text()
        );
        times.push(asked.elapsed());
        // A reader is a person, not a loop: the writers shall have the machine.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok(times)
}
