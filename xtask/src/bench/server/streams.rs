//! One change, told to ten thousand listeners: how long from the moment it is asked for until each
//! of them has it. The listeners share the machine with the server.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use continuity::access::Function;
use tokio::sync::{Semaphore, mpsc};

use super::super::papers::Row;
use super::{permille, plain, timed};
use crate::rig::client::Client;
use crate::rig::place::Place;
use crate::rig::server::{self, Server};

/// How many listen.
const LISTENERS: usize = 10_000;
/// How many connect at once: a backlog that overflows would measure retries of the system.
const CONNECTING: usize = 256;
/// How many changes are told; the middle one counts.
const CHANGES: usize = 5;
const ALL_MAX: Duration = Duration::from_millis(500);

pub(super) async fn measure(binary: &Path) -> anyhow::Result<Vec<Row>> {
    let files = rlimit::increase_nofile_limit(u64::MAX)?;
    ensure!(
        files > LISTENERS as u64 + 1_000,
        "only {files} files may be open: raise the hard limit"
    );
    let place = Place::on_disk()?;
    let ledger = server::open(&place.url).await?;
    let reader = server::admit(&ledger, Function::Reader).await?;
    let writer = server::admit(&ledger, Function::ContinuityManager).await?;
    drop(ledger);
    let folder = tempfile::tempdir()?;
    let mut server = Server::start(binary, &place.url, folder.path(), &[])?;
    let (heard, mut hearing) = mpsc::unbounded_channel();
    let started = Instant::now();
    listen(&server, &reader, heard).await?;
    let ramp = started.elapsed();
    let before = server.memory()?;
    let mut client = Client::connect(server.address, &writer).await?;
    let mut rounds = Vec::new();
    for number in 0..CHANGES {
        let body = format!(r#"{{"kind":"service","id":"news-{number}","name":"News"}}"#);
        let asked = Instant::now();
        let answer = client.post("/api/v1/services", &body).await?;
        ensure!(answer.status == 201, "{}", answer.text());
        let mut times = Vec::with_capacity(LISTENERS);
        while times.len() < LISTENERS {
            let next = tokio::time::timeout(Duration::from_secs(30), hearing.recv()).await;
            let at: Instant = next
                .context("not all have heard it")?
                .context("they left")?;
            times.push(at.saturating_duration_since(asked));
        }
        rounds.push((permille(&mut times, 1_000), permille(&mut times, 500)));
    }
    rounds.sort_unstable();
    let (last, half) = rounds[CHANGES / 2];
    let memory = server.memory()?;
    server.kill()?;
    place.clear().await?;
    Ok(vec![
        timed(
            format!("{LISTENERS} listeners: until the last has a change"),
            last,
            ALL_MAX,
        ),
        timed(
            format!("{LISTENERS} listeners: until half have it"),
            half,
            ALL_MAX,
        ),
        plain(
            format!("{LISTENERS} listeners: connected within"),
            format!("{:.1} s", ramp.as_secs_f64()),
        ),
        plain(
            format!("{LISTENERS} listeners: memory of the server before and after"),
            format!(
                "{:.0} MB, {:.0} MB",
                before as f64 / 1e6,
                memory as f64 / 1e6
            ),
        ),
    ])
}

/// Connects them all; each says when it hears of a change.
async fn listen(
    server: &Server,
    token: &str,
    heard: mpsc::UnboundedSender<Instant>,
) -> anyhow::Result<()> {
    let turn = Arc::new(Semaphore::new(CONNECTING));
    let (ready, mut readying) = mpsc::unbounded_channel();
    for _ in 0..LISTENERS {
        let turn = Arc::clone(&turn).acquire_owned().await?;
        let (address, token) = (server.address, token.to_string());
        let (heard, ready) = (heard.clone(), ready.clone());
        tokio::spawn(async move {
            let begun = async {
                let mut client = Client::connect(address, &token).await?;
                let status = client.listen("/api/v1/events").await?;
                ensure!(status == 200, "a stream is answered by {status}");
                // The first piece says that it is subscribed.
                client.chunk().await?.context("a stream that ends")?;
                Ok(client)
            };
            let begun = begun.await;
            drop(turn);
            let mut client = match begun {
                Ok(client) => {
                    let _ = ready.send(Ok(()));
                    client
                }
                Err(error) => {
                    let _ = ready.send(Err(error));
                    return;
                }
            };
            while let Ok(Some(piece)) = client.chunk().await {
                if piece.windows(5).any(|bytes| bytes == b"data:")
                    && heard.send(Instant::now()).is_err()
                {
                    return;
                }
            }
        });
    }
    for _ in 0..LISTENERS {
        readying.recv().await.context("the listeners left")??;
    }
    Ok(())
}
