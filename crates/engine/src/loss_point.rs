//! How much recent work an item may lose at most: the least that it or anything that runs on it
//! allows. What protection achieves is not said here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::graph::{Graph, Item, Lists, Seconds};

#[cfg(test)]
mod tests;

/// Why an item has its requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nothing requires anything.
    None,
    /// Its own.
    Own,
    /// An item that runs on it, through this group.
    Need {
        /// The item.
        owner: Item,
        /// The group.
        group: u32,
    },
    /// Data: an item that holds it.
    Holder(Item),
    /// Another member of its consistency set.
    Set {
        /// The index of the set.
        set: u32,
        /// The member.
        member: Item,
    },
}

/// The requirement of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LossPoint {
    /// At most this much may be lost; `None` without any requirement.
    pub seconds: Option<Seconds>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Rolls the requirements down. `own` has one entry per item; `sets` are the consistency sets,
/// whose members share the least requirement among them. Cost: that of a sort plus linear.
pub fn loss_points(graph: &Graph, own: &[Option<Seconds>], sets: &[Vec<Item>]) -> Vec<LossPoint> {
    let sets_of = memberships(graph, sets);
    let mut table = Table::new(graph.len());
    for item in graph.items() {
        if let Some(seconds) = own[item as usize] {
            table.put(item, seconds, Origin::Own);
        }
    }
    table.roll(graph, (sets, &sets_of), &|_, seconds| seconds);
    table.points
}

/// An item that bears more of some other items than its own requirement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Easing {
    /// The item.
    pub source: Item,
    /// Its own requirement.
    pub seconds: Seconds,
    /// What it bears of each of some items, where that is more.
    pub bears: BTreeMap<Item, Seconds>,
}

/// What each such item alone requires of everything that it reaches. What is reached through an
/// item of which it bears more is required only as much as that; a set still takes the least of its
/// members, whatever is borne of one of them. Cost: for each, what it reaches,
/// plus once the size of the graph.
pub fn eased_points(
    graph: &Graph,
    sets: &[Vec<Item>],
    easings: &[Easing],
) -> Vec<BTreeMap<Item, LossPoint>> {
    if easings.is_empty() {
        return Vec::new();
    }
    let sets_of = memberships(graph, sets);
    let mut table = Table::new(graph.len());
    let mut all = Vec::with_capacity(easings.len());
    for easing in easings {
        let bears = |item: Item, seconds: Seconds| match easing.bears.get(&item) {
            Some(&more) => seconds.max(more),
            None => seconds,
        };
        table.put(easing.source, easing.seconds, Origin::Own);
        table.roll(graph, (sets, &sets_of), &bears);
        all.push(table.taken());
    }
    all
}

fn memberships(graph: &Graph, sets: &[Vec<Item>]) -> Lists {
    let mut of: Vec<(Item, u32)> = Vec::new();
    for (set, members) in sets.iter().enumerate() {
        of.extend(members.iter().map(|&member| (member, set as u32)));
    }
    Lists::gather(graph.len(), of.iter().copied())
}

/// Requirements as they are found, and what is still to be passed on.
struct Table {
    points: Vec<LossPoint>,
    touched: Vec<Item>,
    queue: BinaryHeap<Reverse<(Seconds, Item)>>,
}

impl Table {
    const NOTHING: LossPoint = LossPoint {
        seconds: None,
        origin: Origin::None,
    };

    fn new(len: usize) -> Table {
        Table {
            points: vec![Table::NOTHING; len],
            touched: Vec::new(),
            queue: BinaryHeap::new(),
        }
    }

    fn put(&mut self, item: Item, seconds: Seconds, origin: Origin) {
        let point = &mut self.points[item as usize];
        match point.seconds {
            Some(before) if before <= seconds => return,
            Some(_) => {}
            None => self.touched.push(item),
        }
        *point = LossPoint {
            seconds: Some(seconds),
            origin,
        };
        self.queue.push(Reverse((seconds, item)));
    }

    /// Passes everything on, the least first: what an item is first reached with is its least,
    /// because `borne` never makes less of a requirement.
    fn roll(
        &mut self,
        graph: &Graph,
        (sets, sets_of): (&[Vec<Item>], &Lists),
        borne: &dyn Fn(Item, Seconds) -> Seconds,
    ) {
        while let Some(Reverse((seconds, item))) = self.queue.pop() {
            if self.points[item as usize].seconds != Some(seconds) {
                continue;
            }
            for id in graph.groups_of(item) {
                let group = graph.group(id);
                if group.stops() && group.phase.runs() {
                    let origin = Origin::Need {
                        owner: item,
                        group: id,
                    };
                    for &member in graph.members(id) {
                        self.put(member, borne(member, seconds), origin);
                    }
                }
            }
            for &held in graph.holds(item) {
                self.put(held, borne(held, seconds), Origin::Holder(item));
            }
            for &set in sets_of.of(item) {
                for &member in &sets[set as usize] {
                    let origin = Origin::Set { set, member: item };
                    self.put(member, seconds, origin);
                }
            }
        }
    }

    /// What was found, with the table made ready for the next.
    fn taken(&mut self) -> BTreeMap<Item, LossPoint> {
        let found = std::mem::take(&mut self.touched).into_iter();
        let take = |item: Item| {
            let point = &mut self.points[item as usize];
            (item, std::mem::replace(point, Table::NOTHING))
        };
        found.map(take).collect()
    }
}

/// The path behind a requirement, from the item to the one whose own it is.
pub fn path(points: &[LossPoint], item: Item) -> Vec<Item> {
    let mut path = vec![item];
    let mut at = item;
    while path.len() <= points.len() {
        at = match points[at as usize].origin {
            Origin::Need { owner, .. } => owner,
            Origin::Holder(next) | Origin::Set { member: next, .. } => next,
            Origin::None | Origin::Own => break,
        };
        path.push(at);
    }
    path
}
