//! What a change broke, brought and mended: two lists of findings and the records behind them,
//! compared. A finding is the same when code and subject are; where it stands plays no part.

use std::collections::BTreeSet;

use record::kinds::Registers;

use super::{Finding, about};

/// What a change did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// New, about a record that both have, or about something of the first that a record of both
    /// depends on, or a broken target, plan or proof.
    pub broke: Vec<Finding>,
    /// New, about what the first did not have; or accepted by a waiver from the start.
    pub introduced: Vec<Finding>,
    /// Gone, about a record that both have.
    pub mended: Vec<Finding>,
}

/// Findings that, beside the broken targets, show a plan or a proof that held and holds no more.
const BREAKS_PLAN_OR_PROOF: &[&str] = &["plan-stale", "evidence-invalidated"];
/// Conditions that say what a broken target says.
const BREAKS_TARGET: &[&str] = &["meets-rto", "meets-rpo"];

/// Compares what was found before with what is found after, each in the order given. Findings
/// about records that are gone, and on which nothing depends, are in no list.
/// Cost: n log n in the findings, linear in the references when something is gone.
pub fn difference(before: (&Registers, &[Finding]), after: (&Registers, &[Finding])) -> Difference {
    let (old, new) = (identities(before.1), identities(after.1));
    let has = |registers: &Registers, subject: &str| {
        let (kind, id) = record::link::split(subject);
        kind.is_some_and(|kind| registers.has(kind, id))
    };
    let mut difference = Difference::default();
    for finding in after.1.iter().filter(|it| !old.contains(&identity(it))) {
        let subject = finding.subject.as_str();
        let (was, is) = (has(before.0, subject), has(after.0, subject));
        let broken =
            was && is || was && depended_on(before.0, after.0, subject) || breaks(&finding.code);
        match (broken, was && !is) {
            // What is accepted for now breaks nothing, but is said.
            (true, _) if finding.waived_by.is_some() => difference.introduced.push(finding.clone()),
            (true, _) => difference.broke.push(finding.clone()),
            (false, true) => {}
            (false, false) => difference.introduced.push(finding.clone()),
        }
    }
    let mended =
        |finding: &&Finding| !new.contains(&identity(finding)) && has(after.0, &finding.subject);
    difference.mended = before.1.iter().filter(mended).cloned().collect();
    difference
}

fn identity(finding: &Finding) -> (&str, &str) {
    (&finding.code, &finding.subject)
}

fn identities(findings: &[Finding]) -> BTreeSet<(&str, &str)> {
    findings.iter().map(identity).collect()
}

fn breaks(code: &str) -> bool {
    let target = about(code).is_some_and(|about| about.breaks_target);
    target || BREAKS_TARGET.contains(&code) || BREAKS_PLAN_OR_PROOF.contains(&code)
}

/// Whether a record that both have points, after the change, to a record that is gone.
fn depended_on(before: &Registers, after: &Registers, subject: &str) -> bool {
    let bare = record::link::split(subject).1;
    let mut found = false;
    after.each_link(&mut |kind, id, _, link| {
        let meant = link.text == subject || link.text == bare;
        found |= meant && before.has(kind, id);
    });
    found
}
