//! What items that are down have touched: which further losses could do more than before, and
//! for which watched items the time to be back could be another.

use std::collections::{HashMap, HashSet};

use super::{NOT_WATCHED, NextLosses, owner_of, spread};
use crate::arcs::{Arcs, COUNTED};
use crate::bits::Bits;
use crate::graph::{Graph, Item, Lists};
use crate::standing::Standing;

/// For each item those whose stop can be a part of its own.
pub(super) fn before(graph: &Graph, arcs: &Arcs) -> Lists {
    let mut pairs = Vec::new();
    for item in graph.items() {
        let after = arcs.after(item).iter();
        pairs.extend(after.map(|&entry| (owner_of(arcs, entry), item)));
        // Data that is lost stops whoever holds it.
        pairs.extend(graph.held_by(item).iter().map(|&holder| (holder, item)));
    }
    Lists::gather(graph.len(), pairs.into_iter())
}

/// For each item those whose time to be back may rest on whether it is up, in any way.
pub(super) fn rested_on_by(graph: &Graph) -> Lists {
    let mut pairs: Vec<(Item, Item)> = Vec::new();
    for item in graph.items() {
        let mut rests = |on: Item| pairs.push((on, item));
        graph.hosts(item).iter().for_each(|&on| rests(on));
        graph.holds(item).iter().for_each(|&on| rests(on));
        graph.held_by(item).iter().for_each(|&on| rests(on));
        graph.crews(item).iter().for_each(|&on| rests(on));
        graph.stand_in(item).iter().for_each(|&on| rests(on));
        graph
            .copies(item)
            .iter()
            .filter_map(|it| it.at)
            .for_each(&mut rests);
        for id in graph.groups_of(item).filter(|&id| graph.group(id).stops()) {
            graph.members(id).iter().for_each(|&on| rests(on));
        }
    }
    Lists::gather(graph.len(), pairs.into_iter())
}

/// The watched items that are up and whose time after a further loss may rest on what has
/// stopped.
pub(super) fn later(of: &NextLosses, graph: &Graph, standing: &Standing) -> Vec<u32> {
    let mut seen = Bits::new(graph.len());
    let reached = spread(standing.stopped(), &of.rests_on, &mut seen);
    let places = reached
        .into_iter()
        .filter(|&item| !standing.is_stopped(item));
    let places = places.map(|item| of.place_of(item));
    places
        .filter(|&at| at != NOT_WATCHED && of.watched[at as usize].deadline.is_some())
        .collect()
}

/// The items whose loss now uses up a counter that what has stopped has fed: only they can stop
/// more than with nothing down.
pub(super) fn fillers(of: &NextLosses, graph: &Graph, standing: &Standing) -> Vec<Item> {
    let arcs = &of.arcs;
    let mut left: HashMap<u32, u32> = HashMap::new();
    for &item in standing.stopped() {
        for &entry in arcs
            .after(item)
            .iter()
            .filter(|&&entry| entry & COUNTED != 0)
        {
            let counter = arcs.counters()[(entry & !COUNTED) as usize];
            if !standing.is_stopped(counter.owner)
                || may_be_lost_yet(graph, standing, counter.owner)
            {
                let left = left.entry(entry).or_insert(counter.slack + 1);
                *left = left.saturating_sub(1);
            }
        }
    }
    if left.is_empty() {
        return Vec::new();
    }
    let fed: Vec<Item> = graph
        .items()
        .filter(|&item| !standing.is_stopped(item))
        .filter(|&item| {
            arcs.after(item)
                .iter()
                .any(|entry| left.contains_key(entry))
        })
        .collect();
    let mut under = Bits::new(graph.len());
    let candidates = spread(&fed, &of.before, &mut under);
    let mut trial = Trial::new(of, graph, standing, &under, &left);
    let fills = |&item: &Item| !standing.is_stopped(item) && trial.fills(item);
    candidates.into_iter().filter(fills).collect()
}

/// Whether data that has stopped, and that others stand on, could still be lost.
fn may_be_lost_yet(graph: &Graph, standing: &Standing, data: Item) -> bool {
    !graph.held_by(data).is_empty() && !graph.guests(data).is_empty() && !standing.is_lost(data)
}

/// Tries a loss among the items under the counters in question, and no further.
struct Trial<'a> {
    of: &'a NextLosses,
    graph: &'a Graph,
    standing: &'a Standing,
    under: &'a Bits,
    left: &'a HashMap<u32, u32>,
    fallen: Bits,
    queue: Vec<Item>,
    fed: HashMap<u32, u32>,
}

impl<'a> Trial<'a> {
    fn new(
        of: &'a NextLosses,
        graph: &'a Graph,
        standing: &'a Standing,
        under: &'a Bits,
        left: &'a HashMap<u32, u32>,
    ) -> Trial<'a> {
        Trial {
            of,
            graph,
            standing,
            under,
            left,
            fallen: Bits::new(graph.len()),
            queue: Vec::new(),
            fed: HashMap::new(),
        }
    }

    /// Whether the loss of an item uses up one of the counters, as far as can be said quickly: it
    /// never says no where it does.
    fn fills(&mut self, item: Item) -> bool {
        self.queue.clear();
        self.fed.clear();
        self.lose(item);
        let filled = self.spread();
        for &item in &self.queue {
            self.fallen.take(item);
        }
        filled
    }

    /// What is lost with an item falls, and so does whoever holds data that is lost with it.
    fn lose(&mut self, item: Item) {
        let graph = self.graph;
        let mut chain = vec![item];
        let mut seen: HashSet<Item> = HashSet::from([item]);
        let mut next = 0;
        while let Some(&lost) = chain.get(next) {
            next += 1;
            self.fall(lost);
            graph
                .held_by(lost)
                .iter()
                .for_each(|&holder| self.fall(holder));
            let mut with = graph.guests(lost).to_vec();
            let stood_on = |data: &&Item| !graph.guests(**data).is_empty();
            with.extend(graph.holds(lost).iter().filter(stood_on));
            with.retain(|&one| seen.insert(one));
            chain.extend(with);
        }
    }

    fn spread(&mut self) -> bool {
        let arcs = &self.of.arcs;
        let mut next = 0;
        while let Some(&at) = self.queue.get(next) {
            next += 1;
            for &entry in arcs.after(at) {
                if entry & COUNTED == 0 {
                    self.fall(entry);
                    continue;
                }
                let counter = arcs.counters()[(entry & !COUNTED) as usize];
                let known = self.left.get(&entry).copied();
                let whole = known.unwrap_or(counter.slack + 1);
                let fed = self.fed.entry(entry).or_insert(0);
                *fed += 1;
                if *fed >= whole {
                    if known.is_some() {
                        return true;
                    }
                    self.fall(counter.owner);
                }
            }
        }
        false
    }

    fn fall(&mut self, item: Item) {
        let counts = self.under.has(item) && !self.standing.is_stopped(item);
        if counts && self.fallen.put(item) {
            self.queue.push(item);
        }
    }
}
