//! `mainstay who`: who holds each function at an instant, and each deputy after.

use std::process::ExitCode;

use continuity::initiation::duty::{Duties, Duty, Holder};
use continuity::path::humane;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::who::who;

/// Who holds each function then, and each deputy after.
#[derive(clap::Args)]
pub struct Who {
    /// The folder or file of records, a journal, or a server.
    source: String,
    /// What is lost: `kind/id`, an unambiguous id, another name, or `scenario/ID`.
    #[arg(long, num_args = 1.., value_name = "ID")]
    lose: Vec<String>,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Who {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let duties = who(&given, &self.lose)?;
        match setting.form {
            Form::Json => show::json(&duties)?,
            Form::Text => show::line(text(&duties).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(duties: &Duties) -> String {
    let mut out = format!("At {}", duties.at);
    if !duties.lost.is_empty() {
        out.push_str(&format!(", with {} lost", duties.lost.join(", ")));
    }
    out.push('\n');
    let mut last = None;
    for duty in &duties.functions {
        if last != Some(duty.function) {
            last = Some(duty.function);
            out.push_str(&format!("\n{}\n", capital(duty.function.words())));
        }
        out.push_str(&row(duty));
    }
    out
}

fn row(duty: &Duty) -> String {
    let mut head = match (&duty.item, &duty.role) {
        (Some(item), _) => item.clone(),
        (_, Some(_)) => duty.name.clone(),
        _ => String::new(),
    };
    if let Some(limit) = &duty.limit {
        head.push_str(&format!(" ({limit})"));
    }
    if duty.two_person {
        head.push_str(", two together");
    }
    if !head.is_empty() {
        head.push_str(": ");
    }
    let mut out = match (&duty.holder, &duty.gap) {
        (Some(holder), _) => format!("  {head}{}", holding(holder)),
        (None, gap) => format!("  {head}nobody. {}", gap.as_deref().unwrap_or_default()),
    };
    out.push('\n');
    for deputy in &duty.deputies {
        out.push_str(&format!("    then {}\n", holding(deputy)));
    }
    for absent in &duty.absent {
        out.push_str(&format!("    not {}: {}\n", absent.who, absent.why));
    }
    out
}

/// Who it is, and from which minute on where that is not at once.
fn holding(holder: &Holder) -> String {
    let who = holder.who.join(" and ");
    match holder.after_seconds {
        0 => who,
        after => format!("{who} after {} ({})", humane(after), holder.from),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
