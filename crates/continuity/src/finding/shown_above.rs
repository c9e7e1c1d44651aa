//! Which items need no finding of their own, since an activity or service that drives their
//! deadline has the same verdict and shows it.

use engine::deadline::Source;
use engine::graph::Item;

use super::Judge;
use crate::requirements::recovery_targets::Verdict;

/// For each item whether some activity or service above it, on the path that drives its deadline,
/// has a verdict. Cost: linear, however deep the paths.
pub fn shown_above(judge: &Judge<'_>, verdict: Verdict) -> Vec<bool> {
    let estate = judge.estate();
    let shows =
        |item: Item| estate.listed(item).demands() && judge.targets.verdict(item) == verdict;
    let mut known: Vec<Option<bool>> = vec![None; estate.items.len()];
    let mut trail: Vec<Item> = Vec::new();
    for start in estate.graph.items() {
        let mut at = start;
        let mut value = loop {
            if let Some(value) = known[at as usize] {
                break value;
            }
            // Passed again before it is settled, a circle shows no more than its members do.
            known[at as usize] = Some(false);
            trail.push(at);
            match next(judge, at) {
                Some(above) if shows(above) => break true,
                Some(above) => at = above,
                None => break false,
            }
        };
        while let Some(item) = trail.pop() {
            known[item as usize] = Some(value);
            value |= shows(item);
        }
    }
    known.into_iter().map(|value| value == Some(true)).collect()
}

/// The item that hands its deadline down.
fn next(judge: &Judge<'_>, item: Item) -> Option<Item> {
    match judge.targets.deadlines.conflict(item).source {
        Source::Need { owner, .. } => Some(owner),
        Source::Holder(next) | Source::Circle(next) => Some(next),
        Source::None | Source::Own => None,
    }
}
