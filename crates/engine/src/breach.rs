//! Minimal sets of named losses after which an item is stopped and not back in time. A larger
//! set can be back sooner (what is lost is not waited for), so minimal means that the set
//! breaches and no part of it does. What is lost with another member adds nothing to a set, so
//! that such sets are not tried. Where the deadline comes from is the caller's business.

use std::collections::{HashMap, HashSet};

use crate::arcs::Arcs;
use crate::component::Components;
use crate::cut_sets::{CutSets, Limit};
use crate::footprint::{Footprint, Ground, Touch};
use crate::graph::{Graph, Item, Seconds};
use crate::recovery::{Recovery, Times, surviving};
use crate::standing::Walk;

mod cone;
#[cfg(test)]
mod tests;

/// How many marks of footprints are kept at once.
const MOST_MARKS: usize = 40_000_000;

/// What one stopped item costs beside one gate evaluated: its time has to be worked out too.
const STEP: u64 = 50;

/// Minimal sets of at most `order` losses after which `item` is stopped and its time is above
/// `deadline` or unknown. `may[x]` says whether x may be named; the item itself never is. Of
/// `limit.work` each set tried, and each item that stopped under it, takes fifty. Cost: only
/// sets whose members meet are tried up to order 3; beyond, every set of candidates.
pub fn breaches(
    graph: &Graph,
    item: Item,
    may: &[bool],
    deadline: Seconds,
    order: usize,
    limit: Limit,
) -> CutSets {
    let cone = cone::under(graph, item);
    let components = Components::new(&cone.graph);
    let arcs = Arcs::new(&cone.graph);
    let mut search = Search {
        top: cone.top,
        deadline,
        limit,
        recovery: Recovery::new(&cone.graph, &components),
        ground: Ground::new(&cone.graph, &components),
        walk: Walk::new(&cone.graph, &arcs),
        graph: &cone.graph,
        times: Times::default(),
        found: Vec::new(),
        known: HashSet::new(),
        work: 0,
        untried: 0,
        complete: true,
    };
    let wanted = |&at: &Item| {
        at != cone.top
            && may
                .get(cone.items[at as usize] as usize)
                .copied()
                .unwrap_or(false)
    };
    let candidates: Vec<Item> = cone.graph.items().filter(wanted).collect();
    search.run(&candidates, order);

    let back = |set: Vec<Item>| set.into_iter().map(|at| cone.items[at as usize]).collect();
    let mut sets: Vec<Vec<Item>> = search.found.into_iter().map(back).collect();
    sets.sort_unstable_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let mut count_by_order = vec![0; order];
    for set in &sets {
        count_by_order[set.len() - 1] += 1;
    }
    CutSets {
        sets,
        count_by_order,
        complete: search.complete,
        untried: search.untried,
        work: search.work,
    }
}

struct Search<'a> {
    graph: &'a Graph,
    top: Item,
    deadline: Seconds,
    limit: Limit,
    recovery: Recovery<'a>,
    ground: Ground<'a>,
    walk: Walk<'a>,
    times: Times,
    found: Vec<Vec<Item>>,
    /// The same sets, to be asked.
    known: HashSet<Vec<Item>>,
    work: u64,
    /// Smaller sets that were not, or not wholly, tried with one loss more.
    untried: u64,
    complete: bool,
}

/// Which candidates make and which mind a mark.
#[derive(Default)]
struct Index {
    makes: HashMap<Touch, Vec<Item>>,
    minds: HashMap<Touch, Vec<Item>>,
    size: usize,
}

impl Index {
    fn add(&mut self, item: Item, marks: &Footprint) {
        self.size += marks.makes.len() + marks.minds.len();
        for &touch in &marks.makes {
            self.makes.entry(touch).or_default().push(item);
        }
        for &touch in &marks.minds {
            self.minds.entry(touch).or_default().push(item);
        }
    }

    /// Who meets a footprint, ascending.
    fn meeting(&self, marks: &Footprint) -> Vec<Item> {
        let minding = marks.makes.iter().filter_map(|touch| self.minds.get(touch));
        let making = marks.minds.iter().filter_map(|touch| self.makes.get(touch));
        let mut out: Vec<Item> = minding.chain(making).flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// What is lost with each candidate.
#[derive(Default)]
struct With {
    lost: HashMap<Item, Vec<Item>>,
}

impl With {
    fn add(&mut self, item: Item, lost: &[Item]) {
        let mut lost: Vec<Item> = lost.iter().copied().filter(|it| *it != item).collect();
        if !lost.is_empty() {
            lost.sort_unstable();
            self.lost.insert(item, lost);
        }
    }

    /// Whether one of two is lost with the other: both together do what the one does alone.
    fn falls(&self, one: Item, other: Item) -> bool {
        let with = |item: Item, other: Item| {
            let lost = self.lost.get(&item);
            lost.is_some_and(|lost| lost.binary_search(&other).is_ok())
        };
        with(one, other) || with(other, one)
    }
}

impl Search<'_> {
    fn run(&mut self, candidates: &[Item], order: usize) {
        let mut harmless = Vec::new();
        let mut with = With::default();
        let mut index = Index::default();
        let singles = if order > 0 { candidates } else { &[] };
        for (at, &item) in singles.iter().enumerate() {
            if !self.affords() {
                self.untried += (candidates.len() - at) as u64;
                return;
            }
            let mark = self.walk.mark();
            self.walk.lose(item);
            if self.breaches() {
                self.keep(vec![item]);
            } else {
                harmless.push(item);
                if order > 1 {
                    index.add(item, &self.ground.footprint(self.walk.standing()));
                    with.add(item, self.walk.standing().lost());
                }
            }
            self.walk.undo_to(mark);
            self.complete &= index.size <= MOST_MARKS;
        }
        if order < 2 {
            return;
        }
        if !self.affords() {
            self.untried += harmless.len() as u64;
            return;
        }
        // Any set that breaches while no part does can be built so that each further member
        // meets those before it: up to three, beyond which two parts of two may have to meet.
        let pairs = self.pairs(&harmless, &index, &with, order > 2);
        if order > 2 {
            self.triples(&pairs, &index, &with);
        }
        for size in 4..=order {
            self.every(&harmless, size);
        }
    }

    /// Tries every two that meet; answers those that do no harm.
    fn pairs(
        &mut self,
        harmless: &[Item],
        index: &Index,
        with: &With,
        keep: bool,
    ) -> Vec<[Item; 2]> {
        let mut out = Vec::new();
        for (at, &first) in harmless.iter().enumerate() {
            if !self.affords() {
                self.untried += (harmless.len() - at) as u64;
                break;
            }
            let mark = self.walk.mark();
            self.walk.lose(first);
            let marks = self.ground.footprint(self.walk.standing());
            for second in index
                .meeting(&marks)
                .into_iter()
                .filter(|&second| second > first && !with.falls(first, second))
            {
                if !self.affords() {
                    self.untried += 1;
                    break;
                }
                if self.breaches_with(second) {
                    self.keep(vec![first, second]);
                } else if keep {
                    out.push([first, second]);
                }
            }
            self.walk.undo_to(mark);
        }
        out
    }

    /// Tries every third that meets a pair.
    fn triples(&mut self, pairs: &[[Item; 2]], index: &Index, with: &With) {
        let mut tried: HashSet<[Item; 3]> = HashSet::new();
        for (at, &[first, second]) in pairs.iter().enumerate() {
            if !self.affords() {
                self.untried += (pairs.len() - at) as u64;
                return;
            }
            let mark = self.walk.mark();
            self.walk.lose(first);
            self.walk.lose(second);
            let marks = self.ground.footprint(self.walk.standing());
            self.work += (marks.makes.len() + marks.minds.len()) as u64;
            for third in index.meeting(&marks) {
                let one_of_them = third == first || third == second;
                let adds_none = with.falls(first, third) || with.falls(second, third);
                if one_of_them || adds_none || self.walk.is_lost(third) {
                    continue;
                }
                let mut set = [first, second, third];
                set.sort_unstable();
                let part_known = self
                    .known
                    .contains(&[first.min(third), first.max(third)][..])
                    || self
                        .known
                        .contains(&[second.min(third), second.max(third)][..]);
                if part_known || !tried.insert(set) {
                    continue;
                }
                if !self.affords() {
                    self.untried += 1;
                    break;
                }
                if self.breaches_with(third) {
                    self.keep(set.to_vec());
                }
            }
            self.walk.undo_to(mark);
        }
    }

    /// Tries every set of a size that has no known breach in it.
    fn every(&mut self, harmless: &[Item], size: usize) {
        if size > harmless.len() {
            return;
        }
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            if !self.affords() {
                self.untried += (harmless.len() - chosen[0]) as u64;
                return;
            }
            let set: Vec<Item> = chosen.iter().map(|&at| harmless[at]).collect();
            self.work += 1;
            if !self.has_known_part(&set) {
                let mark = self.walk.mark();
                set.iter().for_each(|&item| self.walk.lose(item));
                if self.breaches() {
                    self.keep(set);
                }
                self.walk.undo_to(mark);
            }
            let last = harmless.len() - size;
            let Some(turn) = (0..size).rev().find(|&n| chosen[n] < last + n) else {
                return;
            };
            chosen[turn] += 1;
            for after in turn + 1..size {
                chosen[after] = chosen[after - 1] + 1;
            }
        }
    }

    fn has_known_part(&self, set: &[Item]) -> bool {
        (1u64..(1 << set.len().min(63)) - 1).any(|part| {
            let chosen: Vec<Item> = (0..set.len())
                .filter(|n| part >> n & 1 == 1)
                .map(|n| set[n])
                .collect();
            chosen.len() > 1 && self.known.contains(&chosen)
        })
    }

    fn breaches_with(&mut self, item: Item) -> bool {
        let mark = self.walk.mark();
        self.walk.lose(item);
        let answer = self.breaches();
        self.walk.undo_to(mark);
        answer
    }

    /// Whether the item is stopped now and not back in time.
    fn breaches(&mut self) -> bool {
        let standing = self.walk.standing();
        self.work += STEP * (1 + standing.stopped().len() as u64);
        if !standing.is_stopped(self.top) {
            return false;
        }
        let survives = surviving(self.graph, standing);
        let seconds = self
            .recovery
            .one(self.top, standing, &survives, &mut self.times);
        seconds.is_none_or(|seconds| seconds > self.deadline)
    }

    fn keep(&mut self, set: Vec<Item>) {
        if self.found.len() >= self.limit.sets {
            self.complete = false;
            return;
        }
        self.known.insert(set.clone());
        self.found.push(set);
    }

    fn affords(&mut self) -> bool {
        self.complete &= self.work <= self.limit.work;
        self.complete
    }
}
