//! In what order figures that rest on one another can be worked out: units of items, each after
//! those it rests on. A component is never split; only true loops join components to one unit.

use crate::component::{Components, needs, strong};
use crate::graph::{Graph, Item, Lists};

/// Units of items in an order in which they can be worked out.
#[derive(Clone, Debug, Default)]
pub struct Order {
    unit_of: Vec<u32>,
    place_of: Vec<u32>,
    units: Lists,
    count: usize,
}

impl Order {
    /// For recovery times: items after the members and hosts they wait for, data after its
    /// holders. Data that an item holds is not waited for by it. Cost: linear.
    pub fn of_recovery(graph: &Graph, components: &Components) -> Order {
        let mut edges = needs(graph, |owner, member| !graph.holds_it(owner, member));
        edges.retain(|&(item, _)| graph.held_by(item).is_empty());
        for item in graph.items() {
            edges.extend(graph.held_by(item).iter().map(|&holder| (item, holder)));
        }
        Order::new(graph, components, edges)
    }

    /// For deadlines: members after the items that need them, data after its holders.
    /// Cost: linear.
    pub fn of_deadline(graph: &Graph, components: &Components) -> Order {
        let mut edges = Vec::new();
        for id in 0..graph.group_count() as u32 {
            let group = graph.group(id);
            if group.stops() && !group.bootstrap {
                edges.extend(
                    graph
                        .members(id)
                        .iter()
                        .map(|&member| (member, group.owner)),
                );
            }
        }
        for item in graph.items() {
            edges.extend(graph.held_by(item).iter().map(|&holder| (item, holder)));
        }
        Order::new(graph, components, edges)
    }

    fn new(graph: &Graph, components: &Components, mut edges: Vec<(Item, Item)>) -> Order {
        for component in components.cyclic() {
            let members = components.members(component);
            edges.extend(
                members
                    .iter()
                    .zip(members.iter().cycle().skip(1))
                    .map(|(&a, &b)| (a, b)),
            );
        }
        let edges = Lists::gather(graph.len(), edges.iter().copied());
        let (unit_of, units, count) = strong(graph.len(), &edges);
        let mut place_of = vec![0; graph.len()];
        let ordered = (0..count as u32).flat_map(|unit| units.of(unit));
        for (place, &item) in ordered.enumerate() {
            place_of[item as usize] = place as u32;
        }
        Order {
            unit_of,
            place_of,
            units,
            count,
        }
    }

    /// The unit of an item: its place in the order.
    #[inline]
    pub fn unit_of(&self, item: Item) -> u32 {
        self.unit_of[item as usize]
    }

    /// The place of an item when all stand in this order, those of a unit ascending.
    #[inline]
    pub fn place_of(&self, item: Item) -> u32 {
        self.place_of[item as usize]
    }

    /// The items of a unit, ascending.
    pub fn unit(&self, unit: u32) -> &[Item] {
        self.units.of(unit)
    }

    /// How many units.
    pub fn count(&self) -> usize {
        self.count
    }
}
