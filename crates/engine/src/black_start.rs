//! The start from black: the fewest items that need a break-glass way so that everything can be
//! recovered from a loss of everything, and the waves in which it then comes up. Which way that
//! is (a sealed account, a copy on paper) is not said here.

mod hitting;

use crate::component::Components;
use crate::deadlock::marking::{Marking, waits};
use crate::graph::{Effect, Graph, GroupSpec, Item, ItemSpec, Phase, Tail};
use hitting::hitting;

#[cfg(test)]
mod tests;

/// How everything comes up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlackStart {
    /// The items that need a way to be used before they are recovered, ascending; empty where
    /// nothing is locked.
    pub glass: Vec<Item>,
    /// Whether no smaller set would do; `false` when the search gave up at its limit.
    pub fewest: bool,
    /// All items in waves: whatever a wave waits for stands in an earlier one, or in the same
    /// where it comes up together, or is behind glass.
    pub waves: Vec<Vec<Item>>,
}

/// How many markings a circle may cost before a good set stands for the best.
const MARKED_MOST: usize = 20_000;

/// Finds the fewest for each circle by itself, since what it needs from others is up by then.
/// Cost: linear where nothing is locked; for a locked circle a marking of it for each of its
/// items and each item behind glass, and a search for the fewest that is limited.
pub fn black_start(graph: &Graph, components: &Components) -> BlackStart {
    let marking = Marking::of(graph, components, &[]);
    let (mut glass, mut fewest) = (Vec::new(), true);
    for component in components.cyclic() {
        let members = components.members(component);
        if members.iter().all(|&item| marking.marked[item as usize]) {
            continue;
        }
        let circle = alone(graph, components, component);
        let found = of_circle(&circle);
        glass.extend(found.items.iter().map(|&item| members[item as usize]));
        fewest &= found.fewest;
    }
    glass.sort_unstable();
    let marking = Marking::of(graph, components, &glass);
    BlackStart {
        waves: waves(graph, components, &marking, &glass),
        glass,
        fewest,
    }
}

/// A component with everything it needs from others there.
fn alone(graph: &Graph, components: &Components, component: u32) -> Graph {
    let members = components.members(component);
    let spec = |&item: &Item| ItemSpec {
        groups: graph
            .groups_of(item)
            .filter(|&id| waits(graph, id))
            .filter_map(|id| {
                let group = graph.group(id);
                let inside: Vec<Item> = graph
                    .members(id)
                    .iter()
                    .filter_map(|member| members.binary_search(member).ok())
                    .map(|at| at as Item)
                    .collect();
                let all = graph.members(id).len() as u32;
                let outside = all - inside.len() as u32 + group.unresolved;
                let needed = group.needed.min(all + group.unresolved);
                let needed = needed.saturating_sub(outside);
                (needed > 0).then_some(GroupSpec {
                    members: inside,
                    unresolved: 0,
                    needed,
                    phase: group.phase,
                    effect: Effect::Stop,
                    switch: 0,
                    tail: Tail::Own,
                    beta: 0.0,
                    bootstrap: false,
                })
            })
            .collect(),
        ..ItemSpec::default()
    };
    Graph::new(members.iter().map(spec).collect())
}

/// A set of glass, and whether none is smaller.
struct Glass {
    items: Vec<Item>,
    fewest: bool,
}

/// By hitting sets: whatever stays locked with some items behind glass needs one of its own
/// behind glass, however much else is up.
fn of_circle(circle: &Graph) -> Glass {
    let components = Components::whole(circle);
    let mut cores: Vec<Vec<Item>> = Vec::new();
    let mut left = MARKED_MOST;
    let mut glass = Glass {
        items: Vec::new(),
        fewest: true,
    };
    loop {
        let locked = locked(circle, &components, &glass.items);
        let Some(&first) = locked.first() else {
            return glass;
        };
        if left == 0 {
            glass.items.push(first);
            glass.fewest = false;
            continue;
        }
        let core = core(circle, &components, (&glass.items, locked), &mut left);
        cores.push(core);
        let hit = hitting(&cores);
        glass.fewest &= hit.fewest;
        glass.items = hit.items;
    }
}

/// What is neither recoverable nor behind glass.
fn locked(graph: &Graph, components: &Components, glass: &[Item]) -> Vec<Item> {
    let marking = Marking::of(graph, components, glass);
    let all = graph.items();
    all.filter(|item| !marking.marked[*item as usize] && !glass.contains(item))
        .collect()
}

/// A part of what is locked that stays locked with everything else up, made small by putting one
/// item after the other behind glass and keeping what still stays locked.
fn core(
    graph: &Graph,
    components: &Components,
    (glass, mut core): (&[Item], Vec<Item>),
    left: &mut usize,
) -> Vec<Item> {
    let mut glass = glass.to_vec();
    // What was needed for a larger core is needed for a smaller one, so nothing is asked twice.
    let mut kept = vec![false; graph.len()];
    while *left > 0 {
        let Some(&item) = core.iter().find(|item| !kept[**item as usize]) else {
            break;
        };
        *left -= 1;
        glass.push(item);
        let smaller = locked(graph, components, &glass);
        if smaller.is_empty() {
            glass.pop();
            kept[item as usize] = true;
        } else {
            core = smaller;
        }
    }
    core
}

/// The batches of a marking in waves, each as early as what it waits for allows.
fn waves(
    graph: &Graph,
    components: &Components,
    marking: &Marking<'_>,
    glass: &[Item],
) -> Vec<Vec<Item>> {
    let mut turn = vec![usize::MAX; graph.len()];
    for &item in glass {
        turn[item as usize] = 0;
    }
    let mut waves: Vec<Vec<Item>> = Vec::new();
    for batch in &marking.batches {
        let groups = batch.iter().flat_map(|&item| graph.groups_of(item));
        let groups = groups.filter(|&id| waits(graph, id));
        let wave = groups.map(|id| met_at(graph, components, (id, batch), &turn));
        let wave = wave.max().unwrap_or(0);
        if waves.len() <= wave {
            waves.resize(wave + 1, Vec::new());
        }
        waves[wave].extend(batch);
        for &item in batch.iter() {
            let turn = &mut turn[item as usize];
            *turn = (*turn).min(wave + 1);
        }
    }
    for wave in &mut waves {
        wave.sort_unstable();
    }
    waves
}

/// The first wave in which a group of a batch is met.
fn met_at(
    graph: &Graph,
    components: &Components,
    (id, batch): (u32, &[Item]),
    turn: &[usize],
) -> usize {
    let group = graph.group(id);
    let itself = components.names_itself(group.owner);
    let runs = matches!(group.phase, Phase::Run | Phase::Unwritten);
    let members = graph.members(id).iter().copied();
    let members = members.filter(|&member| !(itself && member == group.owner));
    let mut turns: Vec<usize> = members
        .map(|member| match runs && batch.contains(&member) {
            true => 0,
            false => turn[member as usize],
        })
        .collect();
    turns.sort_unstable();
    let needed = (group.needed as usize).min(turns.len() + group.unresolved as usize);
    match needed.checked_sub(group.unresolved as usize + 1) {
        Some(last) => turns[last],
        None => 0,
    }
}
