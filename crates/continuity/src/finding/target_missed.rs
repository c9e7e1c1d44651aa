//! `target-missed`: an activity or service would not be back in time.

use engine::graph::Item;
use record::initiation::policy::Severity;

use super::shown_above::shown_above;
use super::wording::joined;
use super::{About, Finding, Found, Judge};
use crate::path::{Step, humane};
use crate::requirements::recovery_targets::Verdict;

/// What it is.
pub const ABOUT: About = About {
    code: "target-missed",
    severity: Severity::Error,
    breaks_target: true,
    means: "By calculation, with everything lost but its people, this would be back later than it \
            must be.",
    matters: "A promise to the business is broken before anything has happened.",
    mend: "Shorten what takes longest on the path, remove a wait from it, or agree a later target \
           with the business.",
    find,
};

/// Activities and services that are late; anything else only where no such one on its path shows
/// it already.
fn find(judge: &Judge<'_>, found: &mut Found) {
    let late = |item: Item| judge.targets.verdict(item) == Verdict::Misses;
    let shown = shown_above(judge, Verdict::Misses);
    for item in judge.estate().graph.items().filter(|&item| late(item)) {
        if judge.estate().listed(item).demands() || !shown[item as usize] {
            found.add(finding(judge, item));
        }
    }
}

fn finding(judge: &Judge<'_>, item: Item) -> Finding {
    let estate = judge.estate();
    let listed = estate.listed(item);
    let needs = judge.targets.deadlines.conflict(item).seconds;
    let has = judge.targets.times.seconds(item);
    let late = has.zip(needs).map_or(0, |(has, needs)| has - needs);
    let waits = crate::path::back_path(estate, &judge.targets.times, item);
    let (slowest, part) = longest_part(&waits);
    let text = format!(
        "{} must be back {} after work starts and takes {}: {} too late. \
         The longest part is {slowest}: {}.",
        listed.title(),
        humane(needs.unwrap_or(0)),
        humane(has.unwrap_or(0)),
        humane(late),
        humane(part),
    );
    let waited = waits.into_iter().skip(1).map(|step| step.id);
    let because = joined(judge.driving(item), waited);
    let three_point = judge
        .targets
        .times
        .path(item)
        .iter()
        .any(|step| estate.own_times[step.item as usize].three_point);
    let mut finding = Finding::new(&listed.reference, text)
        .because(because)
        .seconds(needs, has)
        .hangs_on(judge.hangs_on(item))
        .mend(format!(
            "Save {} on the path, first of all at {slowest}, or agree a later target.",
            humane(late)
        ));
    finding.is_bound = three_point;
    finding
}

/// The item on a path that adds most to it, and how much.
fn longest_part(waits: &[Step]) -> (String, i64) {
    let figure = |at: usize| waits.get(at).and_then(|step| step.seconds).unwrap_or(0);
    let part = |at: usize| figure(at) - figure(at + 1);
    let longest = (0..waits.len()).max_by_key(|&at| (part(at), std::cmp::Reverse(at)));
    let at = longest.unwrap_or(0);
    let id = waits.get(at).map_or("itself", |step| step.id.as_str());
    (id.to_string(), part(at))
}
