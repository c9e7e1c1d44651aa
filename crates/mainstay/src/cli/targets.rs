//! `mainstay targets`: what is required of every item, what is achievable, and why.

use std::process::ExitCode;

use continuity::path::{humane, humane_or_unknown, needed};
use continuity::requirements::catching_up::CatchingUp;
use continuity::requirements::condition::ConditionMtpd;
use continuity::requirements::hours_walk::HoursVerdict;
use continuity::requirements::recovery_points::{Point, Points};
use continuity::requirements::recovery_targets::{ItemTarget, Verdict};

use super::{Failure, Form, Setting, instant, show};
use crate::answer::targets as answer;

/// Required and achievable recovery times and points of every item, and why.
#[derive(clap::Args)]
pub struct Targets {
    /// The folder or file of records.
    source: String,
    /// Judge each target at every hour of the week and at the coming year's exceptions.
    #[arg(long)]
    hours: bool,
    /// Only these items, with the whole path behind each figure.
    #[arg(long, num_args = 1.., value_name = "ID")]
    of: Vec<String>,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Targets {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let whole = !self.of.is_empty();
        let asked = answer::Asked {
            hours: self.hours,
            of: self.of,
        };
        let table = answer::targets(&given, &asked)?;
        match setting.form {
            Form::Json => show::json(&table)?,
            Form::Text => show::line(text(&table.items, whole).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Meets => "ok",
        Verdict::Misses => "LATE",
        Verdict::Unknown => "?",
        Verdict::Infeasible => "NEVER",
        Verdict::NoTarget => "-",
    }
}

/// The whole story of a few items, or a line for each of many, services and activities first.
fn text(rows: &[ItemTarget], whole: bool) -> String {
    if whole {
        return rows.iter().map(story).collect::<Vec<String>>().join("\n");
    }
    let demands =
        |row: &&ItemTarget| row.id.starts_with("activity/") || row.id.starts_with("service/");
    let (first, then): (Vec<&ItemTarget>, Vec<&ItemTarget>) = rows.iter().partition(demands);
    let width = rows
        .iter()
        .map(|row| row.id.chars().count())
        .max()
        .unwrap_or(0)
        .min(44);
    let head = format!(
        "{:<6} {:<width$}  {:>12}  {:>12}",
        "", "", "must be back", "would be"
    );
    let mut out = format!("{}\n", head.trim_end());
    for row in first.into_iter().chain(then) {
        out.push_str(line(row, width).trim_end());
        out.push('\n');
    }
    out.push_str("\nTimes count from invocation. `--of ID` shows the path behind a figure.\n");
    out
}

fn line(row: &ItemTarget, width: usize) -> String {
    let needs = row.rto_required_seconds.map_or_else(|| "-".into(), humane);
    let has = humane_or_unknown(row.rtc_seconds);
    let driver = row.rto_driver.as_ref().filter(|driver| **driver != row.id);
    let driver = driver.map_or_else(String::new, |driver| format!("  for {driver}"));
    // A name that the id only repeats says nothing more.
    let id = record::link::split(&row.id).1;
    let name = match record::link::to_id(&row.name) == id {
        true => String::new(),
        false => format!("  ({})", row.name),
    };
    let hours = row.hours.as_ref().map(hours_line);
    let hours = hours.map_or_else(String::new, |line| format!("\n       {line}"));
    let mark = mark(row.verdict);
    format!(
        "{mark:<6} {:<width$}  {needs:>12}  {has:>12}{name}{driver}{}{hours}",
        row.id,
        measured(row)
    )
}

/// What stands in place of an own recovery time that nobody declared. Teams and suppliers are not
/// ours to recover.
fn measured(row: &ItemTarget) -> String {
    if ["team/", "supplier/"]
        .iter()
        .any(|kind| row.id.starts_with(kind))
    {
        return String::new();
    }
    let observed = &row.observed_seconds;
    match (
        row.own_seconds,
        observed.iter().min(),
        observed.iter().max(),
    ) {
        (Some(_), ..) => String::new(),
        (None, Some(&least), Some(&most)) if least < most => format!(
            "  measured {} times: {} to {}",
            observed.len(),
            humane(least),
            humane(most)
        ),
        (None, Some(&once), _) => format!("  measured: {}", humane(once)),
        (None, None, _) => "  not measured".into(),
    }
}

fn hours_line(hours: &HoursVerdict) -> String {
    let share = match hours.share_in_time {
        Some(share) => format!("in time at {:.1} % of the week's hours", share * 100.0),
        None => "nobody can say at which hours it is in time".into(),
    };
    let Some(worst) = &hours.worst else {
        return share;
    };
    let day = |text: &str| {
        let parsed = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%:z", text);
        let time = parsed.and_then(|it| it.to_datetime());
        time.map_or_else(
            |_| text.to_string(),
            |it| it.strftime("%A %d %b %H:%M").to_string(),
        )
    };
    let due = worst
        .due
        .as_deref()
        .map_or_else(|| "never due".into(), |due| format!("due {}", day(due)));
    let back = worst
        .back
        .as_deref()
        .map_or_else(|| "never back".into(), |at| format!("back {}", day(at)));
    format!("{share}; at worst lost {}: {due}, {back}", day(&worst.lost))
}

fn story(row: &ItemTarget) -> String {
    let mut out = format!("{} ({})\n", row.id, row.name);
    out.push_str(&format!("  verdict: {}", row.verdict.as_str()));
    if row.as_group {
        out.push_str(" (enough other members of its group are in time)");
    }
    out.push('\n');
    let needs = match row.rto_required_seconds {
        None => "must be back within, from invocation: nothing is demanded".into(),
        Some(needs @ 0..) => format!("must be back within, from invocation: {}", humane(needs)),
        Some(needs) => needed(needs),
    };
    out.push_str(&format!("  {needs}\n"));
    for step in &row.rto_why {
        out.push_str(&format!(
            "    {}  {}\n",
            step.id,
            describe(step.seconds, &step.because)
        ));
    }
    let has = humane_or_unknown(row.rtc_seconds);
    out.push_str(&format!("  would be back after, from invocation: {has}\n"));
    for step in &row.rtc_why {
        out.push_str(&format!(
            "    {}  {}\n",
            step.id,
            describe(step.seconds, &step.because)
        ));
    }
    for condition in &row.mtpd_by_condition {
        out.push_str(&condition_line(condition));
    }
    if measured(row).ends_with("not measured") {
        out.push_str("  its own recovery was neither declared nor measured\n");
    }
    if !row.observed_seconds.is_empty() {
        let observed: Vec<String> = row.observed_seconds.iter().map(|&it| humane(it)).collect();
        out.push_str(&format!(
            "  measured by others, not counted: {}\n",
            observed.join(", ")
        ));
    }
    if let Some(hours) = &row.hours {
        out.push_str(&format!("  by the hour: {}\n", hours_line(hours)));
    }
    out.push_str(&data_lines(row));
    if let Some(work) = &row.catching_up {
        out.push_str(&format!("  catching up: {}\n", work.words()));
        let lines = catching_up_lines(work);
        lines
            .iter()
            .for_each(|line| out.push_str(&format!("    {line}\n")));
    }
    out
}

/// How much data it may lose and who asks for that, how much it would lose, who makes it anew and
/// what comes back with it.
fn data_lines(row: &ItemTarget) -> String {
    let mut out = String::new();
    if let Some(rpo) = row.rpo_required_seconds {
        out.push_str(&format!("  may lose data of: {}\n", humane(rpo)));
        if row.rpo_path.len() > 1 {
            out.push_str(&format!("    asked by {}\n", row.rpo_path.join(" > ")));
        }
    }
    if let Some(points) = &row.rpc_seconds {
        out.push_str(&format!("  would lose data of: {}\n", points_text(points)));
    }
    for anew in &row.reconstructed_by {
        out.push_str(&format!("    {}\n", anew.words()));
    }
    if let Some(skew) = &row.skew {
        out.push_str(&format!(
            "  comes back together with {}\n",
            skew.members.join(", ")
        ));
        skew.lines()
            .iter()
            .for_each(|line| out.push_str(&format!("    {line}\n")));
    }
    out
}

/// What an activity has to catch up with, each part with its arithmetic.
pub(super) fn catching_up_lines(work: &CatchingUp) -> Vec<String> {
    let mut out: Vec<String> = work.reconstructs.iter().map(|it| it.words()).collect();
    for group in &work.reconciles {
        out.push(format!("group {}", group.group));
        out.extend(group.lines().iter().map(|text| format!("  {text}")));
    }
    out.extend(work.backlog.iter().flat_map(|it| it.lines()));
    out
}

/// `  normal: unbearable after 24 h` with the reason below.
fn condition_line(condition: &ConditionMtpd) -> String {
    let days = condition.days.as_deref();
    let days = days.map_or(String::new(), |days| format!(" ({days})"));
    let headline = if condition.is_headline {
        "; targets are made from this"
    } else {
        ""
    };
    let mut out = format!(
        "  {}{days}: {}{headline}\n",
        condition.when,
        condition.mtpd_words()
    );
    let why = condition.why_words();
    if !why.is_empty() {
        out.push_str(&format!("    {why}\n"));
    }
    out
}

fn describe(seconds: Option<i64>, because: &str) -> String {
    format!("{}: {because}", humane_or_unknown(seconds))
}

fn points_text(points: &Points) -> String {
    let word = |point: Point| match point {
        Point::Seconds(seconds) => humane(seconds),
        Point::Unknown => "unknown".into(),
        Point::None => "all of it".into(),
    };
    let each = points
        .modes()
        .map(|(mode, point)| format!("{mode} {}", word(point)));
    each.join(", ")
}
