//! How long a plan of forty pages takes to become a PDF: the whole command, and beside it the same
//! plan as HTML, which shows what the setting of type costs.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::papers::{self, Row};

const BINARY: &str = "target/release/mainstay";
/// So many steps make a plan of a little more than forty pages.
const STEPS: usize = 260;

/// Measures and appends a table to `BENCHMARKS.md`; `--dry` only prints it.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet", "-p", "mainstay"])
        .status()?;
    anyhow::ensure!(built.success(), "the release binary was not built");
    let folder = std::env::temp_dir().join(format!("mainstay-print-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = std::fs::write(folder.join("plan.yaml"), plan(STEPS))
        .map_err(anyhow::Error::from)
        .and_then(|()| rows(&folder));
    std::fs::remove_dir_all(&folder)?;
    papers::append(
        "a plan of forty pages on paper",
        "cargo run --release -p xtask -- bench papers",
        &measured?,
        args.contains(&"--dry".into()),
    )
}

/// Three runs of each; the middle one counts.
fn rows(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let mut out = Vec::new();
    for (format, limit) in [("pdf", Some(2.0)), ("html", None)] {
        let mut times = Vec::new();
        let mut bytes = Vec::new();
        for _ in 0..3 {
            let (took, made) = one(folder, format)?;
            times.push(took);
            bytes = made;
        }
        times.sort();
        let seconds = times[1].as_secs_f64();
        let what = match format {
            "pdf" => {
                let pages = pages(&bytes);
                anyhow::ensure!(pages >= 40, "the plan has {pages} pages, not forty");
                format!("`mainstay export plan-book --format pdf`, {pages} pages, wall")
            }
            _ => "the same as HTML, wall".to_string(),
        };
        out.push(Row {
            what,
            measured: format!("{seconds:.2} s, {:.1} MB", bytes.len() as f64 / 1e6),
            limit: limit.map_or("-".into(), |limit: f64| format!("{limit} s")),
            share: limit.map_or(f64::NAN, |limit| seconds / limit),
        });
    }
    Ok(out)
}

fn one(folder: &Path, format: &str) -> anyhow::Result<(Duration, Vec<u8>)> {
    let from = Instant::now();
    let output = Command::new(BINARY)
        .arg("export")
        .arg("plan-book")
        .arg(folder)
        .args(["--of", "plan/long", "--format", format, "--quiet"])
        .stderr(Stdio::inherit())
        .output()
        .context("the release binary does not start")?;
    let took = from.elapsed();
    anyhow::ensure!(output.status.success(), "the document was not made");
    Ok((took, output.stdout))
}

/// How many pages a PDF has: its page tree says so in plain letters where objects stand in the
/// open, else each page object is counted.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let counts = text.match_indices("/Count ").filter_map(|(at, word)| {
        let rest = &text[at + word.len()..];
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        rest[..end].parse().ok()
    });
    counts.max().unwrap_or(0)
}

/// A plan of many steps in phases, with services that it brings back.
fn plan(steps: usize) -> String {
    let mut out = String::from(
        "kind: plan\nid: long\nname: Everything back\nstatus: approved\nowner: role/lead\n\
         trigger: everything is lost\nauthority: role/lead\ncovers: [ service/s1 ]\nsteps:\n",
    );
    for at in 1..=steps {
        let after = match at {
            1 => String::new(),
            _ => format!(", after: [s{}]", at - 1),
        };
        out.push_str(&format!(
            "  - {{ id: s{at}, title: Bring part {at} of the estate back and look at it twice, \
             phase: Phase {}, role: lead, takes: {{ best: 5m, likely: 10m, worst: 30m }}, \
             check: the part answers and its counts are those of the last printed report, \
             undo: take it out of service again and tell who waits for it{after} }}\n",
            at / 9 + 1
        ));
    }
    out.push_str("---\nkind: role\nid: lead\nname: Recovery lead\n");
    out.push_str("---\nkind: service\nid: s1\nname: Everything\ntargets: { rto: 8d }\n");
    out
}
