//! `target-set`: an activity or service says by when it must be back.

use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "target-set",
    demands: "Agree a recovery target: an RTO, or for an activity an MTPD or an approved impact.",
    matters: "Without a target nothing can be late, and nothing can be shown to be in time.",
    with: &[(
        "rpo",
        "true: a recovery point target is demanded too (default false)",
    )],
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
        return Outcome::broken(format!("{} has no recovery target.", subject.title()));
    }
    let rpo = judge.targets.points.required[item as usize].seconds;
    if with.get::<bool>("rpo").unwrap_or(false) && rpo.is_none() {
        return Outcome::broken(format!("{} has no recovery point target.", subject.title()));
    }
    Outcome::Holds
}
