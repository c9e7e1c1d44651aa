//! How long every page takes on five thousand items while two hundred read and twenty edit, beside
//! a static file of the same size; and when each can be read on a slow link, in a real browser.

mod link;
mod still;

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use continuity::access::Function;

use super::estate::{self, Counts};
use super::papers;
use crate::rig::client::Client;
use crate::rig::place::Place;
use crate::rig::server::{self, Server, release};

const READERS: usize = 200;
const EDITORS: usize = 20;
/// How long it is measured, once every reader has begun.
const ROUND: Duration = Duration::from_secs(60);
/// How long one looks at a page before asking for the next.
const LOOK: Duration = Duration::from_secs(1);
/// How long one types before saving.
const TYPE: Duration = Duration::from_secs(5);
/// What one who reads a plan on the day bears (R-10).
const READ_MAX: Duration = Duration::from_millis(500);
/// When a page must be readable on a slow link.
const READABLE_MAX: Duration = Duration::from_millis(1_500);

/// Every page, about something in the middle of the estate.
const PAGES: &[&str] = &[
    "/",
    "/initiation",
    "/initiation/scope",
    "/initiation/roles",
    "/initiation/who",
    "/requirements",
    "/requirements/bia",
    "/requirements/activities",
    "/requirements/services",
    "/requirements/impact?lose=site/site-3",
    "/implementation",
    "/operation",
    "/operation/exercises",
    "/invocation",
    "/items",
    "/items/service/service-170",
    "/items/activity/activity-17",
    "/map?of=service/service-170&hops=2",
    "/findings",
    "/findings/no-owner",
    "/records",
    "/records/services",
    "/records/services/new",
    "/records/services/service-170",
    "/records/services/service-170/edit",
    "/records/services/service-170/history",
    "/search?q=service+17",
    "/changes",
    "/help",
    "/help/2-requirements",
];

/// Measures and appends a table to `BENCHMARKS.md`; `--dry` only prints it.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let dry = args.iter().any(|arg| arg == "--dry");
    let binary = release()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let measured = runtime.block_on(measure(&binary))?;
    let title = format!(
        "every page on 5,000 items, {READERS} readers while {EDITORS} save every {} s",
        TYPE.as_secs()
    );
    let command = "cargo run --release -p xtask -- bench pages";
    papers::append_table(&title, command, &table(&measured), dry)
}

/// What was measured of a page.
struct Measured {
    path: &'static str,
    /// Bytes over the wire.
    bytes: usize,
    times: Vec<Duration>,
    /// The same of a static file of that size, asked as often by as many.
    still: Vec<Duration>,
    /// When it could be read on a slow link.
    readable: Duration,
}

async fn measure(binary: &Path) -> anyhow::Result<Vec<Measured>> {
    let place = Place::on_disk()?;
    let folder = tempfile::tempdir()?;
    fill(binary, &place.url, folder.path())?;
    let ledger = server::open(&place.url).await?;
    let reader = server::admit(&ledger, Function::Reader).await?;
    let editor = server::admit(&ledger, Function::ContinuityManager).await?;
    ledger.journal().close().await;
    drop(ledger);
    let mut server = Server::start(binary, &place.url, folder.path(), &[])?;
    let readable = link::readable(server.address, &reader, PAGES)?;
    let (sizes, times) = busy(server.address, &reader, &editor).await?;
    server.stop()?;
    place.clear().await?;
    let still = still::times(&sizes, READERS, LOOK, ROUND / 3).await?;
    let all = PAGES.iter().zip(sizes).zip(times).zip(still).zip(readable);
    Ok(all
        .map(|((((path, bytes), times), still), readable)| Measured {
            path,
            bytes,
            times,
            still,
            readable,
        })
        .collect())
}

/// Fills a journal with the estate, as a person would.
fn fill(binary: &Path, journal: &str, folder: &Path) -> anyhow::Result<()> {
    let estate = folder.join("estate");
    std::fs::create_dir(&estate)?;
    let (items, _) = estate::write(&estate, &Counts::MIDDLE, 1)?;
    let imported = Command::new(binary)
        .args(["import", "mainstay"])
        .arg(&estate)
        .args(["--into", journal, "--yes", "--quiet"])
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .stdout(Stdio::null())
        .status()?;
    ensure!(imported.success(), "the estate was not imported");
    eprintln!("{items} items");
    Ok(())
}

/// Reads every page, by many at once, while some edit. Gives the size and the times of each.
async fn busy(
    address: SocketAddr,
    reader: &str,
    editor: &str,
) -> anyhow::Result<(Vec<usize>, Vec<Vec<Duration>>)> {
    let over = Arc::new(AtomicBool::new(false));
    let mut editing = Vec::new();
    for number in 0..EDITORS {
        let client = Client::connect(address, editor).await?;
        editing.push(tokio::spawn(edit(client, number, Arc::clone(&over))));
    }
    let mut reading = Vec::new();
    for number in 0..READERS {
        let client = Client::connect(address, reader).await?;
        reading.push(tokio::spawn(read(client, number)));
    }
    let mut sizes = vec![0; PAGES.len()];
    let mut times = vec![Vec::new(); PAGES.len()];
    for reading in reading {
        for (at, bytes, took) in reading.await?? {
            sizes[at] = bytes;
            times[at].push(took);
        }
    }
    over.store(true, Ordering::Relaxed);
    let mut saved = 0;
    for editing in editing {
        saved += editing.await??;
    }
    eprintln!("{saved} changes were saved meanwhile");
    Ok((sizes, times))
}

/// One who reads page after page, each at another place of the list.
async fn read(mut client: Client, number: usize) -> anyhow::Result<Vec<(usize, usize, Duration)>> {
    let mut seen = Vec::new();
    // People do not all begin in the same instant.
    let spread = LOOK * u32::try_from(number)? / u32::try_from(READERS)?;
    tokio::time::sleep(spread).await;
    let began = Instant::now();
    while began.elapsed() < ROUND {
        let at = (number + seen.len()) % PAGES.len();
        let asked = Instant::now();
        let packed = [("Accept-Encoding", "gzip"), ("Accept", "text/html")];
        let answer = client.ask("GET", PAGES[at], &packed, None).await?;
        ensure!(
            answer.status == 200,
            "{}: {} {}",
            PAGES[at],
            answer.status,
            answer.text()
        );
        seen.push((at, answer.body.len(), asked.elapsed()));
        tokio::time::sleep(LOOK).await;
    }
    Ok(seen)
}

/// One who changes a record of their own again and again.
async fn edit(mut client: Client, number: usize, over: Arc<AtomicBool>) -> anyhow::Result<usize> {
    let mut saved = 0;
    while !over.load(Ordering::Relaxed) {
        tokio::time::sleep(TYPE).await;
        let path = format!("/api/v1/components/component-{}", 100 + number);
        let body = format!(
            r#"{{"kind":"component","id":"component-{}","name":"Changed {saved} times","site":"site-{}","recovery":{{"takes":"{}m"}}}}"#,
            100 + number,
            saved % 10,
            10 + saved % 50
        );
        let answer = client
            .ask("PUT", &path, &[("If-Match", "*")], Some(&body))
            .await?;
        ensure!(answer.is_success(), "{path}: {}", answer.text());
        saved += 1;
    }
    Ok(saved)
}

fn table(all: &[Measured]) -> String {
    let milliseconds = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let mut text = String::from(
        "| page | KB packed | asked | middle ms | p99 ms | of 500 ms | p99 of a static file, ms | \
         times that | readable on a slow link, s | of 1.5 s |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for it in all {
        let (mut times, mut still) = (it.times.clone(), it.still.clone());
        let middle = super::server::permille(&mut times, 500);
        let most = super::server::permille(&mut times, 990);
        let file = super::server::permille(&mut still, 990);
        let share = |time: Duration, limit: Duration| {
            format!("{:.0} %", time.as_secs_f64() / limit.as_secs_f64() * 100.0)
        };
        text.push_str(&format!(
            "| `{}` | {:.1} | {} | {} | {} | {} | {} | {:.1} | {:.2} | {} |\n",
            it.path,
            it.bytes as f64 / 1e3,
            times.len(),
            milliseconds(middle),
            milliseconds(most),
            share(most, READ_MAX),
            milliseconds(file),
            most.as_secs_f64() / file.as_secs_f64().max(1e-6),
            it.readable.as_secs_f64(),
            share(it.readable, READABLE_MAX),
        ));
    }
    text
}
