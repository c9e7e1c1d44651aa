//! How long the report of the impact analysis takes on 5,000 activities with 20,000 impacts: the
//! command in each of its forms, and its pages and its paper from a server.

mod judged;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::ensure;
use continuity::access::Function;

use super::papers::{self, Row};
use crate::rig::client::Client;
use crate::rig::place::Place;
use crate::rig::server::{self, Server, release};

/// Activities of the estate that is measured.
const ACTIVITIES: usize = 5_000;
/// What one who reads a page bears.
const READ_MAX: Duration = Duration::from_millis(500);
/// How often a page is asked for again.
const AGAIN: usize = 20;
/// A page's first view, over the wire.
const VIEW_MAX: usize = 100_000;

const REPORT: &str = "/requirements/bia/report";

/// Measures and appends a table to `BENCHMARKS.md`; `--dry` only prints it.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let binary = release()?;
    let folder = tempfile::tempdir()?;
    let estate = folder.path().join("estate");
    std::fs::create_dir(&estate)?;
    let counts = judged::write(&estate, ACTIVITIES, 1)?;
    eprintln!("{counts:?}");
    let mut rows = told(&binary, &estate)?;
    let runtime = tokio::runtime::Runtime::new()?;
    rows.extend(runtime.block_on(read(&binary, folder.path()))?);
    let title = format!(
        "report of the impact analysis: {} activities, {} impacts, {} workarounds",
        counts.activities, counts.impacts, counts.workarounds
    );
    let command = "cargo run --release -p xtask -- bench bia";
    papers::append(&title, command, &rows, args.contains(&"--dry".into()))
}

fn row(what: String, time: Duration, limit: Option<Duration>) -> Row {
    Row {
        what,
        measured: format!("{:.0} ms", time.as_secs_f64() * 1e3),
        limit: limit.map_or("-".into(), |it| format!("{} ms", it.as_millis())),
        share: limit.map_or(f64::NAN, |it| time.as_secs_f64() / it.as_secs_f64()),
    }
}

/// The command in each form; reading the records and finding what is wrong is in it.
fn told(binary: &Path, estate: &Path) -> anyhow::Result<Vec<Row>> {
    let forms: [&[&str]; 5] = [
        &[],
        &["--activity", "activity-17"],
        &["--format", "json"],
        &["--format", "csv"],
        &["--format", "csv", "--table", "harm"],
    ];
    let mut rows = Vec::new();
    for form in forms {
        let start = Instant::now();
        let output = Command::new(binary)
            .arg("bia")
            .arg(estate)
            .args(form)
            .stderr(Stdio::null())
            .output()?;
        let took = start.elapsed();
        ensure!(output.status.success(), "`mainstay bia` {form:?} fails");
        let words = format!("mainstay bia DIR {}", form.join(" "));
        let size = output.stdout.len() as f64 / 1e6;
        rows.push(row(format!("`{}`, {size:.1} MB", words.trim()), took, None));
    }
    Ok(rows)
}

/// The pages of a server: the first after a change, then again and again.
async fn read(binary: &Path, folder: &Path) -> anyhow::Result<Vec<Row>> {
    let place = Place::on_disk()?;
    let imported = Command::new(binary)
        .args(["import", "mainstay"])
        .arg(folder.join("estate"))
        .args(["--into", &place.url, "--yes", "--quiet"])
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .stdout(Stdio::null())
        .status()?;
    ensure!(imported.success(), "the estate was not imported");
    let ledger = server::open(&place.url).await?;
    let manager = server::admit(&ledger, Function::ContinuityManager).await?;
    ledger.journal().close().await;
    drop(ledger);
    let mut server = Server::start(binary, &place.url, folder, &[])?;
    let mut client = Client::connect(server.address, &manager).await?;
    let mut rows = Vec::new();
    let (first, bytes) = page(&mut client, REPORT).await?;
    let words = format!("`{REPORT}`, first of all, {} KB packed", bytes / 1_000);
    rows.push(row(words, first, None));
    for path in [
        REPORT.to_string(),
        format!("{REPORT}?from=2480"),
        "/requirements/bia/activity-17/report".into(),
        "/requirements/bia".into(),
    ] {
        let (mut times, mut size) = (Vec::new(), 0);
        for _ in 0..AGAIN {
            let (took, bytes) = page(&mut client, &path).await?;
            times.push(took);
            size = bytes;
        }
        times.sort_unstable();
        ensure!(size <= VIEW_MAX, "{path} weighs {size} bytes");
        let words = format!("`{path}`, worst of {AGAIN}, {} KB packed", size / 1_000);
        rows.push(row(words, times[AGAIN - 1], Some(READ_MAX)));
    }
    for path in [
        format!("{REPORT}/paper"),
        format!("{REPORT}/paper?whole=yes"),
        format!("{REPORT}.csv"),
    ] {
        let (took, bytes) = page(&mut client, &path).await?;
        let words = format!("`{path}`, {:.1} MB packed", bytes as f64 / 1e6);
        rows.push(row(words, took, None));
    }
    server.stop()?;
    place.clear().await?;
    Ok(rows)
}

async fn page(client: &mut Client, path: &str) -> anyhow::Result<(Duration, usize)> {
    let packed = [("Accept-Encoding", "gzip"), ("Accept", "text/html")];
    let start = Instant::now();
    let answer = client.ask("GET", path, &packed, None).await?;
    let took = start.elapsed();
    ensure!(
        answer.status == 200,
        "{path}: {} {}",
        answer.status,
        answer.text()
    );
    Ok((took, answer.body.len()))
}
