//! `owner-and-deputy`: someone answers, and someone else can.

use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "owner-and-deputy",
    demands: "Name an owner, and a deputy: a second assignment of the role, or a deputy team.",
    means: "It has an owner, and someone can stand in: a second holder of the role today, a deputy \
            team or a second member, another member of the body. A person alone has no deputy.",
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
    let title = subject.title();
    let Some(owner) = &subject.envelope.owner else {
        return subject
            .breach(format!("Nobody answers for {title}."))
            .into();
    };
    let owner = &*owner.text;
    match deputies(judge, owner) {
        Some(0) => {
            let text = format!("{title} is owned by {owner}, who has no deputy.");
            let because = vec![subject.reference.clone(), owner.to_string()];
            subject.breach(text).because(because).into()
        }
        Some(_) => Outcome::Holds,
        None => {
            let text = format!("{title} is owned by {owner}, which no record answers to.");
            subject.breach(text).into()
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
        let persons = judge.facts().holders.persons(id);
        return Some(persons.len().saturating_sub(1));
    }
    if is("team")
        && let Some(team) = registers.teams.get(id)
    {
        let members = judge
            .facts()
            .members(id)
            .len()
            .max(team.capacity.unwrap_or(0) as usize);
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
