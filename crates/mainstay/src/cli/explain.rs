//! `mainstay explain`: what a finding or a condition means, why it matters, how to mend it.

use std::process::ExitCode;

use continuity::{finding, rule};
use record::initiation::policy::Severity;
use serde::Serialize;

use super::{Failure, Form, Setting, show};

/// What a finding or a condition means, why it matters, how to mend it.
#[derive(clap::Args)]
pub struct Explain {
    /// The code of a finding or the word of a condition; `findings` or `rules` lists all.
    code: String,
}

/// What is said of one code.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The code.
    pub code: &'static str,
    /// `finding`: it is looked for always; `condition`: a rule of a policy asks for it.
    pub what: &'static str,
    /// How grave it is unless a policy says otherwise.
    pub severity: &'static str,
    /// What it means.
    pub means: &'static str,
    /// Why it matters.
    pub matters: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// Whether no policy can soften it.
    pub breaks_target: bool,
    /// The keys of `with`.
    pub with: Vec<Threshold>,
    /// The kinds it can be asked about.
    pub kinds: Vec<&'static str>,
}

/// A key of `with`.
#[derive(Clone, Debug, Serialize)]
pub struct Threshold {
    /// The key.
    pub key: &'static str,
    /// What it sets.
    pub means: &'static str,
    /// What may stand there.
    pub expects: String,
    /// What holds where it is absent.
    pub default: Option<&'static str>,
}

/// A fault of a rule, for which no rule is of use.
const RULE_UNKNOWN: &str = "rule-unknown";

/// Everything that can be explained, findings first, each by code.
pub fn entries() -> Vec<Entry> {
    let mut findings: Vec<Entry> = finding::ALL.iter().copied().map(of_finding).collect();
    findings.sort_by_key(|entry| entry.code);
    let mut conditions: Vec<Entry> = rule::ALL.iter().copied().map(of_condition).collect();
    conditions.sort_by_key(|entry| entry.code);
    findings.extend(conditions);
    findings
}

/// What is said of a code.
pub fn entry(code: &str) -> Option<Entry> {
    entries().into_iter().find(|entry| entry.code == code)
}

fn of_finding(about: &'static finding::About) -> Entry {
    Entry {
        code: about.code,
        what: "finding",
        severity: about.severity.as_str(),
        means: about.means,
        matters: about.matters,
        mend: about.mend,
        breaks_target: about.breaks_target,
        with: Vec::new(),
        kinds: Vec::new(),
    }
}

fn of_condition(condition: &'static rule::Condition) -> Entry {
    Entry {
        code: condition.name,
        what: "condition",
        severity: Severity::Warning.as_str(),
        means: condition.means,
        matters: condition.matters,
        mend: condition.demands,
        breaks_target: false,
        with: condition.with.iter().map(threshold).collect(),
        kinds: condition.kinds.to_vec(),
    }
}

fn threshold(key: &'static rule::Key) -> Threshold {
    Threshold {
        key: key.name,
        means: key.means,
        expects: key.sort.expects(),
        default: key.default,
    }
}

impl Explain {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let all = entries();
        let listed = match self.code.as_str() {
            "rules" | "conditions" => Some("condition"),
            "findings" => Some("finding"),
            _ => None,
        };
        if let Some(what) = listed {
            let chosen = all.into_iter().filter(|entry| entry.what == what);
            list(&chosen.collect::<Vec<_>>(), setting)?;
            return Ok(ExitCode::SUCCESS);
        }
        let wanted = self.code.trim();
        let Some(entry) = all.iter().find(|entry| entry.code == wanted) else {
            return Err(Failure::Understood(unknown(wanted, &all)));
        };
        match setting.form {
            Form::Json => show::json(entry)?,
            Form::Text => show::line(page(entry).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn unknown(code: &str, all: &[Entry]) -> String {
    let hint = record::complaint::suggestion(code, all.iter().map(|entry| entry.code));
    let code = record::node::shorten(code);
    match hint.is_empty() {
        false => format!("there is no finding or condition `{code}`{hint}"),
        true => format!(
            "there is no finding or condition `{code}`; `mainstay explain findings` and \
             `mainstay explain rules` list them"
        ),
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
