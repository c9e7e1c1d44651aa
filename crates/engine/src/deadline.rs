//! By when an item must be back so that all that need it are in time, counted from the start of
//! the work, and which demand decides. A second, looser figure leaves out demands that enough
//! other members of a group are known to meet.

use crate::component::Components;
use crate::graph::{Graph, Item, Seconds, Tail};
use crate::order::Order;

#[cfg(test)]
mod tests;

/// What decides a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nothing demands the item.
    None,
    /// Its own target.
    Own,
    /// An item that needs it.
    Need {
        /// The item that needs it.
        owner: Item,
        /// The group in which it does.
        group: u32,
        /// What was subtracted for the work after it.
        tail: Seconds,
        /// What was subtracted for the switch.
        switch: Seconds,
        /// The tail is not known; 0 was taken for it.
        assumed: bool,
    },
    /// Data: the item that holds it.
    Holder(Item),
    /// The items of a circle share the tightest deadline, that of this one.
    Circle(Item),
}

/// The deadline of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// From the start of the work; negative cannot be met; `None` without any demand.
    pub seconds: Option<Seconds>,
    /// What decides it.
    pub source: Source,
}

impl Deadline {
    const NONE: Deadline = Deadline {
        seconds: None,
        source: Source::None,
    };

    fn tighten(&mut self, seconds: Seconds, source: Source) {
        if self.seconds.is_none_or(|before| seconds < before) {
            *self = Deadline {
                seconds: Some(seconds),
                source,
            };
        }
    }
}

/// One step of the path behind a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The item.
    pub item: Item,
    /// Its deadline.
    pub deadline: Deadline,
}

/// The deadlines of all items.
#[derive(Clone, Debug)]
pub struct Deadlines {
    required: Vec<Deadline>,
    conflict: Vec<Deadline>,
}

impl Deadlines {
    /// The deadline of an item.
    pub fn required(&self, item: Item) -> Deadline {
        self.required[item as usize]
    }

    /// The deadline that a conflict is judged by: without the demands that others meet.
    pub fn conflict(&self, item: Item) -> Deadline {
        self.conflict[item as usize]
    }

    /// Whether the item has its deadline only as a member of a group in which others are known
    /// to meet it: later than it is no conflict.
    pub fn as_group(&self, item: Item) -> bool {
        match (self.required(item).seconds, self.conflict(item).seconds) {
            (Some(required), Some(conflict)) => conflict > required,
            (required, conflict) => required.is_some() && conflict.is_none(),
        }
    }

    /// The path behind a deadline, from the item up to the one whose own target decides.
    pub fn path(&self, item: Item) -> Vec<Step> {
        walk(&self.required, item, usize::MAX)
    }

    /// The first steps of that path from the item on, so many at most.
    pub fn path_within(&self, item: Item, most: usize) -> Vec<Step> {
        walk(&self.required, item, most)
    }

    /// The path behind [`Deadlines::conflict`].
    pub fn conflict_path(&self, item: Item) -> Vec<Step> {
        walk(&self.conflict, item, usize::MAX)
    }

    /// The item whose own target decides.
    pub fn driver(&self, item: Item) -> Option<Item> {
        let path = self.path(item);
        path.last()
            .filter(|step| step.deadline.source == Source::Own)
            .map(|step| step.item)
    }
}

impl Deadline {
    /// The item whose deadline it follows from, next on its path.
    pub fn follows_from(&self) -> Option<Item> {
        match self.source {
            Source::Need { owner, .. } => Some(owner),
            Source::Holder(next) | Source::Circle(next) => Some(next),
            Source::None | Source::Own => None,
        }
    }
}

fn walk(deadlines: &[Deadline], item: Item, most: usize) -> Vec<Step> {
    let mut path = Vec::new();
    let mut at = Some(item);
    while let Some(item) = at.filter(|_| path.len() < most.min(deadlines.len())) {
        let deadline = deadlines[item as usize];
        path.push(Step { item, deadline });
        at = deadline.follows_from();
    }
    path
}

/// What deadlines rest on; every list has one entry per item.
#[derive(Clone, Copy, Debug)]
pub struct Demands<'a> {
    /// Own targets, from the start of the work.
    pub own: &'a [Option<Seconds>],
    /// Own times when lost: the tail of a group that writes none.
    pub takes: &'a [Option<Seconds>],
    /// Recovery times: which members are known to meet a demand.
    pub back: &'a [Option<Seconds>],
}

/// Rolls the targets down. Cost: linear in items, groups and members, with a sort of the times
/// of each group's members.
pub fn deadlines(graph: &Graph, components: &Components, demands: Demands) -> Deadlines {
    let order = Order::of_deadline(graph, components);
    let roll = Roll {
        graph,
        order: &order,
        demands,
    };
    Deadlines {
        required: roll.down(false),
        conflict: roll.down(true),
    }
}

/// One roll-down.
struct Roll<'a> {
    graph: &'a Graph,
    order: &'a Order,
    demands: Demands<'a>,
}

impl Roll<'_> {
    /// Pushes deadlines from each unit to what it needs; the order puts owners first.
    fn down(&self, excuse: bool) -> Vec<Deadline> {
        let mut out = vec![Deadline::NONE; self.graph.len()];
        for (deadline, own) in out.iter_mut().zip(self.demands.own) {
            if let Some(seconds) = *own {
                deadline.tighten(seconds, Source::Own);
            }
        }
        for unit in 0..self.order.count() as u32 {
            let items = self.order.unit(unit);
            share(items, &mut out);
            for &item in items {
                if let Some(seconds) = out[item as usize].seconds {
                    self.demand(item, seconds, excuse, &mut out);
                }
            }
        }
        out
    }

    /// What one item with a deadline demands of others outside its unit.
    fn demand(&self, item: Item, seconds: Seconds, excuse: bool, out: &mut [Deadline]) {
        for &held in self.graph.holds(item) {
            if self.order.unit_of(held) != self.order.unit_of(item) {
                out[held as usize].tighten(seconds, Source::Holder(item));
            }
        }
        for id in self.graph.groups_of(item) {
            let group = self.graph.group(id);
            if !group.stops() || group.bootstrap {
                continue;
            }
            let (tail, assumed) = self.tail(item, group.tail);
            let due = seconds.saturating_sub(tail).saturating_sub(group.switch);
            let source = Source::Need {
                owner: item,
                group: id,
                tail,
                switch: group.switch,
                assumed,
            };
            let unit = self.order.unit_of(item);
            let members = self.graph.members(id).iter().copied();
            let left = || {
                members
                    .clone()
                    // Data comes back with its holder: a holder that also needs it demands it no
                    // sooner than itself.
                    .filter(|&member| self.order.unit_of(member) != unit)
                    .filter(|&member| !self.graph.holds_it(item, member))
            };
            let needed = (group.needed as usize).min(left().count() + group.unresolved as usize);
            let meets =
                |member: &Item| self.demands.back[*member as usize].is_some_and(|back| back <= due);
            let met = if excuse {
                left().filter(meets).count()
            } else {
                0
            };
            for member in left() {
                let others = met - usize::from(excuse && meets(&member));
                if !(excuse && others >= needed) {
                    out[member as usize].tighten(due, source);
                }
            }
        }
    }

    fn tail(&self, item: Item, tail: Tail) -> (Seconds, bool) {
        let known = match tail {
            Tail::Known(seconds) => Some(seconds),
            Tail::Own => self.demands.takes[item as usize],
            Tail::Unknown => None,
        };
        (known.unwrap_or(0), known.is_none())
    }
}

/// Gives every item of a unit the tightest deadline in it.
fn share(items: &[Item], out: &mut [Deadline]) {
    let having = items
        .iter()
        .copied()
        .filter(|&item| out[item as usize].seconds.is_some());
    let Some(first) = having.min_by_key(|&item| (out[item as usize].seconds, item)) else {
        return;
    };
    let seconds = out[first as usize].seconds;
    for &item in items {
        if out[item as usize].seconds != seconds {
            out[item as usize] = Deadline {
                seconds,
                source: Source::Circle(first),
            };
        }
    }
}
