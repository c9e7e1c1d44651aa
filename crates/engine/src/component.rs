//! Which items need each other in a circle: strongly connected components over stop groups of
//! any phase (break-glass ones left out) and hosts. What a circle means is not said here.

use crate::graph::{Graph, Item, Lists};

#[cfg(test)]
mod tests;

/// The items parted into components, each numbered after those it needs.
#[derive(Clone, Debug)]
pub struct Components {
    of: Vec<u32>,
    members: Lists,
    count: usize,
    edges: Lists,
}

impl Components {
    /// Finds the components. Cost: linear.
    pub fn new(graph: &Graph) -> Components {
        let edges = needs(graph, |_, _| true);
        let edges = Lists::gather(graph.len(), edges.iter().copied());
        let (of, members, count) = strong(graph.len(), &edges);
        Components {
            of,
            members,
            count,
            edges,
        }
    }

    /// All items as one component, whatever they need: a component looked at by itself stays what
    /// it was in the whole.
    pub(crate) fn whole(graph: &Graph) -> Components {
        let edges = needs(graph, |_, _| true);
        let all = (0..graph.len() as Item).map(|item| (0, item));
        Components {
            of: vec![0; graph.len()],
            members: Lists::gather(1, all),
            count: 1,
            edges: Lists::gather(graph.len(), edges.iter().copied()),
        }
    }

    /// How many components.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The component of an item, `0..count()`. What an item needs is in the same component or in
    /// one of a lower number.
    pub fn of(&self, item: Item) -> u32 {
        self.of[item as usize]
    }

    /// The items of a component, ascending.
    pub fn members(&self, component: u32) -> &[Item] {
        self.members.of(component)
    }

    /// Whether two items are in the same component.
    #[inline]
    pub fn same(&self, one: Item, other: Item) -> bool {
        self.of[one as usize] == self.of[other as usize]
    }

    /// Whether an item shares its component with others.
    pub fn is_cyclic(&self, item: Item) -> bool {
        self.members(self.of(item)).len() > 1
    }

    /// Whether an item alone in its component names itself.
    pub fn names_itself(&self, item: Item) -> bool {
        !self.is_cyclic(item) && self.lists_itself(item)
    }

    /// Whether an item names itself, alone in its component or not.
    pub fn lists_itself(&self, item: Item) -> bool {
        self.edges.of(item).contains(&item)
    }

    /// The components of more than one item, in order.
    pub fn cyclic(&self) -> impl Iterator<Item = u32> {
        (0..self.count as u32).filter(|&component| self.members(component).len() > 1)
    }

    /// A short circle of a component for showing: each item needs the next, the last the first.
    /// The shortest through any of its first 64 items, one that names itself aside; empty for an
    /// item that needs only others.
    pub fn circle(&self, component: u32) -> Vec<Item> {
        let members = self.members(component);
        let mut best: Vec<Item> = Vec::new();
        for &start in members.iter().take(64) {
            let found = self.circle_through(start);
            if !found.is_empty() && (best.is_empty() || found.len() < best.len()) {
                best = found;
            }
        }
        best
    }

    /// Breadth first from one item back to itself.
    fn circle_through(&self, start: Item) -> Vec<Item> {
        let members = self.members(self.of(start));
        let place = |item: Item| members.binary_search(&item).ok();
        let mut from: Vec<Option<Item>> = vec![None; members.len()];
        let mut queue = vec![start];
        let mut next = 0;
        while let Some(&item) = queue.get(next) {
            next += 1;
            for &to in self.edges.of(item).iter().filter(|&&to| to != item) {
                if to == start {
                    let mut circle = vec![item];
                    let mut at = item;
                    while at != start {
                        let Some(before) = place(at).and_then(|place| from[place]) else {
                            break;
                        };
                        circle.push(before);
                        at = before;
                    }
                    circle.reverse();
                    return circle;
                }
                if let Some(place) = place(to)
                    && from[place].is_none()
                {
                    from[place] = Some(item);
                    queue.push(to);
                }
            }
        }
        Vec::new()
    }
}

/// Edges (item, what it needs): members of its stop groups of any phase that no break-glass way
/// replaces and that `keep(owner, member)`, and its hosts.
pub(crate) fn needs(graph: &Graph, keep: impl Fn(Item, Item) -> bool) -> Vec<(Item, Item)> {
    let mut edges = Vec::new();
    for item in graph.items() {
        edges.extend(graph.hosts(item).iter().map(|&host| (item, host)));
        for id in graph.groups_of(item) {
            let group = graph.group(id);
            if group.stops() && !group.bootstrap {
                let members = graph.members(id).iter();
                edges.extend(members.filter(|&&to| keep(item, to)).map(|&to| (item, to)));
            }
        }
    }
    edges
}

/// Strongly connected components by Tarjan's method with its own stack: the component of each
/// index, the members of each (ascending), and how many. A component's number is above those
/// its edges lead to. Cost: linear.
pub(crate) fn strong(len: usize, edges: &Lists) -> (Vec<u32>, Lists, usize) {
    const UNSEEN: u32 = u32::MAX;
    let mut of = vec![UNSEEN; len];
    let mut number = vec![UNSEEN; len];
    let mut low = vec![0u32; len];
    let (mut open, mut calls) = (Vec::new(), Vec::<(u32, u32)>::new());
    let (mut numbered, mut count) = (0u32, 0u32);
    for root in 0..len as u32 {
        if number[root as usize] != UNSEEN {
            continue;
        }
        calls.push((root, 0));
        while let Some(&mut (at, ref mut edge)) = calls.last_mut() {
            let place = at as usize;
            if *edge == 0 && number[place] == UNSEEN {
                (number[place], low[place]) = (numbered, numbered);
                numbered += 1;
                open.push(at);
            }
            if let Some(&to) = edges.of(at).get(*edge as usize) {
                *edge += 1;
                if number[to as usize] == UNSEEN {
                    calls.push((to, 0));
                } else if of[to as usize] == UNSEEN {
                    low[place] = low[place].min(number[to as usize]);
                }
                continue;
            }
            calls.pop();
            if let Some(&(parent, _)) = calls.last() {
                low[parent as usize] = low[parent as usize].min(low[place]);
            }
            if low[place] == number[place] {
                while let Some(member) = open.pop() {
                    of[member as usize] = count;
                    if member == at {
                        break;
                    }
                }
                count += 1;
            }
        }
    }
    let pairs = of
        .iter()
        .enumerate()
        .map(|(item, &component)| (component, item as u32));
    let members = Lists::gather(count as usize, pairs);
    (of, members, count as usize)
}
