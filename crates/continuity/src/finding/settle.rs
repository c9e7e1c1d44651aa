//! From what was found to what is said: codes and severities, what the policies add, soften or
//! sharpen, which waivers hold, worst first.

use std::collections::BTreeMap;

use record::initiation::policy::{Rule, Severity};
use record::node::Node;

use super::{ALL, About, Finding, Found, Judge};
use crate::rule;

/// Every finding of the estate, worst first. Cost: that of the findings' own searches.
pub fn check(judge: &Judge<'_>) -> Vec<Finding> {
    let mut all: BTreeMap<(String, String), Finding> = BTreeMap::new();
    for about in ALL {
        let mut found = Found::default();
        (about.find)(judge, &mut found);
        for finding in found.all {
            if let Some(finding) = shipped(judge, about, finding) {
                merge(&mut all, finding);
            }
        }
    }
    for finding in rule::broken(judge) {
        merge(&mut all, finding);
    }
    let mut all: Vec<Finding> = all.into_values().collect();
    for finding in &mut all {
        finding.waived_by = waiver(judge, finding);
        if finding.at.is_none() {
            finding.at = judge
                .envelope(&finding.subject)
                .map(|(_, origin, _)| origin);
        }
    }
    worst_first(&mut all);
    all
}

/// Puts findings in order: the waived last, else worst first, then by code and subject.
pub(super) fn worst_first(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        let key = |finding: &Finding| {
            (
                finding.waived_by.is_some(),
                std::cmp::Reverse(finding.severity),
            )
        };
        (key(one), &one.code, &one.subject).cmp(&(key(other), &other.code, &other.subject))
    });
}

/// The same code about the same subject is one finding: the graver stands, both rules are named.
fn merge(all: &mut BTreeMap<(String, String), Finding>, finding: Finding) {
    let key = (finding.code.clone(), finding.subject.clone());
    match all.get_mut(&key) {
        None => drop(all.insert(key, finding)),
        Some(known) => {
            let (rules, obligations) = (finding.rules.clone(), finding.obligations.clone());
            if finding.severity > known.severity {
                let (old_rules, old) = (known.rules.clone(), known.obligations.clone());
                *known = finding;
                known.rules = old_rules;
                known.obligations = old;
            }
            known.rules.extend(rules);
            known.obligations.extend(obligations);
            known.rules.dedup();
            known.obligations.dedup();
        }
    }
}

/// A finding that ships, as the policies in force want it; none where all that speak of it leave
/// the subject out or still grant it time.
fn shipped(judge: &Judge<'_>, about: &About, mut finding: Finding) -> Option<Finding> {
    finding.code = about.code.to_string();
    finding.severity = about.severity;
    if finding.mend.is_empty() {
        finding.mend = about.mend.to_string();
    }
    let speaking = rules_on(judge, about.code);
    if speaking.is_empty() {
        return Some(finding);
    }
    let mut severity: Option<Severity> = None;
    for (policy, rule) in speaking {
        if !rule::applies(judge, rule, &finding.subject)
            || rule::in_grace(judge, rule, &finding.subject)
        {
            continue;
        }
        severity = severity.max(Some(rule.severity.unwrap_or(about.severity)));
        rule::name(&mut finding, &policy, rule);
    }
    match severity {
        _ if about.breaks_target => {
            finding.severity = severity.map_or(about.severity, |it| it.max(about.severity));
        }
        Some(severity) => finding.severity = severity,
        None => return None,
    }
    Some(finding)
}

/// The rules of policies in force that speak of a finding or condition.
pub fn rules_on<'r>(judge: &Judge<'r>, requires: &str) -> Vec<(String, &'r Rule)> {
    let mut rules = Vec::new();
    for policy in judge.registers().policies.approved() {
        for rule in policy
            .own
            .rules
            .iter()
            .filter(|rule| rule.requires == requires)
        {
            rules.push((policy.reference(), rule));
        }
    }
    rules
}

/// The strictest threshold that the policies set for a finding that ships, by a key of `with`.
pub fn threshold<'r>(judge: &Judge<'r>, code: &str, key: &str) -> Vec<&'r Node> {
    let rules = rules_on(judge, code);
    rules
        .into_iter()
        .filter_map(|(_, rule)| rule.with.get(key))
        .collect()
}

/// The approved waiver that holds today for a finding.
fn waiver(judge: &Judge<'_>, finding: &Finding) -> Option<String> {
    let today = judge.today();
    let named = |rule: &String| rule.rsplit_once('#').map(|(_, rule)| rule.to_string());
    let rules: Vec<String> = finding.rules.iter().filter_map(named).collect();
    let waivers = judge.registers().waivers.approved();
    let holds = |waiver: &&record::kind::Filed<record::initiation::Waiver>| {
        let about = waiver.finding == finding.code || rules.contains(&waiver.finding);
        let live = waiver.expires.is_some_and(|expires| expires.0 >= today);
        about && live && waiver.approver.is_some() && *waiver.subject.text == finding.subject
    };
    waivers
        .filter(holds)
        .map(|waiver| waiver.reference())
        .next()
}
