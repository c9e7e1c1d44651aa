//! Whether ranges that are to hold nine in ten do: on series of a generator outside of the crates,
//! some made as the forecast assumes, most not. It reports what it finds; it tunes nothing.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use engine::gamma_poisson::Belief;
use engine::rate_fit::{Fit, Happened, Past, fit};

const GENERATOR: &str = "tests/forecast/series.py";
/// Years of looking that the generator makes.
const YEARS: f64 = 30.0;
/// The belief from which the generator draws its own rates.
const OWN: Belief = Belief {
    events: 2.0,
    years: 4.0,
};

/// A series with its truth.
pub struct Series {
    /// What sort of truth.
    sort: String,
    rate: f64,
    next_year: u32,
    ahead: u32,
    happened: Vec<Happened>,
}

/// How often ranges held the truth, of one sort of series.
pub struct Held {
    /// What sort of truth.
    pub sort: String,
    /// How many series.
    pub series: usize,
    /// The share of true rates within the 90 % range of the rate.
    pub rate: f64,
    /// The share of counts of the next year within their 90 % range.
    pub next_year: f64,
    /// The share of counts of the next five years within theirs.
    pub ahead: f64,
    /// How much a fit took, on the average.
    pub took: Duration,
}

/// Makes series, measures, and adds a table.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1)
    };
    let number: usize = option("--series").map_or(Ok(2_000), |text| text.parse())?;
    let python = option("--python").map_or("python3", String::as_str);
    let held = held(&series(python, Path::new(GENERATOR), number, 7)?);
    let dry = args.contains(&"--dry".into());
    super::papers::append_table(
        "do 90 % ranges of rates and counts hold 90 %? (generator outside the crates)",
        "cargo run --release -p xtask -- bench forecast",
        &table(&held),
        dry,
    )
}

fn table(held: &[Held]) -> String {
    let mut table = String::from(
        "| truth | series | rate held | next year held | next 5 years held | a fit |\n\
         |---|---|---|---|---|---|\n",
    );
    for it in held {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        table.push_str(&format!(
            "| {} | {} | {} | {} | {} | {:.1} us |\n",
            it.sort,
            it.series,
            percent(it.rate),
            percent(it.next_year),
            percent(it.ahead),
            it.took.as_secs_f64() * 1e6
        ));
    }
    table
}

/// Series as the generator makes them.
pub fn series(
    python: &str,
    generator: &Path,
    number: usize,
    seed: u64,
) -> anyhow::Result<Vec<Series>> {
    let mut command = Command::new(python);
    command.arg(generator);
    command.args([number.to_string(), seed.to_string()]);
    let output = command.output().context("Python cannot be run")?;
    let told = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "the generator fails: {told}");
    let text = String::from_utf8(output.stdout)?;
    text.lines()
        .map(|line| one(line).with_context(|| format!("no series: {line}")))
        .collect()
}

fn one(line: &str) -> Option<Series> {
    let mut parts = line.splitn(5, ',');
    let (sort, rate) = (parts.next()?.to_string(), parts.next()?.parse().ok()?);
    let (next_year, ahead) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let times = parts.next()?.split_whitespace().map(str::parse::<f64>);
    let mut times = times.collect::<Result<Vec<f64>, _>>().ok()?;
    times.sort_by(f64::total_cmp);
    let happened = |at: f64| Happened { at, weight: 1.0 };
    Some(Series {
        sort,
        rate,
        next_year,
        ahead,
        happened: times.into_iter().map(happened).collect(),
    })
}

/// How often ranges hold, by sort of series, in the order of their first one.
pub fn held(series: &[Series]) -> Vec<Held> {
    let mut sorts: Vec<&str> = Vec::new();
    for it in series {
        if !sorts.contains(&it.sort.as_str()) {
            sorts.push(&it.sort);
        }
    }
    let of = |sort: &str| {
        let these: Vec<&Series> = series.iter().filter(|it| it.sort == sort).collect();
        let start = Instant::now();
        let fits: Vec<Fit> = these.iter().map(|it| fitted(it)).collect();
        let took = start.elapsed() / these.len() as u32;
        let share = |holds: fn(&Series, &Fit) -> bool| {
            let held = these.iter().zip(&fits).filter(|(it, fit)| holds(it, fit));
            held.count() as f64 / these.len() as f64
        };
        Held {
            sort: sort.to_string(),
            series: these.len(),
            rate: share(|it, fit| {
                let belief = fit.belief;
                (belief.quantile(0.05)..=belief.quantile(0.95)).contains(&it.rate)
            }),
            next_year: share(|it, fit| holds(fit, 1.0, it.next_year)),
            ahead: share(|it, fit| holds(fit, 5.0, it.ahead)),
            took,
        }
    };
    sorts.into_iter().map(of).collect()
}

fn holds(fit: &Fit, years: f64, count: u32) -> bool {
    let (low, high) = fit.counts(0.9, YEARS, YEARS + years);
    (low..=high).contains(&count)
}

fn fitted(series: &Series) -> Fit {
    let own = series.sort == "own";
    fit(&Past {
        happened: &series.happened,
        from: 0.0,
        to: YEARS,
        now: YEARS,
        prior: if own { OWN } else { Belief::JEFFREYS },
        half_life: None,
        elsewhere: (0.0, 0.0),
    })
}
