//! `mainstay margin`: the next single loss that would stop or breach each critical service, now or
//! at an instant of planned work.

use std::process::ExitCode;

use continuity::path::humane;
use continuity::requirements::margin::{Left, Margin as Answer, NextLoss, PlannedWork};
use continuity::requirements::margin::{ServiceMargin, SignalUsed};

use super::{Failure, Form, Setting, instant, show};
use crate::answer::margin::{ground, margin};

/// How many single points of one service are named.
const NAMED_MAX: usize = 6;

/// The next single loss that would stop or breach each critical service.
#[derive(clap::Args)]
pub struct Margin {
    /// The folder or file of records, the journal or the server.
    source: String,
    /// The instant asked about (default: now); inside a window of planned work, what it touches
    /// is down.
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Margin {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let answer = margin(&given, &ground(&given), loaded.told.as_ref());
        match setting.form {
            Form::Json => show::json(&answer)?,
            Form::Text => show::line(text(&answer).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(margin: &Answer) -> String {
    let counts = margin.counts;
    let mut out = format!(
        "At {}: {} stopped, {} have lost their margin, {} on reduced redundancy, {} as built.\n\n",
        margin.at, counts.stopped, counts.none, counts.reduced, counts.full
    );
    let mut section = |title: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            out.push_str(&format!("{title} ({})\n", rows.len()));
            rows.iter()
                .for_each(|row| out.push_str(&format!("  {row}\n")));
            out.push('\n');
        }
    };
    let of = |left: Left| margin.services.iter().filter(move |it| it.margin == left);
    section(
        "Stopped",
        of(Left::Stopped).map(|it| it.id.clone()).collect(),
    );
    section(
        "One more loss stops it",
        of(Left::None).map(without).collect(),
    );
    section(
        "On reduced redundancy",
        of(Left::Reduced).map(|it| it.id.clone()).collect(),
    );
    let always = |it: &&ServiceMargin| it.margin != Left::None && it.next_losses_count > 0;
    let always = margin.services.iter().filter(always);
    section(
        "Single points that were there before",
        always.map(single).collect(),
    );
    let days = margin
        .services
        .iter()
        .filter_map(|it| it.condition.as_ref());
    let days = days.filter(|it| it.is_worth_saying());
    section(
        "What can be borne today",
        days.map(|it| format!("{}: {}", it.id, it.words()))
            .collect(),
    );
    let signals = margin.signals.iter().filter(|it| it.says != "up");
    section("What is said", signals.map(said).collect());
    section("Worked on now", margin.under_way.clone());
    section("Planned work", margin.planned.iter().map(planned).collect());
    out
}

fn without(service: &ServiceMargin) -> String {
    let new = |it: &&NextLoss| it.because_of_signal || it.late_because_of_signal;
    let mut out = service.id.clone();
    for loss in service.next_losses.iter().filter(new) {
        let late = match loss.breaches {
            Some(true) => ", and it would not be back in time",
            Some(false) => ", and it would be back in time",
            None => "",
        };
        out.push_str(&format!(
            "\n      if {} is lost too{late}",
            loss.members.join(" and ")
        ));
        if !loss.instead_of.is_empty() {
            out.push_str(&format!("; down already: {}", loss.instead_of.join(", ")));
        }
        if loss.why.len() > 2 {
            out.push_str(&format!("\n        {}", loss.why.join(" > ")));
        }
    }
    let listed = service.next_losses.iter().filter(new).count();
    if service.because_of_signal_count > listed {
        let more = service.because_of_signal_count - listed;
        out.push_str(&format!("\n      and {more} more"));
    }
    if let Some(hours) = service.without_margin.filter(|it| it.seconds > 0) {
        let (length, days) = (humane(hours.seconds), hours.days);
        out.push_str(&format!(
            "\n      without margin for {length} of the last {days} days"
        ));
    }
    out
}

fn single(service: &ServiceMargin) -> String {
    let first = service.next_losses.iter().take(NAMED_MAX);
    let names: Vec<&str> = first.map(|it| it.members[0].as_str()).collect();
    let more = match service.next_losses_count - names.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}: {}{more}", service.id, names.join(", "))
}

fn said(signal: &SignalUsed) -> String {
    let who = signal.feed.as_deref().unwrap_or("nobody named");
    let since = signal
        .since
        .as_deref()
        .map_or(String::new(), |it| format!(" since {it}"));
    let mut out = format!(
        "{} is {}{since}, says {who} ({})",
        signal.of, signal.says, signal.id
    );
    let standing = serde_json::to_value(signal.standing).ok();
    match standing.as_ref().and_then(|it| it.as_str()) {
        Some("unplaced") => out.push_str("; no record answers to that name"),
        Some("not-yet") => out.push_str("; that is still to come"),
        Some("ended") => out.push_str("; that has ended"),
        _ => {}
    }
    if signal.stale {
        out.push_str("; not heard for long, so it may be wrong");
    }
    if signal.clock_ahead {
        out.push_str("; its clock is ahead of ours");
    }
    out
}

fn planned(work: &PlannedWork) -> String {
    let until = work.until.as_deref().unwrap_or("nobody said when");
    let mut out = format!("{} {} to {until}: {}", work.change, work.from, work.name);
    let mut add = |title: &str, list: &[String]| {
        if !list.is_empty() {
            out.push_str(&format!("\n      {title} {}", list.join(", ")));
        }
    };
    add("touches", &work.touches);
    add("touches what is not on record:", &work.unresolved);
    add("at the same time as", &work.together_with);
    add("stops", &work.stops);
    let last = |it: &continuity::requirements::margin::LastRedundancy| {
        format!("{} (then on {} alone)", it.id, it.members_up.join(", "))
    };
    let last: Vec<String> = work.takes_last_redundancy.iter().map(last).collect();
    add("takes the last redundancy of", &last);
    let left = work.leaves_without_margin.iter();
    let left: Vec<String> = left.map(|it| it.id.clone()).collect();
    add("leaves without margin", &left);
    add("meets a peak:", &work.meets_peak);
    add("meets an exercise:", &work.meets_exercise);
    add("meets a warning:", &work.meets_warning);
    add("while", &work.authority_gap);
    out
}
