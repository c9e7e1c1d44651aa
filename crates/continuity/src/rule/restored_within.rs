//! `restored-within`: data was brought back from a copy not long ago.

use record::requirements::dataset::Verified;

use super::age::{last, recent};
use super::with::{YEAR, within};
use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "restored-within",
    demands: "Restore the data from a copy, use it, and record when (`verified: restored`).",
    means: "As records report: a copy of the data is `verified: restored` with a `verified-at`, or \
            the data has an observed recovery, no longer ago than asked. A checksum or a mount \
            is no restore.",
    matters: "A backup that was never restored is a hope. Only what a record reports can be seen \
              here; a run in the journal would prove more.",
    with: &[within("how long ago the last restore may lie", YEAR)],
    kinds: &["dataset"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(dataset) = judge.registers().datasets.get(subject.id()) else {
        return Outcome::Silent;
    };
    let title = subject.title();
    let restored = |verified: Option<Verified>| verified == Some(Verified::Restored);
    let copies = dataset
        .own
        .protection
        .iter()
        .filter(|copy| restored(copy.verified));
    let copies: Vec<_> = copies.collect();
    let observed = super::exercise_within::observed(&dataset.own.item);
    let days = copies
        .iter()
        .filter_map(|copy| copy.verified_at)
        .map(|day| day.0);
    let day = last(judge, days.chain(observed));
    if copies.is_empty() && day.is_none() {
        let text = format!("No record reports that {title} was ever restored from a copy.");
        return subject.breach(text).into();
    }
    match recent(judge, day, with.seconds("within")) {
        Ok(()) => Outcome::Holds,
        Err(why) => {
            let text = format!("No restore of {title} is recent enough: {why}.");
            subject.breach(text).into()
        }
    }
}
