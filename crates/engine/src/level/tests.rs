//! Levels against their definition, lowered until nothing changes.

use crate::graph::{Effect, Graph, Item};
use crate::level::{FULL, levels};
use crate::random_graph::{Dice, graph, group, item};
use crate::standing::{Standing, standing};

fn by_definition(graph: &Graph, standing: &Standing) -> Vec<u32> {
    let mut levels: Vec<u32> = graph
        .items()
        .map(|item| if standing.is_stopped(item) { 0 } else { FULL })
        .collect();
    loop {
        let before = levels.clone();
        for item in graph.items().filter(|&item| !standing.is_stopped(item)) {
            let runs = |id: &u32| graph.group(*id).phase.runs();
            for id in graph.groups_of(item).filter(runs) {
                let up = graph
                    .members(id)
                    .iter()
                    .filter(|&&other| !standing.is_stopped(other));
                let mut all: Vec<u32> = up.map(|&other| before[other as usize]).collect();
                all.extend(vec![FULL; graph.group(id).unresolved as usize]);
                all.sort_unstable_by(|a, b| b.cmp(a));
                let needed = graph.group(id).needed as usize;
                let level = match graph.group(id).effect {
                    Effect::Stop => all[needed - 1],
                    Effect::Degrade(to) if all.len() < needed => to,
                    Effect::Degrade(_) => FULL,
                };
                levels[item as usize] = levels[item as usize].min(level);
            }
        }
        if levels == before {
            return levels;
        }
    }
}

#[test]
fn agrees_with_the_definition() {
    let mut lowered = 0;
    for seed in 0..4_000 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, true);
        let named: Vec<Item> = graph.items().filter(|_| dice.once(6)).collect();
        let standing = standing(&graph, &named);
        let found = levels(&graph, &standing);
        lowered += found
            .iter()
            .filter(|&&level| level != 0 && level != FULL)
            .count();
        assert_eq!(found, by_definition(&graph, &standing), "{graph:?}");
    }
    assert!(lowered > 500, "the graphs hardly degrade: {lowered}");
}

#[test]
fn the_second_best_of_three_counts() {
    let degraded = |to: u32| {
        let mut group = group(1, &[4]);
        group.effect = Effect::Degrade(to);
        item(1, vec![group])
    };
    let graph = Graph::new(vec![
        item(1, vec![group(2, &[1, 2, 3])]),
        degraded(8_000),
        degraded(3_000),
        degraded(6_000),
        item(1, Vec::new()),
    ]);
    let levels = levels(&graph, &standing(&graph, &[4]));
    assert_eq!(levels, [6_000, 8_000, 3_000, 6_000, 0]);
}
