//! `mainstay simulate`: how soon what is back and what a year may cost, over many runs.

use std::process::ExitCode;

use continuity::path::{humane, humane_or_unknown};
use continuity::requirements::recovery_spread::ItemSpread;
use continuity::requirements::risk_numbers::annual_loss::{Added, AnnualLoss};
use continuity::requirements::risk_numbers::downtime::Downtime;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::simulate::{self as answer, Covers, Simulated};

/// How many rows of a list the text form shows.
const SHOWN: usize = 20;

/// Recovery times and the loss of a year, drawn many times from a seed.
///
/// The same seed gives the same figures on every machine, however many threads it has. What is not
/// known is listed, and the figures say that they are then a lower bound.
#[derive(clap::Args)]
pub struct Simulate {
    /// The folder or file of records, a journal or a server.
    source: String,
    /// The scenario that is recovered from (default: all is lost but people).
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// How many recoveries and years are drawn.
    #[arg(long, value_name = "N", default_value_t = answer::RUNS as u64,
          value_parser = clap::value_parser!(u64).range(1..=answer::RUNS_MOST))]
    runs: u64,
    /// The seed.
    #[arg(long, value_name = "S", default_value_t = answer::SEED)]
    seed: u64,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Simulate {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let asked = answer::Asked {
            scenario: self.scenario,
            runs: self.runs as usize,
            seed: self.seed,
            ..answer::Asked::default()
        };
        let simulated = answer::simulate(&given, &asked)?;
        match setting.form {
            Form::Json => show::json(&simulated)?,
            Form::Text => show::line(text(&simulated).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(simulated: &Simulated) -> String {
    let mut out = format!(
        "Drawn: {} years and {} recoveries, seed {}.\n\n",
        simulated.runs, simulated.item_runs, simulated.seed
    );
    let lost = match &simulated.scenario {
        Some(scenario) => format!("after {scenario}"),
        None => "when all is lost but people".into(),
    };
    out.push_str(&format!("Back {lost}, the least sure first\n"));
    let mut judged: Vec<&ItemSpread> = simulated.items.iter().map(|it| &it.spread).collect();
    judged.retain(|it| it.required_seconds.is_some());
    judged.sort_by(|one, other| {
        let sure = |it: &ItemSpread| it.meets_probability.unwrap_or(-1.0);
        sure(one).total_cmp(&sure(other))
    });
    for row in judged.iter().take(SHOWN) {
        out.push_str(&item(row));
    }
    if judged.len() > SHOWN {
        let more = judged.len() - SHOWN;
        out.push_str(&format!("  and {more} more; --format json shows all\n"));
    }
    if judged.is_empty() {
        out.push_str("  nothing that stops has a target\n");
    }
    out.push('\n');
    year(&mut out, &simulated.annual_loss, &simulated.covers);
    still(&mut out, &simulated.downtime);
    for note in &simulated.notes {
        out.push_str(&format!("{note}\n"));
    }
    out
}

fn item(row: &ItemSpread) -> String {
    let back = row.back_seconds;
    let chance = match (row.meets_probability, row.required_seconds) {
        (_, Some(i64::MIN..0)) => "never in time".into(),
        (Some(chance), _) => format!("in time in {:.1} % of runs", chance * 100.0),
        (None, _) => "nobody can say whether in time".into(),
    };
    let when = match (back.p50, back.p90) {
        (None, _) => "when it is back is unknown".into(),
        (Some(half), Some(most)) if half == most => format!("back within {}", humane(half)),
        _ => format!(
            "back within {} (half), {} (8 of 10), {} (9 of 10)",
            humane_or_unknown(back.p50),
            humane_or_unknown(back.p80),
            humane_or_unknown(back.p90),
        ),
    };
    let needed = row.required_seconds;
    format!(
        "  {}  {chance}; {when}{}{}\n",
        row.id,
        needed.map_or_else(String::new, |it| format!(
            "; {}",
            continuity::path::needed(it)
        )),
        if row.time_supposed {
            "; its own time is supposed by policy"
        } else {
            ""
        },
    )
}

/// What stands still for how long.
fn still(out: &mut String, rows: &[Downtime]) {
    if rows.is_empty() {
        return;
    }
    out.push_str("How long it stands still in a year\n");
    for row in rows.iter().take(SHOWN) {
        let at_least = if row.lower_bound { " (at least)" } else { "" };
        match row.hours {
            Some(it) => out.push_str(&format!(
                "  {}  {} on average{at_least}; {} or less in 9 of 10 years; at all in {:.0} % of \
                 years\n",
                row.id,
                hours(it.mean),
                hours(it.p90),
                it.any_probability * 100.0
            )),
            None => out.push_str(&format!("  {}  for how long is unknown\n", row.id)),
        }
    }
    if rows.len() > SHOWN {
        let more = rows.len() - SHOWN;
        out.push_str(&format!("  and {more} more; --format json shows all\n"));
    }
    out.push('\n');
}

/// Hours as a person says them.
fn hours(of: f64) -> String {
    let seconds = (of * 60.0).round() as i64 * 60;
    match (of > 0.0, seconds) {
        (true, 0) => "less than a minute".into(),
        _ => humane(seconds),
    }
}

fn year(out: &mut String, year: &AnnualLoss, covers: &Covers) {
    let currency = year.currency.as_deref().unwrap_or_default();
    let amount = |value: Option<f64>| match value {
        Some(value) => format!("{} {currency}", grouped(value)),
        None => "unknown".into(),
    };
    let at_least = if year.lower_bound {
        " (at least: not all is known)"
    } else {
        ""
    };
    out.push_str(&format!("What a year may cost{at_least}\n"));
    if let Some(scenario) = &covers.scenario {
        let (many, of) = (covers.risks.len(), covers.of);
        out.push_str(&format!(
            "  only the {many} of {of} risks that touch what {scenario} loses\n"
        ));
    }
    let error = year
        .mean_error
        .map_or_else(String::new, |error| format!(" +- {}", grouped(error)));
    out.push_str(&format!(
        "  on average          {}{error}\n",
        amount(year.mean)
    ));
    out.push_str(&format!(
        "  by formula          {}\n",
        amount(year.mean_by_formula)
    ));
    out.push_str(&format!(
        "  without measures    {}\n",
        amount(year.inherent_mean)
    ));
    for (words, value) in [
        ("half of the years  ", year.p50),
        ("9 of 10            ", year.p90),
        ("19 of 20           ", year.p95),
        ("99 of 100          ", year.p99),
    ] {
        out.push_str(&format!("  {words} at most {}\n", amount(value)));
    }
    out.push_str(&format!(
        "  the worst twentieth {} on average\n",
        amount(year.tail_mean)
    ));
    let none = match year.none_probability {
        Some(none) => format!("{:.1} % of years", none * 100.0),
        None => "unknown".into(),
    };
    out.push_str(&format!("  no loss at all      {none}\n\n"));
    added(out, "Hazards", &year.hazards, currency);
    added(out, "Items", &year.items, currency);
    if !year.missing.is_empty() {
        out.push_str("Not known\n");
        for missing in &year.missing {
            out.push_str(&format!("  {}: {}\n", missing.risk, missing.what));
        }
        out.push('\n');
    }
}

fn added(out: &mut String, title: &str, rows: &[Added], currency: &str) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!(
        "{title}: on average a year, in the worst twentieth of the years\n"
    ));
    for row in rows.iter().take(SHOWN) {
        let (mean, tail) = (grouped(row.mean), grouped(row.tail));
        out.push_str(&format!("  {}  {mean}; {tail} {currency}\n", row.id));
    }
    out.push('\n');
}

/// A whole number with its thousands apart.
fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
