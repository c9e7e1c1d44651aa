//! What a plan says about the items it restores: the longest chain of steps to each, cut where
//! another item is restored, and the work that remains after each such cut.

use std::collections::{BTreeMap, HashMap};

use engine::graph::Seconds;
use record::implementation::Plan;
use record::implementation::plan::Step;
use record::value::Takes;

use super::own_time::likely_seconds;

/// A length of time along a chain; `None` once a step on it lacks its duration.
type Length = Option<Seconds>;

/// What a plan says about one item that it restores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTime {
    /// The item as the plan's steps name it.
    pub restores: String,
    /// The longest chain to its last step; `None` where a step on a chain has no duration.
    pub own: Length,
    /// For each item restored before a cut: the longest chain from that cut on.
    pub tails: BTreeMap<String, Length>,
    /// The teams of the steps on these chains, as named.
    pub teams: Vec<String>,
    /// The steps on these chains, by position in the plan.
    pub steps: Vec<usize>,
    /// Whether three points stand behind one of them.
    pub three_point: bool,
    /// For each of them the steps on these chains that wait for it.
    pub then: Vec<Vec<usize>>,
    /// For each item restored before a cut: the steps that wait for that cut.
    pub follow: BTreeMap<String, Vec<usize>>,
}

/// What a plan says about every item that it restores, each name once, in the order of the
/// steps. `same` tells an item from its name, so that two names of one item are one. Cost:
/// linear in the steps for each item restored.
pub fn plan_times(plan: &Plan, same: impl Fn(&str) -> String) -> Vec<PlanTime> {
    let steps = Steps::new(plan, same);
    let mut last: Vec<(&String, usize)> = Vec::new();
    for (index, restores) in steps.restores.iter().enumerate() {
        let Some(name) = restores else { continue };
        match last.iter_mut().find(|(other, _)| *other == name) {
            // The last step is one that no other step of the item comes after.
            Some((_, at)) if steps.position[*at] < steps.position[index] => *at = index,
            Some(_) => {}
            None => last.push((name, index)),
        }
    }
    last.iter()
        .map(|(name, at)| steps.time_of(name, *at))
        .collect()
}

struct Steps<'p> {
    steps: &'p [Step],
    before: Vec<Vec<usize>>,
    order: Vec<usize>,
    position: Vec<usize>,
    restores: Vec<Option<String>>,
}

impl<'p> Steps<'p> {
    fn new(plan: &'p Plan, same: impl Fn(&str) -> String) -> Steps<'p> {
        let steps = &plan.steps;
        let index: HashMap<&str, usize> = steps
            .iter()
            .enumerate()
            .map(|(index, step)| (step.id.as_str(), index))
            .collect();
        let known = |step: &Step| -> Vec<usize> {
            step.after
                .iter()
                .filter_map(|id| index.get(id.as_str()).copied())
                .collect()
        };
        let before: Vec<Vec<usize>> = steps.iter().map(known).collect();
        let order = order(&before);
        let mut position = vec![0; steps.len()];
        for (at, &step) in order.iter().enumerate() {
            position[step] = at;
        }
        let restored = |step: &Step| step.restores.as_ref().map(|item| same(&item.text));
        let restores = steps.iter().map(restored).collect();
        Steps {
            steps,
            before,
            order,
            position,
            restores,
        }
    }

    fn time_of(&self, name: &str, last: usize) -> PlanTime {
        let mut to_end: Vec<Option<Length>> = vec![None; self.steps.len()];
        let mut behind: Vec<Option<Length>> = vec![None; self.steps.len()];
        behind[last] = Some(Some(0));
        let mut own: Length = Some(0);
        let mut tails: BTreeMap<String, Length> = BTreeMap::new();
        let mut follow: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        let (mut teams, mut chain) = (Vec::new(), Vec::new());
        for &index in self.order.iter().rev() {
            let Some(after) = behind[index] else { continue };
            if let Some(other) = self.restores[index]
                .as_deref()
                .filter(|other| *other != name)
            {
                let tail = tails.entry(other.to_string()).or_insert(Some(0));
                *tail = longer(*tail, after);
                let known = follow.entry(other.to_string()).or_default();
                known.append(&mut waiting[index]);
                continue;
            }
            let length = match (step_seconds(&self.steps[index]), after) {
                (Some(own), Some(after)) => Some(own + after),
                _ => None,
            };
            to_end[index] = Some(length);
            own = longer(own, length);
            chain.push(index);
            if let Some(team) = &self.steps[index].by
                && !teams.contains(&team.id().to_string())
            {
                teams.push(team.id().to_string());
            }
            for &before in &self.before[index] {
                let known = behind[before].unwrap_or(Some(0));
                behind[before] = Some(longer(known, length));
                waiting[before].push(index);
            }
        }
        teams.sort();
        chain.reverse();
        PlanTime {
            restores: name.to_string(),
            own,
            tails,
            teams,
            then: chain
                .iter()
                .map(|&at| std::mem::take(&mut waiting[at]))
                .collect(),
            three_point: chain.iter().any(|&at| {
                let takes = self.steps[at].takes;
                takes.is_some_and(|it| matches!(it, Takes::ThreePoint { .. }))
            }),
            steps: chain,
            follow,
        }
    }
}

/// The longer of two lengths; unknown is infectious.
fn longer(one: Length, other: Length) -> Length {
    Some(one?.max(other?))
}

/// How long a step takes with its fixed wait.
pub fn step_seconds(step: &Step) -> Option<Seconds> {
    let wait = step.wait.map(|wait| wait.0);
    match step.takes {
        Some(takes) => Some(likely_seconds(takes) + wait.unwrap_or(0)),
        None => wait,
    }
}

/// The steps in an order in which each comes after what it waits for; on equal terms as listed.
fn order(before: &[Vec<usize>]) -> Vec<usize> {
    let mut waits: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); before.len()];
    for (index, befores) in before.iter().enumerate() {
        for &other in befores {
            next[other].push(index);
        }
    }
    let mut ready: std::collections::BTreeSet<usize> = (0..before.len())
        .filter(|&index| waits[index] == 0)
        .collect();
    let mut order = Vec::with_capacity(before.len());
    while let Some(index) = ready.pop_first() {
        order.push(index);
        for &later in &next[index] {
            waits[later] -= 1;
            if waits[later] == 0 {
                ready.insert(later);
            }
        }
    }
    order
}
