//! How fast a journal of a million entries is written, read back and verified, on SQLite and, where
//! there is a cluster, on PostgreSQL; and what one durable append costs.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use journal::Journal;
use journal::entry::Draft;
use journal::options::Options;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::papers::{self, Row};

/// Entries of the journal that is measured.
const ENTRIES: u64 = 1_000_000;
/// Entries in one append while it is written.
const BATCH: u64 = 10_000;
/// Appends of one entry that are timed.
const SINGLES: u64 = 200;

/// Measures and appends a table to `BENCHMARKS.md`; `--dry` only prints it, `--postgres` measures
/// the cluster of `MAINSTAY_POSTGRES` too.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let given = |name: &str| args.iter().any(|arg| arg == name);
    let runtime = tokio::runtime::Runtime::new()?;
    let folder = tempfile::tempdir()?;
    let file = format!("sqlite:{}", folder.path().join("journal.db").display());
    let mut rows = runtime.block_on(measured("SQLite", &file))?;
    if given("--postgres") {
        let cluster = std::env::var("MAINSTAY_POSTGRES").context("MAINSTAY_POSTGRES")?;
        rows.extend(runtime.block_on(on_postgres(&cluster))?);
    }
    let title = "a journal of 1,000,000 entries of 360 bytes: written, read, verified";
    let command = "cargo run --release -p xtask -- bench journal";
    papers::append(title, command, &rows, given("--dry"))
}

async fn on_postgres(cluster: &str) -> anyhow::Result<Vec<Row>> {
    let (server, _) = cluster
        .rsplit_once('/')
        .context("a cluster's address has a database")?;
    let name = format!("bench_{}", std::process::id());
    let mut link = PgConnection::connect(cluster).await?;
    let make = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::raw_sql(make).execute(&mut link).await?;
    let rows = measured("PostgreSQL", &format!("{server}/{name}")).await;
    let drop = AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"));
    sqlx::raw_sql(drop).execute(&mut link).await?;
    rows
}

async fn measured(database: &str, url: &str) -> anyhow::Result<Vec<Row>> {
    let journal = Journal::open(url, &Options::default()).await?;
    let row = |what: &str, took: Duration, limit: f64| {
        let seconds = took.as_secs_f64();
        let (limit, share) = match limit.is_nan() {
            true => ("-".to_owned(), f64::NAN),
            false => (format!("{limit} s"), seconds / limit),
        };
        Row {
            what: format!("{database}: {what}"),
            measured: format!("{seconds:.2} s"),
            limit,
            share,
        }
    };
    let start = Instant::now();
    for head in (0..ENTRIES).step_by(BATCH as usize) {
        let drafts = (head..head + BATCH).map(draft).collect();
        journal.append(head, drafts, Vec::new()).await?;
    }
    let written = row("written, 10,000 to an append", start.elapsed(), f64::NAN);
    let start = Instant::now();
    let (mut seq, mut bytes) = (0, 0);
    while seq < ENTRIES {
        for entry in journal.read_after(seq, 10_000).await? {
            seq = entry.seq;
            bytes += entry.body.len();
        }
    }
    anyhow::ensure!(bytes as u64 > ENTRIES * 300, "the entries have bodies");
    let read = row("read back", start.elapsed(), 4.0);
    let start = Instant::now();
    let report = journal.verify(&[], &[]).await?;
    anyhow::ensure!(
        report.is_whole() && report.entries == ENTRIES,
        "{:?}",
        report.faults
    );
    let verified = row("verified", start.elapsed(), 5.0);
    let start = Instant::now();
    for head in ENTRIES..ENTRIES + SINGLES {
        journal.append(head, vec![draft(head)], Vec::new()).await?;
    }
    let mut single = row("", start.elapsed(), f64::NAN);
    let each = start.elapsed().as_secs_f64() * 1000.0 / SINGLES as f64;
    single.what = format!("{database}: one entry appended, the mean of {SINGLES}");
    single.measured = format!("{each:.2} ms");
    journal.close().await;
    Ok(vec![written, read, verified, single])
}

/// An entry as long as a real one.
fn draft(number: u64) -> Draft {
    Draft {
        id: format!("0190a0b0-0000-7000-8000-{number:012}"),
        at_micros: 1_700_000_000_000_000 + number as i64,
        attaches: Vec::new(),
        erases: Vec::new(),
        body: format!(
            "{{\"event\":\"amended\",\"number\":{number},\"text\":\"{:x<310}\"}}",
            ""
        ),
    }
}
