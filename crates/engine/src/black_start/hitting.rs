//! The fewest items that hit every set of a list: branch and bound below a greedy answer.

use std::collections::BTreeMap;

use crate::graph::Item;

/// Items of which every set has one.
pub(super) struct Hitting {
    pub(super) items: Vec<Item>,
    /// Whether no fewer would do.
    pub(super) fewest: bool,
}

/// How many branches are looked at before the best so far is taken.
const LOOKED_AT_MOST: usize = 100_000;

/// A set that is hit by each of its items in turn, below the items chosen before it.
struct Branch {
    set: usize,
    next: usize,
}

/// The fewest items that hit every set. Cost: exponential in their number, and limited.
pub(super) fn hitting(sets: &[Vec<Item>]) -> Hitting {
    let mut best = greedy(sets);
    let mut chosen: Vec<Item> = Vec::new();
    let mut branches: Vec<Branch> = Vec::new();
    branches.extend(open(sets, &chosen, best.len()));
    for _ in 0..LOOKED_AT_MOST {
        let Some(branch) = branches.last_mut() else {
            return Hitting {
                items: best,
                fewest: true,
            };
        };
        let item = sets[branch.set].get(branch.next).copied();
        branch.next += 1;
        // One choice for each branch below this one, and none of this one's own yet.
        chosen.truncate(branches.len() - 1);
        let Some(item) = item else {
            branches.pop();
            continue;
        };
        chosen.push(item);
        if all_hit(sets, &chosen) {
            if chosen.len() < best.len() {
                best.clone_from(&chosen);
            }
        } else if let Some(deeper) = open(sets, &chosen, best.len()) {
            branches.push(deeper);
        }
    }
    Hitting {
        items: best,
        fewest: false,
    }
}

/// The smallest set not yet hit, unless what is open cannot be hit by fewer than `best` in all.
fn open(sets: &[Vec<Item>], chosen: &[Item], best: usize) -> Option<Branch> {
    let open = || (0..sets.len()).filter(|&set| !is_hit(&sets[set], chosen));
    if chosen.len() + apart(sets, open()) >= best {
        return None;
    }
    let set = open().min_by_key(|&set| sets[set].len())?;
    Some(Branch { set, next: 0 })
}

fn is_hit(set: &[Item], chosen: &[Item]) -> bool {
    set.iter().any(|item| chosen.contains(item))
}

fn all_hit(sets: &[Vec<Item>], chosen: &[Item]) -> bool {
    sets.iter().all(|set| is_hit(set, chosen))
}

/// How many of the sets share nothing with each other, counted greedily: each needs an item.
fn apart(sets: &[Vec<Item>], open: impl Iterator<Item = usize>) -> usize {
    let mut taken: Vec<Item> = Vec::new();
    let mut count = 0;
    for set in open {
        if !is_hit(&sets[set], &taken) {
            taken.extend(&sets[set]);
            count += 1;
        }
    }
    count
}

/// Always the item in most of the sets not yet hit, the first by number among equals.
fn greedy(sets: &[Vec<Item>]) -> Vec<Item> {
    let mut chosen: Vec<Item> = Vec::new();
    loop {
        let mut counts: BTreeMap<Item, usize> = BTreeMap::new();
        for &item in sets.iter().filter(|set| !is_hit(set, &chosen)).flatten() {
            *counts.entry(item).or_default() += 1;
        }
        let Some((&item, _)) = counts.iter().rev().max_by_key(|(_, count)| **count) else {
            return chosen;
        };
        chosen.push(item);
    }
}
