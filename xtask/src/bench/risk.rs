//! The loss of a year from fifty hazards, a million years of it, beside numpy on the same hazards.
//! It does not measure the estate: rates and amounts are plain numbers here.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::Context as _;
use engine::annual_loss::{Hit, Losses, Model, Sampling, Severity, Source};

/// Years drawn.
const YEARS: usize = 1_000_000;
/// Rounds; the middle one counts.
const ROUNDS: usize = 5;
/// How many times as fast as the peer this is to be.
const LEAST: f64 = 5.0;

/// The fifty hazards of the peer, from the peer's own generator, one a line.
const HAZARDS: &str = "
import numpy as np
g = np.random.Generator(np.random.PCG64(1))
for row in zip(g.uniform(.05, 1.0, 50), g.uniform(9, 13, 50), g.uniform(.5, 1.5, 50)):
    print(*(repr(float(number)) for number in row))
";

/// What one tool measured.
struct Measured {
    tool: String,
    seconds: f64,
    mean: f64,
    p95: f64,
    p99: f64,
}

/// Draws the years on one thread and on two, and with `--peers FOLDER` beside numpy.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).map(PathBuf::from)
    };
    let peers = option("--peers").context("where is the folder with loss_numpy.py? (--peers)")?;
    let python = option("--python").unwrap_or_else(|| "python3".into());
    let model = hazards(&python)?;
    let analytic: f64 = model.expected().iter().sum();
    let (one, two) = (draw(&model, 1), draw(&model, 2));
    anyhow::ensure!(one.1 == two.1, "the number of threads changed the years");
    let off = (one.1.mean - analytic).abs() / one.1.error;
    anyhow::ensure!(off < 4.0, "the mean is {off:.1} errors off its closed form");
    let rows = [
        ours("mainstay, two threads", &two),
        ours("mainstay, one thread", &one),
        peer(&python, &peers)?,
    ];
    let ratio = rows[2].seconds / rows[0].seconds;
    let mut text = table(&rows, analytic);
    text.push_str(&format!(
        "\nTwo threads are {ratio:.1} times as fast as numpy; at least {LEAST} was asked for. \
         The mean is {off:.1} standard errors off its closed form, {analytic:.0}; ours sorts the \
         years and finds each part of the worst twentieth in its time, the peer's only adds up.\n"
    ));
    let command = "cargo run --release -p xtask -- bench risk --peers FOLDER --python PROGRAM";
    let title = "a million years of fifty hazards";
    let dry = args.contains(&"--dry".into());
    super::papers::append_table(title, command, &text, dry)
}

/// The peer's hazards, each a source with one hit of its own.
fn hazards(python: &Path) -> anyhow::Result<Model> {
    let text = said(Command::new(python).args(["-c", HAZARDS]))?;
    let mut sources = Vec::new();
    for line in text.lines() {
        let numbers: Vec<f64> = line
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()
            .with_context(|| format!("three numbers were expected: {line}"))?;
        let &[rate, mu, sigma] = &numbers[..] else {
            anyhow::bail!("three numbers were expected: {line}");
        };
        let number = sources.len();
        sources.push(Source {
            rate,
            stream: number as u64,
            hits: vec![Hit {
                part: number,
                stream: 0,
                share: 1.0,
                severity: Severity::of_logarithm(mu, sigma),
            }],
        });
    }
    anyhow::ensure!(sources.len() == 50, "fifty hazards were expected");
    Ok(Model {
        parts: sources.len(),
        sources,
        correlation: 0.0,
    })
}

/// The middle time of some rounds, and the years of the last (they are all the same).
fn draw(model: &Model, threads: usize) -> (f64, Losses) {
    let sampling = Sampling {
        years: YEARS,
        seed: 2,
        threads: NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN),
    };
    let round = || {
        let start = Instant::now();
        let losses = model.losses(sampling);
        (start.elapsed().as_secs_f64(), losses)
    };
    let mut last = round();
    let mut times = vec![last.0];
    for _ in 1..ROUNDS {
        last = round();
        times.push(last.0);
    }
    times.sort_by(f64::total_cmp);
    (times[ROUNDS / 2], last.1)
}

fn ours(tool: &str, (seconds, losses): &(f64, Losses)) -> Measured {
    Measured {
        tool: tool.into(),
        seconds: *seconds,
        mean: losses.mean,
        p95: losses.quantile(0.95),
        p99: losses.quantile(0.99),
    }
}

/// The middle of the peer's rounds: it says its own processor time, without its sort.
fn peer(python: &Path, folder: &Path) -> anyhow::Result<Measured> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let script = folder.join("loss_numpy.py");
        let text = said(Command::new(python).arg(script).arg(YEARS.to_string()))?;
        let number = |after: &str| -> Option<f64> {
            let mut words = text.split_whitespace().skip_while(|word| *word != after);
            words.nth(1)?.parse().ok()
        };
        let read = || {
            Some(Measured {
                tool: "numpy, one thread".into(),
                seconds: number("cpu_s")?,
                mean: number("mean")?,
                p95: number("VaR95")?,
                p99: number("VaR99")?,
            })
        };
        rounds.push(read().with_context(|| format!("the peer said something else:\n{text}"))?);
    }
    rounds.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    Ok(rounds.swap_remove(ROUNDS / 2))
}

/// What a program printed, if all went well.
fn said(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output()?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "the peer failed: {complaint}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A Markdown table; times are against the first row, the mean against its closed form.
fn table(rows: &[Measured], analytic: f64) -> String {
    let mut out = String::from(
        "| tool | seconds | times ours | years a second | mean | against closed form | P95 | P99 \
         |\n|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        out.push_str(&format!(
            "| {} | {:.3} | {:.1} | {:.0} | {:.0} | {:+.2} % | {:.0} | {:.0} |\n",
            row.tool,
            row.seconds,
            row.seconds / rows[0].seconds,
            YEARS as f64 / row.seconds,
            row.mean,
            (row.mean / analytic - 1.0) * 100.0,
            row.p95,
            row.p99,
        ));
    }
    out
}
