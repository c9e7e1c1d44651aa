//! Findings as SARIF 2.1.0, for code hosts. A result is the same as an earlier one when code and
//! subject are; a waiver is a suppression, the baseline an unchanged result.

use std::path::Path;

use continuity::finding::Finding;
use record::initiation::policy::Severity;
use serde_json::{Value, json};

use super::Group;
use super::listing::{At, Listing};
use crate::answer::explain;

/// Code hosts refuse more results in one run; the list is worst first, so that the gravest stay.
const RESULTS_MAX: usize = 25_000;

/// One run over some groups of findings.
pub fn log(groups: &[Group<'_>]) -> Value {
    let all = || groups.iter().flat_map(|group| group.findings);
    let mut codes: Vec<&str> = all().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let each = |group: &Group<'_>| {
        let result = |finding| result(group.name, group.listing, finding, &codes);
        group.findings.iter().map(result).collect::<Vec<_>>()
    };
    let results = groups.iter().flat_map(each);
    let results: Vec<Value> = results.take(RESULTS_MAX).collect();
    let left_out = all().count() - results.len();
    let mut invocation = json!({ "executionSuccessful": true });
    if left_out > 0 {
        let text = format!("{left_out} more findings are left out; `--format json` has them all");
        invocation["toolExecutionNotifications"] =
            json!([{ "level": "warning", "message": { "text": text } }]);
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Mainstay",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            }},
            "invocations": [invocation],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(severity: &str) -> &'static str {
    match severity {
        "error" | "refuse" => "error",
        "warning" => "warning",
        _ => "note",
    }
}

fn rule(code: &str) -> Value {
    let Some(entry) = explain::entry(code) else {
        return json!({ "id": code });
    };
    let markdown = format!(
        "**What it means.** {}\n\n**Why it matters.** {}\n\n**How to mend it.** {}",
        entry.means, entry.matters, entry.mend
    );
    let text = format!("{} {} {}", entry.means, entry.matters, entry.mend);
    json!({
        "id": code,
        "shortDescription": { "text": entry.means },
        "fullDescription": { "text": entry.matters },
        "help": { "text": text, "markdown": markdown },
        "defaultConfiguration": { "level": level(entry.severity) },
    })
}

fn result(group: &str, listing: &Listing<'_>, finding: &Finding, codes: &[&str]) -> Value {
    let level = match finding.severity {
        Severity::Error | Severity::Refuse => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let identity = format!("{}:{}", finding.code, finding.subject);
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": codes.binary_search(&finding.code.as_str()).unwrap_or_default(),
        "level": level,
        "message": { "text": format!("{} {}", finding.text, finding.mend).trim() },
        "partialFingerprints": {
            // The one key that code hosts compare; the other says what it was made of.
            "primaryLocationLineHash": format!("{:016x}:1", fingerprint(&identity)),
            "codeAndSubject/v1": identity,
        },
        "properties": {
            "subject": finding.subject,
            "because": finding.because,
            "needs_seconds": finding.needs_seconds,
            "has_seconds": finding.has_seconds,
            "hangs_on": finding.hangs_on,
            "rules": finding.rules,
            "obligations": finding.obligations,
            "bound": finding.is_bound,
        },
    });
    if !group.is_empty() {
        result["properties"]["change"] = json!(group);
    }
    if let Some(at) = listing.at_from_here(finding) {
        let at = relative(at, || listing.at(finding));
        result["locations"] = json!([{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&at.file) },
                "region": { "startLine": at.line, "startColumn": at.column },
            },
            "logicalLocations": [{ "fullyQualifiedName": finding.subject }],
        }]);
    }
    if let Some(waiver) = &finding.waived_by {
        let why = format!("waived by {waiver}");
        result["suppressions"] = json!([{ "kind": "external", "justification": why }]);
    }
    if listing.is_known(finding) {
        result["baselineState"] = json!("unchanged");
    }
    result
}

/// A file's name that means the same on another machine: seen from the current folder, which in
/// a build is the repository, else from the source.
fn relative(at: At, from_source: impl Fn() -> Option<At>) -> At {
    let path = Path::new(&at.file);
    if path.is_relative() {
        return at;
    }
    let here = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(&here) {
        Ok(inner) => At {
            file: inner.to_string_lossy().into_owned(),
            ..at
        },
        Err(_) => from_source().unwrap_or(at),
    }
}

/// A relative reference: what a URI may not hold is written as percent and two digits.
fn uri(file: &str) -> String {
    let file = file.strip_prefix("./").unwrap_or(file);
    let mut out = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// FNV-1a, 64 bits: stable between versions and machines, which is all a fingerprint needs.
fn fingerprint(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}
