//! Minimal sets of named losses that stop one item, exact up to a given size. Whether the item
//! is back in time after them is `breach`'s question, how likely they are `probability`'s.
//!
//! Size by size: losses that stop the item alone are found first and taken out; of larger sets
//! all but the last member are named one by one, and the last one in 512 worlds at once.

use std::collections::HashSet;

use crate::fault_tree::{Event, FaultTree, Losses};
use crate::graph::{Graph, Item};
use crate::worlds::{EVERY, Lanes, NONE, WORLDS, Worlds, or, without, worlds};

#[cfg(test)]
mod tests;

/// How much may be spent on one question. Counts, not time, so that the same question always
/// has the same answer.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Gates evaluated (some ten million a second).
    pub work: u64,
    /// Sets returned.
    pub sets: usize,
}

impl Default for Limit {
    /// A few seconds of work and 200,000 sets.
    fn default() -> Limit {
        Limit {
            work: 200_000_000,
            sets: 200_000,
        }
    }
}

/// Minimal sets of losses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CutSets {
    /// Ascending members; the sets by size, then by members.
    pub sets: Vec<Vec<Item>>,
    /// How many sets of size 1, 2, ... up to the order asked for.
    pub count_by_order: Vec<usize>,
    /// False when a limit was reached: every set given is right, but some may be absent.
    pub complete: bool,
    /// How many smaller sets were not tried with every loss more; counted for breaches alone.
    pub untried: u64,
    /// What was spent of the limit.
    pub work: u64,
}

/// Minimal sets of at most `order` losses that stop `item`. `may[x]` says whether x may be
/// named; the item itself never is. Cost: linear for order 1 through plain needs; else about
/// (candidates ^ order) / 512 walks up the gates under the item, within `limit`.
pub fn cut_sets(graph: &Graph, item: Item, may: &[bool], order: usize, limit: Limit) -> CutSets {
    let tree = |out: &HashSet<Event>| {
        let may = |event: Event| {
            event != item
                && may.get(event as usize).copied().unwrap_or(false)
                && !out.contains(&event)
        };
        FaultTree::new(
            graph,
            item,
            &Losses {
                may: &may,
                causes: &[],
            },
        )
    };
    search(&tree, order, limit)
}

/// The same for any gates; `tree` builds them without the events it is handed.
pub(crate) fn search(
    tree: &dyn Fn(&HashSet<Event>) -> FaultTree,
    order: usize,
    limit: Limit,
) -> CutSets {
    let mut found = Found {
        sets: Vec::new(),
        limit,
        work: 0,
        complete: true,
    };
    let mut out = HashSet::new();
    if order > 0 {
        for event in tree(&out).plain_singles() {
            found.add(vec![event]);
            out.insert(event);
        }
        let rest = tree(&out);
        for set in Search::new(&rest).of_size(1, &mut found) {
            for &event in &rest.gates[set[0] as usize].events {
                found.add(vec![event]);
                out.insert(event);
            }
        }
    }
    if order > 1 && found.complete {
        let rest = tree(&out);
        let mut search = Search::new(&rest);
        for size in 2..=order {
            if size > search.candidates.len() || !found.complete {
                break;
            }
            let sets = search.of_size(size, &mut found);
            for set in &sets {
                found.expand(&rest, set);
            }
            search.known.extend(sets);
        }
    }
    found.answer(order)
}

/// What was found, and what it cost.
struct Found {
    sets: Vec<Vec<Event>>,
    limit: Limit,
    work: u64,
    complete: bool,
}

impl Found {
    fn add(&mut self, set: Vec<Event>) {
        if self.sets.len() < self.limit.sets {
            self.sets.push(set);
        } else {
            self.complete = false;
        }
    }

    /// Whether the work so far, with `more` on top, is still allowed.
    fn affords(&mut self, more: u64) -> bool {
        if self.work.saturating_add(more) > self.limit.work {
            self.complete = false;
        }
        self.complete
    }

    /// Adds every choice of one event per gate.
    fn expand(&mut self, tree: &FaultTree, set: &[u32]) {
        let choices: Vec<&[Event]> = set
            .iter()
            .map(|&gate| tree.gates[gate as usize].events.as_slice())
            .collect();
        let mut at = vec![0usize; choices.len()];
        loop {
            if !self.complete {
                return;
            }
            let mut members: Vec<Event> = choices
                .iter()
                .zip(&at)
                .map(|(events, &n)| events[n])
                .collect();
            members.sort_unstable();
            self.add(members);
            let Some(turn) = (0..at.len()).rev().find(|&n| at[n] + 1 < choices[n].len()) else {
                return;
            };
            at[turn] += 1;
            at[turn + 1..].fill(0);
        }
    }

    fn answer(mut self, order: usize) -> CutSets {
        self.sets
            .sort_unstable_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        let mut count_by_order = vec![0; order];
        for set in &self.sets {
            count_by_order[set.len() - 1] += 1;
        }
        CutSets {
            sets: self.sets,
            count_by_order,
            complete: self.complete,
            untried: 0,
            work: self.work,
        }
    }
}

/// The last world of a block names nothing but what all worlds name.
const PLAIN: usize = WORLDS - 1;

/// A search over gates that have events: all events of a gate do the same, so that one of them
/// stands for all.
struct Search<'a> {
    tree: &'a FaultTree,
    candidates: Vec<u32>,
    /// Minimal sets of gates of size 2 and more, of smaller sizes than the one searched.
    known: HashSet<Vec<u32>>,
}

/// What stays the same while one block of last members is searched.
struct Block<'a> {
    search: &'a Search<'a>,
    worlds: Worlds<'a>,
    top: u32,
    start: usize,
    end: usize,
    /// For each candidate, the worlds in which it stops the item; filled for size 3 and more.
    pairs: Vec<Lanes>,
    sets: Vec<Vec<u32>>,
}

impl<'a> Search<'a> {
    fn new(tree: &'a FaultTree) -> Search<'a> {
        let candidates = (0..tree.gates.len() as u32)
            .filter(|&gate| !tree.gates[gate as usize].events.is_empty())
            .collect();
        Search {
            tree,
            candidates,
            known: HashSet::new(),
        }
    }

    /// Minimal sets of gates of exactly this size, when all smaller ones are known and no gate
    /// alone stops the item (size 1 aside).
    fn of_size(&self, size: usize, found: &mut Found) -> Vec<Vec<u32>> {
        let mut sets = Vec::new();
        let Some(top) = self.tree.top() else {
            return sets;
        };
        let mut start = 0;
        while start < self.candidates.len() && found.affords(0) {
            let end = self.candidates.len().min(start + PLAIN);
            let mut block = Block {
                search: self,
                worlds: Worlds::new(self.tree),
                top,
                start,
                end,
                pairs: Vec::new(),
                sets,
            };
            block.run(size, found);
            found.work += block.worlds.work;
            sets = block.sets;
            start = end;
        }
        sets
    }
}

impl Block<'_> {
    fn run(&mut self, size: usize, found: &mut Found) {
        for at in self.start..self.end {
            let mut lanes = NONE;
            let world = at - self.start;
            lanes[world / 64] |= 1 << (world % 64);
            self.worlds.name(self.search.candidates[at], &lanes);
        }
        self.worlds.settle();
        if size >= 3 {
            for at in 0..self.end {
                if !found.affords(self.worlds.work) {
                    return;
                }
                let mark = self.worlds.mark();
                self.name(at);
                self.pairs.push(*self.worlds.value(self.top));
                self.worlds.back_to(mark);
            }
        }
        if size == 1 {
            self.take(&[], &NONE);
        } else {
            self.walk(size, found);
        }
    }

    /// Names one candidate in all worlds.
    fn name(&mut self, at: usize) {
        self.worlds.name(self.search.candidates[at], &EVERY);
        self.worlds.settle();
    }

    /// Every ascending choice of `size - 1` candidates with room for a last one in this block.
    fn walk(&mut self, size: usize, found: &mut Found) {
        let mut prefix: Vec<usize> = Vec::new();
        let mut marks: Vec<usize> = Vec::new();
        let mut tops: Vec<Lanes> = vec![*self.worlds.value(self.top)];
        let mut next = 0;
        loop {
            // The last member lies after the prefix, and before the block's end.
            if next + 1 >= self.end {
                let (Some(mark), Some(last)) = (marks.pop(), prefix.pop()) else {
                    return;
                };
                self.worlds.back_to(mark);
                tops.pop();
                next = last + 1;
                continue;
            }
            if !found.affords(self.worlds.work) {
                return;
            }
            let mark = self.worlds.mark();
            self.name(next);
            let top = *self.worlds.value(self.top);
            prefix.push(next);
            let done = top[PLAIN / 64] >> (PLAIN % 64) & 1 == 1;
            if !done && prefix.len() == size - 1 {
                self.take(&prefix, tops.last().unwrap_or(&NONE));
            }
            if done || prefix.len() == size - 1 {
                prefix.pop();
                self.worlds.back_to(mark);
            } else {
                marks.push(mark);
                tops.push(top);
            }
            next += 1;
        }
    }

    /// Keeps the last members with which the prefix is a minimal set. `before` is the top
    /// without the prefix's last member.
    fn take(&mut self, prefix: &[usize], before: &Lanes) {
        let mut lanes = without(self.worlds.value(self.top), before);
        if let [first @ .., _] = prefix
            && !first.is_empty()
        {
            let smaller = prefix
                .iter()
                .fold(NONE, |all, &at| or(&all, &self.pairs[at]));
            lanes = without(&lanes, &smaller);
        }
        let after = prefix.last().map_or(self.start, |&last| last + 1);
        for world in worlds(&lanes) {
            let at = self.start + world;
            if world == PLAIN || at < after || at >= self.end {
                continue;
            }
            let mut set: Vec<u32> = prefix
                .iter()
                .map(|&at| self.search.candidates[at])
                .collect();
            set.push(self.search.candidates[at]);
            if set.len() < 4 || !self.search.contains_known(&set) {
                self.sets.push(set);
            }
        }
    }
}

impl Search<'_> {
    /// Whether a proper part of the set is a known minimal set.
    fn contains_known(&self, set: &[u32]) -> bool {
        // Sets are small: their length is the order asked for.
        (1u64..(1 << set.len().min(63)) - 1).any(|part| {
            let chosen: Vec<u32> = (0..set.len())
                .filter(|n| part >> n & 1 == 1)
                .map(|n| set[n])
                .collect();
            self.known.contains(&chosen)
        })
    }
}
