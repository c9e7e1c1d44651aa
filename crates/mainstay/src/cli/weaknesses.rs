//! `mainstay weaknesses`: the smallest combinations of losses that stop an item or make it late.

use std::process::ExitCode;

use continuity::path::humane;
use continuity::requirements::weaknesses::WeakSet;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::weaknesses as answer;

/// How many sets of each size the text form shows.
const SHOWN_PER_ORDER: usize = 25;

/// The smallest combinations of losses that stop an item, or that it is late after.
#[derive(clap::Args)]
pub struct Weaknesses {
    /// The folder or file of records.
    source: String,
    /// The item that stops.
    #[arg(long, value_name = "ID")]
    of: String,
    /// Only losses after which it is not back in time.
    #[arg(long)]
    breach: bool,
    /// Teams can be lost too.
    #[arg(long)]
    people: bool,
    /// The greatest number of losses in a set.
    #[arg(long, value_name = "N", default_value_t = answer::ORDER,
          value_parser = clap::value_parser!(u8).range(1..=i64::from(answer::ORDER_MAX)))]
    order: u8,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Weaknesses {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let asked = answer::Asked {
            of: self.of,
            breach: self.breach,
            people: self.people,
            order: self.order,
        };
        let answer = answer::weaknesses(&given, &asked)?;
        match setting.form {
            Form::Json => show::json(&answer)?,
            Form::Text => show::line(text(&answer).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(answer: &continuity::requirements::weaknesses::Weaknesses) -> String {
    let what = match answer.rto_required_seconds {
        Some(required) => format!(
            "after which {} is not back within {}",
            answer.of,
            humane(required)
        ),
        None => format!("that stop {}", answer.of),
    };
    let mut out = format!("Smallest losses {what}\n\n");
    for remark in &answer.remarks {
        out.push_str(&format!("{remark}\n"));
    }
    for order in 1..=answer.order_max {
        let of_order = |set: &&WeakSet| set.members.len() == order;
        let sets: Vec<&WeakSet> = answer.sets.iter().filter(of_order).collect();
        let count = answer
            .count_by_order
            .get(&order.to_string())
            .copied()
            .unwrap_or(0);
        let word = if order == 1 {
            "One loss".into()
        } else {
            format!("{order} losses at once")
        };
        out.push_str(&format!("{word}: {count}\n"));
        for set in sets.iter().take(SHOWN_PER_ORDER) {
            out.push_str(&format!("  {}{}\n", set.members.join(" + "), remarks(set)));
        }
        if sets.len() > SHOWN_PER_ORDER {
            let more = sets.len() - SHOWN_PER_ORDER;
            out.push_str(&format!("  … and {more} more (--format json shows all)\n"));
        }
    }
    if !answer.complete {
        out.push_str("\nNot every set of this size could be decided; those shown are right.\n");
    }
    if let Some(share) = answer.unavailability {
        let least = if answer.unavailability_is == "bound" {
            "at least "
        } else {
            ""
        };
        out.push_str(&format!(
            "\nStopped at a random moment with probability {least}{share:.3e}"
        ));
        out.push_str(&format!(
            " ({} a year)\n",
            humane((share * 31_536_000.0).round() as i64)
        ));
    }
    if !answer.missing.is_empty() {
        let count = answer.missing.len();
        out.push_str(&format!(
            "{count} items have no failure rate or recovery time, as "
        ));
        out.push_str(&format!("{}\n", answer.missing[..count.min(3)].join(", ")));
    }
    out
}

fn remarks(set: &WeakSet) -> String {
    let likely = set
        .probability
        .map_or_else(String::new, |share| format!("  p {share:.2e}"));
    let covered = if set.covered_by.is_empty() {
        "  no plan covers it".to_string()
    } else {
        format!("  covered by {}", set.covered_by.join(", "))
    };
    likely + &covered
}
