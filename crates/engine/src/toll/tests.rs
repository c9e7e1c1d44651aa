//! Against the walk that loses one item after the other.

use super::{Toll, side_by_side, tolls, tolls_within};
use crate::graph::{Graph, Item};
use crate::random_graph::{self, Dice, group, item};
use crate::standing::standing;

fn one_by_one(graph: &Graph, asked: &[Item], keep: usize) -> Vec<Toll> {
    let toll = |lost: Item| {
        let standing = standing(graph, &[lost]);
        let stopped = asked.iter().copied();
        let stopped: Vec<Item> = stopped.filter(|&item| standing.is_stopped(item)).collect();
        Toll {
            lost,
            count: stopped.len(),
            first: stopped.into_iter().take(keep).collect(),
        }
    };
    graph.items().map(toll).collect()
}

#[test]
fn the_same_as_losing_them_one_by_one() {
    for seed in 0..3_000 {
        let mut dice = Dice::new(seed);
        let graph = random_graph::graph(&mut dice, true);
        let all: Vec<Item> = graph.items().collect();
        let keep = dice.below(4) as usize;
        let expected = one_by_one(&graph, &all, keep);
        // All one after the other, all side by side, and the change from one to the other.
        for budget in [usize::MAX, 0, 5] {
            let found = tolls_within(&graph, &all, &all, keep, budget);
            assert_eq!(found, expected, "seed {seed}, budget {budget}");
        }
    }
}

#[test]
fn more_losses_than_one_block_holds_and_two_of_five() {
    let count: Item = 600;
    let mut items = vec![item(0, vec![group(4, &[1, 2, 3, 4, 5])])];
    items.extend((1..=5).map(|_| item(0, vec![group(1, &[6])])));
    items.extend((6..count).map(|at| {
        let next = at + 1;
        item(
            0,
            if next < count {
                vec![group(1, &[next])]
            } else {
                Vec::new()
            },
        )
    }));
    let graph = Graph::new(items);
    let all: Vec<Item> = graph.items().collect();
    let tolls = tolls(&graph, &all, &[0, 599, 5], 2);
    assert_eq!(tolls, side_by_side(&graph, &all, &[0, 599, 5], 2));
    assert_eq!(tolls, one_by_one(&graph, &[0, 599, 5], 2));
    assert_eq!((tolls[5].count, tolls[599].count), (1, 3));
}
