//! What items that are down have touched: which further losses could do more than before, and
//! for which watched items the time to be back could be another.

use std::collections::{HashMap, HashSet};

use super::{NOT_WATCHED, NextLosses};
use crate::arcs::{Arcs, COUNTED};
use crate::bits::Bits;
use crate::component::Components;
use crate::graph::{Graph, Item, Lists};
use crate::standing::Standing;

/// The graph read backwards: what an item's stop and its time may hang on.
#[derive(Clone, Debug)]
pub(super) struct Reads {
    /// For each item those whose stop can be a part of its own.
    before: Lists,
    /// For each item those whose time to be back may rest on whether it is up, in any way.
    rested_on_by: Lists,
    /// For each item those whose own time, where they are lost, asks whether it is lost as well.
    asked_by: Lists,
    /// For each item those with which it can be lost.
    lost_with: Lists,
    /// For each counter those that feed it.
    feeders: Lists,
}

impl Reads {
    pub(super) fn new(graph: &Graph, arcs: &Arcs) -> Reads {
        let fed = |item: Item| {
            let fed = arcs.after(item).iter().filter(|&&it| it & COUNTED != 0);
            fed.map(move |&entry| (entry & !COUNTED, item))
        };
        let fed: Vec<(u32, Item)> = graph.items().flat_map(fed).collect();
        Reads {
            before: before(graph, arcs),
            rested_on_by: rested_on_by(graph),
            asked_by: asked_by(graph),
            lost_with: lost_with(graph),
            feeders: Lists::gather(arcs.counters().len(), fed.iter().copied()),
        }
    }

    /// Those whose stop can be a part of an item's own.
    pub(super) fn stopped_by(&self, item: Item) -> &[Item] {
        self.before.of(item)
    }
}

fn before(graph: &Graph, arcs: &Arcs) -> Lists {
    let mut pairs = Vec::new();
    for item in graph.items() {
        let after = arcs.after(item).iter();
        pairs.extend(after.map(|&entry| (owner_of(arcs, entry), item)));
        // Data that is lost stops whoever holds it.
        pairs.extend(graph.held_by(item).iter().map(|&holder| (holder, item)));
    }
    Lists::gather(graph.len(), pairs.iter().copied())
}

fn rested_on_by(graph: &Graph) -> Lists {
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
    Lists::gather(graph.len(), pairs.iter().copied())
}

fn asked_by(graph: &Graph) -> Lists {
    let mut pairs: Vec<(Item, Item)> = Vec::new();
    for item in graph.items() {
        for &crew in graph.crews(item) {
            pairs.push((crew, item));
            pairs.extend(graph.stand_in(crew).map(|deputy| (deputy, item)));
        }
        let places = graph.copies(item).iter().filter_map(|copy| copy.at);
        pairs.extend(places.map(|at| (at, item)));
    }
    Lists::gather(graph.len(), pairs.iter().copied())
}

fn lost_with(graph: &Graph) -> Lists {
    let of = |item: Item| graph.hosts(item).iter().chain(graph.held_by(item));
    let pairs = |item: Item| of(item).map(move |&with| (item, with));
    let pairs: Vec<(Item, Item)> = graph.items().flat_map(pairs).collect();
    Lists::gather(graph.len(), pairs.iter().copied())
}

/// The items that are up, and whose time after a further loss that uses up no counter may still
/// be another than with nothing down, because of what has stopped.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Once they stop: what they wait for stands otherwise. In the order found.
    pub(super) stopped: Vec<Item>,
    /// Once they are lost: a crew or a copy is. In the order found.
    pub(super) lost: Vec<Item>,
}

/// A need that runs and whose members are all known touches nobody: it fails only where its
/// counter is used up.
pub(super) fn touched(graph: &Graph, standing: &Standing, of: On<'_>) -> Touched {
    let mut out = Touched::default();
    let mut seen = Bits::new(graph.len());
    let mut touch = |item: Item| {
        if !standing.is_stopped(item) && seen.put(item) {
            out.stopped.push(item);
        }
    };
    for &item in standing.stopped() {
        for &id in graph.used_by(item) {
            let group = graph.group(id);
            let waits = group.stops() && !group.bootstrap;
            if waits && (!group.phase.runs() || group.unresolved > 0) {
                touch(group.owner);
            }
        }
        graph.holds(item).iter().copied().for_each(&mut touch);
        if of.components.is_cyclic(item) {
            let circle = of.components.members(of.components.of(item)).iter();
            circle.copied().for_each(&mut touch);
        }
    }
    let mut seen = Bits::new(graph.len());
    for &item in standing.lost() {
        let asking = of.next.reads.asked_by.of(item).iter().copied();
        out.lost
            .extend(asking.filter(|&asks| !standing.is_lost(asks) && seen.put(asks)));
    }
    out
}

/// What is asked about, beside the graph.
#[derive(Clone, Copy)]
pub(super) struct On<'a> {
    pub(super) next: &'a NextLosses,
    pub(super) components: &'a Components,
}

/// The losses that stop a watched item with nothing down, and may reach it now by way of what is
/// touched: each with the place of the watched.
pub(super) fn later(
    of: &NextLosses,
    graph: &Graph,
    standing: &Standing,
    touched: &Touched,
) -> Vec<(Item, u32)> {
    let reads = &of.reads;
    let mut under = Bits::new(graph.len());
    spread(&touched.stopped, &reads.before, &mut under);
    let mut losing = Bits::new(graph.len());
    for item in spread(&touched.lost, &reads.lost_with, &mut losing) {
        under.put(item);
    }
    let mut over = Bits::new(graph.len());
    let mut reached = spread(&touched.stopped, &reads.rested_on_by, &mut over);
    // Whoever holds data rests on it, and brings it back in the data's own time.
    reached.extend(spread(&touched.lost, &reads.rested_on_by, &mut over));
    let mut out = Vec::new();
    for item in reached.into_iter().filter(|&it| !standing.is_stopped(it)) {
        let at = of.place_of(item);
        if at == NOT_WATCHED || of.watched[at as usize].deadline.is_none() {
            continue;
        }
        let losses = of.alone(at).iter().map(|loss| loss.item);
        let reach = |&lost: &Item| under.has(lost) && !standing.is_stopped(lost);
        out.extend(losses.filter(reach).map(|lost| (lost, at)));
    }
    out
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
    let mut fed: Vec<Item> = Vec::new();
    for &entry in left.keys() {
        let feeders = of.reads.feeders.of(entry & !COUNTED).iter().copied();
        fed.extend(feeders.filter(|&item| !standing.is_stopped(item)));
    }
    // In one order, whatever the order of the keys.
    fed.sort_unstable();
    fed.dedup();
    let mut under = Bits::new(graph.len());
    let candidates = spread(&fed, &of.reads.before, &mut under);
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

/// Marks entries of lists while walking them, without a stack of calls.
fn spread(start: &[Item], lists: &Lists, seen: &mut Bits) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    found.extend(start.iter().copied().filter(|&item| seen.put(item)));
    let mut next = 0;
    while let Some(&at) = found.get(next) {
        next += 1;
        for &to in lists.of(at) {
            if seen.put(to) {
                found.push(to);
            }
        }
    }
    found
}

/// What an entry of [`Arcs::after`] leads to: an item, directly or by a counter.
fn owner_of(arcs: &Arcs, entry: u32) -> Item {
    if entry & COUNTED == 0 {
        entry
    } else {
        arcs.counters()[(entry & !COUNTED) as usize].owner
    }
}
