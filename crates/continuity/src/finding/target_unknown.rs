//! `target-unknown`: nobody can say whether a target would be met.

use engine::graph::Item;
use record::initiation::policy::Severity;

use super::shown_above::shown_above;
use super::wording::joined;
use super::{About, Finding, Found, Judge};
use crate::path::{back_path, humane, missing};
use crate::requirements::recovery_targets::Verdict;

/// What it is.
pub const ABOUT: About = About {
    code: "target-unknown",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Something must be back by a certain time, and a fact is missing without which nobody \
            can say when it would be. Reported for activities and services; for anything else \
            only where no such one shows it.",
    matters: "A target that nobody can judge is a hope.",
    mend: "Supply the missing fact; `mainstay ask` lists the questions that settle most.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let unknown = |item: Item| judge.targets.verdict(item) == Verdict::Unknown;
    let estate = judge.estate();
    let shown = shown_above(judge, Verdict::Unknown);
    for item in estate.graph.items().filter(|&item| unknown(item)) {
        if estate.listed(item).demands() || !shown[item as usize] {
            found.add(finding(judge, item));
        }
    }
}

fn finding(judge: &Judge<'_>, item: Item) -> Finding {
    let estate = judge.estate();
    let listed = estate.listed(item);
    let needs = judge.targets.deadlines.conflict(item).seconds;
    let gap = judge.targets.gaps[item as usize];
    let what = gap.map_or_else(|| "a fact is missing".into(), |gap| missing(estate, gap));
    let text = format!(
        "{} must be back {} after work starts; whether it would be is unknown: {what}.",
        listed.title(),
        humane(needs.unwrap_or(0)),
    );
    let waits = back_path(estate, &judge.targets.times, item);
    let waited = waits.into_iter().skip(1).map(|step| step.id);
    let because = joined(judge.driving(item), waited);
    Finding::new(&listed.reference, text)
        .because(because)
        .seconds(needs, None)
        .hangs_on(judge.hangs_on(item))
        .mend(format!("Find out: {what}."))
}
