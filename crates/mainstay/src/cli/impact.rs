//! `mainstay impact`: what stops, what goes on below normal, when each target is breached.

use std::collections::BTreeMap;
use std::process::ExitCode;

use continuity::path::{humane, humane_or_unknown};
use continuity::requirements::exposure::{Breach, Degraded, Exposure, OnRedundancy};
use continuity::requirements::recovery_targets::Verdict;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::impact::impact;

/// What stops, what degrades, when each target is breached.
#[derive(clap::Args)]
pub struct Impact {
    /// The folder or file of records.
    source: String,
    /// What is lost: `kind/id`, an unambiguous id, another name, or `scenario/ID`.
    #[arg(long, required = true, num_args = 1.., value_name = "ID")]
    lose: Vec<String>,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Impact {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let exposure = impact(&given, &self.lose)?;
        match setting.form {
            Form::Json => show::json(&exposure)?,
            Form::Text => show::line(text(&exposure).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(exposure: &Exposure) -> String {
    let mut out = String::new();
    let mut section = |title: String, rows: Vec<String>| {
        if !rows.is_empty() {
            out.push_str(&format!("{title}\n"));
            rows.iter()
                .for_each(|row| out.push_str(&format!("  {row}\n")));
            out.push('\n');
        }
    };
    let follows: Vec<String> = exposure
        .stopped
        .iter()
        .filter(|id| !exposure.lost.contains(id))
        .cloned()
        .collect();
    section(
        format!("Lost ({})", exposure.lost.len()),
        exposure.lost.clone(),
    );
    section(format!("Stopped with it ({})", by_kind(&follows)), follows);
    let degraded = exposure.degraded.iter().map(degraded_row);
    section(
        format!("Below normal ({})", exposure.degraded.len()),
        degraded.collect(),
    );
    let reduced = exposure.on_redundancy.iter().map(reduced_row);
    section(
        format!("With less redundancy ({})", exposure.on_redundancy.len()),
        reduced.collect(),
    );
    section(
        "Named but unknown to the records".into(),
        exposure.unresolved.clone(),
    );
    for (verdict, title) in [
        (Verdict::Misses, "Not back in time"),
        (
            Verdict::Unknown,
            "Nobody can say whether it is back in time",
        ),
        (Verdict::Meets, "Back in time, by calculation"),
    ] {
        let of = |breach: &&Breach| breach.verdict == verdict;
        let rows: Vec<String> = exposure
            .breaches
            .iter()
            .filter(of)
            .map(breach_row)
            .collect();
        section(format!("{title} ({})", rows.len()), rows);
    }
    let days = exposure.conditions.iter().filter(|it| it.is_worth_saying());
    let days = days.map(|it| format!("{}: {}", it.id, it.words()));
    section("What the day makes of it".into(), days.collect());
    out
}

fn degraded_row(row: &Degraded) -> String {
    let below = if row.below_minimum {
        ", below its minimum"
    } else {
        ""
    };
    let level = f64::from(row.to_percent.0) / 100.0;
    format!("{} at {level} %{below}", row.id)
}

fn reduced_row(row: &OnRedundancy) -> String {
    let pause = match row.interrupted_seconds {
        0 => String::new(),
        seconds => format!(", interrupted for {}", humane(seconds)),
    };
    format!(
        "{}: {} of {} up, {} needed{pause}",
        row.id, row.up, row.of, row.k
    )
}

/// `25 services, 4 datasets`: the most of a kind first.
fn by_kind(ids: &[String]) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for id in ids {
        *kinds
            .entry(record::link::split(id).0.unwrap_or_default())
            .or_default() += 1;
    }
    let mut kinds: Vec<(&str, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|&(_, number)| std::cmp::Reverse(number));
    let word = |&(kind, number): &(&str, usize)| {
        let plural = record::kinds::about(kind).map_or(kind, |about| about.plural);
        format!("{number} {}", if number == 1 { kind } else { plural })
    };
    kinds.iter().map(word).collect::<Vec<String>>().join(", ")
}

fn breach_row(breach: &Breach) -> String {
    let (due, back) = (
        humane(breach.at_seconds),
        humane_or_unknown(breach.back_seconds),
    );
    let clock = breach.clock.to_uppercase();
    let mut row = format!("{}  {clock} {due}, back after {back}", breach.id);
    if let Some(missing) = &breach.missing {
        row.push_str(&format!("\n      {missing}"));
    } else if breach.verdict == Verdict::Misses {
        let path: Vec<&str> = breach.why.iter().map(|step| step.id.as_str()).collect();
        row.push_str(&format!("\n      waits for {}", path.join(" < ")));
    }
    row
}
