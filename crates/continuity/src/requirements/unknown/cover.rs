//! How far approved plans bring back what an activity needs: the activity itself, or all that it
//! directly needs and lacks. Which plans are written for a loss is asked before.

use std::collections::BTreeSet;

use engine::graph::Item;
use record::implementation::Plan;
use record::kind::Filed;
use serde::Serialize;

use crate::estate::Estate;

/// How far plans in force cover a loss for an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covered {
    /// No plan in force is for it.
    Not,
    /// Plans for it bring back some of what is needed, not all.
    Part,
    /// Plans for it bring back the activity, or all that it directly needs and lacks.
    Whole,
}

/// An approved plan and what it brings back.
pub struct Bringing<'r> {
    /// The plan.
    pub plan: &'r Filed<Plan>,
    /// What it covers or restores.
    pub brings: BTreeSet<Item>,
}

/// The approved plans. Cost: linear in their steps.
pub fn plans<'r>(estate: &Estate<'r>) -> Vec<Bringing<'r>> {
    let one = |plan: &'r Filed<Plan>| {
        let covers = plan.covers.iter();
        let restores = plan.steps.iter().filter_map(|step| step.restores.as_ref());
        let brings = covers
            .chain(restores)
            .filter_map(|item| estate.find(&item.text));
        Bringing {
            plan,
            brings: brings.collect(),
        }
    };
    estate.registers.plans.approved().map(one).collect()
}

/// How far some plans cover an activity, where `stopped` says what is down.
pub fn covered(
    estate: &Estate<'_>,
    plans: &[&Bringing<'_>],
    activity: Item,
    stopped: &dyn Fn(Item) -> bool,
) -> Covered {
    let brings = |item: Item| plans.iter().any(|plan| plan.brings.contains(&item));
    if brings(activity) {
        return Covered::Whole;
    }
    let graph = &estate.graph;
    let groups = graph
        .groups_of(activity)
        .filter(|&group| graph.group(group).stops());
    let needs: Vec<Item> = groups
        .flat_map(|group| graph.members(group))
        .copied()
        .filter(|&item| stopped(item))
        .collect();
    let brought = needs.iter().filter(|&&item| brings(item)).count();
    match brought {
        0 => Covered::Not,
        some if some == needs.len() => Covered::Whole,
        _ => Covered::Part,
    }
}
