//! `plan-in-force`: an approved plan brings it back.

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "plan-in-force",
    demands: "Write a plan that covers it or restores it, and have it approved.",
    means: "An approved plan whose `valid-from`, if any, has come names it in `covers` or restores \
            it in a step; where a scenario is asked for, the plan is for that scenario.",
    matters: "Without a plan in force recovery is invented on the day, by whoever is there.",
    with: &[Key {
        name: "scenario",
        means: "the scenario that the plan must be for",
        sort: Sort::Record("scenario"),
        default: None,
    }],
    kinds: &[
        "activity",
        "service",
        "component",
        "dataset",
        "site",
        "supplier",
        "team",
    ],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(item) = subject.item else {
        return Outcome::Silent;
    };
    let plans = judge.facts().plans(item);
    let (title, scenario) = (subject.title(), with.text("scenario"));
    let wanted = scenario.as_deref().map(|text| record::link::split(text).1);
    let fits = |named: &[record::link::Id<record::requirements::Scenario>]| {
        wanted.is_none_or(|wanted| named.iter().any(|named| named.id() == wanted))
    };
    if plans.iter().any(|plan| fits(&plan.own.scenarios)) {
        return Outcome::Holds;
    }
    let text = match wanted {
        Some(wanted) if !plans.is_empty() => {
            format!("No approved plan of {title} is for the scenario {wanted}.")
        }
        _ => format!("No approved plan brings {title} back."),
    };
    let because = plans.iter().map(|plan| plan.reference()).collect();
    subject.breach(text).because(because).into()
}
