//! Circles that lock and circles that do not, against the page's marking; TV-12.

use crate::component::Components;
use crate::deadlock::{Circle, circles};
use crate::graph::{Graph, GroupSpec, Item, Phase};
use crate::random_graph::{Dice, graph, group, item};

fn judged(graph: &Graph) -> Vec<Circle> {
    let components = Components::new(graph);
    circles(graph, &components)
        .into_iter()
        .map(|(_, circle)| circle)
        .collect()
}

/// The marking as the page tells it, repeated over everything.
fn by_page(graph: &Graph, components: &Components) -> Vec<bool> {
    let waits = |id: u32| graph.group(id).stops() && !graph.group(id).bootstrap;
    let met = |id: u32, owner: Item, marked: &dyn Fn(Item) -> bool| {
        let itself = components.names_itself(owner);
        let members = graph.members(id).iter();
        let left: Vec<Item> = members
            .copied()
            .filter(|&m| !(itself && m == owner))
            .collect();
        let all = left.len() + graph.group(id).unresolved as usize;
        let up = left.iter().filter(|&&m| marked(m)).count() + graph.group(id).unresolved as usize;
        up >= all.min(graph.group(id).needed as usize)
    };
    let mut marked = vec![false; graph.len()];
    loop {
        let before = marked.clone();
        for item in graph.items() {
            let mut groups = graph.groups_of(item).filter(|&id| waits(id));
            if groups.all(|id| met(id, item, &|m| before[m as usize])) {
                marked[item as usize] = true;
            }
        }
        if marked != before {
            continue;
        }
        for component in components.cyclic() {
            // The largest set that stands by itself: its needs for running may count on it, all
            // others must be met already. Found by dropping whoever does not fit.
            let run = |id: u32| matches!(graph.group(id).phase, Phase::Run | Phase::Unwritten);
            let mut set: Vec<Item> = components.members(component).to_vec();
            loop {
                let fits = |&owner: &Item| {
                    let mut groups = graph.groups_of(owner).filter(|&id| waits(id));
                    groups.all(|id| {
                        let counts = |m: Item| before[m as usize] || (run(id) && set.contains(&m));
                        met(id, owner, &counts)
                    })
                };
                let left: Vec<Item> = set.iter().copied().filter(fits).collect();
                if left.len() == set.len() {
                    break;
                }
                set = left;
            }
            set.iter().for_each(|&m| marked[m as usize] = true);
        }
        if marked == before {
            return marked;
        }
    }
}

#[test]
fn agrees_with_the_page() {
    let (mut locked, mut plain) = (0, 0);
    for seed in 0..6_000 {
        let graph = graph(&mut Dice::new(seed), true);
        let components = Components::new(&graph);
        let marked = by_page(&graph, &components);
        for (component, circle) in circles(&graph, &components) {
            let members = components.members(component);
            let stuck = members.iter().any(|&m| !marked[m as usize]);
            let written = members.iter().flat_map(|&m| graph.groups_of(m)).any(|id| {
                let group = graph.group(id);
                group.stops()
                    && !group.bootstrap
                    && matches!(group.phase, Phase::Recover | Phase::Both)
                    && graph.members(id).iter().any(|m| members.contains(m))
            });
            assert_eq!(circle == Circle::Deadlock, stuck && written, "{graph:?}");
            if circle == Circle::Deadlock {
                locked += 1
            } else {
                plain += 1
            }
        }
    }
    assert!(
        locked > 100 && plain > 100,
        "{locked} locked, {plain} plain"
    );
}

fn written(phase: Phase, member: Item) -> GroupSpec {
    GroupSpec {
        phase,
        ..group(1, &[member])
    }
}

#[test]
fn identity_and_vault_lock_tv_12() {
    let identity = item(1, vec![written(Phase::Recover, 1)]);
    let vault = item(1, vec![written(Phase::Recover, 0)]);
    let locked = Graph::new(vec![identity.clone(), vault]);
    assert_eq!(judged(&locked), [Circle::Deadlock]);
    let glass = GroupSpec {
        bootstrap: true,
        ..written(Phase::Recover, 0)
    };
    assert_eq!(
        judged(&Graph::new(vec![identity, item(1, vec![glass])])),
        []
    );
}

#[test]
fn needs_of_running_come_up_together() {
    let circle = |phase| {
        Graph::new(vec![
            item(1, vec![written(phase, 1)]),
            item(1, vec![written(phase, 0)]),
        ])
    };
    assert_eq!(judged(&circle(Phase::Unwritten)), [Circle::Plain]);
    assert_eq!(judged(&circle(Phase::Run)), [Circle::Plain]);
    assert_eq!(judged(&circle(Phase::Both)), [Circle::Deadlock]);
}
