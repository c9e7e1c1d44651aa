//! How fast the server remembers and tells: durable appends beside the same with a commit each, a
//! journal of a million entries opened and verified, one change to ten thousand listeners, reads
//! while many write. On SQLite and, where it says so, on PostgreSQL, both on the disk.

mod appends;
mod million;
mod reads;
mod streams;

use std::time::Duration;

use super::papers::{self, Row};
use crate::rig::place::{Cluster, Place};
use crate::rig::server::release;

/// A part: its name, and what measures it.
const PARTS: [&str; 4] = ["appends", "million", "streams", "reads"];

/// `bench server [PART...] [--dry]`: all parts, or some.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let dry = args.iter().any(|arg| arg == "--dry");
    let asked: Vec<&str> = args
        .iter()
        .map(String::as_str)
        .filter(|arg| *arg != "--dry")
        .collect();
    if let Some(unknown) = asked.iter().find(|part| !PARTS.contains(part)) {
        anyhow::bail!(
            "bench server knows no `{unknown}`; it knows {}",
            PARTS.join(", ")
        );
    }
    let binary = release()?;
    let cluster = Cluster::start(&["fsync=on"])?;
    let wanted = |part: &str| asked.is_empty() || asked.contains(&part);
    let mut rows = Vec::new();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        if wanted("appends") {
            rows.extend(appends::measure(&binary, &cluster.url).await?);
        }
        if wanted("million") {
            rows.extend(million::measure(&cluster.url).await?);
        }
        if wanted("streams") {
            rows.extend(streams::measure(&binary).await?);
        }
        if wanted("reads") {
            rows.extend(reads::measure(&binary).await?);
        }
        anyhow::Ok(())
    })?;
    let title = "the server: appends, a million entries, ten thousand listeners, reads";
    let command = "cargo run --release -p xtask -- bench server";
    papers::append(title, command, &rows, dry)
}

/// A place on each database, with its name.
async fn places(cluster: &str) -> anyhow::Result<[(&'static str, Place); 2]> {
    Ok([
        ("SQLite", Place::on_disk()?),
        ("PostgreSQL", Place::in_cluster(cluster).await?),
    ])
}

/// A figure with nothing to stay under.
fn plain(what: impl Into<String>, measured: impl Into<String>) -> Row {
    Row {
        what: what.into(),
        measured: measured.into(),
        limit: "-".into(),
        share: f64::NAN,
    }
}

/// A time with its limit.
fn timed(what: impl Into<String>, took: Duration, limit: Duration) -> Row {
    let show = |time: Duration| match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{seconds:.2} s"),
    };
    Row {
        what: what.into(),
        measured: show(took),
        limit: show(limit),
        share: took.as_secs_f64() / limit.as_secs_f64(),
    }
}

/// The value below which so many of a thousand are.
pub(super) fn permille(times: &mut [Duration], share: usize) -> Duration {
    times.sort_unstable();
    let at = (times.len() * share / 1_000).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or_default()
}
