//! `mainstay impact`: what stops, what goes on below normal, when each target is breached.

use std::process::ExitCode;

use continuity::path::{humane, humane_or_unknown};
use continuity::requirements::exposure::{Breach, Degraded, Exposure, OnRedundancy, exposure};
use continuity::requirements::loss::{Losses, losses};
use continuity::requirements::recovery_targets::Verdict;
use continuity::standpoint::Standpoint;
use record::kinds::Registers;

use super::{Failure, Form, Setting, instant, show};

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
        let at = instant(self.at.as_deref())?;
        let scenario = scenario_of(&loaded.registers, &self.lose)?;
        let standpoint = match scenario {
            Some(scenario) => Standpoint::of_scenario(&loaded.registers, scenario, at),
            None => Standpoint::new(&loaded.registers, at),
        };
        let losses = named_losses(&standpoint, &self.lose)?;
        let exposure = exposure(&standpoint, &losses);
        match setting.form {
            Form::Json => show::json(&exposure)?,
            Form::Text => show::line(text(&exposure).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The scenario among the names, if there is one.
fn scenario_of<'r>(registers: &'r Registers, names: &[String]) -> Result<Option<&'r str>, Failure> {
    let mut found = None;
    for id in names
        .iter()
        .filter_map(|name| name.strip_prefix("scenario/"))
    {
        let scenario = registers
            .scenarios
            .live()
            .find(|scenario| &*scenario.id == id);
        let Some(scenario) = scenario else {
            let ids = registers.scenarios.live().map(|scenario| &*scenario.id);
            let hint = record::complaint::suggestion(id, ids);
            return Err(Failure::Understood(format!(
                "there is no scenario `{id}`{hint}"
            )));
        };
        found = Some(&*scenario.id);
    }
    Ok(found)
}

/// The losses that some names mean.
fn named_losses(standpoint: &Standpoint<'_>, names: &[String]) -> Result<Losses, Failure> {
    let mut items = Vec::new();
    let mut all = Losses::of(&[]);
    for name in names {
        let scenario = name.strip_prefix("scenario/");
        match scenario.and_then(|id| standpoint.estate.registers.scenarios.get(id)) {
            Some(scenario) => all = losses(&standpoint.estate, scenario),
            None => items.push(super::item(&standpoint.estate, name)?),
        }
    }
    all.items.extend(items);
    all.items.sort_unstable();
    all.items.dedup();
    Ok(all)
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
    section(format!("Stopped with it ({})", follows.len()), follows);
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
