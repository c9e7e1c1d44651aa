//! How much recent work an item may lose at most: the least that it or anything that runs on it
//! allows. What protection achieves is not said here.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::graph::{Graph, Item, Seconds};

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
    let mut out = vec![
        LossPoint {
            seconds: None,
            origin: Origin::None
        };
        graph.len()
    ];
    let mut sets_of: Vec<(Item, u32)> = Vec::new();
    for (set, members) in sets.iter().enumerate() {
        sets_of.extend(members.iter().map(|&member| (member, set as u32)));
    }
    let sets_of = crate::graph::Lists::gather(graph.len(), sets_of.iter().copied());
    // The least first: what an item is first reached with is its least.
    let mut queue = BinaryHeap::new();
    for item in graph.items() {
        if let Some(seconds) = own[item as usize] {
            out[item as usize] = LossPoint {
                seconds: Some(seconds),
                origin: Origin::Own,
            };
            queue.push(Reverse((seconds, item)));
        }
    }
    while let Some(Reverse((seconds, item))) = queue.pop() {
        if out[item as usize].seconds != Some(seconds) {
            continue;
        }
        let mut reach = |to: Item, origin: Origin| {
            let point = &mut out[to as usize];
            if point.seconds.is_none_or(|before| seconds < before) {
                *point = LossPoint {
                    seconds: Some(seconds),
                    origin,
                };
                queue.push(Reverse((seconds, to)));
            }
        };
        for id in graph.groups_of(item) {
            let group = graph.group(id);
            if group.stops() && group.phase.runs() {
                for &member in graph.members(id) {
                    reach(
                        member,
                        Origin::Need {
                            owner: item,
                            group: id,
                        },
                    );
                }
            }
        }
        for &held in graph.holds(item) {
            reach(held, Origin::Holder(item));
        }
        for &set in sets_of.of(item) {
            for &member in &sets[set as usize] {
                reach(member, Origin::Set { set, member: item });
            }
        }
    }
    out
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
