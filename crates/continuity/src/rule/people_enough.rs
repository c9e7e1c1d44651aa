//! `people-enough`: there are as many people as recovery asks for.

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "people-enough",
    demands: "Have as many people as the plans ask for, with some to spare.",
    means: "A team has as many people (its `capacity`, else its members) as the largest step that \
            an approved plan gives it asks for, and no fewer than `at-least`, after the share \
            named is absent. A role has as many holders today as it says, one where it does not. \
            A team of which nobody knows the size breaks the rule.",
    matters: "A plan for four people that two can come for is a plan for nobody.",
    with: &[
        Key {
            name: "at-least",
            means: "how many there must be in any case",
            sort: Sort::Count,
            default: Some("1"),
        },
        Key {
            name: "absent",
            means: "the share of a team that is away, as on a day of illness",
            sort: Sort::Share,
            default: Some("0%"),
        },
    ],
    kinds: &["team", "role"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let at_least = with.get::<u32>("at-least").unwrap_or(1);
    let title = subject.title();
    if subject.kind() == "role" {
        let role = judge.registers().roles.get(subject.id());
        let asked = role
            .and_then(|role| role.holders)
            .unwrap_or(1)
            .max(at_least);
        let held = judge.facts().holders.persons(subject.id()).len();
        if held >= asked as usize {
            return Outcome::Holds;
        }
        let text = format!("{title} has {held} holders and needs {asked}.");
        return subject.breach(text).into();
    }
    let Some(team) = judge.registers().teams.get(subject.id()) else {
        return Outcome::Silent;
    };
    let members = judge.facts().members(subject.id()).len() as u32;
    let Some(people) = team.own.capacity.or((members > 0).then_some(members)) else {
        return subject
            .breach(format!("Nobody says how many people {title} has."))
            .into();
    };
    let away = (u64::from(people) * u64::from(with.share("absent"))).div_ceil(10_000) as u32;
    let (present, asked) = (
        people.saturating_sub(away),
        asked_by_plans(judge, subject.id()),
    );
    let (needed, by) = match asked {
        Some((asked, step)) if asked > at_least => (asked, Some(step)),
        _ => (at_least, None),
    };
    if present >= needed {
        return Outcome::Holds;
    }
    let of = if away > 0 {
        format!(" of {people}")
    } else {
        String::new()
    };
    let why = by
        .as_ref()
        .map_or_else(String::new, |step| format!(" for {step}"));
    let text = format!("{title} has {present}{of} people and needs {needed}{why}.");
    let because = by.iter().filter_map(|step| step.split('#').next());
    let because = because.map(str::to_string).collect();
    subject.breach(text).because(because).into()
}

/// The most people that a step of an approved plan asks of a team, with that step as `plan#step`.
fn asked_by_plans(judge: &Judge<'_>, team: &str) -> Option<(u32, String)> {
    let mut most: Option<(u32, String)> = None;
    for plan in judge.registers().plans.approved() {
        for step in &plan.own.steps {
            let people = step.people.unwrap_or(1);
            let its = step.by.as_ref().is_some_and(|by| by.id() == team);
            if its && most.as_ref().is_none_or(|(known, _)| people > *known) {
                most = Some((people, format!("{}#{}", plan.reference(), step.id)));
            }
        }
    }
    most
}
