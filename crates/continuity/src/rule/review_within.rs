//! `review-within`: someone looked at a record not long ago.

use super::age::{last, recent};
use super::with::{YEAR, within};
use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "review-within",
    demands: "Look the record through with whoever answers for it, and record when (`confirmed`).",
    means: "The last of the days on which it was confirmed, came into force (`valid-from`), and \
            for a plan was `reviewed`, for a supplier `assured`, is no longer ago than asked, and \
            its own `review-due` has not passed.",
    matters: "Facts go stale without a sound: people leave, systems move, contracts end.",
    with: &[within("how long ago the last look may lie", YEAR)],
    kinds: &[],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let (envelope, title) = (subject.envelope, subject.title());
    if let Some(due) = envelope.review_due.filter(|due| due.0 < judge.today()) {
        return subject
            .breach(format!("The review of {title} was due on {due}."))
            .into();
    }
    let registers = judge.registers();
    let of_kind = match subject.kind() {
        "plan" => registers
            .plans
            .get(subject.id())
            .and_then(|plan| plan.reviewed),
        "supplier" => registers
            .suppliers
            .get(subject.id())
            .and_then(|it| it.assured),
        _ => None,
    };
    let confirmed = envelope.confirmed.as_ref().map(|confirmed| confirmed.at);
    let days = [confirmed, envelope.valid_from, of_kind];
    let day = last(judge, days.into_iter().flatten().map(|day| day.0));
    match recent(judge, day, with.seconds("within")) {
        Ok(()) => Outcome::Holds,
        Err(why) => subject
            .breach(format!("{title} was not reviewed of late: {why}."))
            .into(),
    }
}
