//! When the steps of one plan can begin and end by its own arrows, from the word to begin. It looks
//! at no limits of people and at no other plan: that is what a schedule is for.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use record::implementation::Plan;
use record::implementation::plan::Step;

use crate::estate::own_time::median_seconds;
use crate::estate::plan_time::step_seconds;

/// One step in time. Seconds count from the word to begin; what rests on a duration that nobody
/// wrote down is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepTime {
    /// Its place in the plan.
    pub step: usize,
    /// How long it takes in half of all cases.
    pub half_seconds: Option<i64>,
    /// How long it takes at most in eight of ten cases.
    pub most_seconds: Option<i64>,
    /// When it can begin, by the times of eight in ten.
    pub starts_seconds: Option<i64>,
    /// When it is done, by the same.
    pub ends_seconds: Option<i64>,
    /// Whether the end of the plan waits for it.
    pub decides: bool,
}

/// A plan in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTimeline {
    /// Its steps, each after all it waits for; of equals the first of the plan.
    pub steps: Vec<StepTime>,
    /// When the last step is done; `None` where a step has no duration.
    pub ends_seconds: Option<i64>,
}

/// Lays a plan out in time. A step in a circle, which no sound plan has, is left out. Cost: n log n
/// in the steps and their arrows.
pub fn plan_timeline(plan: &Plan) -> PlanTimeline {
    let steps = &plan.steps;
    let index: HashMap<&str, usize> = (0..steps.len())
        .map(|at| (steps[at].id.as_str(), at))
        .collect();
    let known = |step: &Step| -> Vec<usize> {
        let named = step.after.iter();
        named
            .filter_map(|id| index.get(id.as_str()).copied())
            .collect()
    };
    let before: Vec<Vec<usize>> = steps.iter().map(known).collect();
    let order = order(&before);
    let mut ends: Vec<Option<i64>> = vec![None; steps.len()];
    let mut rows = Vec::with_capacity(order.len());
    for &at in &order {
        let starts = before[at]
            .iter()
            .try_fold(0, |latest: i64, &one| Some(latest.max(ends[one]?)));
        let most_seconds = step_seconds(&steps[at]);
        ends[at] = starts
            .zip(most_seconds)
            .map(|(start, takes)| start.saturating_add(takes));
        rows.push(StepTime {
            step: at,
            half_seconds: half_seconds(&steps[at]),
            most_seconds,
            starts_seconds: starts,
            ends_seconds: ends[at],
            decides: false,
        });
    }
    let all = rows.iter().map(|row| row.ends_seconds);
    let ends_seconds = all.reduce(|one, other| Some(one?.max(other?))).flatten();
    mark(&mut rows, &before, ends_seconds);
    PlanTimeline {
        steps: rows,
        ends_seconds,
    }
}

/// How long a step takes in half of all cases, with its fixed wait.
fn half_seconds(step: &Step) -> Option<i64> {
    let wait = step.wait.map(|wait| wait.0);
    match step.takes {
        Some(takes) => Some(median_seconds(takes).saturating_add(wait.unwrap_or(0))),
        None => wait,
    }
}

/// Marks the steps that decide the end: those that end with it, and of what each waits for those
/// that end when it begins.
fn mark(rows: &mut [StepTime], before: &[Vec<usize>], end: Option<i64>) {
    let Some(end) = end else { return };
    let mut wanted: HashMap<usize, i64> = HashMap::new();
    for row in rows.iter_mut().rev() {
        let awaited = wanted.get(&row.step) == row.ends_seconds.as_ref();
        if row.ends_seconds != Some(end) && !awaited {
            continue;
        }
        row.decides = true;
        if let Some(start) = row.starts_seconds {
            for &one in &before[row.step] {
                // Of several that wait for it the earliest to begin decides.
                let by = wanted.entry(one).or_insert(start);
                *by = start.min(*by);
            }
        }
    }
}

/// The steps in an order in which each comes after what it waits for.
fn order(before: &[Vec<usize>]) -> Vec<usize> {
    let mut waits: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); before.len()];
    for (at, befores) in before.iter().enumerate() {
        for &one in befores {
            next[one].push(at);
        }
    }
    let mut ready: BTreeSet<usize> = (0..before.len()).filter(|&at| waits[at] == 0).collect();
    let mut order = Vec::with_capacity(before.len());
    while let Some(at) = ready.pop_first() {
        order.push(at);
        for &one in &next[at] {
            waits[one] -= 1;
            if waits[one] == 0 {
                ready.insert(one);
            }
        }
    }
    order
}
