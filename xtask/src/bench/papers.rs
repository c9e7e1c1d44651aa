//! `BENCHMARKS.md`: what was measured, with which command, on which machine, on which day. Tables
//! are added at its end and never changed.

use std::io::Write as _;
use std::process::Command;

/// The file, from the root of the repository.
const FILE: &str = "BENCHMARKS.md";

/// One figure with its limit.
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The figure with its unit.
    pub measured: String,
    /// What it must stay under.
    pub limit: String,
    /// The figure as a share of its limit; not a number where there is none.
    pub share: f64,
}

/// Prints a table of figures, and adds it to the file unless `dry`.
pub fn append(title: &str, command: &str, rows: &[Row], dry: bool) -> anyhow::Result<()> {
    let mut table =
        String::from("| figure | measured | limit | share of limit |\n|---|---|---|---|\n");
    for Row {
        what,
        measured,
        limit,
        share,
    } in rows
    {
        let share = if share.is_nan() {
            "-".into()
        } else {
            format!("{:.0} %", share * 100.0)
        };
        table.push_str(&format!("| {what} | {measured} | {limit} | {share} |\n"));
    }
    append_table(title, command, &table, dry)
}

/// Prints a ready table, and adds it to the file unless `dry`.
pub fn append_table(title: &str, command: &str, table: &str, dry: bool) -> anyhow::Result<()> {
    print!("{table}");
    if dry {
        return Ok(());
    }
    let day = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let new = !std::path::Path::new(FILE).exists();
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(FILE)?;
    if new {
        file.write_all(HEAD.as_bytes())?;
    }
    let machine = machine();
    let commit = commit();
    write!(
        file,
        "\n## {title}\n\n`{command}`, {day}, {commit}, {machine}.\n\n{table}"
    )?;
    Ok(())
}

const HEAD: &str = "# Benchmarks\n\nEvery table was added by the command above it, which \
anyone can run again; times are of an otherwise idle machine unless a note says so.\n";

/// Cores and model of this machine.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(':').nth(1));
    format!(
        "{cores} cores of {}",
        model.map_or("an unknown model", str::trim)
    )
}

/// The commit that was measured.
fn commit() -> String {
    let output = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_string());
    text.map_or_else(|_| "no commit".into(), |text| format!("commit {text}"))
}
