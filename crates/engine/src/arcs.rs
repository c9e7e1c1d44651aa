//! What follows from one item's stop, compiled from a graph into one flat list for each item:
//! needs without slack stop their owner at once, needs with slack are counted.
//! Only running counts here; recovery has its own edges.

use crate::graph::{Graph, Item, Lists};

/// Marks an entry of [`Arcs::after`] as a counter rather than an item.
pub const COUNTED: u32 = 1 << 31;

/// One counter: its owner stops when more than `slack` of the things it counts have stopped.
#[derive(Clone, Copy, Debug)]
pub struct Counter {
    /// The item that stops.
    pub owner: Item,
    /// How many may stop before it does.
    pub slack: u32,
}

/// The compiled graph; shared by any number of walks.
#[derive(Clone, Debug)]
pub struct Arcs {
    after: Lists,
    counters: Vec<Counter>,
}

impl Arcs {
    /// Compiles. Cost: linear in items, groups and members. Items and counters together must
    /// stay below 2^31.
    pub fn new(graph: &Graph) -> Arcs {
        let mut counters = Vec::new();
        let mut pairs = Pairs::default();
        for id in 0..graph.group_count() as u32 {
            let group = graph.group(id);
            let members = graph.members(id);
            if !group.stops() || !group.phase.runs() {
                continue;
            }
            let of = members.len() as u32 + group.unresolved;
            let slack = of.saturating_sub(group.needed);
            compile(members, group.owner, slack, &mut counters, &mut pairs);
        }
        for item in graph.items() {
            pairs
                .direct
                .extend(graph.guests(item).iter().map(|&guest| (item, guest)));
            let holders = graph.held_by(item);
            if let Some(slack) = (holders.len() as u32).checked_sub(1) {
                compile(holders, item, slack, &mut counters, &mut pairs);
            }
        }
        let pairs = pairs.direct.iter().chain(&pairs.counted).copied();
        Arcs {
            after: Lists::gather(graph.len(), pairs),
            counters,
        }
    }

    /// What the stop of an item leads to: first the items that stop, then, with [`COUNTED`] set,
    /// the counters that it feeds.
    #[inline]
    pub fn after(&self, item: Item) -> &[u32] {
        self.after.of(item)
    }

    /// All counters by index.
    pub fn counters(&self) -> &[Counter] {
        &self.counters
    }
}

/// Pairs of an item and what its stop leads to, by sort.
#[derive(Default)]
struct Pairs {
    direct: Vec<(Item, u32)>,
    counted: Vec<(Item, u32)>,
}

/// Adds one "owner stops when more than `slack` of `members` have": a counter only if needed.
fn compile(
    members: &[Item],
    owner: Item,
    slack: u32,
    counters: &mut Vec<Counter>,
    pairs: &mut Pairs,
) {
    if slack >= members.len() as u32 {
        return;
    }
    if slack == 0 {
        pairs
            .direct
            .extend(members.iter().map(|&member| (member, owner)));
        return;
    }
    let entry = COUNTED | counters.len() as u32;
    counters.push(Counter { owner, slack });
    pairs
        .counted
        .extend(members.iter().map(|&member| (member, entry)));
}
