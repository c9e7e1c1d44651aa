//! Rules: the closed list of conditions that a policy may require, one file each. A condition is
//! asked about one subject at a time, with the rule's own threshold.

mod subject;

pub mod owner_and_deputy;
pub mod target_set;

use record::complaint::suggestion;
use record::initiation::policy::{Rule, Severity, Why};
use record::node::Node;
use record::shape::Shape;
use record::value::Duration;

use crate::finding::{Finding, Judge};
pub use subject::{Subject, subjects};

/// A condition that a policy may require.
pub struct Condition {
    /// Its word in `requires`.
    pub name: &'static str,
    /// What it demands, in a sentence.
    pub demands: &'static str,
    /// Why one demands it.
    pub matters: &'static str,
    /// The keys of `with`, each with its meaning and default.
    pub with: &'static [(&'static str, &'static str)],
    /// The kinds it can be asked about.
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
    /// It does not hold, and why; with the records that show it.
    Broken(String, Vec<String>),
}

impl Outcome {
    /// Broken, without further records.
    pub fn broken(why: impl Into<String>) -> Outcome {
        Outcome::Broken(why.into(), Vec::new())
    }
}

/// The thresholds of a rule.
pub struct With<'r> {
    rule: &'r Rule,
}

impl With<'_> {
    /// A value under a key, where it is there and readable.
    pub fn get<T: Shape>(&self, key: &str) -> Option<T> {
        self.rule
            .with
            .get(key)
            .and_then(|node| record::kind::read_alone(node).ok())
    }

    /// A duration under a key, else the default.
    pub fn seconds(&self, key: &str, default: i64) -> i64 {
        self.get::<Duration>(key)
            .map_or(default, |duration| duration.0)
    }

    /// The node under a key, as written.
    pub fn node(&self, key: &str) -> Option<&Node> {
        self.rule.with.get(key)
    }
}

/// Every condition, by name.
pub const ALL: &[&Condition] = &[&owner_and_deputy::CONDITION, &target_set::CONDITION];

/// A condition by its word.
pub fn condition(name: &str) -> Option<&'static Condition> {
    ALL.iter().copied().find(|condition| condition.name == name)
}

/// What all rules of the policies in force find broken.
pub fn broken(judge: &Judge<'_>) -> Vec<Finding> {
    let mut all = Vec::new();
    for policy in judge.registers().policies.approved() {
        for rule in &policy.own.rules {
            let reference = policy.reference();
            match condition(&rule.requires) {
                Some(condition) => ask(judge, &reference, rule, condition, &mut all),
                None if crate::finding::about(&rule.requires).is_some() => {}
                None => all.push(unknown(&reference, policy.origin, rule)),
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
    for subject in subjects(judge, condition.kinds) {
        let reference = &subject.reference;
        if !applies(judge, rule, reference) || in_grace(judge, rule, reference) {
            continue;
        }
        let Outcome::Broken(why, because) = (condition.holds)(judge, &subject, &With { rule })
        else {
            continue;
        };
        let mut finding = Finding::new(reference, why)
            .because(because)
            .at(subject.origin);
        finding.code = condition.name.to_string();
        finding.severity = rule.severity.unwrap_or(Severity::Warning);
        finding.mend = condition.demands.to_string();
        name(&mut finding, policy, rule);
        all.push(finding);
    }
}

/// A rule whose requirement is neither a condition nor a finding is itself a finding.
fn unknown(policy: &str, origin: record::kind::Origin, rule: &Rule) -> Finding {
    let names = ALL.iter().map(|condition| condition.name);
    let codes = crate::finding::ALL.iter().map(|about| about.code);
    let hint = suggestion(&rule.requires, names.chain(codes));
    let text = format!(
        "Rule {} requires `{}`, which is no condition{hint}",
        rule.id, rule.requires
    );
    let mut finding = Finding::new(policy, text).at(origin);
    finding.code = "rule-unknown".into();
    finding.severity = Severity::Error;
    finding.mend = "Use a condition of the closed list (`mainstay explain rules`).".into();
    finding
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
