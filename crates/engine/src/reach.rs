//! Plain reachability over "needs" without groups: who rests on an item in any way, and the
//! least value among all that an item rests on. Quick where the question is that simple.

use crate::bits::Bits;
use crate::component::strong;
use crate::graph::{Item, Lists};

#[cfg(test)]
mod tests;

/// Needs between items, circles drawn together and renumbered so that what is needed comes
/// first.
#[derive(Clone, Debug)]
pub struct Reach {
    place: Vec<u32>,
    items: Lists,
    needs: Lists,
    needed_by: Lists,
    count: usize,
}

/// Scratch of [`Reach::dependents`], kept between calls.
#[derive(Clone, Debug)]
pub struct Visit {
    seen: Bits,
    queue: Vec<u32>,
}

impl Reach {
    /// Takes pairs (item, what it needs) below `len`. Cost: linear, with a sort.
    pub fn new(len: usize, pairs: &[(Item, Item)]) -> Reach {
        let edges = Lists::gather(len, pairs.iter().copied());
        let (of, members, count) = strong(len, &edges);
        let number = by_depth(&of, &members, &edges, count);
        let place: Vec<u32> = of
            .iter()
            .map(|&component| number[component as usize])
            .collect();
        let placed = place
            .iter()
            .enumerate()
            .map(|(item, &place)| (place, item as u32));
        let items = Lists::gather(count, placed);
        let at = |item: Item| place[item as usize];
        let between = pairs.iter().map(|&(from, to)| (at(from), at(to)));
        let mut between: Vec<(u32, u32)> = between.filter(|(from, to)| from != to).collect();
        between.sort_unstable();
        between.dedup();
        let needs = Lists::gather(count, between.iter().copied());
        let flipped = between.iter().map(|&(from, to)| (to, from));
        let needed_by = Lists::gather(count, flipped);
        Reach {
            place,
            items,
            needs,
            needed_by,
            count,
        }
    }

    /// Scratch for this graph.
    pub fn visit(&self) -> Visit {
        Visit {
            seen: Bits::new(self.count),
            queue: vec![0; self.count + 1],
        }
    }

    /// How many other items rest on an item, directly or not. Cost: that of what is reached.
    pub fn dependents(&self, item: Item, visit: &mut Visit) -> usize {
        let Visit { seen, queue } = visit;
        seen.clear();
        let start = self.place[item as usize];
        seen.put(start);
        queue[0] = start;
        let (mut next, mut end) = (0, 1);
        while next < end {
            let at = queue[next];
            next += 1;
            for &from in self.needed_by.of(at) {
                // Written in any case, kept only if new: whether it is new cannot be foretold,
                // and a wrong guess costs the machine more than a write.
                queue[end] = from;
                end += usize::from(seen.put(from));
            }
        }
        if self.count == self.place.len() {
            return end - 1;
        }
        queue[..end]
            .iter()
            .map(|&at| self.items.of(at).len())
            .sum::<usize>()
            - 1
    }

    /// The least of an item's own value and of all it rests on, for every item. `own` has one
    /// entry per item. Cost: one pass over the needs.
    pub fn least(&self, own: &[u32]) -> Least<'_> {
        let mut values = vec![u32::MAX; self.count];
        for at in 0..self.count as u32 {
            let items = self.items.of(at).iter().map(|&item| own[item as usize]);
            let needs = self.needs.of(at).iter().map(|&to| values[to as usize]);
            values[at as usize] = items.chain(needs).fold(u32::MAX, u32::min);
        }
        Least {
            place: &self.place,
            values,
        }
    }
}

/// The answer of [`Reach::least`].
#[derive(Clone, Debug)]
pub struct Least<'a> {
    place: &'a [u32],
    values: Vec<u32>,
}

impl Least<'_> {
    /// The least value under an item.
    pub fn of(&self, item: Item) -> u32 {
        self.values[self.place[item as usize] as usize]
    }
}

/// Numbers components by how deep their needs go, then by their first item: what is needed comes
/// first, and what is near in the input stays near, which is what memory likes.
fn by_depth(of: &[u32], members: &Lists, edges: &Lists, count: usize) -> Vec<u32> {
    let mut depth = vec![0u32; count];
    for component in 0..count as u32 {
        let needs = members
            .of(component)
            .iter()
            .flat_map(|&item| edges.of(item));
        let deeper = |&to: &Item| {
            (of[to as usize] != component).then(|| depth[of[to as usize] as usize] + 1)
        };
        depth[component as usize] = needs.filter_map(deeper).max().unwrap_or(0);
    }
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_unstable_by_key(|&at| (depth[at as usize], members.of(at).first().copied()));
    let mut number = vec![0; count];
    for (place, &component) in order.iter().enumerate() {
        number[component as usize] = place as u32;
    }
    number
}
