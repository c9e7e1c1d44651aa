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

/// How many signals are judged, one after the other.
const SIGNALS: usize = 200;
/// Within so long, by the issue.
const LIMIT: Duration = Duration::from_millis(100);
/// An instant in the middle of the made estate's time.
const AT: &str = "2026-06-15T12:00:00Z";

/// Measures and appends a table to `BENCHMARKS.md`; `--dry` only prints it.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let (items, times) = measured(&Counts::HALF, SIGNALS)?;
    let row = |what: &str, time: Duration, limit: Option<Duration>| Row {
        what: what.into(),
        measured: format!("{:.1} ms", time.as_secs_f64() * 1e3),
        limit: limit.map_or("-".into(), |it| format!("{} ms", it.as_millis())),
        share: limit.map_or(f64::NAN, |it| time.as_secs_f64() / it.as_secs_f64()),
    };
    let at = |share: usize| times.judged[(times.judged.len() - 1) * share / 100];
    let rows = [
        row("estate made ready for margins, once", times.ready, None),
        row("margin after one signal, median", at(50), Some(LIMIT)),
        row("margin after one signal, 99 of 100", at(99), Some(LIMIT)),
        row("margin after one signal, worst", at(100), Some(LIMIT)),
    ];
    let title = format!("margin of {items} items judged anew after each of {SIGNALS} signals");
    let command = "cargo run --release -p xtask -- bench margin";
    papers::append(&title, command, &rows, args.contains(&"--dry".into()))
}

/// What was measured.
struct Times {
    ready: Duration,
    /// Ascending.
    judged: Vec<Duration>,
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
    let components: Vec<&str> = registers.components.live().map(|it| &*it.id).collect();
    let mut random = Seeded(7);
    let mut judged = Vec::new();
    let mut without = 0;
    for _ in 0..signals {
        let of = components[random.below(components.len())];
        let mut said = registers.clone();
        let filed = said.file(signal(of)?);
        anyhow::ensure!(filed.is_ok(), "a second signal");
        let start = Instant::now();
        let found: Margin = margin(&ground, &said, &Told::default(), at);
        judged.push(start.elapsed());
        let lost = format!("component/{of}");
        anyhow::ensure!(found.lost.contains(&lost), "{lost} is not lost");
        without += usize::from(found.counts.none > 0);
    }
    anyhow::ensure!(
        without > 0,
        "no signal took any margin: nothing was measured"
    );
    eprintln!("{without} of {signals} signals left something without margin");
    judged.sort_unstable();
    let items = standpoint.estate.items.len();
    Ok((items, Times { ready, judged }))
}

fn signal(of: &str) -> anyhow::Result<Record> {
    let node = Node::map([
        ("kind", Node::text("signal")),
        ("id", Node::text("said")),
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
        let (items, times) = measured(&Counts::MIDDLE, 40).expect("it is measured");
        assert!(items > 4_000);
        assert_eq!(times.judged.len(), 40);
    }
}
