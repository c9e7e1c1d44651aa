//! Waves of small estates, and of random ones against the rule worked out again and again.

use super::*;
use crate::component::Components;
use crate::graph::{Graph, ItemSpec};
use crate::random_graph::{Dice, graph, group, item};
use crate::recovery::surviving;
use crate::standing::{standing, standing_of_mask};

fn asked(graph: &Graph, standing: &Standing) -> (Times, Vec<Wave>) {
    let components = Components::new(graph);
    let recovery = Recovery::new(graph, &components);
    let times = recovery.all(standing, &surviving(graph, standing));
    let waves = recovery.waves(standing, &times);
    (times, waves)
}

fn numbers(waves: &[Wave]) -> Vec<u32> {
    waves.iter().map(|wave| wave.number).collect()
}

#[test]
fn what_waits_for_two_waits_for_the_later_wave() {
    // 3 needs 0 (slow) and 2; 2 needs 1 (quick).
    let graph = Graph::new(vec![
        item(9_000, vec![]),
        item(60, vec![]),
        item(60, vec![group(1, &[1])]),
        item(10, vec![group(1, &[0]), group(1, &[2])]),
    ]);
    let (_, waves) = asked(&graph, &standing_of_mask(&graph, &[true; 4]));
    assert_eq!(numbers(&waves), [1, 1, 2, 3]);
    let begins: Vec<Option<i64>> = waves.iter().map(|wave| wave.begins).collect();
    assert_eq!(begins, [Some(0), Some(0), Some(60), Some(9_000)]);
}

#[test]
fn one_of_two_waits_for_the_quicker_and_an_item_that_is_up_has_no_wave() {
    let graph = Graph::new(vec![
        item(9_000, vec![]),
        item(60, vec![]),
        item(10, vec![group(1, &[0, 1])]),
        item(10, vec![]),
    ]);
    let (_, waves) = asked(&graph, &standing(&graph, &[0, 1]));
    assert_eq!(numbers(&waves), [1, 1, 2, 0]);
    assert_eq!(waves[2].begins, Some(60));
}

#[test]
fn an_unknown_time_leaves_the_order_known_and_the_beginning_unknown() {
    let unknown = ItemSpec::default();
    let graph = Graph::new(vec![unknown, item(10, vec![group(1, &[0])])]);
    let (_, waves) = asked(&graph, &standing(&graph, &[0]));
    assert_eq!((waves[1].number, waves[1].begins), (2, None));
}

#[test]
fn a_circle_shares_a_wave_and_what_needs_it_comes_after() {
    let graph = Graph::new(vec![
        item(10, vec![group(1, &[1])]),
        item(20, vec![group(1, &[0])]),
        item(5, vec![group(1, &[0])]),
    ]);
    let (_, waves) = asked(&graph, &standing_of_mask(&graph, &[true; 3]));
    assert_eq!(numbers(&waves), [1, 1, 2]);
}

/// The rule's text, worked out again and again until nothing changes: without data, for items in
/// no circle.
fn by_text(graph: &Graph, standing: &Standing, times: &Times) -> Vec<u32> {
    let mut waves = vec![0; graph.len()];
    for _ in 0..=graph.len() {
        for item in graph.items().filter(|&item| standing.is_stopped(item)) {
            let mut last = 0;
            for &host in graph.hosts(item) {
                if standing.is_stopped(host) && !standing.is_lost(host) {
                    last = last.max(waves[host as usize]);
                }
            }
            for id in graph.groups_of(item) {
                let of = graph.group(id);
                let mut members = graph.members(id).to_vec();
                let up = members
                    .iter()
                    .filter(|&&it| !standing.is_stopped(it))
                    .count();
                if !of.stops() || of.bootstrap || up >= of.needed as usize {
                    continue;
                }
                members.sort_by_key(|&it| quickness(times, it));
                let waited = members.iter().take(of.needed as usize);
                last = waited
                    .map(|&it| waves[it as usize])
                    .max()
                    .unwrap_or(0)
                    .max(last);
            }
            waves[item as usize] = last + 1;
        }
    }
    waves
}

#[test]
fn waves_are_those_of_the_text() {
    let (mut dice, mut compared) = (Dice::new(77), 0);
    for _ in 0..3_000 {
        let graph = graph(&mut dice, false);
        let components = Components::new(&graph);
        let circles = |item| components.is_cyclic(item) || components.names_itself(item);
        if graph.items().any(circles) {
            continue;
        }
        let lost: Vec<bool> = graph.items().map(|_| dice.once(2)).collect();
        let standing = standing_of_mask(&graph, &lost);
        let (times, waves) = asked(&graph, &standing);
        assert_eq!(numbers(&waves), by_text(&graph, &standing, &times));
        compared += usize::from(waves.iter().any(|wave| wave.number > 2));
    }
    assert!(compared > 50, "only {compared} graphs had a third wave");
}
