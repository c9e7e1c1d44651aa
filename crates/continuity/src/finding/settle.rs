//! From what was found to what is said: codes and severities, what the policies add, soften or
//! sharpen, which waivers hold, worst first.

use std::collections::BTreeMap;

use record::initiation::Waiver;
use record::initiation::policy::{Rule, Severity};
use record::kind::Filed;
use record::node::Node;

use super::{ALL, About, Finding, Found, Judge};
use crate::rule;

/// Every finding of the estate, worst first. Cost: that of the findings' own searches.
pub fn check(judge: &Judge<'_>) -> Vec<Finding> {
    let mut all = All::new();
    for about in ALL {
        look(judge, about, &mut all);
    }
    for finding in rule::broken(judge) {
        merge(&mut all, finding);
    }
    let mut known = settled(judge, all);
    known.extend(unrealised(judge, &known));
    worst_first(&mut known);
    known
}

/// The rules of which a part is realised by nothing: what they find broken must be known first.
fn unrealised(judge: &Judge<'_>, known: &[Finding]) -> Vec<Finding> {
    let mut all = All::new();
    for finding in super::rule_not_realised::of_rules(judge, known) {
        let own = finding.subject.clone();
        if let Some(mut finding) = shipped(judge, &super::rule_not_realised::ABOUT, finding) {
            // Named as the rule itself too, so that a waiver can name it.
            add_new(&mut finding.rules, vec![own]);
            merge(&mut all, finding);
        }
    }
    settled(judge, all)
}

/// The findings about folders that are homes alone, worst first.
pub fn check_homes(judge: &Judge<'_>) -> Vec<Finding> {
    let mut all = All::new();
    for about in [&super::home_collision::ABOUT, &super::home_drift::ABOUT] {
        look(judge, about, &mut all);
    }
    settled(judge, all)
}

/// Findings by code and subject.
type All = BTreeMap<(String, String), Finding>;

fn look(judge: &Judge<'_>, about: &About, all: &mut All) {
    let mut found = Found::default();
    (about.find)(judge, &mut found);
    for finding in found.all {
        if let Some(finding) = shipped(judge, about, finding) {
            merge(all, finding);
        }
    }
}

fn settled(judge: &Judge<'_>, all: All) -> Vec<Finding> {
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

/// The same code about the same subject is one finding, and all rules that ask for it are named.
/// The graver stands; of two as grave the one that leaves less time.
fn merge(all: &mut All, mut finding: Finding) {
    let key = (finding.code.clone(), finding.subject.clone());
    let Some(known) = all.get_mut(&key) else {
        all.insert(key, finding);
        return;
    };
    let least = |finding: &Finding| finding.needs_seconds.unwrap_or(i64::MAX);
    let stricter = |one: &Finding, other: &Finding| {
        (one.severity, std::cmp::Reverse(least(one)))
            > (other.severity, std::cmp::Reverse(least(other)))
    };
    if stricter(&finding, known) {
        std::mem::swap(known, &mut finding);
    }
    add_new(&mut known.rules, finding.rules);
    add_new(&mut known.obligations, finding.obligations);
}

fn add_new(known: &mut Vec<String>, others: Vec<String>) {
    for other in others {
        if !known.contains(&other) {
            known.push(other);
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
    if !speaking.is_empty() {
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
    }
    if finding.is_graver {
        finding.severity = match finding.severity {
            Severity::Note => Severity::Warning,
            Severity::Warning => Severity::Error,
            grave => grave,
        };
    }
    Some(finding)
}

/// The rules of policies in force that speak of a finding or condition. Those of the policy that
/// ships hold only where no other policy speaks of it; one with a fault of its own says nothing.
pub fn rules_on<'r>(judge: &Judge<'r>, requires: &str) -> Vec<(String, &'r Rule)> {
    let (mut rules, mut shipped) = (Vec::new(), Vec::new());
    for policy in judge.registers().policies.approved() {
        let speaks =
            |rule: &&Rule| rule.requires == requires && rule::is_sound(judge.registers(), rule);
        let speaking = policy.own.rules.iter().filter(speaks);
        let speaking = speaking.map(|rule| (policy.reference(), rule));
        if &*policy.id == rule::DEFAULT_POLICY_ID {
            shipped.extend(speaking);
        } else {
            rules.extend(speaking);
        }
    }
    if rules.is_empty() { shipped } else { rules }
}

/// The strictest threshold that the policies set for a finding that ships, by a key of `with`.
pub fn threshold<'r>(judge: &Judge<'r>, code: &str, key: &str) -> Vec<&'r Node> {
    let rules = rules_on(judge, code);
    rules
        .into_iter()
        .filter_map(|(_, rule)| rule.with.get(key))
        .collect()
}

/// The approved waiver that holds today for a finding: one that names its code, or one for each
/// rule that asks for it.
fn waiver(judge: &Judge<'_>, finding: &Finding) -> Option<String> {
    let today = judge.today();
    let holds = |waiver: &&Filed<Waiver>| {
        let live = waiver.expires.is_some_and(|expires| expires.0 >= today);
        // A rule stands in its policy, and the policy is what a waiver can name.
        let of = finding
            .subject
            .split_once('#')
            .map_or(&*finding.subject, |(record, _)| record);
        live && waiver.approver.is_some() && subject(judge, waiver) == of
    };
    let waivers = judge.registers().waivers.approved();
    let waivers: Vec<&Filed<Waiver>> = waivers.filter(holds).collect();
    let naming = |what: &str| waivers.iter().find(|waiver| waiver.finding == what);
    let of_rule = |rule: &String| {
        let short = rule.rsplit_once('#').map_or("", |(_, id)| id);
        naming(rule).or_else(|| naming(short))
    };
    let of_all = || {
        let every = finding.rules.iter().map(of_rule);
        every.collect::<Option<Vec<_>>>()?.first().copied()
    };
    let found = naming(&finding.code).or_else(of_all);
    found.map(|waiver| waiver.reference())
}

/// What a waiver is about, as `kind/id`; a bare id means an item.
fn subject<'a>(judge: &'a Judge<'_>, waiver: &'a Waiver) -> &'a str {
    let text = &*waiver.subject.text;
    if text.contains('/') {
        return text;
    }
    let item = judge.estate().find(text);
    item.map_or(text, |item| judge.estate().reference(item))
}
