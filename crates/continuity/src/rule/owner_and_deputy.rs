//! `owner-and-deputy`: someone answers, and someone else can.

use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "owner-and-deputy",
    demands: "Name an owner, and a deputy: a second assignment of the role, or a deputy team.",
    matters: "The holder is away on the day it happens; a duty without a deputy is held by nobody.",
    with: &[],
    kinds: &[
        "activity",
        "service",
        "component",
        "dataset",
        "plan",
        "supplier",
        "site",
        "risk",
    ],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, _with: &With<'_>) -> Outcome {
    let Some(owner) = &subject.envelope.owner else {
        return Outcome::broken(format!("Nobody answers for {}.", subject.title()));
    };
    match deputies(judge, &owner.text) {
        Some(0) => {
            let text = format!(
                "{} is owned by {}, who has no deputy.",
                subject.title(),
                owner.text
            );
            Outcome::Broken(
                text,
                vec![subject.reference.clone(), owner.text.to_string()],
            )
        }
        Some(_) => Outcome::Holds,
        None => {
            let text = format!(
                "{} is owned by {}, which no record answers to.",
                subject.title(),
                owner.text
            );
            Outcome::broken(text)
        }
    }
}

/// How many can stand in for a party; `None` where no record answers to it. A person has no
/// deputy; a body has its other members.
pub fn deputies(judge: &Judge<'_>, party: &str) -> Option<usize> {
    let registers = judge.registers();
    let (kind, id) = record::link::split(party);
    let is = |word: &str| kind.is_none_or(|kind| kind == word);
    if is("role") && registers.roles.get(id).is_some() {
        let today = judge.today();
        let held = registers.assignments.approved().filter(|assignment| {
            assignment.role.id() == id
                && assignment.from.is_none_or(|from| from.0 <= today)
                && assignment.to.is_none_or(|to| to.0 >= today)
        });
        let persons: std::collections::BTreeSet<&str> =
            held.map(|assignment| assignment.own.person.id()).collect();
        return Some(persons.len().saturating_sub(1));
    }
    if is("team")
        && let Some(team) = registers.teams.get(id)
    {
        let members = team.members.len().max(team.capacity.unwrap_or(0) as usize);
        return Some(usize::from(team.deputy.is_some()) + members.saturating_sub(1));
    }
    if is("person") && registers.persons.get(id).is_some() {
        return Some(0);
    }
    if is("body")
        && let Some(body) = registers.bodies.get(id)
    {
        return Some(body.members.len().saturating_sub(1));
    }
    None
}
