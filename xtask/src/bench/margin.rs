//! How long it takes to judge the margin of 50,000 items anew after one signal, with the estate
//! made ready before: the figure that a page and a webhook wait for.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use continuity::requirements::margin::{Ground, Margin, Told, margin};
use continuity::requirements::recovery_targets::recovery_targets;
use continuity::standpoint::Standpoint;
use exchange::import::{File, mainstay};
use jiff::Timestamp;
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::node::Node;

use super::estate::{self, Counts};
use super::papers::{self, Row};
use crate::seeded::Seeded;

/// How many signals are judged, one after the other, in each row.
const SIGNALS: usize = 200;
/// How many are said to be down already in the second row.
const STANDING: usize = 20;
/// Within so long, by the issue.
const LIMIT: Duration = Duration::from_millis(100);
/// An instant in the middle of the made estate's time.
const AT: &str = "2026-06-15T12:00:00Z";

/// Measures and appends a table to `BENCHMARKS.md`; `--dry` only prints it.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let (items, times) = measured(&Counts::HALF, SIGNALS)?;
    let row = |what: String, time: Duration, limit: Option<Duration>| Row {
        what,
        measured: format!("{:.1} ms", time.as_secs_f64() * 1e3),
        limit: limit.map_or("-".into(), |it| format!("{} ms", it.as_millis())),
        share: limit.map_or(f64::NAN, |it| time.as_secs_f64() / it.as_secs_f64()),
    };
    let ready = "estate made ready for margins, once".to_owned();
    let mut rows = vec![row(ready, times.ready, None)];
    for (what, limit, judged) in &times.judged {
        for (share, word) in [(50, "median"), (99, "99 of 100"), (100, "worst")] {
            let time = judged[(judged.len() - 1) * share / 100];
            rows.push(row(format!("{what}, {word}"), time, *limit));
        }
    }
    let title = format!("margin of {items} items judged anew after each of {SIGNALS} signals");
    let command = "cargo run --release -p xtask -- bench margin";
    papers::append(&title, command, &rows, args.contains(&"--dry".into()))
}

/// What was measured.
struct Times {
    ready: Duration,
    /// By what the signals are, with the limit, each ascending.
    judged: Vec<(String, Option<Duration>, Vec<Duration>)>,
}

/// The made estate, ready, and how its signals are drawn.
struct Bench<'r> {
    ground: Ground,
    registers: &'r Registers,
    random: Seeded,
    at: Timestamp,
    without: usize,
}

impl Bench<'_> {
    /// Judges one signal after another, each alone on top of `standing`.
    fn judge(
        &mut self,
        items: &[String],
        (standing, signals): (&[String], usize),
    ) -> anyhow::Result<Vec<Duration>> {
        let mut before = self.registers.clone();
        for of in standing {
            anyhow::ensure!(before.file(signal(of)?).is_ok(), "a second signal of {of}");
        }
        let mut judged = Vec::new();
        while judged.len() < signals {
            let of = &items[self.random.below(items.len())];
            let mut said = before.clone();
            if said.file(signal(of)?).is_err() {
                continue;
            }
            let start = Instant::now();
            let found: Margin = margin(&self.ground, &said, &Told::default(), self.at);
            judged.push(start.elapsed());
            anyhow::ensure!(found.lost.contains(of), "{of} is not lost");
            self.without += usize::from(found.counts.none > 0);
        }
        judged.sort_unstable();
        Ok(judged)
    }
}

fn measured(counts: &Counts, signals: usize) -> anyhow::Result<(usize, Times)> {
    let folder = std::env::temp_dir().join(format!("mainstay-margin-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let read = estate::write(&folder, counts, 1).and_then(|_| registers(&folder));
    std::fs::remove_dir_all(&folder)?;
    let registers = read?;
    let at: Timestamp = AT.parse()?;
    let standpoint = Standpoint::new(&registers, at);
    let targets = recovery_targets(&standpoint);
    let start = Instant::now();
    let ground = Ground::new(&standpoint.estate, &targets)
        .on(std::thread::available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN));
    let ready = start.elapsed();
    eprintln!("made ready in {:.2} s", ready.as_secs_f64());
    let mut bench = Bench {
        ground,
        registers: &registers,
        random: Seeded(7),
        at,
        without: 0,
    };
    let components: Vec<String> = all(&registers, |it| it.starts_with("component/"));
    let standing: Vec<String> = (0..STANDING)
        .map(|at| components[at * components.len() / STANDING].clone())
        .collect();
    let more = format!("margin after one signal more than {STANDING}");
    let mut judged = vec![
        (
            "margin after one signal".to_owned(),
            Some(LIMIT),
            bench.judge(&components, (&[], signals))?,
        ),
        (
            more,
            Some(LIMIT),
            bench.judge(&components, (&standing, signals))?,
        ),
    ];
    // A team is the crew of many and a site is the loss of hundreds at once: no limit is named.
    for (kind, limit) in [
        ("service", Some(LIMIT)),
        ("supplier", Some(LIMIT)),
        ("team", None),
        ("site", None),
    ] {
        let items = all(&registers, |it| it.starts_with(&format!("{kind}/")));
        let of = bench.judge(&items, (&[], signals))?;
        judged.push((format!("margin after one signal of a {kind}"), limit, of));
    }
    let without = bench.without;
    anyhow::ensure!(
        without > 0,
        "no signal took any margin: nothing was measured"
    );
    eprintln!("{without} signals left something without margin");
    let items = standpoint.estate.items.len();
    Ok((items, Times { ready, judged }))
}

/// The references of the items that a test keeps.
fn all(registers: &Registers, keep: impl Fn(&str) -> bool) -> Vec<String> {
    let estate = continuity::estate::Estate::new(registers);
    let items = estate.items.iter().map(|it| it.reference.clone());
    items.filter(|it| keep(it)).collect()
}

fn signal(of: &str) -> anyhow::Result<Record> {
    let node = Node::map([
        ("kind", Node::text("signal")),
        ("id", Node::text(of.replace('/', "-"))),
        ("of", Node::text(of)),
        ("says", Node::text("down")),
        ("since", Node::text("2026-06-15T11:00:00Z")),
        ("heard", Node::text("2026-06-15T11:00:00Z")),
    ]);
    let mut complaints = Complaints::new();
    let record = Record::read(&node, 0, &mut complaints);
    record.context("the signal is no record")
}

fn registers(folder: &Path) -> anyhow::Result<Registers> {
    let mut registers = Registers::default();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let bytes = std::fs::read(&path)?;
        let name = path.to_string_lossy();
        let file = File {
            name: &name,
            bytes: &bytes,
        };
        for record in mainstay::import(&[file]).records {
            let filed = registers.file(record);
            anyhow::ensure!(filed.is_ok(), "a record stands twice");
        }
    }
    Ok(registers)
}

#[cfg(test)]
mod tests {
    use super::{Counts, measured};

    #[test]
    fn a_small_estate_is_judged_after_each_signal() {
        let (items, times) = measured(&Counts::MIDDLE, 8).expect("it is measured");
        assert!(items > 4_000);
        assert!(times.judged.iter().all(|(.., of)| of.len() == 8));
    }
}
