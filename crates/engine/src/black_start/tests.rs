//! The fewest items behind glass beside every smaller choice, and waves that wait for nothing.

use crate::black_start::{BlackStart, black_start};
use crate::component::Components;
use crate::deadlock::marking::{Marking, waits};
use crate::graph::{Graph, GroupSpec, Item, Phase};
use crate::random_graph::{Dice, graph, group, item};

fn needs(phase: Phase, members: &[Item]) -> GroupSpec {
    GroupSpec {
        phase,
        ..group(members.len() as u32, members)
    }
}

fn of(graph: &Graph) -> BlackStart {
    black_start(graph, &Components::new(graph))
}

fn frees(graph: &Graph, glass: &[Item]) -> bool {
    let components = Components::new(graph);
    let marking = Marking::of(graph, &components, glass);
    graph.items().all(|item| marking.marked[item as usize])
}

/// Every choice of so many of `len` items, as bits.
fn choices(len: usize, count: usize) -> impl Iterator<Item = Vec<Item>> {
    let all = 0_u32..1 << len;
    all.filter(move |bits| bits.count_ones() as usize == count)
        .map(move |bits| (0..len as Item).filter(|at| bits >> at & 1 == 1).collect())
}

#[test]
fn no_fewer_would_do() {
    let mut sizes = [0; 4];
    for seed in 0..20_000 {
        let graph = tangled(&mut Dice::new(seed));
        let start = of(&graph);
        assert!(start.fewest && frees(&graph, &start.glass), "{seed}");
        if let Some(fewer) = start.glass.len().checked_sub(1) {
            let mut smaller = choices(graph.len(), fewer);
            assert!(smaller.all(|glass| !frees(&graph, &glass)), "{seed}");
        }
        sizes[start.glass.len().min(3)] += 1;
    }
    assert!(sizes.iter().all(|&count| count > 20), "{sizes:?}");
}

#[test]
fn a_wave_waits_for_nothing_later() {
    for seed in 0..10_000 {
        let graph = tangled(&mut Dice::new(seed));
        let components = Components::new(&graph);
        let start = of(&graph);
        let mut turn = vec![usize::MAX; graph.len()];
        for (at, wave) in start.waves.iter().enumerate() {
            wave.iter().for_each(|&item| turn[item as usize] = at);
        }
        assert!(turn.iter().all(|&at| at < usize::MAX), "{seed}");
        for id in (0..graph.group_count() as u32).filter(|&id| waits(&graph, id)) {
            let group = graph.group(id);
            let own = turn[group.owner as usize];
            let itself = components.names_itself(group.owner);
            let runs = matches!(group.phase, Phase::Run | Phase::Unwritten);
            let others = graph.members(id).iter();
            let others: Vec<Item> = others
                .copied()
                .filter(|&member| !(itself && member == group.owner))
                .collect();
            let there = |&&member: &&Item| {
                let same = runs && components.same(member, group.owner);
                let at = turn[member as usize];
                start.glass.contains(&member) || at < own || (same && at == own)
            };
            let up = others.iter().filter(there).count() as u32 + group.unresolved;
            let all = others.len() as u32 + group.unresolved;
            assert!(up >= group.needed.min(all), "{seed}: {graph:?}");
        }
    }
}

/// A graph in which much is needed to recover.
fn tangled(dice: &mut Dice) -> Graph {
    if dice.once(3) {
        return graph(dice, true);
    }
    let len = 3 + dice.below(7);
    let phases = [Phase::Recover, Phase::Both, Phase::Run, Phase::Unwritten];
    let items = (0..len).map(|_| {
        let groups = (0..dice.below(3)).map(|_| {
            let mut members: Vec<Item> = (0..1 + dice.below(3)).map(|_| dice.below(len)).collect();
            members.sort_unstable();
            members.dedup();
            let needed = 1 + dice.below(members.len() as u32);
            GroupSpec {
                phase: phases[dice.below(4) as usize],
                ..group(needed, &members)
            }
        });
        let groups = groups.collect();
        item(1, groups)
    });
    Graph::new(items.collect())
}

#[test]
fn identity_and_vault_need_one_tv_12() {
    let locked = Graph::new(vec![
        item(1, vec![needs(Phase::Recover, &[1])]),
        item(1, vec![needs(Phase::Recover, &[0])]),
        item(1, vec![needs(Phase::Both, &[1])]),
    ]);
    let start = of(&locked);
    assert_eq!(start.glass, [0]);
    assert_eq!(start.waves, [vec![1], vec![0, 2]]);
}

#[test]
fn one_item_in_two_circles_is_enough() {
    // Names, identity and the vault: both circles pass through identity (1).
    let graph = Graph::new(vec![
        item(1, vec![needs(Phase::Recover, &[1])]),
        item(1, vec![needs(Phase::Recover, &[0, 2])]),
        item(1, vec![needs(Phase::Recover, &[1])]),
    ]);
    assert_eq!(of(&graph).glass, [1]);
}

#[test]
fn what_runs_together_needs_no_glass() {
    let graph = Graph::new(vec![
        item(1, vec![needs(Phase::Run, &[1])]),
        item(1, vec![needs(Phase::Unwritten, &[0])]),
    ]);
    let start = of(&graph);
    assert_eq!(start.glass, []);
    assert_eq!(start.waves, [vec![0, 1]]);
}

#[test]
fn a_long_circle_is_no_burden() {
    // Five hundred items, each needing the next two: two next to each other open it.
    let len = 500;
    let items = (0..len).map(|at| {
        let group = group(2, &[(at + 1) % len, (at + 2) % len]);
        let group = GroupSpec {
            phase: Phase::Recover,
            ..group
        };
        item(1, vec![group])
    });
    let graph = Graph::new(items.collect());
    let start = of(&graph);
    assert_eq!((start.glass.len(), start.fewest), (2, true));
    assert!(frees(&graph, &start.glass));
}
