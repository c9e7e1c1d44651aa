//! What a finding or a condition means, why it matters, how to mend it.

use continuity::{finding, rule};
use record::initiation::policy::Severity;
use serde::Serialize;

use super::Wrong;

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

/// What is said of a code, or the nearest.
pub fn explain(code: &str) -> Result<Entry, Wrong> {
    let wanted = code.trim();
    let all = entries();
    let found = all.iter().find(|entry| entry.code == wanted);
    found.cloned().ok_or_else(|| Wrong(unknown(wanted, &all)))
}

/// The entries that a word for all of a sort asks for: `rules`, `conditions` or `findings`.
pub fn listed(word: &str) -> Option<Vec<Entry>> {
    let what = match word {
        "rules" | "conditions" => "condition",
        "findings" => "finding",
        _ => return None,
    };
    let chosen = entries().into_iter().filter(|entry| entry.what == what);
    Some(chosen.collect())
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
