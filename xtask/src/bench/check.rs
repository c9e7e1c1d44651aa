//! How long `mainstay check` takes on a made estate of a hundred thousand items, how much memory
//! it needs, and how fast `impact` answers on a tangle of half a million needs.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use continuity::requirements::exposure::exposure;
use continuity::requirements::loss::Losses;
use continuity::standpoint::Standpoint;
use exchange::import::{File, mainstay};
use record::kinds::Registers;

use super::estate::{self, Counts};
use super::papers::{self, Row};
use super::tangle;
use crate::seeded::Seeded;

/// The binary that is measured, as cargo builds it.
const BINARY: &str = "target/release/mainstay";

/// Measures and appends a table to `BENCHMARKS.md`; `--dry` only prints it.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet", "-p", "mainstay"])
        .status()?;
    anyhow::ensure!(built.success(), "the release binary was not built");
    let folder = std::env::temp_dir().join(format!("mainstay-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = estate::write(&folder, &Counts::LARGE, 1).and_then(|(items, bytes)| {
        eprintln!("{items} items in {:.1} MB", bytes as f64 / 1e6);
        check(&folder)
    });
    std::fs::remove_dir_all(&folder)?;
    let mut rows = measured?;
    rows.extend(impact()?);
    let title = "check of 100,000 items in JSON Lines; impact among 50,000 services, 500,000 needs";
    papers::append(
        title,
        "cargo run --release -p xtask -- bench check",
        &rows,
        args.contains(&"--dry".into()),
    )
}

/// Three runs; the middle one counts.
fn check(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let mut runs = (0..3)
        .map(|_| one_check(folder))
        .collect::<anyhow::Result<Vec<_>>>()?;
    runs.sort_by_key(|(wall, _)| *wall);
    let (wall, _) = runs[1];
    let peak = runs.iter().map(|(_, peak)| *peak).max().unwrap_or(0);
    Ok(vec![
        Row {
            what: "`mainstay check DIR --format json`, wall".into(),
            measured: format!("{:.2} s", wall.as_secs_f64()),
            limit: "5 s".into(),
            share: wall.as_secs_f64() / 5.0,
        },
        Row {
            what: "the same, greatest memory".into(),
            measured: format!("{:.0} MB", peak as f64 / 1e6),
            limit: "2,000 MB".into(),
            share: peak as f64 / 2e9,
        },
    ])
}

/// Wall time and the greatest resident memory of one run, read while it runs.
fn one_check(folder: &Path) -> anyhow::Result<(Duration, u64)> {
    let start = Instant::now();
    let mut child = Command::new(BINARY)
        .arg("check")
        .arg(folder)
        .args(["--format", "json"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{BINARY} does not start"))?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Some(exit) = child.try_wait()? {
            let wall = start.elapsed();
            anyhow::ensure!(
                exit.code() != Some(2),
                "check did not understand the made estate"
            );
            return Ok((wall, peak));
        }
        peak = peak.max(high_water(&status).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The kernel's own record of the greatest resident memory, in bytes.
fn high_water(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1_024)
}

/// Impact of one loss after another on the tangle, once it is loaded.
fn impact() -> anyhow::Result<Vec<Row>> {
    let text = tangle::lines(&tangle::needs(1));
    let file = File {
        name: "tangle.jsonl",
        bytes: text.as_bytes(),
    };
    let import = mainstay::import(&[file]);
    anyhow::ensure!(
        import.complaints.is_empty(),
        "{:?}",
        import.complaints.first()
    );
    let mut registers = Registers::default();
    for record in import.records {
        registers.replace(record);
    }
    let start = Instant::now();
    let standpoint = Standpoint::new(&registers, jiff::Timestamp::UNIX_EPOCH);
    let stands = start.elapsed();
    let mut random = Seeded(2);
    let mut times = Vec::new();
    for round in 0..200 {
        // Every tenth strikes the end of the chain or a knot: the far-reaching ones.
        let number = match round % 10 {
            0 => 9_999,
            1 => 10_000 + random.below(1_200),
            _ => random.below(tangle::SERVICES),
        };
        let item = standpoint
            .estate
            .find(&format!("service/s-{number}"))
            .context("a service of the tangle is missing")?;
        let start = Instant::now();
        let answer = exposure(&standpoint, &Losses::of(&[item]));
        times.push((start.elapsed(), answer.stopped.len()));
    }
    times.sort_unstable();
    let (tail, _) = times[times.len() * 95 / 100];
    let largest = times.iter().map(|(_, stopped)| *stopped).max().unwrap_or(0);
    Ok(vec![
        Row {
            what: format!("`impact` of one loss, 95th of a hundred; up to {largest} stop"),
            measured: format!("{:.1} ms", tail.as_secs_f64() * 1e3),
            limit: "200 ms".into(),
            share: tail.as_secs_f64() / 0.2,
        },
        Row {
            what: "the graph of the tangle, built once".into(),
            measured: format!("{:.0} ms", stands.as_secs_f64() * 1e3),
            limit: "-".into(),
            share: f64::NAN,
        },
    ])
}
