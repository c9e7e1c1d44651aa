//! A chain of two uncertain parts (TV-43 in small), a fixed one, an unknown one; threads.

use std::num::NonZeroUsize;

use super::{Setting, Spread};
use crate::component::Components;
use crate::graph::{Effect, Graph, GroupSpec, ItemSpec, Phase, Tail};
use crate::recovery::drawn::{Chain, Drawn, Work};
use crate::standing::standing;

fn needs(member: u32) -> GroupSpec {
    GroupSpec {
        members: vec![member],
        unresolved: 0,
        needed: 1,
        phase: Phase::Unwritten,
        effect: Effect::Stop,
        switch: 0,
        tail: Tail::Own,
        beta: 0.0,
        bootstrap: false,
    }
}

fn item(takes: Option<i64>, groups: Vec<GroupSpec>) -> ItemSpec {
    ItemSpec {
        takes,
        groups,
        ..ItemSpec::default()
    }
}

fn spread(threads: usize) -> Spread {
    let graph = Graph::new(vec![
        item(Some(2551), Vec::new()),
        item(Some(2551), vec![needs(0)]),
        item(Some(60), Vec::new()),
        item(None, Vec::new()),
    ]);
    let components = Components::new(&graph);
    let standing = standing(&graph, &[0, 1, 2, 3]);
    let work = |item: u32| Work {
        points: [1200, 1800, 4200],
        wait: 0,
        stream: u64::from(item) + 1,
        cause: None,
    };
    let chains = vec![Chain::of_one(0, 0), Chain::of_one(1, 1)];
    let drawn = Drawn::new(vec![work(0), work(1)], chains, 0.0, 1);
    let setting = Setting {
        graph: &graph,
        components: &components,
        standing: &standing,
        survives: &|_, _| true,
    };
    let threads = NonZeroUsize::new(threads).unwrap();
    Spread::new(setting, &drawn, &[0, 1, 2, 3], 20_000, threads)
}

#[test]
fn percentiles_add_up_as_chance_has_it_and_not_as_percentiles() {
    let spread = spread(2);
    let back = |place, share| spread.quantile(place, share).unwrap() as f64 / 60.0;
    assert!((back(0, 0.8) - 42.51).abs() < 0.6, "{}", back(0, 0.8));
    // Two independent parts: mean 70, deviation 12.2; less than twice the 80th percentile.
    assert!((back(1, 0.5) - 69.3).abs() < 1.0, "{}", back(1, 0.5));
    assert!(back(1, 0.8) < 2.0 * 42.51 - 3.0, "{}", back(1, 0.8));
    assert_eq!(spread.quantile(2, 0.5), Some(60));
    assert_eq!(spread.quantile(3, 0.5), None);
    let within = spread.within(0, spread.quantile(0, 0.8).unwrap()).unwrap();
    assert!((within - 0.8).abs() < 0.01, "{within}");
    assert_eq!(spread.within(2, 59), Some(0.0));
    assert_eq!(spread.within(3, 59), None);
}

#[test]
fn threads_change_nothing() {
    assert_eq!(spread(1), spread(5));
}
