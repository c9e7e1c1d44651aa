//! `mainstay unknown`: what may make an activity late whatever the cause, as stories, worst first.

use std::process::ExitCode;

use continuity::path::humane;
use continuity::requirements::unknown::cover::Covered;
use continuity::requirements::unknown::{Late, Story, UnknownDisasters};

use super::show::{width, wrapped};
use super::{Failure, Form, Setting, instant, show};
use crate::answer::unknown as answer;

/// How many stories the text form shows.
const SHOWN: usize = 30;
/// How many activities are named in one line.
const NAMED: usize = 4;

/// What may make an activity late whatever the cause: the fewest losses first, as stories.
#[derive(clap::Args)]
pub struct Unknown {
    /// The folder or file of records, the journal or the server.
    source: String,
    /// The greatest number of losses at once.
    #[arg(long, value_name = "N", default_value_t = answer::ORDER as u8,
          value_parser = clap::value_parser!(u8).range(1..=answer::ORDER_MAX as i64))]
    order: u8,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Unknown {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let found = answer::unknown(&given, usize::from(self.order));
        match setting.form {
            Form::Json => show::json(&found)?,
            Form::Text => show::line(text(&found, width()).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(found: &UnknownDisasters, width: usize) -> String {
    let open = found.stories.iter().filter(|it| it.uncovered > 0).count();
    let mut out = format!(
        "{} stories, up to {} losses at once; {open} without a whole answer by plans in force.\n",
        found.stories.len(),
        found.order_max
    );
    if found.activities.is_empty() {
        out.push_str("There is nothing here that could stop.\n");
    } else if found.stops_only {
        let text = "Nothing says by when anything must be back: what is told is what stops, not \
                    what is late.";
        wrapped(text, width, 0, "", &mut out);
        out.push('\n');
    }
    if !found.complete {
        let cut = found.activities.iter().filter(|it| !it.complete).count();
        out.push_str(&format!(
            "Cut short for {cut} of {}: {} smaller sets were not tried with every further loss. \
             What is shown is right; there may be more.\n",
            found.activities.len(),
            found.untried
        ));
    }
    for (at, story) in found.stories.iter().take(SHOWN).enumerate() {
        let head = format!("{}. ", at + 1);
        out.push_str(&format!("\n{head}"));
        wrapped(&story.title, width, head.len(), "   ", &mut out);
        out.push('\n');
        for line in lines(story) {
            out.push_str("   ");
            wrapped(&line, width, 3, "   ", &mut out);
            out.push('\n');
        }
    }
    if found.stories.len() > SHOWN {
        let more = found.stories.len() - SHOWN;
        out.push_str(&format!("\n… and {more} more (--format json shows all)\n"));
    }
    out
}

/// What one reads of a story: why, who is late, who answers it, what would take it away.
fn lines(story: &Story) -> Vec<String> {
    let mut all = vec![story.text.clone()];
    let named: Vec<&str> = story
        .activities
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect();
    let more = match story.activities.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = named.join(", ");
    all.push(match story.due_seconds {
        Some(due) => format!(
            "Late: {named}{more}; the first is due after {}.",
            humane(due)
        ),
        None => format!("Stops: {named}{more}."),
    });
    let first = story.sets.first().map_or(&[][..], |set| &set.members);
    let others = match story.sets.len() {
        0 | 1 => String::new(),
        2 => ", or one other way".into(),
        many => format!(", or {} other ways", many - 1),
    };
    all.push(format!("Lost: {}{others}.", first.join(" + ")));
    all.push(answered(story));
    all.push(format!("What would take it away: {}", story.mend));
    all
}

fn answered(story: &Story) -> String {
    let late = || story.sets.iter().flat_map(|set| &set.activities);
    let mut plans: Vec<&str> = late()
        .flat_map(|it| it.covered_by.iter().map(String::as_str))
        .collect();
    plans.sort_unstable();
    plans.dedup();
    if story.uncovered == 0 {
        let late = match story.due_seconds {
            Some(_) => ", and still late as written",
            None => "",
        };
        return format!("Answered{late}: {}.", plans.join(", "));
    }
    let bare = late().filter(|it| !it.missing.is_empty());
    let due = |it: &Late| it.required_seconds.unwrap_or(i64::MAX);
    let worst = bare.min_by_key(|it: &&Late| (it.covered, due(it)));
    let why = worst.map_or("", |it| &it.missing[0].text);
    match late().all(|it| it.covered == Covered::Not) {
        true => format!("No plan in force answers it. {why}"),
        false => format!(
            "{} of {} ways have no whole answer. {why}",
            story.uncovered,
            story.sets.len()
        ),
    }
}
