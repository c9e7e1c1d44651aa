//! `mainstay bia`: the report of the business impact analysis.

mod text;

use std::process::ExitCode;

use exchange::write::csv;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::check::findings;
use crate::answer::impact_report::{Ground, Reckoning, impact_report, table};
use crate::answer::targets;

/// The report of the impact analysis: method, each activity, and the whole ranked.
///
/// Text shows the whole organisation, and with `--activity` all that is known of one. JSON holds
/// all of it. `--format csv` writes a table for spreadsheets, one row for each activity, or with
/// `--table harm` one for each activity, condition and time.
#[derive(clap::Args)]
pub struct Bia {
    /// The folder or file of records, a journal or a server.
    source: String,
    /// Only these activities, with all that is known of them.
    #[arg(long, num_args = 1.., value_name = "ID")]
    activity: Vec<String>,
    /// Which table `--format csv` writes.
    #[arg(long, value_enum, default_value_t = Rows::Activities)]
    table: Rows,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Rows {
    /// One for each activity.
    Activities,
    /// One for each activity, condition and time.
    Harm,
}

impl Bia {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.judged(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let all = targets::Asked {
            hours: false,
            of: Vec::new(),
        };
        let rows = targets::targets(&given, &all)?.items;
        let known = Reckoning {
            rows: &rows,
            findings: &findings(&given),
            state: loaded.state.as_ref(),
            entry: loaded.entry,
            money: true,
        };
        let ground = Ground::new(&given, &known);
        let report = impact_report(&ground, &self.activity)?;
        match setting.form {
            Form::Json => show::json(&report)?,
            Form::Csv => {
                let table = match self.table {
                    Rows::Activities => table::activities(&report),
                    Rows::Harm => table::harm(&report),
                };
                show::raw(&csv::table(&table))?;
            }
            Form::Text => {
                let text = match self.activity.is_empty() {
                    true => text::whole(&report),
                    false => text::each(&report),
                };
                show::line(text.trim_end())?;
            }
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}
