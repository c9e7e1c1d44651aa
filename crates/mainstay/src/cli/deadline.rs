//! `mainstay deadline`: when agreed hours run out. It looks at one calendar and at no target.

use std::process::ExitCode;

use record::value::Duration;

use super::{Failure, Form, Setting, show};
use crate::answer::deadline::{Asked, deadline};

/// When agreed hours run out.
#[derive(clap::Args)]
pub struct Deadline {
    /// The folder or file of records.
    source: String,
    /// The calendar of agreed hours.
    #[arg(long, value_name = "ID")]
    calendar: String,
    /// When the clock starts: an instant with its offset, or local time of the calendar.
    #[arg(long, value_name = "INSTANT")]
    start: String,
    /// How much agreed time there is.
    #[arg(long, value_name = "DURATION")]
    within: String,
}

impl Deadline {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        // A duration that is none is told before anything is read.
        Duration::parse(&self.within).map_err(Failure::Understood)?;
        let loaded = setting.load(&self.source)?;
        let asked = Asked {
            calendar: self.calendar,
            start: self.start,
            within: self.within,
        };
        let answer = deadline(&loaded.registers, &asked)?;
        match setting.form {
            Form::Json => show::json(&answer.json())?,
            Form::Text => show::line(&answer.text())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}
