//! Which circles can never be recovered from a loss of everything, and which only look so:
//! those joined by needs of running alone come up together.

use std::collections::{HashMap, HashSet};

use crate::component::Components;
use crate::graph::{Graph, Item, Phase};

#[cfg(test)]
mod tests;

/// What a circle means for recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circle {
    /// It cannot be brought back: each item waits for another before it can be recovered.
    Deadlock,
    /// It may be harmless; the phase of its needs was not written or says so.
    Plain,
}

/// Classifies every component of more than one item, by component number. A member that no
/// record answers to counts as recoverable: it proves no deadlock. Hosts are not waited for,
/// since everything is lost. Cost: linear.
pub fn circles(graph: &Graph, components: &Components) -> Vec<(u32, Circle)> {
    let recoverable = recoverable(graph, components);
    let classify = |component: u32| {
        let members = components.members(component);
        let stuck = members.iter().any(|&item| !recoverable[item as usize]);
        let written = |phase| matches!(phase, Phase::Recover | Phase::Both);
        if stuck && inside(graph, components, component).any(|id| written(graph.group(id).phase)) {
            Circle::Deadlock
        } else {
            Circle::Plain
        }
    };
    components
        .cyclic()
        .map(|component| (component, classify(component)))
        .collect()
}

/// The needs inside a component: groups of a member that name a member.
fn inside<'a>(
    graph: &'a Graph,
    components: &'a Components,
    component: u32,
) -> impl Iterator<Item = u32> + 'a {
    let groups = components
        .members(component)
        .iter()
        .flat_map(|&item| graph.groups_of(item));
    groups.filter(move |&id| {
        let named = |&member: &Item| components.of(member) == component;
        waits(graph, id) && graph.members(id).iter().any(named)
    })
}

fn waits(graph: &Graph, id: u32) -> bool {
    graph.group(id).stops() && !graph.group(id).bootstrap
}

/// Which items can be recovered when everything is lost.
fn recoverable(graph: &Graph, components: &Components) -> Vec<bool> {
    let mut marking = Marking::new(graph, components);
    // Components come after what they need, so what a component could still get from outside
    // is settled when its turn comes.
    for component in 0..components.count() as u32 {
        marking.spread();
        if components.members(component).len() < 2 {
            continue;
        }
        // What comes up together may free others, who then come up together in turn.
        loop {
            let joined = marking.together(component);
            if joined.is_empty() {
                break;
            }
            marking.queue.extend(joined);
            marking.spread();
        }
    }
    marking.spread();
    marking.marked
}

/// The marking as it goes on.
struct Marking<'a> {
    graph: &'a Graph,
    components: &'a Components,
    /// How many recoverable members each group still lacks.
    short: Vec<u32>,
    /// How many groups each item still waits for.
    waiting: Vec<u32>,
    marked: Vec<bool>,
    queue: Vec<Item>,
}

impl<'a> Marking<'a> {
    fn new(graph: &'a Graph, components: &'a Components) -> Marking<'a> {
        let mut short = vec![0; graph.group_count()];
        let mut waiting = vec![0; graph.len()];
        for id in 0..graph.group_count() as u32 {
            let group = graph.group(id);
            if !waits(graph, id) {
                continue;
            }
            let mut left = graph.members(id).len() as u32 + group.unresolved;
            if components.names_itself(group.owner) && graph.members(id).contains(&group.owner) {
                left -= 1;
            }
            short[id as usize] = group.needed.min(left).saturating_sub(group.unresolved);
            waiting[group.owner as usize] += u32::from(short[id as usize] > 0);
        }
        let queue = graph
            .items()
            .filter(|&item| waiting[item as usize] == 0)
            .collect();
        let marked = vec![false; graph.len()];
        Marking {
            graph,
            components,
            short,
            waiting,
            marked,
            queue,
        }
    }

    /// Marks what is queued and whatever becomes recoverable by it.
    fn spread(&mut self) {
        while let Some(item) = self.queue.pop() {
            if std::mem::replace(&mut self.marked[item as usize], true) {
                continue;
            }
            for &id in self.graph.used_by(item) {
                let owner = self.graph.group(id).owner;
                let alone = owner == item && self.components.names_itself(item);
                let short = &mut self.short[id as usize];
                if *short == 0 || alone {
                    continue;
                }
                *short -= 1;
                if *short == 0 {
                    self.waiting[owner as usize] -= 1;
                    if self.waiting[owner as usize] == 0 {
                        self.queue.push(owner);
                    }
                }
            }
        }
    }

    /// The items of a component that come up together: with all of them counted as recoverable
    /// their needs of phase run, or of no written phase, are met, and every other need of theirs
    /// is met without them.
    fn together(&self, component: u32) -> Vec<Item> {
        let members = self.components.members(component).iter().copied();
        let members: Vec<Item> = members
            .filter(|&item| !self.marked[item as usize])
            .collect();
        let mut joined: HashSet<Item> = members.iter().copied().collect();
        let runs = |id: u32| matches!(self.graph.group(id).phase, Phase::Run | Phase::Unwritten);
        let mut own: HashMap<u32, u32> = HashMap::new();
        for &item in &members {
            for id in self.graph.groups_of(item).filter(|&id| runs(id)) {
                let among = self
                    .graph
                    .members(id)
                    .iter()
                    .filter(|member| joined.contains(member));
                own.insert(id, among.count() as u32);
            }
        }
        // Whoever does not fit is dropped, and then whoever counted on it.
        let unmet = |own: &HashMap<u32, u32>, item: Item| {
            let mut groups = self.graph.groups_of(item);
            groups.any(|id| self.short[id as usize] > own.get(&id).copied().unwrap_or(0))
        };
        let mut dropped: Vec<Item> = members
            .iter()
            .copied()
            .filter(|&item| unmet(&own, item))
            .collect();
        while let Some(item) = dropped.pop() {
            if !joined.remove(&item) {
                continue;
            }
            for &id in self.graph.used_by(item) {
                if let Some(count) = own.get_mut(&id) {
                    *count -= 1;
                    let owner = self.graph.group(id).owner;
                    if unmet(&own, owner) {
                        dropped.push(owner);
                    }
                }
            }
        }
        members
            .into_iter()
            .filter(|item| joined.contains(item))
            .collect()
    }
}
