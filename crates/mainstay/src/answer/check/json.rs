//! Findings as JSON, in the shape that other programs rely on.

use continuity::finding::Finding;
use serde::Serialize;

use super::listing::{At, Counts, Listing};

/// The answer of `check`.
#[derive(Serialize)]
pub struct Report<'a> {
    counts: Counts,
    findings: Vec<Row<'a>>,
}

/// One finding.
#[derive(Serialize)]
pub struct Row<'a> {
    code: &'a str,
    severity: &'a str,
    subject: &'a str,
    name: Option<&'a str>,
    text: &'a str,
    because: &'a [String],
    needs_seconds: Option<i64>,
    has_seconds: Option<i64>,
    at: Option<At>,
    hangs_on: usize,
    mend: &'a str,
    rules: &'a [String],
    obligations: &'a [String],
    waived_by: Option<&'a str>,
    bound: bool,
    known: bool,
}

/// Counts and findings, in the order given.
pub fn report<'a>(listing: &Listing<'a>, findings: &'a [Finding]) -> Report<'a> {
    Report {
        counts: listing.counts(findings),
        findings: findings.iter().map(|each| row(listing, each)).collect(),
    }
}

/// One finding.
pub fn row<'a>(listing: &Listing<'a>, finding: &'a Finding) -> Row<'a> {
    Row {
        code: &finding.code,
        severity: finding.severity.as_str(),
        subject: &finding.subject,
        name: listing.name(&finding.subject),
        text: &finding.text,
        because: &finding.because,
        needs_seconds: finding.needs_seconds,
        has_seconds: finding.has_seconds,
        at: listing.at(finding),
        hangs_on: finding.hangs_on,
        mend: &finding.mend,
        rules: &finding.rules,
        obligations: &finding.obligations,
        waived_by: finding.waived_by.as_deref(),
        bound: finding.is_bound,
        known: listing.is_known(finding),
    }
}
