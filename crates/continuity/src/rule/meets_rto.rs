//! `meets-rto`: by calculation, it would be back in time.

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;
use crate::path::humane;
use crate::requirements::recovery_targets::Verdict;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "meets-rto",
    demands: "Be back within the time that is required: shorten the path, or agree a later target.",
    means: "With everything lost but its people, the calculated return is no later than its own \
            target and the targets of all that need it allow. What nobody needs by a given time \
            is not asked.",
    matters: "A target that calculation already misses will be missed on the day.",
    with: &[
        Key {
            name: "spare",
            means: "how much time must be left between return and deadline",
            sort: Sort::Duration,
            default: Some("0s"),
        },
        Key {
            name: "unknown",
            means: "whether a return that is not known breaks the rule too",
            sort: Sort::Truth,
            default: Some("true"),
        },
    ],
    kinds: &["activity", "service", "component", "dataset"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(item) = subject.item else {
        return Outcome::Silent;
    };
    let targets = &judge.targets;
    let required = targets.deadlines.required(item).seconds;
    // A member excused by its group is judged by no deadline.
    let needs = targets.deadlines.conflict(item).seconds;
    let has = targets.times.seconds(item);
    let (title, spare) = (subject.title(), with.seconds("spare"));
    let text = match targets.verdict(item) {
        Verdict::NoTarget => return Outcome::Silent,
        Verdict::Unknown if !with.truth("unknown") => return Outcome::Silent,
        Verdict::Unknown => format!("Nobody knows when {title} would be back."),
        Verdict::Infeasible => {
            format!("{title} would have to be back before recovery work can start.")
        }
        Verdict::Misses => format!(
            "{title} must be back {} after work starts and takes {}.",
            humane(needs.unwrap_or(0)),
            humane(has.unwrap_or(0))
        ),
        Verdict::Meets => {
            let deadline = needs.map(|needs| needs.max(required.unwrap_or(needs)));
            let left = deadline.zip(has).map(|(deadline, has)| deadline - has);
            match left {
                Some(left) if left < spare => format!(
                    "{title} is back with {} to spare; {} are demanded.",
                    humane(left),
                    humane(spare)
                ),
                _ => return Outcome::Holds,
            }
        }
    };
    let finding = subject.breach(text).because(judge.driving(item));
    finding
        .seconds(needs, has)
        .hangs_on(judge.hangs_on(item))
        .into()
}
