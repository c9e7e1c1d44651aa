//! `mainstay explain`: what a finding or a condition means, why it matters, how to mend it.

use std::process::ExitCode;

use super::{Failure, Form, Setting, show};
use crate::answer::explain::{Entry, Threshold, explain, listed};

/// What a finding or a condition means, why it matters, how to mend it.
#[derive(clap::Args)]
pub struct Explain {
    /// The code of a finding or the word of a condition; `findings` or `rules` lists all.
    code: String,
}

/// A fault of a rule, for which no rule is of use.
const RULE_UNKNOWN: &str = "rule-unknown";

impl Explain {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if let Some(entries) = listed(&self.code) {
            list(&entries, setting)?;
            return Ok(ExitCode::SUCCESS);
        }
        let entry = explain(&self.code)?;
        match setting.form {
            Form::Json => show::json(&entry)?,
            Form::Text => show::line(page(&entry).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn list(entries: &[Entry], setting: &Setting) -> Result<(), Failure> {
    match setting.form {
        Form::Json => show::json(&entries),
        Form::Text => {
            let longest = entries.iter().map(|entry| entry.code.len()).max();
            let column = longest.unwrap_or(0) + 2;
            let rows = entries.iter().map(|entry| {
                let says = if entry.what == "condition" {
                    entry.mend
                } else {
                    entry.means
                };
                let mut row = format!("{:<column$}", entry.code);
                show::wrapped(says, show::width(), column, &" ".repeat(column), &mut row);
                row
            });
            show::line(&rows.collect::<Vec<_>>().join("\n"))
        }
        _ => Err(super::only_check_and_diff()),
    }
}

fn page(entry: &Entry) -> String {
    let mut out = format!("{} ({}, {})\n", entry.code, entry.what, entry.severity);
    for (title, text) in [
        ("What it means", entry.means),
        ("Why it matters", entry.matters),
        ("How to mend it", entry.mend),
    ] {
        out.push_str(&format!("\n{title}\n  "));
        show::wrapped(text, show::width(), 2, "  ", &mut out);
        out.push('\n');
    }
    if entry.breaks_target {
        out.push_str("\nA promised target is broken: no policy can soften this.\n");
    }
    if !entry.with.is_empty() {
        out.push_str("\nThresholds, written in the rule as `with: { … }`\n");
        for Threshold {
            key,
            means,
            expects,
            default,
        } in &entry.with
        {
            let default = default.map_or(String::new(), |text| format!("; default {text}"));
            out.push_str(&format!("  {key}: "));
            let text = format!("{means} ({expects}{default})");
            show::wrapped(&text, show::width(), key.len() + 4, "    ", &mut out);
            out.push('\n');
        }
    }
    if !entry.kinds.is_empty() {
        out.push_str(&format!("\nAbout: {}\n", entry.kinds.join(", ")));
    }
    let (code, rule) = (entry.code, "\nIn a policy\n  rules:\n");
    if code != RULE_UNKNOWN {
        out.push_str(rule);
        out.push_str(&format!(
            "    - {{ id: our-{code}, requires: {code}, severity: {} }}\n",
            entry.severity
        ));
    }
    out
}
