//! Rules of severity `refuse`: a command that would break one is refused with the rule's own
//! sentence. What was broken before stays a finding and holds nobody up.

use std::collections::BTreeSet;

use record::initiation::policy::Severity;
use record::kinds::Registers;

use super::Context;
use crate::event::{Event, Remembered};
use crate::finding::{Finding, Judge, check};
use crate::refusal::Refusal;
use crate::standpoint::Standpoint;
use crate::state::State;

/// Refuses events after which a rule of severity `refuse` is broken that was kept before.
pub(super) fn keep_to(
    state: &State,
    events: &[Event],
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if events.is_empty() || !has_refusing_rule(&state.registers) {
        return Ok(());
    }
    let after = after(state, events, context);
    let broken_before: BTreeSet<(String, String)> = refusing(&state.registers, context)
        .into_iter()
        .map(key)
        .collect();
    let broken: Vec<Finding> = refusing(&after.registers, context)
        .into_iter()
        .filter(|finding| !broken_before.contains(&key(finding.clone())))
        .collect();
    if broken.is_empty() {
        return Ok(());
    }
    let rules: BTreeSet<String> = broken.iter().flat_map(|it| it.rules.clone()).collect();
    let says = broken.iter().map(|finding| {
        let sentence = finding
            .rules
            .iter()
            .find_map(|rule| says(&after.registers, rule));
        let sentence = sentence.map_or(String::new(), |it| format!("{it} "));
        format!("{sentence}({}: {})", finding.subject, finding.text)
    });
    Err(Refusal::Rule {
        says: says.collect(),
        rules: rules.into_iter().collect(),
    })
}

fn key(finding: Finding) -> (String, String) {
    (finding.code, finding.subject)
}

fn has_refusing_rule(registers: &Registers) -> bool {
    let policies = registers.policies.approved();
    let mut rules = policies.flat_map(|policy| &policy.own.rules);
    rules.any(|rule| rule.severity == Some(Severity::Refuse))
}

/// The state as the events would leave it.
fn after(state: &State, events: &[Event], context: &Context<'_>) -> State {
    let mut after = state.clone();
    for event in events {
        let remembered = Remembered {
            seq: u64::MAX,
            at: context.now,
            id: String::new(),
            actor: context.actor.as_text(),
            via: None,
            request: None,
            asked: None,
            event: event.clone(),
        };
        after.apply(&remembered, 0);
    }
    after
}

fn refusing(registers: &Registers, context: &Context<'_>) -> Vec<Finding> {
    let judge = Judge::new(Standpoint::new(registers, context.now));
    let refuses =
        |finding: &Finding| finding.severity == Severity::Refuse && finding.waived_by.is_none();
    check(&judge).into_iter().filter(refuses).collect()
}

/// What a rule `policy/id#rule` says in its own words.
fn says(registers: &Registers, rule: &str) -> Option<String> {
    let (policy, rule) = rule.split_once('#')?;
    let policy = registers.policies.get(record::link::split(policy).1)?;
    let rule = policy.own.rules.iter().find(|known| known.id == rule)?;
    rule.says.clone()
}
