//! `exercise-within`: recovery was practised not long ago, as far as records report it.

use jiff::civil::Date;

use super::age::{last, recent};
use super::with::{YEAR, within};
use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "exercise-within",
    demands: "Practise the recovery and record it (`recovery.observed`, or `tried`).",
    means: "As records report, no longer ago than asked: an observed recovery of the item with its \
            day, an arrangement for it that was `tried`, or for an activity a workaround that \
            was. An arrangement or workaround itself is asked for its own `tried`.",
    matters: "What is never practised fails in ways nobody thought of. Exercises in the journal \
              would prove more than what records report.",
    with: &[within("how long ago the last practice may lie", YEAR)],
    kinds: &[
        "activity",
        "service",
        "component",
        "dataset",
        "site",
        "arrangement",
        "workaround",
    ],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let day = last(judge, practised(judge, subject));
    let Err(why) = recent(judge, day, with.seconds("within")) else {
        return Outcome::Holds;
    };
    let title = subject.title();
    subject
        .breach(format!("{title} was not practised of late: {why}."))
        .into()
}

/// The days on which recoveries of an item were observed.
pub(crate) fn observed(item: &record::item::Item) -> impl Iterator<Item = Date> {
    let recovery = item.recovery.as_ref();
    let observed = recovery.map_or(&[][..], |recovery| &recovery.observed);
    observed.iter().filter_map(|it| it.at).map(|at| at.date().0)
}

fn practised(judge: &Judge<'_>, subject: &Subject<'_>) -> Vec<Date> {
    let registers = judge.registers();
    let Some(item) = subject.item else {
        let arrangement = registers
            .arrangements
            .get(subject.id())
            .and_then(|it| it.tried);
        let workaround = registers
            .workarounds
            .get(subject.id())
            .and_then(|it| it.tried);
        let tried = match subject.kind() {
            "arrangement" => arrangement,
            _ => workaround,
        };
        return tried.map(|day| day.0).into_iter().collect();
    };
    let mut days: Vec<Date> = observed(judge.estate().listed(item).item).collect();
    let arrangements = judge.facts().arrangements(item).iter();
    days.extend(arrangements.filter_map(|it| it.own.tried).map(|day| day.0));
    if subject.kind() == "activity" {
        let own = judge.estate().by_activity.workarounds(subject.id()).iter();
        days.extend(own.filter_map(|it| it.own.tried).map(|day| day.0));
    }
    days
}
