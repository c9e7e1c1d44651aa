//! Marks what can be recovered when everything is lost, one batch after the other.

use std::collections::{HashMap, HashSet};

use crate::component::Components;
use crate::graph::{Graph, Item, Phase};

/// Whether a group is waited for in recovery: what merely degrades and what has a break-glass
/// way is not.
pub(crate) fn waits(graph: &Graph, id: u32) -> bool {
    graph.group(id).stops() && !graph.group(id).bootstrap
}

/// The marking, and how it went on.
pub(crate) struct Marking<'a> {
    graph: &'a Graph,
    components: &'a Components,
    /// How many recoverable members each group still lacks.
    short: Vec<u32>,
    /// How many groups each item still waits for.
    waiting: Vec<u32>,
    /// Whether each item can be recovered.
    pub(crate) marked: Vec<bool>,
    /// In the order of marking; what comes up together stands in one batch.
    pub(crate) batches: Vec<Vec<Item>>,
    /// Whether each item counts for those that need it.
    used: Vec<bool>,
    queue: Vec<Item>,
}

impl<'a> Marking<'a> {
    /// Marks until nothing more can be marked, as if `glass` could be used by others without
    /// being recovered. Cost: linear, for circles of run times their depth.
    pub(crate) fn of(graph: &'a Graph, components: &'a Components, glass: &[Item]) -> Marking<'a> {
        let mut marking = Marking::new(graph, components);
        marking.used = vec![false; graph.len()];
        for &item in glass {
            marking.used_by_others(item);
        }
        // Components come after what they need, so what a component could still get from
        // outside is settled when its turn comes.
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
                marking.mark_together(joined);
                marking.spread();
            }
        }
        marking.spread();
        marking
    }

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
            used: Vec::new(),
            batches: Vec::new(),
            queue,
        }
    }

    /// Marks what is queued and whatever becomes recoverable by it.
    fn spread(&mut self) {
        while let Some(item) = self.queue.pop() {
            if !std::mem::replace(&mut self.marked[item as usize], true) {
                self.batches.push(vec![item]);
                self.used_by_others(item);
            }
        }
    }

    fn mark_together(&mut self, joined: Vec<Item>) {
        for &item in &joined {
            self.marked[item as usize] = true;
        }
        for &item in &joined {
            self.used_by_others(item);
        }
        self.batches.push(joined);
    }

    /// Lets an item count in the groups that name it, once.
    fn used_by_others(&mut self, item: Item) {
        if std::mem::replace(&mut self.used[item as usize], true) {
            return;
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
                    .filter(|&&member| joined.contains(&member) && !self.used[member as usize]);
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
            if self.used[item as usize] {
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
