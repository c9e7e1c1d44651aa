//! `mainstay ask`: the questions whose answers would settle most verdicts, and whom to ask.

use std::process::ExitCode;

use continuity::requirements::questions::Questions;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::ask::ask;

/// The questions whose answers would settle most verdicts, and whom to ask.
#[derive(clap::Args)]
pub struct Ask {
    /// The folder or file of records.
    source: String,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Ask {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let answer = ask(&given);
        match setting.form {
            Form::Json => show::json(&answer)?,
            Form::Text => show::line(text(&answer).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(answer: &Questions) -> String {
    let mut out = format!(
        "{} verdicts are known, {} are open, {} activities and services have no target.\n\n",
        answer.known, answer.unknown, answer.without_target
    );
    if answer.questions.is_empty() {
        out.push_str("No question would settle a verdict.\n");
    }
    for (at, question) in answer.questions.iter().enumerate() {
        let settles = match question.settles {
            0 => format!("has a part in {}", question.part_of),
            count => format!("settles {count}"),
        };
        out.push_str(&format!("{}. {}  ({settles})\n", at + 1, question.text));
        out.push_str(&format!("   ask:   {}\n", question.ask));
        out.push_str(&format!("   good:  {}\n", question.if_good));
        out.push_str(&format!("   bad:   {}\n", question.if_bad));
        out.push_str(&format!("   write: {}\n\n", question.write));
    }
    out
}
