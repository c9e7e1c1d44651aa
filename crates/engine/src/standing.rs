//! Who is lost and who has stopped after given losses, by counters and a worklist: the cost is
//! that of what is touched. `Walk` adds losses one at a time and takes them back, for searches.

use crate::arcs::{Arcs, COUNTED};
use crate::bits::Bits;
use crate::graph::{Graph, Item};

#[cfg(test)]
mod tests;

/// What is lost and what has stopped; everything lost has stopped.
#[derive(Clone, Debug)]
pub struct Standing {
    lost: Bits,
    stopped: Bits,
    lost_list: Vec<Item>,
    /// One entry longer than there can be, so that a stop may be written before it is known to
    /// be new.
    stopped_list: Vec<Item>,
    stopped_len: usize,
}

impl Standing {
    /// Everything up, for `len` items.
    pub fn up(len: usize) -> Standing {
        Standing {
            lost: Bits::new(len),
            stopped: Bits::new(len),
            lost_list: Vec::new(),
            stopped_list: vec![0; len + 1],
            stopped_len: 0,
        }
    }

    /// Whether an item is lost: it must be brought back by its own work.
    #[inline]
    pub fn is_lost(&self, item: Item) -> bool {
        self.lost.has(item)
    }

    /// Whether an item has stopped, lost or not.
    #[inline]
    pub fn is_stopped(&self, item: Item) -> bool {
        self.stopped.has(item)
    }

    /// The lost items in the order they fell.
    pub fn lost(&self) -> &[Item] {
        &self.lost_list
    }

    /// The stopped items, lost ones among them, in the order they fell.
    pub fn stopped(&self) -> &[Item] {
        &self.stopped_list[..self.stopped_len]
    }
}

/// What follows from the loss of the named items. Cost: linear in the graph; for many
/// questions keep a [`Walk`].
pub fn standing(graph: &Graph, named: &[Item]) -> Standing {
    let arcs = Arcs::new(graph);
    let mut walk = Walk::new(graph, &arcs);
    for &item in named {
        walk.lose(item);
    }
    walk.standing
}

/// What follows when exactly the items with `lost[item]` are lost: no guest and no data is lost
/// with them. `lost` has one entry per item. Cost: linear.
pub fn standing_of_mask(graph: &Graph, lost: &[bool]) -> Standing {
    let arcs = Arcs::new(graph);
    let mut walk = Walk::new(graph, &arcs);
    for item in graph.items().filter(|&item| lost[item as usize]) {
        walk.lose_alone(item);
    }
    walk.standing
}

/// A point of a walk to return to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    lost: usize,
    stopped: usize,
    counted: usize,
    emptied: usize,
}

/// How often a counter was fed, valid while its stamp is the walk's.
#[derive(Clone, Copy, Debug)]
struct Count {
    owner: Item,
    slack: u32,
    fed: u32,
    stamp: u32,
}

/// A standing that grows by one loss at a time and can be taken back. Built once (linear),
/// then each step costs what it touches, whatever the size of the graph.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    graph: &'a Graph,
    arcs: &'a Arcs,
    standing: Standing,
    counts: Vec<Count>,
    counted: Vec<u32>,
    holders_lost: Vec<u32>,
    emptied: Vec<Item>,
    stamp: u32,
    next: usize,
}

impl<'a> Walk<'a> {
    /// A walk over `graph` and what [`Arcs::new`] made of it, with everything up.
    pub fn new(graph: &'a Graph, arcs: &'a Arcs) -> Walk<'a> {
        let count = |counter: &crate::arcs::Counter| Count {
            owner: counter.owner,
            slack: counter.slack,
            fed: 0,
            stamp: 0,
        };
        Walk {
            graph,
            arcs,
            standing: Standing::up(graph.len()),
            counts: arcs.counters().iter().map(count).collect(),
            counted: Vec::new(),
            holders_lost: vec![0; graph.len()],
            emptied: Vec::new(),
            stamp: 1,
            next: 0,
        }
    }

    /// The graph it walks over.
    pub fn graph(&self) -> &'a Graph {
        self.graph
    }

    /// What is lost and stopped now.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// What is lost and stopped at its end.
    pub fn into_standing(self) -> Standing {
        self.standing
    }

    /// Whether an item is lost now.
    #[inline]
    pub fn is_lost(&self, item: Item) -> bool {
        self.standing.lost.has(item)
    }

    /// Whether an item has stopped now.
    #[inline]
    pub fn is_stopped(&self, item: Item) -> bool {
        self.standing.stopped.has(item)
    }

    /// Where the walk stands, for [`Walk::undo_to`] and [`Walk::stopped_since`].
    pub fn mark(&self) -> Mark {
        Mark {
            lost: self.standing.lost_list.len(),
            stopped: self.standing.stopped_len,
            counted: self.counted.len(),
            emptied: self.emptied.len(),
        }
    }

    /// The items that have stopped since a mark, in the order they fell.
    pub fn stopped_since(&self, mark: Mark) -> &[Item] {
        &self.standing.stopped()[mark.stopped..]
    }

    /// Loses an item, what stands on it, data that then nobody holds any more, and stops what
    /// cannot run without them.
    pub fn lose(&mut self, item: Item) {
        let mut next = self.standing.lost_list.len();
        self.mark_lost(item);
        while let Some(&lost) = self.standing.lost_list.get(next) {
            next += 1;
            for &guest in self.graph.guests(lost) {
                self.mark_lost(guest);
            }
            for &held in self.graph.holds(lost) {
                self.emptied.push(held);
                self.holders_lost[held as usize] += 1;
                if self.holders_lost[held as usize] as usize == self.graph.held_by(held).len() {
                    self.mark_lost(held);
                }
            }
        }
        self.spread();
    }

    /// Loses this item only, and stops what cannot run without it. Do not mix with
    /// [`Walk::lose`] on one walk: data held by several is counted there alone.
    pub fn lose_alone(&mut self, item: Item) {
        self.mark_lost(item);
        self.spread();
    }

    /// Takes back everything since a mark. Cost: that of what is taken back.
    pub fn undo_to(&mut self, mark: Mark) {
        for &id in &self.counted[mark.counted..] {
            self.counts[id as usize].fed -= 1;
        }
        self.counted.truncate(mark.counted);
        let Standing {
            stopped,
            stopped_list,
            stopped_len,
            ..
        } = &mut self.standing;
        for &item in &stopped_list[mark.stopped..*stopped_len] {
            stopped.take(item);
        }
        *stopped_len = mark.stopped;
        for &item in &self.standing.lost_list[mark.lost..] {
            self.standing.lost.take(item);
        }
        self.standing.lost_list.truncate(mark.lost);
        for &held in &self.emptied[mark.emptied..] {
            self.holders_lost[held as usize] -= 1;
        }
        self.emptied.truncate(mark.emptied);
        self.next = mark.stopped;
    }

    /// Takes back everything at once, cheaper than undoing a large walk.
    pub fn reset(&mut self) {
        self.standing.lost.clear();
        self.standing.stopped.clear();
        self.standing.lost_list.clear();
        self.standing.stopped_len = 0;
        self.counted.clear();
        for held in self.emptied.drain(..) {
            self.holders_lost[held as usize] = 0;
        }
        self.next = 0;
        if self.stamp == u32::MAX {
            self.counts.iter_mut().for_each(|count| count.stamp = 0);
            self.stamp = 0;
        }
        self.stamp += 1;
    }

    fn mark_lost(&mut self, item: Item) {
        if !self.standing.lost.put(item) {
            return;
        }
        self.standing.lost_list.push(item);
        self.stop(item);
        for &holder in self.graph.held_by(item) {
            self.stop(holder);
        }
    }

    #[inline]
    fn stop(&mut self, item: Item) {
        // Whether it is new cannot be foretold, and a wrong guess costs more than a write.
        let Standing {
            stopped,
            stopped_list,
            stopped_len,
            ..
        } = &mut self.standing;
        stopped_list[*stopped_len] = item;
        *stopped_len += usize::from(stopped.put(item));
    }

    /// Follows every stop that was not followed yet.
    fn spread(&mut self) {
        let arcs = self.arcs;
        while self.next < self.standing.stopped_len {
            let after = arcs.after(self.standing.stopped_list[self.next]);
            self.next += 1;
            let direct = after.iter().take_while(|&&entry| entry & COUNTED == 0);
            let mut split = 0;
            for &owner in direct {
                self.stop(owner);
                split += 1;
            }
            for &entry in &after[split..] {
                let id = entry & !COUNTED;
                let count = &mut self.counts[id as usize];
                if count.stamp != self.stamp {
                    (count.stamp, count.fed) = (self.stamp, 0);
                }
                count.fed += 1;
                let (owner, full) = (count.owner, count.fed > count.slack);
                self.counted.push(id);
                if full {
                    self.stop(owner);
                }
            }
        }
    }
}
