//! The start from black: which circles lock recovery, the fewest break-glass ways that open them
//! all, where each is to be written, and the waves in which everything then comes up.

use engine::deadlock::{Circle, circles};
use engine::graph::Item;
use serde::Serialize;

use crate::estate::Estate;

#[cfg(test)]
mod tests;

/// From a loss of everything back to everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlackStart {
    /// The circles in which each item waits for another before it can be recovered.
    pub locked: Vec<Locked>,
    /// Whether no fewer ways would open them all; `false` when the search gave up at its limit.
    pub fewest: bool,
    /// The ways already written down, by the item that is used before it is recovered.
    pub there: Vec<Way>,
    /// Everything in waves, once the ways to make are there: whatever a wave waits for stands in
    /// an earlier one, comes up with it, or is used by its way.
    pub waves: Vec<Vec<String>>,
}

/// A circle that locks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Locked {
    /// Its items.
    pub items: Vec<String>,
    /// A short round of it for showing: each needs the next, the last the first.
    pub round: Vec<String>,
    /// The fewest ways that open it.
    pub ways: Vec<Way>,
}

/// A way to use an item before it is recovered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// The item.
    pub to: String,
    /// The items whose need of it is, or is to be, marked `bootstrap`.
    pub used_by: Vec<String>,
}

/// Looks at the whole estate. Cost: as `engine::black_start`.
pub fn black_start(estate: &Estate<'_>) -> BlackStart {
    let graph = &estate.graph;
    let start = engine::black_start::black_start(graph, &estate.components);
    let locks = circles(graph, &estate.components).into_iter();
    let locks = locks.filter(|(_, circle)| *circle == Circle::Deadlock);
    let locked = locks.map(|(component, _)| {
        let members = estate.components.members(component);
        let glass = start.glass.iter().filter(|item| members.contains(item));
        Locked {
            items: estate.references(members),
            round: estate.references(&estate.components.circle(component)),
            ways: glass.map(|&to| to_make(estate, members, to)).collect(),
        }
    });
    BlackStart {
        locked: locked.collect(),
        fewest: start.fewest,
        there: there(estate),
        waves: start
            .waves
            .iter()
            .map(|wave| estate.references(wave))
            .collect(),
    }
}

/// The needs inside a circle that name an item and must not wait for it.
fn to_make(estate: &Estate<'_>, circle: &[Item], to: Item) -> Way {
    let graph = &estate.graph;
    let waits = |id: &&u32| {
        let group = graph.group(**id);
        group.stops() && !group.bootstrap && circle.contains(&group.owner)
    };
    let used_by = graph.used_by(to).iter().filter(waits);
    way(estate, to, used_by.map(|&id| graph.group(id).owner))
}

fn way(estate: &Estate<'_>, to: Item, used_by: impl Iterator<Item = Item>) -> Way {
    let mut used_by: Vec<Item> = used_by.collect();
    used_by.sort_unstable();
    used_by.dedup();
    Way {
        to: estate.reference(to).to_owned(),
        used_by: estate.references(&used_by),
    }
}

/// What is marked `bootstrap` today.
fn there(estate: &Estate<'_>) -> Vec<Way> {
    let graph = &estate.graph;
    let ways = graph.items().filter_map(|to| {
        let marked = graph.used_by(to).iter().map(|&id| graph.group(id));
        let marked: Vec<Item> = marked
            .filter(|group| group.bootstrap)
            .map(|group| group.owner)
            .collect();
        (!marked.is_empty()).then(|| way(estate, to, marked.into_iter()))
    });
    ways.collect()
}
