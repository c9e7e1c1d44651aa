//! How long until an item is back, counted from the start of the work, and why: the longest
//! path, with what is not known kept apart from zero. People's limits are the schedule's.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::component::Components;
use crate::graph::{Graph, Item, Seconds, Tail};
use crate::order::Order;
use crate::standing::Standing;

pub mod drawn;
mod own;
mod settle;
pub mod simulate;
pub mod spread;
mod tangle;
pub mod waves;
#[cfg(test)]
mod tests;

pub use own::{Gap, own, surviving};

/// What decides a recovery time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// The item is up.
    Up,
    /// Its own time.
    Own,
    /// A host that must be back first, then its own time.
    Host(Item),
    /// The member with which enough of a group are back, then switch and tail.
    Member {
        /// The group that waits.
        group: u32,
        /// The member it waits for longest.
        member: Item,
    },
    /// Data: the holder that is back first.
    Holder(Item),
    /// The items of a circle come back together, with this one.
    Circle(Item),
    /// A fact that nobody knows; the time is unknown.
    Missing(Gap),
}

/// The recovery time of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// From the start of the work; `None` if unknown; 0 for an item that is up.
    pub seconds: Option<Seconds>,
    /// What decides it; where it is unknown, what leads to the missing fact.
    pub term: Term,
    /// Lost data it holds whose own time was added (the longest of several).
    pub added: Option<Item>,
}

impl Figure {
    /// The figure of an item that is up.
    pub const UP: Figure = Figure {
        seconds: Some(0),
        term: Term::Up,
        added: None,
    };
}

impl Figure {
    /// The item that it waits for last, next on its path.
    pub fn waits_for(&self) -> Option<Item> {
        match self.term {
            Term::Host(next) | Term::Holder(next) | Term::Circle(next) => Some(next),
            Term::Member { member, .. } => Some(member),
            Term::Up | Term::Own | Term::Missing(_) => None,
        }
    }

    /// The missing fact, where it is this figure's own.
    pub fn missing(&self) -> Option<Gap> {
        match self.term {
            Term::Missing(gap) => Some(gap),
            _ => None,
        }
    }
}

/// One step of the path behind a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The item.
    pub item: Item,
    /// Its figure.
    pub figure: Figure,
}

/// The recovery times of all items under one standing. Reused as scratch by [`Recovery::one`].
#[derive(Clone, Debug, Default)]
pub struct Times {
    figures: Vec<Figure>,
    seen: Vec<u32>,
    stamp: u32,
    settled: Vec<Item>,
}

impl Times {
    /// The time of an item.
    pub fn seconds(&self, item: Item) -> Option<Seconds> {
        self.figures[item as usize].seconds
    }

    /// All figures by item.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The path behind an item's figure: the item, what it waits for, and so on to an own time,
    /// an item that is up or a missing fact. Cost: the length of the path.
    pub fn path(&self, item: Item) -> Vec<Step> {
        self.path_within(item, self.figures.len())
    }

    /// The first steps of that path, so many at most.
    pub fn path_within(&self, item: Item, most: usize) -> Vec<Step> {
        let mut path = Vec::new();
        let mut at = Some(item);
        while let Some(item) = at.filter(|_| path.len() < most.min(self.figures.len())) {
            let figure = self.figures[item as usize];
            path.push(Step { item, figure });
            at = figure.waits_for();
        }
        path
    }

    /// The missing fact behind an unknown figure.
    pub fn gap(&self, item: Item) -> Option<Gap> {
        self.path(item)
            .last()
            .and_then(|step| match step.figure.term {
                Term::Missing(gap) => Some(gap),
                _ => None,
            })
    }
}

/// When the work on an item starts that could start at a time: later, where whoever does it is
/// not at hand yet. Never earlier, and never later for an earlier time.
pub type Begins<'a> = &'a dyn Fn(Item, Seconds) -> Seconds;

/// Work starts as soon as it can.
pub fn at_once(_: Item, at: Seconds) -> Seconds {
    at
}

/// A graph made ready to be asked for recovery times under any standing.
#[derive(Clone, Debug)]
pub struct Recovery<'a> {
    graph: &'a Graph,
    components: &'a Components,
    order: Cow<'a, Order>,
}

/// Whether the copy at this index of `graph.copies(item)` can be restored from.
pub type Survives<'a> = &'a dyn Fn(Item, usize) -> bool;

impl<'a> Recovery<'a> {
    /// Finds the order of the work. Cost: linear.
    pub fn new(graph: &'a Graph, components: &'a Components) -> Recovery<'a> {
        Recovery {
            graph,
            components,
            order: Cow::Owned(Order::of_recovery(graph, components)),
        }
    }

    /// The same where the order is known already: that of [`Order::of_recovery`] for this graph.
    pub fn in_order(
        graph: &'a Graph,
        components: &'a Components,
        order: &'a Order,
    ) -> Recovery<'a> {
        Recovery {
            graph,
            components,
            order: Cow::Borrowed(order),
        }
    }

    /// The times of all items under `standing`. `survives` alone decides which copies count;
    /// [`surviving`] is the usual answer. Cost: linear in items, plus what stopped and the
    /// groups of what stopped, with a sort of each group's members.
    pub fn all(&self, standing: &Standing, survives: Survives) -> Times {
        let mut times = Times {
            figures: vec![Figure::UP; self.graph.len()],
            ..Times::default()
        };
        let stopped = standing.stopped().to_vec();
        self.settle_in_order(stopped, standing, (survives, &at_once), &mut times.figures);
        times
    }

    /// The same into `times` kept between calls (start with `Times::default()`, use it for this
    /// alone). Cost: what has stopped, now and the last time.
    pub fn again(&self, standing: &Standing, survives: Survives, times: &mut Times) {
        if times.figures.len() != self.graph.len() {
            times.figures = vec![Figure::UP; self.graph.len()];
            times.settled.clear();
        }
        for item in times.settled.drain(..) {
            times.figures[item as usize] = Figure::UP;
        }
        times.settled.extend_from_slice(standing.stopped());
        let stopped = times.settled.clone();
        self.settle_in_order(stopped, standing, (survives, &at_once), &mut times.figures);
    }

    /// The time of one item; touches only the stopped items that it waits for. `times` is
    /// scratch kept between calls (start with `Times::default()`); afterwards it holds the
    /// figures of the item and of all it waits for, and nothing of use about others.
    pub fn one(
        &self,
        item: Item,
        standing: &Standing,
        survives: Survives,
        times: &mut Times,
    ) -> Option<Seconds> {
        self.walked(item, standing, (survives, &at_once), times)
    }

    /// The same, with the start of each piece of work put off as `begins` says.
    pub fn walked(
        &self,
        item: Item,
        standing: &Standing,
        (survives, begins): (Survives, Begins),
        times: &mut Times,
    ) -> Option<Seconds> {
        if !standing.is_stopped(item) {
            return Some(0);
        }
        if times.seen.len() != self.graph.len() || times.stamp == u32::MAX {
            times.seen = vec![0; self.graph.len()];
            times.figures = vec![Figure::UP; self.graph.len()];
            times.stamp = 0;
        }
        times.stamp += 1;
        let mut found = Vec::new();
        let Times {
            seen,
            figures,
            stamp,
            ..
        } = times;
        let mut meet = |item: Item, found: &mut Vec<Item>| {
            if seen[item as usize] == *stamp {
                return;
            }
            seen[item as usize] = *stamp;
            figures[item as usize] = Figure::UP;
            if standing.is_stopped(item) {
                found.push(item);
            }
        };
        meet(item, &mut found);
        let mut next = 0;
        let mut circles = HashSet::new();
        while let Some(&at) = found.get(next) {
            next += 1;
            let component = self.components.of(at);
            if self.components.is_cyclic(at) && circles.insert(component) {
                let members = self.components.members(component).iter();
                members.for_each(|&to| meet(to, &mut found));
            }
            self.waits_for(at, standing, &mut |to| meet(to, &mut found));
        }
        self.settle_in_order(found, standing, (survives, begins), &mut times.figures);
        times.seconds(item)
    }

    /// Visits whatever the time of a stopped item may rest on, but for the rest of its circle.
    fn waits_for(&self, item: Item, standing: &Standing, visit: &mut dyn FnMut(Item)) {
        let graph = self.graph;
        let holders = graph.held_by(item);
        if !holders.is_empty() {
            holders.iter().for_each(|&to| visit(to));
            return;
        }
        for &host in graph.hosts(item) {
            if !standing.is_lost(host) {
                visit(host);
            }
        }
        for id in graph.groups_of(item) {
            if self.fails(id, standing) {
                let stay = |to: &Item| !graph.holds_it(item, *to);
                graph
                    .members(id)
                    .iter()
                    .copied()
                    .filter(stay)
                    .for_each(&mut *visit);
            }
        }
    }

    /// Whether recovery waits for a group: a stop group without a break-glass way, of any
    /// phase, with too few members up; members no record answers to are not up here.
    fn fails(&self, id: u32, standing: &Standing) -> bool {
        let group = self.graph.group(id);
        if !group.stops() || group.bootstrap {
            return false;
        }
        let members = self.graph.members(id).iter();
        let up = members
            .filter(|&&member| !standing.is_stopped(member))
            .count();
        up < group.needed as usize
    }

    /// The tail of a group, given its owner's own time.
    fn tail(&self, id: u32, own: Seconds) -> Result<Seconds, Gap> {
        match self.graph.group(id).tail {
            Tail::Own => Ok(own),
            Tail::Known(seconds) => Ok(seconds),
            Tail::Unknown => Err(Gap::Tail { group: id }),
        }
    }
}
