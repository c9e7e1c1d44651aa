//! Which items that are up have lost part of a group and live on the rest of it.

use crate::graph::{Graph, Item, Seconds};
use crate::level::up;
use crate::standing::Standing;

#[cfg(test)]
mod tests;

/// A group that still suffices but is no longer whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reduced {
    /// The item that needs the group; it is up.
    pub item: Item,
    /// The group.
    pub group: u32,
    /// How many members are up.
    pub up: u32,
    /// Of how many.
    pub of: u32,
    /// How many it needs.
    pub needed: u32,
    /// How long the switch interrupts the item.
    pub switch: Seconds,
}

/// All reduced groups of items that are up, by item, then group. Cost: the groups that name a
/// stopped item.
pub fn reduced(graph: &Graph, standing: &Standing) -> Vec<Reduced> {
    let touched = standing
        .stopped()
        .iter()
        .flat_map(|&item| graph.used_by(item));
    let mut groups: Vec<u32> = touched.copied().collect();
    groups.sort_unstable();
    groups.dedup();
    let mut out = Vec::new();
    for id in groups {
        let group = graph.group(id);
        if !group.phase.runs() || standing.is_stopped(group.owner) {
            continue;
        }
        let of = graph.members(id).len() as u32 + group.unresolved;
        let up = up(graph, standing, id) as u32;
        if up >= group.needed && up < of {
            let (needed, switch) = (group.needed, group.switch);
            out.push(Reduced {
                item: group.owner,
                group: id,
                up,
                of,
                needed,
                switch,
            });
        }
    }
    out.sort_unstable();
    out
}
