//! `target-set`: an activity or service says by when it must be back.

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "target-set",
    demands: "Agree a recovery target: an RTO, or for an activity an MTPD or an approved impact.",
    means: "The activity or service has an RTO, an MTPD or an approved impact of its own; that \
            harm never becomes intolerable is an answer too.",
    matters: "Without a target nothing can be late, and nothing can be shown to be in time.",
    with: &[Key {
        name: "rpo",
        means: "whether a recovery point target is demanded too",
        sort: Sort::Truth,
        default: Some("false"),
    }],
    kinds: &["activity", "service"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(item) = subject.item else {
        return Outcome::Silent;
    };
    let own = &judge.targets.own[item as usize];
    // An impact that never becomes intolerable is a judgement too.
    if own.seconds.is_none() && own.tolerances.is_empty() {
        let text = format!("{} has no recovery target.", subject.title());
        return subject.breach(text).into();
    }
    let rpo = judge.targets.points.required[item as usize].seconds;
    if with.truth("rpo") && rpo.is_none() {
        let text = format!("{} has no recovery point target.", subject.title());
        return subject.breach(text).into();
    }
    Outcome::Holds
}
