//! `mainstay diff`: what a change broke, brought and mended. The gate that a change goes through;
//! the judgement is `continuity`'s.

use std::process::ExitCode;

use continuity::finding::Finding;
use continuity::finding::difference::Difference;

use super::check::text;
use super::{Failure, Form, Setting, instant, show};
use crate::answer::check::baseline::Baseline;
use crate::answer::check::listing::Listing;
use crate::answer::diff::Compared;

/// What a change broke, brought and mended.
///
/// Exits 1 when the change breaks something, 2 when a source could not be understood, else 0.
#[derive(clap::Args)]
pub struct Diff {
    /// The records before the change.
    before: String,
    /// The records after it.
    after: String,
    /// Show every finding; else at most 20 of each code in text.
    #[arg(long)]
    all: bool,
    /// The instant at which both are judged (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Diff {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let at = instant(self.at.as_deref())?;
        let (before, after) = (setting.judged(&self.before)?, setting.judged(&self.after)?);
        let nothing_known = Baseline::default();
        let before = before.given(&self.before, at);
        let compared = Compared::new(before, after.given(&self.after, at), &nothing_known);
        let (change, was, is) = (&compared.change, &compared.was, &compared.is);
        let rows = |listing: &Listing<'_>, findings: &[Finding]| {
            let style = text::Style::of_stdout(self.all);
            text::blocks(listing, findings, &style)
        };
        match setting.form {
            Form::Text => show::line(sentences(change, was, is, &rows).trim_end())?,
            Form::Json => show::json(&compared.json())?,
            Form::Sarif => show::json(&compared.sarif())?,
            Form::Junit => show::line(&compared.junit())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::from(u8::from(!change.broke.is_empty())))
    }
}

fn sentences(
    change: &Difference,
    was: &Listing<'_>,
    is: &Listing<'_>,
    rows: &dyn Fn(&Listing<'_>, &[Finding]) -> String,
) -> String {
    let mut out = String::new();
    if !change.broke.is_empty() {
        out.push_str("What was sound before the change and is not after it:\n\n");
        out.push_str(&rows(is, &change.broke));
    }
    if !change.introduced.is_empty() {
        out.push_str("What is new with the change, and to be mended:\n\n");
        out.push_str(&rows(is, &change.introduced));
    }
    if !change.mended.is_empty() {
        out.push_str("What the change mends:\n\n");
        for finding in &change.mended {
            let name = was.name(&finding.subject).unwrap_or_default();
            out.push_str(&format!("  {} {} {name}\n", finding.code, finding.subject));
        }
        out.push('\n');
    }
    let things = |count: usize| match count {
        0 => "nothing".to_string(),
        1 => "1 thing".to_string(),
        many => format!("{many} things"),
    };
    out.push_str(&format!(
        "The change breaks {}, brings {} to mend and mends {}.\n",
        things(change.broke.len()),
        things(change.introduced.len()),
        things(change.mended.len())
    ));
    out
}
