//! A chain and a merge of uncertain parts against their known percentiles (TV-43).

use super::{Sampling, Simulation};
use crate::component::Components;
use crate::graph::{Graph, GroupSpec, Item, ItemSpec};
use crate::random_graph::group;
use crate::recovery::drawn::{Chain, Drawn, Work};
use crate::standing::standing;
use crate::three_point::quantile;

const POINTS: [i64; 3] = [1200, 1800, 4200];

fn item(groups: Vec<GroupSpec>) -> ItemSpec {
    ItemSpec {
        groups,
        takes: Some(quantile(POINTS[0], POINTS[1], POINTS[2], 0.9)),
        ..ItemSpec::default()
    }
}

fn percentile(items: Vec<ItemSpec>, share: f64) -> Option<i64> {
    let graph = Graph::new(items);
    let components = Components::new(&graph);
    let all: Vec<Item> = graph.items().collect();
    let standing = standing(&graph, &all);
    let mut simulation = Simulation::new(&graph, &components, &standing);
    let sampling = Sampling {
        runs: 20_000,
        share,
    };
    let work = |stream: Item| Work {
        points: POINTS,
        wait: 0,
        stream: stream.into(),
        cause: None,
    };
    let chains = all.iter().map(|&item| Chain::of_one(item, item)).collect();
    let drawn = Drawn::new(all.iter().map(|&item| work(item)).collect(), chains, 0.0, 5);
    let first = simulation.percentile(0, &drawn, &|_, _| true, sampling);
    let again = simulation.percentile(0, &drawn, &|_, _| true, sampling);
    assert_eq!(
        first, again,
        "the graph stands as before, and the seed decides"
    );
    first
}

#[test]
fn tv_43_a_chain_of_three() {
    let chain = vec![
        item(vec![group(1, &[1])]),
        item(vec![group(1, &[2])]),
        item(vec![]),
    ];
    let minutes = percentile(chain, 0.9).expect("all is known") as f64 / 60.0;
    assert!((minutes - 124.2).abs() < 1.5, "{minutes}");
}

#[test]
fn tv_43_a_merge_is_late_more_often_than_its_branches() {
    // Two branches, each 90 % in time by 47.27 minutes: both in time in 81 % of the runs.
    let mut joint = item(vec![group(1, &[1]), group(1, &[2])]);
    joint
        .groups
        .iter_mut()
        .for_each(|group| group.tail = crate::graph::Tail::Known(0));
    let items = vec![joint, item(vec![]), item(vec![])];
    // The joint's own time runs beside the branches: three of them, 72.9 % in time.
    let minutes = percentile(items, 0.729).expect("all is known") as f64 / 60.0;
    assert!((minutes - 47.27).abs() < 0.7, "{minutes}");
}

#[test]
fn what_is_unknown_stays_unknown() {
    let mut missing = group(1, &[]);
    missing.unresolved = 1;
    assert_eq!(percentile(vec![item(vec![missing])], 0.8), None);
}
