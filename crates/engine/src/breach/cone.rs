//! The part of a graph that one item's stop and recovery time can rest on, as a graph of its
//! own, so that losses spread no further than they matter.

use std::collections::HashMap;

use crate::graph::{Graph, GroupSpec, Item, ItemSpec};

/// The part under one item.
pub(super) struct Cone {
    /// The part, with its own indices.
    pub graph: Graph,
    /// For each of its indices, ascending, the item in the whole.
    pub items: Vec<Item>,
    /// The item itself, in the part.
    pub top: Item,
}

/// The part under `item`. Cost: linear in the part.
pub(super) fn under(graph: &Graph, item: Item) -> Cone {
    let whole = reached(graph, vec![item], |at, visit| {
        graph.hosts(at).iter().for_each(|&to| visit(to));
        graph.holds(at).iter().for_each(|&to| visit(to));
        graph.held_by(at).iter().for_each(|&to| visit(to));
        for id in graph.groups_of(at).filter(|&id| graph.group(id).stops()) {
            graph.members(id).iter().for_each(|&to| visit(to));
        }
    });
    // Of crews and of places of copies only whether they are lost matters.
    let mut asked = whole.clone();
    for &at in &whole {
        for &crew in graph.crews(at) {
            asked.push(crew);
            asked.extend(graph.stand_in(crew));
        }
        asked.extend(graph.copies(at).iter().filter_map(|copy| copy.at));
    }
    let mut items = reached(graph, asked, |at, visit| {
        graph.hosts(at).iter().for_each(|&to| visit(to));
        graph.held_by(at).iter().for_each(|&to| visit(to));
    });
    items.sort_unstable();
    let whole: std::collections::HashSet<Item> = whole.into_iter().collect();
    let place: HashMap<Item, Item> = items
        .iter()
        .enumerate()
        .map(|(place, &at)| (at, place as Item))
        .collect();
    let specs = items
        .iter()
        .map(|&at| spec(graph, at, whole.contains(&at), &place))
        .collect();
    Cone {
        graph: Graph::new(specs),
        top: place.get(&item).copied().unwrap_or(0),
        items,
    }
}

/// Everything reached from `start`, which may name an item twice.
fn reached(
    graph: &Graph,
    start: Vec<Item>,
    visit_next: impl Fn(Item, &mut dyn FnMut(Item)),
) -> Vec<Item> {
    let mut seen = vec![false; graph.len()];
    let mut list = Vec::new();
    let mut meet = |at: Item, list: &mut Vec<Item>| {
        if !std::mem::replace(&mut seen[at as usize], true) {
            list.push(at);
        }
    };
    start.into_iter().for_each(|at| meet(at, &mut list));
    let mut next = 0;
    while let Some(&at) = list.get(next) {
        next += 1;
        visit_next(at, &mut |to| meet(to, &mut list));
    }
    list
}

/// An item in the part; without what it needs where only its loss matters.
fn spec(graph: &Graph, at: Item, whole: bool, place: &HashMap<Item, Item>) -> ItemSpec {
    let here = |list: &[Item]| -> Vec<Item> {
        list.iter().filter_map(|x| place.get(x).copied()).collect()
    };
    let mut spec = ItemSpec {
        hosts: here(graph.hosts(at)),
        holds: here(graph.holds(at)),
        stand_in: graph
            .stand_in(at)
            .and_then(|other| place.get(&other).copied()),
        ..ItemSpec::default()
    };
    if whole {
        spec.crews = here(graph.crews(at));
        spec.takes = graph.takes(at);
        spec.resume = graph.resume(at);
        spec.copies = graph.copies(at).to_vec();
        for copy in &mut spec.copies {
            copy.at = copy.at.and_then(|other| place.get(&other).copied());
        }
        let stopping = graph.groups_of(at).filter(|&id| graph.group(id).stops());
        spec.groups = stopping.map(|id| group(graph, id, place)).collect();
    }
    spec
}

fn group(graph: &Graph, id: u32, place: &HashMap<Item, Item>) -> GroupSpec {
    let group = graph.group(id);
    GroupSpec {
        members: graph
            .members(id)
            .iter()
            .filter_map(|x| place.get(x).copied())
            .collect(),
        unresolved: group.unresolved,
        needed: group.needed,
        phase: group.phase,
        effect: group.effect,
        switch: group.switch,
        tail: group.tail,
        beta: group.beta,
        bootstrap: group.bootstrap,
    }
}
