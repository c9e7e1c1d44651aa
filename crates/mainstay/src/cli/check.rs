//! `mainstay check`: every finding, worst first. It lists and counts; what is a finding and how
//! grave it is, `continuity` says.

pub mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use continuity::finding::Finding;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::check::baseline::Baseline;
use crate::answer::check::listing::Listing;
use crate::answer::check::{Group, findings, is_error, json, junit, sarif, simulated};

/// Every finding, worst first.
///
/// Exits 1 when there is a finding of severity error that is neither waived nor in the baseline,
/// 2 when the records could not be understood, else 0.
#[derive(clap::Args)]
pub struct Check {
    /// The folder or file of records.
    source: String,
    /// Findings known already, as `check --format json` wrote them: they do not fail.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Judge targets that are missed by a bound again, by 10,000 simulated recoveries.
    #[arg(long)]
    simulate: bool,
    /// Show every finding; else at most 20 of each code in text.
    #[arg(long)]
    all: bool,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Check {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let known = match &self.baseline {
            Some(file) => Baseline::read(file)?,
            None => Baseline::default(),
        };
        let loaded = setting.judged(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let findings = match self.simulate {
            true => simulated(&given),
            false => findings(&given),
        };
        let listing = Listing::new(given, &known);
        match setting.form {
            Form::Json => show::json(&json::report(&listing, &findings))?,
            Form::Sarif => show::json(&sarif::log(&[Group::all(&listing, &findings)]))?,
            Form::Junit => {
                let all = [Group::all(&listing, &findings)];
                show::line(&junit::document("mainstay check", &all))?;
            }
            Form::Text => {
                let style = text::Style::of_stdout(self.all);
                show::line(text::report(&listing, &findings, &style).trim_end())?;
            }
            _ => return Err(super::only_check_and_diff()),
        }
        let fails = |finding: &Finding| is_error(finding) && !known.holds(finding);
        Ok(ExitCode::from(u8::from(findings.iter().any(fails))))
    }
}
