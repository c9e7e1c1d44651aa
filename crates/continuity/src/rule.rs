//! Rules: the closed list of conditions that a policy may require, one file each. A condition is
//! asked about one subject at a time, with the rule's own threshold; what a journal would show is
//! judged from what records report.

pub mod age;
pub mod default_policy;
pub mod facts;
mod fault;
mod subject;
#[cfg(test)]
mod tests;
pub mod with;

pub mod approved_impact;
pub mod capacity_enough;
pub mod contact_verified_within;
pub mod contract_promise;
pub mod distance_at_least;
pub mod exclusion_approved;
pub mod exercise_within;
pub mod exit_plan;
pub mod hours_covered;
pub mod immutable_copy;
pub mod meets_rpo;
pub mod meets_rto;
pub mod no_shared_site;
pub mod no_shared_supplier;
pub mod no_single_point;
pub mod obligation_evidenced;
pub mod owner_and_deputy;
pub mod people_enough;
pub mod plan_in_force;
pub mod plan_tested_within;
pub mod restored_within;
pub mod review_within;
pub mod separate_admin_domain;
pub mod target_set;
pub mod trained_within;

use record::initiation::policy::{Rule, Severity, Why};

use crate::finding::{Finding, Judge};
pub use default_policy::{DEFAULT_POLICY, DEFAULT_POLICY_ID};
pub use fault::{faulty, is_sound};
pub use subject::{Subject, subjects};
pub use with::{Key, Sort, With};

/// A condition that a policy may require.
pub struct Condition {
    /// Its word in `requires`.
    pub name: &'static str,
    /// What it demands, in a sentence.
    pub demands: &'static str,
    /// What it looks at and when it holds, in sentences.
    pub means: &'static str,
    /// Why one demands it.
    pub matters: &'static str,
    /// The keys of `with`.
    pub with: &'static [Key],
    /// The kinds it can be asked about; empty: every kind.
    pub kinds: &'static [&'static str],
    /// Whether it holds for a subject.
    pub holds: fn(&Judge<'_>, &Subject<'_>, &With<'_>) -> Outcome,
}

/// What a condition says of a subject.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It has nothing to say about this subject.
    Silent,
    /// It does not hold: why, and the records that show it.
    Broken(Box<Finding>),
}

impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Outcome {
        Outcome::Broken(Box::new(finding))
    }
}

/// Every condition, by name.
pub const ALL: &[&Condition] = &[
    &approved_impact::CONDITION,
    &capacity_enough::CONDITION,
    &contact_verified_within::CONDITION,
    &contract_promise::CONDITION,
    &distance_at_least::CONDITION,
    &exclusion_approved::CONDITION,
    &exercise_within::CONDITION,
    &exit_plan::CONDITION,
    &hours_covered::CONDITION,
    &immutable_copy::CONDITION,
    &meets_rpo::CONDITION,
    &meets_rto::CONDITION,
    &no_shared_site::CONDITION,
    &no_shared_supplier::CONDITION,
    &no_single_point::CONDITION,
    &obligation_evidenced::CONDITION,
    &owner_and_deputy::CONDITION,
    &people_enough::CONDITION,
    &plan_in_force::CONDITION,
    &plan_tested_within::CONDITION,
    &restored_within::CONDITION,
    &review_within::CONDITION,
    &separate_admin_domain::CONDITION,
    &target_set::CONDITION,
    &trained_within::CONDITION,
];

/// A condition by its word.
pub fn condition(name: &str) -> Option<&'static Condition> {
    ALL.iter().copied().find(|condition| condition.name == name)
}

/// What all rules of the policies in force find broken. A rule that has a fault of its own is not
/// asked: that fault is the finding `rule-unknown`.
pub fn broken(judge: &Judge<'_>) -> Vec<Finding> {
    let mut all = Vec::new();
    for policy in judge.registers().policies.approved() {
        for rule in &policy.own.rules {
            let Some(condition) = condition(&rule.requires) else {
                continue;
            };
            if is_sound(judge.registers(), rule) {
                ask(judge, &policy.reference(), rule, condition, &mut all);
            }
        }
    }
    all
}

fn ask(
    judge: &Judge<'_>,
    policy: &str,
    rule: &Rule,
    condition: &Condition,
    all: &mut Vec<Finding>,
) {
    let with = With::new(rule, condition.with);
    for subject in subjects(judge, condition.kinds) {
        let reference = &subject.reference;
        if !applies(judge, rule, reference) || in_grace(judge, rule, reference) {
            continue;
        }
        let Outcome::Broken(mut finding) = (condition.holds)(judge, &subject, &with) else {
            continue;
        };
        finding.code = condition.name.to_string();
        finding.severity = rule.severity.unwrap_or(Severity::Warning);
        if finding.at.is_none() {
            finding.at = Some(subject.origin);
        }
        // How old evidence may be tells the stricter of two rules.
        let within = with.get::<record::value::Duration>("within");
        finding.needs_seconds = finding.needs_seconds.or(within.map(|within| within.0));
        if finding.mend.is_empty() {
            finding.mend = condition.demands.to_string();
        }
        name(&mut finding, policy, rule);
        all.push(*finding);
    }
}

/// Writes a rule's name and obligation into a finding.
pub fn name(finding: &mut Finding, policy: &str, rule: &Rule) {
    finding.rules.push(format!("{policy}#{}", rule.id));
    if let Some(Why::Record(obligation)) = &rule.why {
        finding.obligations.push(obligation.text.to_string());
    }
}

/// Whether a rule applies to a record: every key of its selector matches.
pub fn applies(judge: &Judge<'_>, rule: &Rule, reference: &str) -> bool {
    rule.applies
        .as_ref()
        .is_none_or(|selector| subject::matches(judge, selector, reference))
}

/// Whether a record is so new that the rule still grants it time.
pub fn in_grace(judge: &Judge<'_>, rule: &Rule, reference: &str) -> bool {
    let Some(grace) = rule.grace else {
        return false;
    };
    let since = judge
        .envelope(reference)
        .and_then(|(envelope, ..)| envelope.valid_from);
    let Some(since) = since else { return false };
    let days = i32::try_from(grace.0 / 86_400).unwrap_or(i32::MAX);
    let until = since
        .0
        .checked_add(jiff::Span::new().try_days(days).unwrap_or_default());
    until.is_ok_and(|until| judge.today() <= until)
}
