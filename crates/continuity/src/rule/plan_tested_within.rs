//! `plan-tested-within`: what a plan says was tried not long ago, as far as records report it.

use jiff::civil::Date;
use record::implementation::{Plan, plan::Step};
use record::kind::Filed;

use super::age::{last, recent};
use super::exercise_within::observed;
use super::with::{YEAR, within};
use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "plan-tested-within",
    demands: "Carry the plan out, whole, and record when: each item's observed recovery, or each \
              procedure's `executed`.",
    means: "As records report: each step that restores something was shown, by an observed \
            recovery of that item or by its procedure's `executed`, no longer ago than asked. A \
            plan whose steps restore nothing is shown by what it covers. Of an item, one of its \
            plans must be tested; where it has none, `plan-in-force` speaks.",
    matters: "A test of half a plan proves half of it. Runs and exercises in the journal would \
              prove more than what records report.",
    with: &[within("how long ago the oldest of these may lie", YEAR)],
    kinds: &["plan", "activity", "service", "component", "dataset"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let within = with.seconds("within");
    if let Some(item) = subject.item {
        let plans = judge.facts().plans(item);
        let Some(first) = plans.first() else {
            return Outcome::Silent;
        };
        let tested = |plan: &&&Filed<Plan>| untested(judge, plan, within).is_none();
        if plans.iter().any(|plan| tested(&plan)) {
            return Outcome::Holds;
        }
        let why = untested(judge, first, within).unwrap_or_default();
        let text = format!("No plan of {} was tested of late: {why}.", subject.title());
        let because = plans.iter().map(|plan| plan.reference()).collect();
        return subject.breach(text).because(because).into();
    }
    let plan = judge.registers().plans.get(subject.id());
    let Some(plan) = plan.filter(|plan| plan.is_approved()) else {
        return Outcome::Silent;
    };
    match untested(judge, plan, within) {
        None => Outcome::Holds,
        Some(why) => {
            let text = format!("{} was not tested of late: {why}.", subject.title());
            subject.breach(text).into()
        }
    }
}

/// Why a plan does not count as tested: its first part that nothing shows.
fn untested(judge: &Judge<'_>, plan: &Plan, within: i64) -> Option<String> {
    let restoring: Vec<&Step> = plan
        .steps
        .iter()
        .filter(|step| step.restores.is_some())
        .collect();
    for step in &restoring {
        let item = step.restores.as_ref().map_or("", |item| &item.text);
        let days = observed_days(judge, item)
            .into_iter()
            .chain(executed(judge, step));
        if let Err(why) = recent(judge, last(judge, days), within) {
            return Some(format!("step {}, {why}", step.id));
        }
    }
    if !restoring.is_empty() {
        return None;
    }
    if plan.covers.is_empty() {
        let days = plan.steps.iter().filter_map(|step| executed(judge, step));
        return recent(judge, last(judge, days), within).err();
    }
    plan.covers.iter().find_map(|item| {
        let why = recent(judge, last(judge, observed_days(judge, &item.text)), within).err()?;
        Some(format!("{}, {why}", item.text))
    })
}

fn observed_days(judge: &Judge<'_>, item: &str) -> Vec<Date> {
    let item = judge.estate().find(item);
    item.map_or_else(Vec::new, |item| {
        observed(judge.estate().listed(item).item).collect()
    })
}

fn executed(judge: &Judge<'_>, step: &Step) -> Option<Date> {
    let procedure = judge
        .registers()
        .procedures
        .get(step.procedure.as_ref()?.id())?;
    procedure.executed.map(|day| day.0)
}
