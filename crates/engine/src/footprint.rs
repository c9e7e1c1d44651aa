//! What a set of losses touches, so far as it can matter to another set: two sets whose
//! footprints do not meet bring an item back at the later of their two times, so they need not
//! be tried together. It judges nothing and knows no deadline.

use crate::component::Components;
use crate::graph::{Graph, Item};
use crate::standing::Standing;

/// Where two sets of losses can meet. A set leaves marks of all kinds; one set meets another
/// when a mark it `makes` is one the other `minds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Touch {
    /// Makes: lost. Minds: stopped, so a loss may add to it.
    Lost(Item),
    /// Both: a group that does without some of its members has a stopped one.
    Group(u32),
    /// Both: data of several holders has stopped, or one of them has.
    Holder(Item),
    /// Makes: its own time reads something lost. Minds: lost.
    Read(Item),
    /// Makes: recovery, though not running, waits for something stopped. Minds: stopped.
    Waits(Item),
    /// Both: a circle has a stopped item.
    Circle(u32),
}

/// What a footprint is made of.
pub(crate) struct Ground<'a> {
    graph: &'a Graph,
    components: &'a Components,
    /// For each item those whose own time looks at whether it is lost.
    readers: Vec<Vec<Item>>,
}

/// The marks of one set, sorted.
#[derive(Default)]
pub(crate) struct Footprint {
    pub makes: Vec<Touch>,
    pub minds: Vec<Touch>,
}

impl<'a> Ground<'a> {
    /// Cost: linear.
    pub fn new(graph: &'a Graph, components: &'a Components) -> Ground<'a> {
        let mut readers = vec![Vec::new(); graph.len()];
        for item in graph.items() {
            for &crew in graph.crews(item) {
                readers[crew as usize].push(item);
                if let Some(other) = graph.stand_in(crew) {
                    readers[other as usize].push(item);
                }
            }
            if graph.takes(item).is_none() {
                for at in graph.copies(item).iter().filter_map(|copy| copy.at) {
                    readers[at as usize].push(item);
                }
            }
        }
        Ground {
            graph,
            components,
            readers,
        }
    }

    /// The footprint of what is lost and stopped. Cost: what stopped and the groups it is in.
    pub fn footprint(&self, standing: &Standing) -> Footprint {
        let graph = self.graph;
        let (mut makes, mut minds) = (Vec::new(), Vec::new());
        for &item in standing.lost() {
            makes.push(Touch::Lost(item));
            minds.push(Touch::Read(item));
            makes.extend(
                self.readers[item as usize]
                    .iter()
                    .map(|&reader| Touch::Read(reader)),
            );
        }
        for &item in standing.stopped() {
            minds.push(Touch::Lost(item));
            minds.push(Touch::Waits(item));
            for &id in graph.used_by(item) {
                let group = graph.group(id);
                let members = graph.members(id).len() as u32 + group.unresolved;
                if !group.stops() {
                    continue;
                }
                if group.needed < members {
                    makes.push(Touch::Group(id));
                }
                if !group.phase.runs() || group.unresolved > 0 {
                    makes.push(Touch::Waits(group.owner));
                }
            }
            let several = |&held: &Item| graph.held_by(held).len() > 1;
            let held = graph.holds(item).iter().copied().chain([item]);
            makes.extend(held.filter(several).map(Touch::Holder));
            if self.components.is_cyclic(item) {
                makes.push(Touch::Circle(self.components.of(item)));
            }
        }
        for list in [&mut makes, &mut minds] {
            list.sort_unstable();
            list.dedup();
        }
        let both =
            |touch: &&Touch| matches!(touch, Touch::Group(_) | Touch::Holder(_) | Touch::Circle(_));
        minds.extend(makes.iter().filter(both));
        Footprint { makes, minds }
    }
}
