//! Which circles can never be recovered from a loss of everything, and which only look so:
//! those joined by needs of running alone come up together.

use crate::component::Components;
use crate::deadlock::marking::{Marking, waits};
use crate::graph::{Graph, Item, Phase};

pub(crate) mod marking;
#[cfg(test)]
mod tests;

/// What a circle means for recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circle {
    /// It cannot be brought back: each item waits for another before it can be recovered.
    Deadlock,
    /// It may be harmless; the phase of its needs was not written or says so.
    Plain,
}

/// Classifies every component of more than one item, by component number. A member that no
/// record answers to counts as recoverable: it proves no deadlock. Hosts are not waited for,
/// since everything is lost. Cost: linear.
pub fn circles(graph: &Graph, components: &Components) -> Vec<(u32, Circle)> {
    let recoverable = Marking::of(graph, components, &[]).marked;
    let classify = |component: u32| {
        let members = components.members(component);
        let stuck = members.iter().any(|&item| !recoverable[item as usize]);
        let written = |phase| matches!(phase, Phase::Recover | Phase::Both);
        if stuck && inside(graph, components, component).any(|id| written(graph.group(id).phase)) {
            Circle::Deadlock
        } else {
            Circle::Plain
        }
    };
    components
        .cyclic()
        .map(|component| (component, classify(component)))
        .collect()
}

/// The needs inside a component: groups of a member that name a member.
fn inside<'a>(
    graph: &'a Graph,
    components: &'a Components,
    component: u32,
) -> impl Iterator<Item = u32> + 'a {
    let groups = components
        .members(component)
        .iter()
        .flat_map(|&item| graph.groups_of(item));
    groups.filter(move |&id| {
        let named = |&member: &Item| components.of(member) == component;
        waits(graph, id) && graph.members(id).iter().any(named)
    })
}
