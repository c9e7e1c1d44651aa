//! Late sets against every subset of the losses, on random graphs.

use super::breaches;
use crate::component::Components;
use crate::cut_sets::Limit;
use crate::graph::{Graph, Item, ItemSpec};
use crate::random_graph::{self, Dice, group, item};
use crate::recovery::{Recovery, surviving};
use crate::standing::standing;
use crate::twin::{plainly_minimal, random_items};

#[test]
fn two_that_are_each_in_time_may_be_late_together() {
    // 0 needs 1 needs 2; each takes an hour, and nothing to resume.
    let items = vec![
        item(3_600, vec![group(1, &[1])]),
        item(3_600, vec![group(1, &[2])]),
        item(3_600, Vec::new()),
    ];
    let graph = Graph::new(items);
    let all = [true; 3];
    let found = breaches(&graph, 0, &all, 3_600, 3, Limit::default());
    assert_eq!(found.sets, vec![vec![1, 2]]);
    assert!(found.complete);
    let strict = breaches(&graph, 0, &all, 3_599, 3, Limit::default());
    assert_eq!(strict.sets, vec![vec![1], vec![2]]);
    assert_eq!(strict.count_by_order, vec![2, 0, 0]);
}

#[test]
fn a_lost_crew_matters_only_with_what_it_recovers() {
    let mut items = vec![item(0, vec![group(1, &[1])]), item(60, Vec::new())];
    items[1].crews = vec![2];
    items.extend(vec![
        ItemSpec {
            stand_in: Some(3),
            ..ItemSpec::default()
        },
        ItemSpec::default(),
    ]);
    let graph = Graph::new(items);
    let found = breaches(&graph, 0, &[true; 4], 100, 3, Limit::default());
    assert_eq!(found.sets, vec![vec![1, 2, 3]]);
}

/// Compares with every subset tried, each judged anew on the whole graph.
fn compare(graph: &Graph, dice: &mut Dice, order: usize, name: &str) -> usize {
    let len = graph.len() as u32;
    let components = Components::new(graph);
    let recovery = Recovery::new(graph, &components);
    let may: Vec<bool> = (0..len).map(|_| !dice.once(10)).collect();
    let most = if dice.once(2) { 400 } else { 60 };
    let deadline = i64::from(dice.below(most));
    let mut large = 0;
    for top in 0..len.min(2) {
        let candidates: Vec<Item> = (0..len).filter(|&x| x != top && may[x as usize]).collect();
        let bad = |set: &[Item]| {
            let standing = standing(graph, set);
            let survives = surviving(graph, &standing);
            let times = recovery.all(&standing, &survives);
            standing.is_stopped(top) && times.seconds(top).is_none_or(|t| t > deadline)
        };
        let expected = plainly_minimal(&candidates, order, &bad);
        let found = breaches(graph, top, &may, deadline, order, Limit::default());
        assert_eq!(
            found.sets, expected,
            "{name} item {top} order {order} deadline {deadline}"
        );
        assert!(found.complete);
        large += expected.iter().filter(|set| set.len() > 1).count();
    }
    large
}

#[test]
fn equals_every_subset_tried_on_random_graphs() {
    let mut large = 0;
    for seed in 0..1_500 {
        let mut dice = Dice::new(seed);
        let len = 3 + dice.below(6);
        let graph = Graph::new(random_items(&mut dice, len));
        let order = 1 + dice.below(4) as usize;
        large += compare(&graph, &mut dice, order, &format!("seed {seed}"));
        let graph = random_graph::graph(&mut dice, true);
        large += compare(&graph, &mut dice, order, &format!("second of seed {seed}"));
    }
    assert!(large > 300, "{large}");
}

#[test]
fn the_limit_is_kept_and_told() {
    let items: Vec<ItemSpec> = (0..200u32)
        .map(|at| {
            item(
                10,
                if at < 199 {
                    vec![group(1, &[at + 1])]
                } else {
                    Vec::new()
                },
            )
        })
        .collect();
    let graph = Graph::new(items);
    let limit = Limit {
        work: 5_000,
        sets: 1_000,
    };
    let found = breaches(&graph, 0, &[true; 200], 1_000, 3, limit);
    assert!(!found.complete);
    assert!(found.sets.is_empty());
}

#[test]
fn a_long_chain_does_not_overflow() {
    let len = 100_000u32;
    let items: Vec<ItemSpec> = (0..len)
        .map(|at| {
            item(
                10,
                if at + 1 < len {
                    vec![group(1, &[at + 1])]
                } else {
                    Vec::new()
                },
            )
        })
        .collect();
    let graph = Graph::new(items);
    let limit = Limit {
        work: 30_000_000,
        sets: 1_000,
    };
    let mut may = vec![false; len as usize];
    may[len as usize - 1] = true;
    let found = breaches(&graph, 0, &may, 9, 2, limit);
    assert_eq!(found.sets, vec![vec![len - 1]]);
    assert!(found.complete);
}
