//! `mainstay check`: every finding, worst first. It lists and counts; what is a finding and how
//! grave it is, `continuity` says.

pub mod baseline;
pub mod json;
pub mod junit;
pub mod listing;
pub mod sarif;
pub mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use continuity::finding::{Finding, Judge};
use continuity::standpoint::Standpoint;
use jiff::Timestamp;
use record::initiation::policy::Severity;

use super::{Failure, Form, Setting, instant, show};
use crate::source::Loaded;
use baseline::Baseline;
use listing::Listing;

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
        let findings = findings(&loaded, instant(self.at.as_deref())?);
        let listing = Listing::new(&self.source, &loaded, &known);
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
        }
        let fails = |finding: &Finding| is_error(finding) && !known.holds(finding);
        Ok(ExitCode::from(u8::from(findings.iter().any(fails))))
    }
}

/// Findings that are shown together.
pub struct Group<'a> {
    /// What they have in common; empty where there is one group only.
    pub name: &'static str,
    /// Their source.
    pub listing: &'a Listing<'a>,
    /// The findings.
    pub findings: &'a [Finding],
    /// Whether one of them is a failure.
    pub fails: fn(&Finding) -> bool,
}

impl<'a> Group<'a> {
    /// A group with a name.
    pub fn new(
        name: &'static str,
        listing: &'a Listing<'a>,
        findings: &'a [Finding],
        fails: fn(&Finding) -> bool,
    ) -> Group<'a> {
        Group {
            name,
            listing,
            findings,
            fails,
        }
    }

    /// All findings of a source.
    pub fn all(listing: &'a Listing<'a>, findings: &'a [Finding]) -> Group<'a> {
        Group::new("", listing, findings, is_error)
    }
}

/// Every finding of what was loaded, worst first.
pub fn findings(loaded: &Loaded, at: Timestamp) -> Vec<Finding> {
    let judge = Judge::new(Standpoint::new(&loaded.registers, at));
    continuity::finding::check(&judge)
}

/// Whether a finding makes `check` fail.
pub fn is_error(finding: &Finding) -> bool {
    finding.waived_by.is_none() && finding.severity >= Severity::Error
}
