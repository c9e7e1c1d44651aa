//! `mainstay recover`: what is done when and by whom after a loss, and when all is back.

use std::process::ExitCode;

use continuity::implementation::recovery_schedule::{
    Back, Conflict, PlanFit, RecoverySchedule, Relaxed, Task, TeamLoad,
};
use continuity::path::{humane, humane_or_unknown};
use continuity::requirements::recovery_targets::Verdict;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::recover::{self as answer, Asked, Ready};

/// After a loss: what is done in which order and by whom, and when all is back, under the limits
/// of people.
///
/// One schedule for all plans and items concerned. It makes the weighted lateness least, then the
/// number of targets missed, then the end. The same seed and budget give the same schedule on every
/// machine, however many threads it has.
#[derive(clap::Args)]
pub struct Recover {
    /// The folder or file of records, a journal or a server.
    source: String,
    /// What is lost: `kind/id`, an unambiguous id, another name, or `scenario/ID`.
    #[arg(long, num_args = 1.., value_name = "ID",
          required_unless_present = "scenario", conflicts_with = "scenario")]
    lose: Vec<String>,
    /// The scenario that is recovered from.
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// The instant of the loss (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// The seed of the search.
    #[arg(long, value_name = "S", default_value_t = answer::SEED)]
    seed: u64,
    /// How many schedules the search may build; fewer where there is much to do.
    #[arg(long, value_name = "N", default_value_t = answer::SCHEDULES,
          value_parser = clap::value_parser!(u64).range(1..=answer::SCHEDULES_MOST))]
    budget: u64,
    /// On how many days the schedule is tried, with times drawn anew; fewer where there is much to
    /// do.
    #[arg(long, value_name = "N", default_value_t = answer::RUNS as u64,
          value_parser = clap::value_parser!(u64).range(0..=answer::RUNS_MOST))]
    runs: u64,
}

impl Recover {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let asked = Asked {
            seed: self.seed,
            schedules: self.budget,
            runs: self.runs as usize,
            ..Asked::lost(self.lose).with_scenario(self.scenario.as_deref())
        };
        let found = answer::recover(&given, &asked)?;
        match setting.form {
            Form::Json => show::json(&found)?,
            Form::Text => show::line(text(&found.schedule, &found.arrangements).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(found: &RecoverySchedule, ready: &[Ready]) -> String {
    let mut out = String::new();
    let mut section = |title: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            out.push_str(&format!("{title}\n"));
            rows.iter()
                .for_each(|row| out.push_str(&format!("  {row}\n")));
            out.push('\n');
        }
    };
    section("In short", summary(found));
    section(
        "Do this, in this order",
        found.tasks.iter().map(task).collect(),
    );
    section("Back", found.items.iter().map(back).collect());
    let teams = found.teams.iter().map(team);
    section("Who is waited for", teams.collect());
    let crowded = found.plans.iter().filter(|plan| plan.is_crowded_out());
    section(
        "Each of these plans is in time alone, but not beside the others",
        crowded.map(plan).collect(),
    );
    let conflict = found.conflict.iter().flat_map(conflict);
    section(
        "Cannot be kept together, though each alone can",
        conflict.collect(),
    );
    section("What decides the end", found.critical.clone());
    section("What stands ready", ready.iter().map(arrangement).collect());
    section(
        "Steps that ask for more people than there are",
        found.overbooked.clone(),
    );
    section(
        "Steps that ask for a skill that too few of their team have",
        found.unskilled.clone(),
    );
    section("How this was found", method(found));
    out
}

fn summary(found: &RecoverySchedule) -> Vec<String> {
    if found.items.is_empty() {
        return vec!["Nothing stops.".into()];
    }
    let (end, free) = (found.makespan_seconds, found.longest_path_seconds);
    let mut rows = vec![format!(
        "All that can be calculated is back {} after work starts.",
        humane(end)
    )];
    if free < end {
        rows.push(format!(
            "With people without limit it would be {}: waiting for people costs {}.",
            humane(free),
            humane(end - free)
        ));
    }
    let judged = found
        .items
        .iter()
        .filter(|row| row.target_seconds.is_some());
    let unknown = found.items.iter().filter(|row| row.back_seconds.is_none());
    rows.push(format!(
        "{} of {} targets would be missed, {} of them however many people there were.",
        found.late_count,
        judged.count(),
        found.late_anyway_count
    ));
    match unknown.count() {
        0 => {}
        count => rows.push(format!("Of {count} nobody can say when they are back.")),
    }
    if let Some(team) = found.teams.first() {
        rows.push(format!("The bottleneck is {}.", team.id));
    }
    rows
}

fn weighed(seconds: u64) -> String {
    humane(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// `+1:05`: hours and minutes after work starts.
fn clock(seconds: i64) -> String {
    let minutes = seconds.div_euclid(60);
    format!("+{}:{:02}", minutes / 60, minutes % 60)
}

fn task(task: &Task) -> String {
    let who = task.by.as_deref().unwrap_or("-");
    let people = match task.people {
        0 | 1 => String::new(),
        people => format!(" ({people} people)"),
    };
    format!(
        "{:>6} to {:>6}  {}{people}  {}  [{}]",
        clock(task.starts_seconds),
        clock(task.ends_seconds),
        record::link::split(who).1,
        task.title,
        task.id,
    )
}

fn back(row: &Back) -> String {
    let back = match row.back_seconds {
        Some(seconds) => clock(seconds),
        None => "?".into(),
    };
    let target = row.target_seconds.map(humane).unwrap_or_default();
    let compared = humane_or_unknown(row.compared_seconds);
    let verdict = match row.verdict {
        Verdict::NoTarget => String::new(),
        Verdict::Meets => format!("  in time: {compared} of {target}"),
        Verdict::Misses => format!("  TOO LATE: {compared} of {target}"),
        _ => format!("  nobody can say; it must be within {target}"),
    };
    let chance = row
        .meets_probability
        .filter(|_| row.percentiles.is_some_and(|it| it.p50 < it.p90));
    let chance = match chance {
        Some(chance) => format!("; in time on {:.0} of 100 days", chance * 100.0),
        None => String::new(),
    };
    format!("{back:>6}  {}{verdict}{chance}", row.id)
}

fn team(team: &TeamLoad) -> String {
    let who = match team.persons.is_empty() {
        true => String::new(),
        false => format!(" who can do it ({})", team.persons.join(", ")),
    };
    format!(
        "{}: {} at work{who}, tasks wait {} for them; with one more all is back after {} and {} \
         targets are missed",
        team.id,
        team.people,
        humane(team.waits_seconds),
        humane(team.one_more_makespan_seconds),
        team.one_more_late_count
    )
}

fn plan(plan: &PlanFit) -> String {
    format!(
        "{}: back after {} alone, after {} beside the others; late: {}",
        plan.id,
        humane(plan.alone_seconds),
        humane(plan.together_seconds),
        plan.together_late.join(", ")
    )
}

fn conflict(conflict: &Conflict) -> Vec<String> {
    let mut rows = vec![conflict.items.join(", ")];
    rows.push(match &conflict.because {
        Some(why) => format!(
            "{} must do {} of work between {} and {}, and can do {}",
            why.by,
            humane(why.work_seconds as i64),
            clock(why.from_seconds),
            clock(why.until_seconds),
            humane(why.room_seconds as i64)
        ),
        None => "no schedule was found that keeps them; that there is none is not proven".into(),
    });
    let relax = |it: &Relaxed| {
        format!(
            "{}: promise {} instead, {} more (weight {})",
            it.id,
            humane(it.to_seconds),
            humane(it.by_seconds),
            it.weight
        )
    };
    if let Some(cheapest) = conflict.relax.first() {
        rows.push(format!("cheapest to relax: {}", relax(cheapest)));
        let rest = conflict.relax.iter().skip(1);
        rows.extend(rest.map(|it| format!("or {}", relax(it))));
    }
    rows
}

/// Without needless decimals.
fn amount(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}

fn arrangement(ready: &Ready) -> String {
    let fit = &ready.fit;
    let able = fit.capacity.map_or("?".to_string(), amount);
    let lost = match ready.site_lost {
        true => "; LOST with its place",
        false => "",
    };
    let from = ready.activation_seconds.map(humane);
    let from = from.map_or_else(String::new, |from| format!(", usable after {from}"));
    let out = fit.loads.iter().filter(|it| it.dropped.is_some());
    let out: Vec<&str> = out.map(|it| &*it.id).collect();
    let out = match out.is_empty() {
        true => String::new(),
        false => format!("; goes without: {}", out.join(", ")),
    };
    let (id, needed, unit) = (&fit.id, amount(fit.needed), &fit.unit);
    format!("{id}: {needed} of {able} {unit} needed{from}{lost}{out}")
}

fn method(found: &RecoverySchedule) -> Vec<String> {
    let bound = match found.exact {
        true => "No schedule is better.".to_string(),
        false => format!(
            "No schedule ends before {}; this one ends {} % later. Weighted lateness is {}; none \
             has less than {}.",
            humane(found.lower_bound_seconds),
            found.gap_percent,
            weighed(found.weighted_lateness_seconds),
            weighed(found.weighted_lateness_bound_seconds)
        ),
    };
    let checked = match found.verified {
        true => "An independent checker finds every order and limit kept.",
        false => "The independent checker REFUSES this schedule: do not rely on it.",
    };
    let days = match found.runs {
        0 => "No time is uncertain.".to_string(),
        runs => format!(
            "Chances from {runs} days drawn; tasks of one team share {} % of their luck.",
            found.common_cause_percent
        ),
    };
    vec![
        bound,
        days,
        format!(
            "{} of {} schedules built, seed {}. {checked}",
            found.schedules_built, found.budget_schedules, found.seed
        ),
    ]
}
