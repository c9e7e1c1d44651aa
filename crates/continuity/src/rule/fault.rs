//! What is wrong with a rule itself: it requires nothing known, sets a threshold that cannot be
//! read, or can never be asked about what it applies to.

use record::complaint::suggestion;
use record::initiation::policy::{Policy, Rule};
use record::kind::{Filed, Origin};
use record::kinds::Registers;
use record::node::shorten;

use super::with::{self, Fault};
use super::{ALL, condition};
use crate::finding::{self, Finding};

/// The faults of a policy's rules as one finding, at the place of the first.
pub fn faulty(registers: &Registers, policy: &Filed<Policy>) -> Option<Finding> {
    let mut place = None;
    let mut texts = Vec::new();
    for rule in &policy.own.rules {
        for (at, text) in faults(registers, rule) {
            place = place.or(Some(at).filter(|at| at.line > 0));
            texts.push(format!("Rule {}: {text}.", shorten(&rule.id)));
        }
    }
    let at = place.map_or(policy.origin, |at| Origin {
        file: policy.origin.file,
        at,
    });
    let finding = Finding::new(&policy.reference(), texts.join(" ")).at(at);
    (!texts.is_empty()).then_some(finding)
}

/// Whether a rule can be asked.
pub fn is_sound(registers: &Registers, rule: &Rule) -> bool {
    faults(registers, rule).is_empty()
}

/// The faults of one rule.
fn faults(registers: &Registers, rule: &Rule) -> Vec<Fault> {
    let nowhere = |text: String| (record::node::Place::default(), text);
    let condition = condition(&rule.requires);
    if condition.is_none() && finding::about(&rule.requires).is_none() {
        let names = ALL.iter().map(|condition| condition.name);
        let codes = finding::ALL.iter().map(|about| about.code);
        let hint = suggestion(&rule.requires, names.chain(codes));
        let requires = shorten(&rule.requires);
        return vec![nowhere(format!(
            "it requires `{requires}`, which is no condition{hint}"
        ))];
    }
    let mut all = match condition {
        Some(condition) => with::faults(rule, condition.with, registers),
        None => with::faults(rule, with::finding_keys(&rule.requires), registers),
    };
    let applies = rule.applies.as_ref();
    let kind = applies.and_then(|selector| selector.kind.as_deref());
    let kinds = condition.map_or(&[][..], |condition| condition.kinds);
    all.extend(
        kind.and_then(|kind| bad_kind(rule, kind, kinds))
            .map(nowhere),
    );
    all
}

/// What is wrong with the kind a rule applies to.
fn bad_kind(rule: &Rule, kind: &str, kinds: &[&str]) -> Option<String> {
    let short = shorten(kind);
    if record::kinds::about(kind).is_none() {
        let hint = suggestion(kind, record::kinds::ALL.iter().map(|about| about.name));
        return Some(format!(
            "it applies to the kind `{short}`, which there is not{hint}"
        ));
    }
    let asked = kinds.is_empty() || kinds.contains(&kind);
    (!asked).then(|| {
        let requires = shorten(&rule.requires);
        let kinds = kinds.join(", ");
        format!("`{requires}` cannot be asked about a {short}; it is asked about: {kinds}")
    })
}
