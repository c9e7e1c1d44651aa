//! At what level the items that are up still run, in hundredths of a percent. What is below its
//! minimum, and what that means, is for others to say.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::graph::{Effect, Graph};
use crate::standing::Standing;

#[cfg(test)]
mod tests;

/// Full level: 100 %.
pub const FULL: u32 = 10_000;

/// The level of every item; 0 for items that are not up. In a circle the greatest levels that
/// satisfy each other. Cost: linear, plus the groups of what is degraded.
pub fn levels(graph: &Graph, standing: &Standing) -> Vec<u32> {
    let mut levels = vec![FULL; graph.len()];
    for &item in standing.stopped() {
        levels[item as usize] = 0;
    }
    // The lowest level first: no later step can lower what was taken from the queue, since every
    // level is picked from those of others or from a group's own `to`.
    let mut queue = BinaryHeap::new();
    for &item in standing.stopped() {
        for &id in graph.used_by(item) {
            let group = graph.group(id);
            if let Effect::Degrade(to) = group.effect
                && group.phase.runs()
                && !standing.is_stopped(group.owner)
                && up(graph, standing, id) < group.needed as usize
            {
                queue.push(Reverse((to.min(FULL), group.owner)));
            }
        }
    }
    let mut spare: std::collections::HashMap<u32, u32> = std::collections::HashMap::new();
    while let Some(Reverse((level, item))) = queue.pop() {
        if levels[item as usize] <= level {
            continue;
        }
        levels[item as usize] = level;
        for &id in graph.used_by(item) {
            let group = graph.group(id);
            if !group.stops() || !group.phase.runs() || standing.is_stopped(group.owner) {
                continue;
            }
            // Members come in from the lowest up, so the k-th best is reached when only k - 1
            // better ones are left.
            let left = spare
                .entry(id)
                .or_insert_with(|| up(graph, standing, id) as u32);
            *left = left.saturating_sub(1);
            if *left < group.needed {
                queue.push(Reverse((level, group.owner)));
            }
        }
    }
    levels
}

/// How many members of a group are up, those among them that no record answers to.
pub fn up(graph: &Graph, standing: &Standing, id: u32) -> usize {
    let members = graph.members(id).iter();
    let known = members
        .filter(|&&member| !standing.is_stopped(member))
        .count();
    known + graph.group(id).unresolved as usize
}
