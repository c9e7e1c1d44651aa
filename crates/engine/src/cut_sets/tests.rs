//! Smallest sets of losses: known answers, and a plain search as their twin.

use super::{CutSets, Limit, cut_sets};
use crate::graph::{Graph, Item, ItemSpec, Phase};
use crate::random_graph::{Dice, group};
use crate::twin::{needing, plainly_minimal, plainly_stopped, random_items};

fn all(graph: &Graph, item: Item, order: usize) -> CutSets {
    cut_sets(
        graph,
        item,
        &vec![true; graph.len()],
        order,
        Limit::default(),
    )
}

#[test]
fn needs_network_and_either_database_and_identity() {
    // TV-41: 1 network, 2 and 3 databases, 4 identity.
    let mut top = needing(&[1, 4]);
    top.groups.push(group(1, &[2, 3]));
    let mut items = vec![ItemSpec::default(); 5];
    items[0] = top;
    let found = all(&Graph::new(items), 0, 3);
    assert_eq!(found.sets, vec![vec![1], vec![4], vec![2, 3]]);
    assert_eq!(found.count_by_order, vec![2, 1, 0]);
    assert!(found.complete);
}

#[test]
fn a_loop_alone_stops_nothing_and_falls_with_any_of_its_own() {
    let mut items = vec![
        needing(&[1]),
        needing(&[2]),
        needing(&[1, 3]),
        ItemSpec::default(),
    ];
    items[1].groups[0].bootstrap = true;
    let found = all(&Graph::new(items), 0, 3);
    assert_eq!(found.sets, vec![vec![1], vec![2], vec![3]]);
}

#[test]
fn a_shared_host_hides_under_two_of_three() {
    let mut items = vec![ItemSpec::default(); 6];
    items[0].groups.push(group(2, &[1, 2, 3]));
    items[1].hosts.push(4);
    items[2].hosts.push(4);
    items[4].hosts.push(5);
    let found = all(&Graph::new(items), 0, 2);
    let expected: Vec<Vec<Item>> = vec![vec![4], vec![5], vec![1, 2], vec![1, 3], vec![2, 3]];
    assert_eq!(found.sets, expected);
}

#[test]
fn what_is_needed_only_to_recover_or_resolves_to_nothing_stops_nothing() {
    let mut items = vec![ItemSpec::default(); 4];
    let mut recover = group(1, &[1]);
    recover.phase = Phase::Recover;
    let mut unresolved = group(1, &[2]);
    unresolved.unresolved = 1;
    items[0].groups = vec![recover, unresolved];
    let found = all(&Graph::new(items), 0, 3);
    assert_eq!(found.sets, Vec::<Vec<Item>>::new());
    assert!(found.complete);
}

#[test]
fn equals_every_subset_tried_on_random_graphs() {
    let mut sets = 0;
    for seed in 0..1_500 {
        let mut dice = Dice::new(seed);
        let len = 3 + dice.below(7);
        let graph = Graph::new(random_items(&mut dice, len));
        let may: Vec<bool> = (0..len).map(|_| !dice.once(8)).collect();
        let order = 1 + dice.below(4) as usize;
        for item in 0..len.min(3) {
            let candidates: Vec<Item> =
                (0..len).filter(|&x| x != item && may[x as usize]).collect();
            let bad = |set: &[Item]| {
                let mut named = vec![false; len as usize];
                set.iter().for_each(|&x| named[x as usize] = true);
                plainly_stopped(&graph, &named).1[item as usize]
            };
            let expected = plainly_minimal(&candidates, order, &bad);
            let found = cut_sets(&graph, item, &may, order, Limit::default());
            assert_eq!(
                found.sets, expected,
                "seed {seed} item {item} order {order}"
            );
            assert!(found.complete);
            sets += expected.len();
        }
    }
    assert!(sets > 5_000, "the graphs say something: {sets}");
}

#[test]
fn a_long_chain_stops_with_each_of_its_links() {
    let len = 100_000;
    let mut items: Vec<ItemSpec> = (1..len).map(|next| needing(&[next])).collect();
    items.push(ItemSpec::default());
    let found = all(&Graph::new(items), 0, 2);
    assert_eq!(found.count_by_order, vec![len as usize - 2 + 1, 0]);
    assert!(found.complete);
}

#[test]
fn two_long_chains_meet_the_limit_and_say_so() {
    let len = 20_000;
    let mut items: Vec<ItemSpec> = vec![ItemSpec::default()];
    items[0].groups.push(group(1, &[1, 2]));
    for at in 1..len {
        items.push(if at + 2 < len {
            needing(&[at + 2])
        } else {
            ItemSpec::default()
        });
    }
    let graph = Graph::new(items);
    let limit = Limit {
        work: 1_000_000,
        sets: 5_000,
    };
    let found = cut_sets(&graph, 0, &vec![true; len as usize], 2, limit);
    assert_eq!(found.sets.len(), 5_000);
    assert!(!found.complete);
    let poor = Limit {
        work: 10,
        sets: 5_000,
    };
    let crossed: Vec<ItemSpec> = (0..60u32)
        .map(|at| ItemSpec {
            groups: if at < 50 {
                vec![group(1, &[at + 5, at + 7])]
            } else {
                Vec::new()
            },
            ..ItemSpec::default()
        })
        .collect();
    let found = cut_sets(&Graph::new(crossed), 0, &[true; 60], 3, poor);
    assert!(!found.complete);
}

#[test]
fn more_candidates_than_worlds() {
    // Two of three branches, each of which needs either of two of many: pairs across blocks.
    let wide = 300;
    let mut items = vec![ItemSpec::default(); 1 + 3 * wide];
    let branch =
        |n: usize| -> Vec<Item> { (0..wide).map(|at| (1 + n * wide + at) as u32).collect() };
    for n in 0..3 {
        let members = branch(n);
        items[0].groups.push(group(wide as u32 - 1, &members));
    }
    let found = all(&Graph::new(items), 0, 2);
    assert_eq!(found.count_by_order, vec![0, 3 * wide * (wide - 1) / 2]);
    assert!(found.sets.windows(2).all(|two| two[0] < two[1]));
}
