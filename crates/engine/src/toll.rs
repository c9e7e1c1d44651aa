//! What each single loss stops, for many losses: one after the other while they stop little, then
//! 512 of them side by side in the bits of one pass over the graph.

use crate::arcs::Arcs;
use crate::graph::{Graph, Item, Lists};
use crate::standing::Walk;

#[cfg(test)]
mod tests;

/// Words of 64 losses that are looked at side by side.
const LANES: usize = 8;

/// One bit for each loss of a block.
type Word = [u64; LANES];

/// What one loss stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toll {
    /// The item that is lost.
    pub lost: Item,
    /// How many of the items asked about it stops.
    pub count: usize,
    /// The first of them, in the order asked.
    pub first: Vec<Item>,
}

/// How many items may stop, over all losses tried one after the other, before the rest is tried
/// side by side: about a third of a second.
const WALKED_MOST: usize = 20_000_000;

/// For each of `lost`, lost alone, how many of `asked` stop, and the first `keep` of them. Cost:
/// what the losses stop; where that is much, one pass over what `asked` hangs on for every 512
/// losses, more passes where it hangs on circles.
pub fn tolls(graph: &Graph, lost: &[Item], asked: &[Item], keep: usize) -> Vec<Toll> {
    tolls_within(graph, lost, asked, keep, WALKED_MOST)
}

/// The same, with a budget of items that may stop one after the other.
fn tolls_within(
    graph: &Graph,
    lost: &[Item],
    asked: &[Item],
    keep: usize,
    budget: usize,
) -> Vec<Toll> {
    let mut tolls = one_by_one(graph, lost, asked, keep, budget);
    let rest = &lost[tolls.len()..];
    if !rest.is_empty() {
        tolls.extend(side_by_side(graph, rest, asked, keep));
    }
    tolls
}

/// The tolls of the first losses, until the budget is spent.
fn one_by_one(
    graph: &Graph,
    lost: &[Item],
    asked: &[Item],
    keep: usize,
    mut budget: usize,
) -> Vec<Toll> {
    let mut place = vec![u32::MAX; graph.len()];
    for (at, &item) in asked.iter().enumerate() {
        place[item as usize] = at as u32;
    }
    let arcs = Arcs::new(graph);
    let mut walk = Walk::new(graph, &arcs);
    let (mut tolls, mut hit) = (Vec::with_capacity(lost.len()), Vec::new());
    for &loss in lost {
        if budget == 0 {
            break;
        }
        let mark = walk.mark();
        walk.lose(loss);
        let stopped = walk.stopped_since(mark);
        budget = budget.saturating_sub(stopped.len());
        hit.clear();
        let asked_of = stopped.iter().map(|&item| place[item as usize]);
        hit.extend(asked_of.filter(|&at| at != u32::MAX));
        walk.undo_to(mark);
        if hit.len() > keep && keep > 0 {
            hit.select_nth_unstable(keep - 1);
        }
        let kept = keep.min(hit.len());
        hit[..kept].sort_unstable();
        let first = hit[..kept].iter().map(|&at| asked[at as usize]);
        tolls.push(Toll {
            lost: loss,
            count: hit.len(),
            first: first.collect(),
        });
    }
    tolls
}

/// The tolls of losses, 512 at a time.
fn side_by_side(graph: &Graph, lost: &[Item], asked: &[Item], keep: usize) -> Vec<Toll> {
    let places = Order::new(graph.len(), graph.items(), &inputs(graph, false));
    let needs = Order::new(graph.len(), asked.iter().copied(), &inputs(graph, true));
    let mut block = Block {
        graph,
        lost: vec![[0; LANES]; graph.len()],
        stopped: vec![[0; LANES]; graph.len()],
        digits: Vec::new(),
    };
    let mut tolls = Vec::with_capacity(lost.len());
    for losses in lost.chunks(64 * LANES) {
        block.lost.fill([0; LANES]);
        block.stopped.fill([0; LANES]);
        for (bit, &item) in losses.iter().enumerate() {
            block.lost[item as usize][bit / 64] |= 1 << (bit % 64);
        }
        places.settle(|item| block.lose(item));
        needs.settle(|item| block.stop(item));
        tolls.extend(block.count(losses, asked, keep));
    }
    tolls
}

/// For each item those whose loss or stop is asked before its own: where it stands, who holds it
/// and, if `needs`, what it cannot run without.
fn inputs(graph: &Graph, needs: bool) -> Lists {
    let mut pairs = Vec::new();
    for item in graph.items() {
        let places = graph.hosts(item).iter().chain(graph.held_by(item));
        pairs.extend(places.map(|&input| (item, input)));
    }
    for id in (0..graph.group_count() as u32).filter(|_| needs) {
        let group = graph.group(id);
        if group.stops() && group.phase.runs() {
            let members = graph.members(id).iter();
            pairs.extend(members.map(|&member| (group.owner, member)));
        }
    }
    Lists::gather(graph.len(), pairs.iter().copied())
}

/// Items, each after its inputs as far as no circle forbids it.
struct Order {
    items: Vec<Item>,
    cyclic: bool,
}

impl Order {
    /// Everything that the roots hang on, by a search in depth.
    fn new(len: usize, roots: impl Iterator<Item = Item>, inputs: &Lists) -> Order {
        const NEW: u8 = 0;
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        let (mut state, mut items, mut cyclic) = (vec![NEW; len], Vec::new(), false);
        let mut open: Vec<(Item, usize)> = Vec::new();
        for root in roots {
            if state[root as usize] == NEW {
                state[root as usize] = OPEN;
                open.push((root, 0));
            }
            while let Some((item, next)) = open.last_mut() {
                let Some(&input) = inputs.of(*item).get(*next) else {
                    state[*item as usize] = DONE;
                    items.push(*item);
                    open.pop();
                    continue;
                };
                *next += 1;
                match state[input as usize] {
                    NEW => {
                        state[input as usize] = OPEN;
                        open.push((input, 0));
                    }
                    OPEN => cyclic = true,
                    _ => {}
                }
            }
        }
        Order { items, cyclic }
    }

    /// Asks each item for its bits, again and again while a circle still changes them.
    fn settle(&self, mut ask: impl FnMut(Item) -> bool) {
        loop {
            let mut changed = false;
            for &item in &self.items {
                changed |= ask(item);
            }
            if !(changed && self.cyclic) {
                return;
            }
        }
    }
}

/// One block of losses.
struct Block<'g> {
    graph: &'g Graph,
    lost: Vec<Word>,
    stopped: Vec<Word>,
    /// The digits of a count of each bit, least first; kept to be used again.
    digits: Vec<Word>,
}

impl Block<'_> {
    /// Lost with its place, or as data that nobody holds any more. Whether it changed.
    fn lose(&mut self, item: Item) -> bool {
        let mut value = self.lost[item as usize];
        for &host in self.graph.hosts(item) {
            or(&mut value, &self.lost[host as usize]);
        }
        if let Some(all) = all(self.graph.held_by(item), &self.lost) {
            or(&mut value, &all);
        }
        put(&mut self.lost[item as usize], value)
    }

    /// Stopped: lost, standing on what has stopped, holding lost data, or short of what it needs.
    fn stop(&mut self, item: Item) -> bool {
        let graph = self.graph;
        let mut value = self.lost[item as usize];
        for &host in graph.hosts(item) {
            or(&mut value, &self.stopped[host as usize]);
        }
        for &held in graph.holds(item) {
            or(&mut value, &self.lost[held as usize]);
        }
        if let Some(all) = all(graph.held_by(item), &self.stopped) {
            or(&mut value, &all);
        }
        for id in graph.groups_of(item) {
            let group = graph.group(id);
            if group.stops() && group.phase.runs() {
                let members = graph.members(id);
                let of = members.len() as u32 + group.unresolved;
                let enough = of.saturating_sub(group.needed) as usize + 1;
                let short = at_least(members, &self.stopped, enough, &mut self.digits);
                or(&mut value, &short);
            }
        }
        put(&mut self.stopped[item as usize], value)
    }

    /// How much of what was asked each loss stops.
    fn count(&mut self, losses: &[Item], asked: &[Item], keep: usize) -> Vec<Toll> {
        let toll = |&lost: &Item| Toll {
            lost,
            count: 0,
            first: Vec::new(),
        };
        let mut tolls: Vec<Toll> = losses.iter().map(toll).collect();
        let mut full: Word = [if keep == 0 { u64::MAX } else { 0 }; LANES];
        self.digits.clear();
        for &item in asked {
            let bits = self.stopped[item as usize];
            add(&mut self.digits, &bits);
            for lane in 0..LANES {
                let mut rest = bits[lane] & !full[lane];
                while rest != 0 {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let first = &mut tolls[lane * 64 + bit].first;
                    first.push(item);
                    if first.len() == keep {
                        full[lane] |= 1 << bit;
                    }
                }
            }
        }
        for (bit, toll) in tolls.iter_mut().enumerate() {
            let digit = |(place, digit): (usize, &Word)| {
                ((digit[bit / 64] >> (bit % 64) & 1) as usize) << place
            };
            toll.count = self.digits.iter().enumerate().map(digit).sum();
        }
        tolls
    }
}

#[inline]
fn or(value: &mut Word, other: &Word) {
    value.iter_mut().zip(other).for_each(|(a, b)| *a |= b);
}

/// Stores a word; whether it was another.
fn put(place: &mut Word, value: Word) -> bool {
    let changed = *place != value;
    *place = value;
    changed
}

/// The bits that all of some items have; none where there are no items.
fn all(items: &[Item], words: &[Word]) -> Option<Word> {
    let (first, rest) = items.split_first()?;
    let mut value = words[*first as usize];
    for &item in rest {
        let other = &words[item as usize];
        value.iter_mut().zip(other).for_each(|(a, b)| *a &= b);
    }
    Some(value)
}

/// The bits that at least so many of some items have.
fn at_least(items: &[Item], words: &[Word], enough: usize, digits: &mut Vec<Word>) -> Word {
    let mut value = [0; LANES];
    if enough > items.len() {
        return value;
    }
    if enough == 1 {
        items
            .iter()
            .for_each(|&item| or(&mut value, &words[item as usize]));
        return value;
    }
    if enough == items.len() {
        return all(items, words).unwrap_or(value);
    }
    digits.clear();
    items
        .iter()
        .for_each(|&item| add(digits, &words[item as usize]));
    // Compared digit by digit from the greatest: equal so far, or greater already.
    let mut equal = [u64::MAX; LANES];
    for place in (0..usize::BITS as usize).rev() {
        let wanted = enough >> place & 1 == 1;
        let Some(digit) = digits.get(place) else {
            if wanted {
                return [0; LANES];
            }
            continue;
        };
        for lane in 0..LANES {
            if wanted {
                equal[lane] &= digit[lane];
            } else {
                value[lane] |= equal[lane] & digit[lane];
                equal[lane] &= !digit[lane];
            }
        }
    }
    or(&mut value, &equal);
    value
}

/// Adds one to the count of every bit that is set.
fn add(digits: &mut Vec<Word>, bits: &Word) {
    let mut carry = *bits;
    for digit in digits.iter_mut() {
        if carry == [0; LANES] {
            return;
        }
        for lane in 0..LANES {
            let both = digit[lane] & carry[lane];
            digit[lane] ^= carry[lane];
            carry[lane] = both;
        }
    }
    if carry != [0; LANES] {
        digits.push(carry);
    }
}
