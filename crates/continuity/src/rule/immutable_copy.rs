//! `immutable-copy`: one copy of the data nobody can change before its time.

use record::requirements::dataset::Protection;

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;
use crate::requirements::recovery_points::DataPlace;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "immutable-copy",
    demands: "Keep a copy that nobody can change or delete before its time.",
    means: "At least one copy of the data is marked `immutable`, is kept as long as is asked and, \
            where asked, stands at another site.",
    matters: "Against someone who holds every key, only a copy that no key deletes is left.",
    with: &[
        Key {
            name: "retention",
            means: "how long that copy must be kept",
            sort: Sort::Duration,
            default: Some("0s"),
        },
        Key {
            name: "elsewhere",
            means: "whether it must stand at another site than the data",
            sort: Sort::Truth,
            default: Some("false"),
        },
    ],
    kinds: &["dataset"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let estate = judge.estate();
    let found = subject
        .item
        .and_then(|item| Some((item, estate.listed(item).dataset()?)));
    let Some((item, dataset)) = found else {
        return Outcome::Silent;
    };
    let (title, retention) = (subject.title(), with.seconds("retention"));
    let place = DataPlace::new(estate, item);
    let immutable = dataset.own.protection.iter().filter(|copy| copy.immutable);
    let immutable: Vec<&Protection> = immutable.collect();
    let kept = |copy: &&&Protection| {
        retention == 0 || copy.retention.is_some_and(|kept| kept.0 >= retention)
    };
    let elsewhere =
        |copy: &Protection| !with.truth("elsewhere") || place.is_elsewhere(estate, copy);
    let text = if immutable.is_empty() {
        format!("Every copy of {title} can be changed or deleted.")
    } else if !immutable.iter().any(|copy| kept(&copy)) {
        let asked = crate::path::humane(retention);
        format!("No copy of {title} that nobody can delete is kept for {asked}.")
    } else if !immutable.iter().filter(kept).any(|copy| elsewhere(copy)) {
        format!("The copy of {title} that nobody can delete stands where the data stands.")
    } else {
        return Outcome::Holds;
    };
    subject.breach(text).into()
}
