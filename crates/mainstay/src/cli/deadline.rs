//! `mainstay deadline`: when agreed hours run out.

use std::process::ExitCode;

use super::{Failure, Setting};

/// When agreed hours run out.
#[derive(clap::Args)]
pub struct Deadline {
    /// The folder or file of records.
    pub source: String,
    /// The calendar of agreed hours.
    #[arg(long, value_name = "ID")]
    pub calendar: String,
    /// When the clock starts: an instant with its offset, or local time of the calendar.
    #[arg(long, value_name = "INSTANT")]
    pub start: String,
    /// How much agreed time there is.
    #[arg(long, value_name = "DURATION")]
    pub within: String,
}

impl Deadline {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let _loaded = setting.load(&self.source)?;
        Ok(ExitCode::SUCCESS)
    }
}
