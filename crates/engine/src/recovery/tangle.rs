//! Circles joined to a loop because data waits for holders that wait for the data. Such a loop
//! is solved from the earliest time upwards, as far as anything comes back without closing it;
//! what then still waits for itself is one unit after all.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use crate::component::strong;
use crate::graph::{Item, Lists, Seconds};
use crate::recovery::own;
use crate::recovery::settle::Work;

/// How far the solving has come.
#[derive(Default)]
struct Tangle {
    /// The stopped items of each circle in the loop, by component.
    circles: HashMap<u32, Vec<Item>>,
    /// How many terms of each circle are not settled.
    waiting: HashMap<u32, usize>,
    /// How many members of each group must still settle.
    short: HashMap<u32, usize>,
    /// Data without a settled holder.
    unheld: HashSet<Item>,
    /// What settles when: items outside the loop, and circles inside.
    queue: BinaryHeap<Reverse<(Seconds, Settled)>>,
    /// The circles that are worked out.
    done: HashSet<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Settled {
    Outside(Item),
    Circle(u32),
}

impl Work<'_, '_> {
    /// Works out the stopped items of a loop.
    pub(super) fn untangle(&mut self, unit: &[Item]) {
        for &item in unit {
            self.figures[item as usize].seconds = None;
        }
        let mut tangle = Tangle::default();
        for &item in unit {
            let component = self.recovery.components.of(item);
            tangle.circles.entry(component).or_default().push(item);
        }
        let mut outside = HashSet::new();
        for &item in unit {
            let terms = self.terms(item, &mut tangle);
            *tangle
                .waiting
                .entry(self.recovery.components.of(item))
                .or_default() += terms;
            self.recovery.waits_for(item, self.standing, &mut |to| {
                // What is up is there from the start, even where its circle is in the loop.
                let inside = self.standing.is_stopped(to)
                    && tangle
                        .circles
                        .contains_key(&self.recovery.components.of(to));
                if !inside
                    && outside.insert(to)
                    && let Some(seconds) = self.figures[to as usize].seconds
                {
                    tangle.queue.push(Reverse((seconds, Settled::Outside(to))));
                }
            });
        }
        self.upwards(&mut tangle);
        let open = |item: &Item| !tangle.done.contains(&self.recovery.components.of(*item));
        let left: Vec<Item> = unit.iter().copied().filter(open).collect();
        self.leftover(&left);
    }

    /// Counts what must settle before an item can be worked out; a missing fact never does.
    fn terms(&self, item: Item, tangle: &mut Tangle) -> usize {
        let graph = self.recovery.graph;
        let holders = graph.held_by(item);
        if !holders.is_empty() {
            let waits = holders.iter().any(|&holder| !self.leaves(item, holder));
            if waits {
                tangle.unheld.insert(item);
            }
            return usize::from(waits);
        }
        let own = own(graph, self.standing, self.survives, item);
        let mut terms = usize::from(own.is_err()) + usize::from(self.held(item).is_err());
        terms += graph
            .hosts(item)
            .iter()
            .filter(|&&host| self.awaited(item, host))
            .count();
        for id in graph.groups_of(item) {
            if !self.recovery.fails(id, self.standing) {
                continue;
            }
            let (needed, _) = self.waiting(item, id, |_, _| {});
            if needed > 0 {
                tangle.short.insert(id, needed);
                terms += 1 + usize::from(self.recovery.tail(id, 0).is_err());
            }
        }
        terms
    }

    fn awaited(&self, item: Item, host: Item) -> bool {
        self.standing.is_stopped(host) && !self.standing.is_lost(host) && !self.leaves(item, host)
    }

    /// Settles the earliest again and again: nothing that settles later can make it earlier.
    fn upwards(&mut self, tangle: &mut Tangle) {
        let mut ready: Vec<u32> = tangle.waiting.keys().copied().collect();
        ready.retain(|component| tangle.waiting[component] == 0);
        loop {
            for component in ready.drain(..) {
                let items = std::mem::take(tangle.circles.entry(component).or_default());
                self.together(&items);
                let first = items
                    .first()
                    .and_then(|&item| self.figures[item as usize].seconds);
                if let Some(seconds) = first {
                    tangle
                        .queue
                        .push(Reverse((seconds, Settled::Circle(component))));
                    tangle.done.insert(component);
                }
                tangle.circles.insert(component, items);
            }
            let Some(Reverse((_, settled))) = tangle.queue.pop() else {
                return;
            };
            match settled {
                Settled::Outside(item) => self.settle(item, tangle, &mut ready),
                Settled::Circle(component) => {
                    let items = std::mem::take(tangle.circles.entry(component).or_default());
                    items
                        .iter()
                        .for_each(|&item| self.settle(item, tangle, &mut ready));
                    tangle.circles.insert(component, items);
                }
            }
        }
    }

    /// Tells all that wait for an item that it has settled.
    fn settle(&self, item: Item, tangle: &mut Tangle, ready: &mut Vec<u32>) {
        let graph = self.recovery.graph;
        let mut met = |owner: Item, waiting: &mut HashMap<u32, usize>| {
            let component = self.recovery.components.of(owner);
            if let Some(terms) = waiting.get_mut(&component) {
                *terms -= 1;
                if *terms == 0 {
                    ready.push(component);
                }
            }
        };
        for &id in graph.used_by(item) {
            let owner = graph.group(id).owner;
            if self.leaves(owner, item) || graph.holds_it(owner, item) {
                continue;
            }
            if let Some(short) = tangle.short.get_mut(&id).filter(|short| **short > 0) {
                *short -= 1;
                if *short == 0 {
                    met(owner, &mut tangle.waiting);
                }
            }
        }
        for &guest in graph.guests(item) {
            let component = self.recovery.components.of(guest);
            let waits = tangle.circles.contains_key(&component) && self.standing.is_stopped(guest);
            if waits && graph.held_by(guest).is_empty() && self.awaited(guest, item) {
                met(guest, &mut tangle.waiting);
            }
        }
        for &held in graph.holds(item) {
            if !self.leaves(held, item) && tangle.unheld.remove(&held) {
                met(held, &mut tangle.waiting);
            }
        }
    }

    /// Joins what waits for itself, and works out the rest in the order of waiting.
    fn leftover(&mut self, left: &[Item]) {
        let places = left
            .iter()
            .enumerate()
            .map(|(place, &item)| (item, place as u32));
        let place: HashMap<Item, u32> = places.collect();
        let mut edges = Vec::new();
        let mut last_of: HashMap<u32, u32> = HashMap::new();
        for (from, &item) in left.iter().enumerate() {
            let component = self.recovery.components.of(item);
            if let Some(last) = last_of.insert(component, from as u32) {
                edges.extend([(from as u32, last), (last, from as u32)]);
            }
            self.recovery.waits_for(item, self.standing, &mut |to| {
                if let Some(&at) = place.get(&to) {
                    edges.push((from as u32, at));
                }
            });
        }
        let edges = Lists::gather(left.len(), edges.iter().copied());
        let (_, joins, count) = strong(left.len(), &edges);
        for join in 0..count as u32 {
            let items: Vec<Item> = joins.of(join).iter().map(|&at| left[at as usize]).collect();
            self.joined.extend(items.iter().map(|&item| (item, join)));
            self.together(&items);
        }
        self.joined.clear();
    }
}
