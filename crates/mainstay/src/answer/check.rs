//! Every finding, worst first, and the forms in which other programs read them.

pub mod baseline;
pub mod json;
pub mod junit;
pub mod listing;
pub mod sarif;

use continuity::finding::{Finding, simulated};
use record::initiation::policy::Severity;

use super::Given;
use listing::Listing;

/// Every finding. Records should have been joined by the policy that ships.
pub fn findings(given: &Given<'_>) -> Vec<Finding> {
    continuity::finding::check(&given.judge())
}

/// Every finding, where targets missed by a bound are judged again by simulated recoveries.
pub fn simulated(given: &Given<'_>) -> Vec<Finding> {
    let judge = given.judge();
    let mut findings = continuity::finding::check(&judge);
    simulated::simulate(&judge, &mut findings);
    findings
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

/// Whether a finding makes `check` fail.
pub fn is_error(finding: &Finding) -> bool {
    finding.waived_by.is_none() && finding.severity >= Severity::Error
}
