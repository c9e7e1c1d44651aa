//! Probabilities: known answers, and the sum over all states as their twin.

use super::{Budget, stop_probability};
use crate::cut_sets::Limit;
use crate::fault_tree::groups_under;
use crate::graph::{Graph, Item, ItemSpec};
use crate::random_graph::{Dice, group};
use crate::twin::{needing, plainly_stopped, random_items};

/// Item 0 over one group of the others.
fn over(needed: u32, members: u32, beta: f64) -> Graph {
    let mut items = vec![ItemSpec::default(); members as usize + 1];
    let all: Vec<Item> = (1..=members).collect();
    let mut spec = group(needed, &all);
    spec.beta = beta;
    items[0].groups.push(spec);
    Graph::new(items)
}

fn availability(graph: &Graph, q: &[f64]) -> f64 {
    let q: Vec<Option<f64>> = q.iter().map(|&q| Some(q)).collect();
    let answer = stop_probability(graph, 0, &q, Budget::default());
    assert!(answer.exact);
    1.0 - answer.value
}

fn close(left: f64, right: f64, within: f64) {
    assert!((left - right).abs() <= within, "{left} is not {right}");
}

#[test]
fn one_after_the_other() {
    // TV-29
    let mut items = vec![ItemSpec::default(); 4];
    items[0] = needing(&[1, 2, 3]);
    let graph = Graph::new(items);
    close(
        availability(&graph, &[0.0, 0.001, 0.005, 0.01]),
        0.98406,
        5e-6,
    );
}

#[test]
fn some_of_several() {
    // TV-30
    close(
        availability(&over(2, 3, 0.0), &[0.0, 0.01, 0.01, 0.01]),
        0.999_702,
        5e-7,
    );
    close(
        availability(&over(1, 2, 0.0), &[0.0, 0.01, 0.01]),
        0.9999,
        5e-9,
    );
    close(
        availability(&over(2, 3, 0.0), &[0.0, 0.001, 0.01, 0.05]),
        0.999_441,
        5e-7,
    );
}

#[test]
fn a_common_cause_spoils_redundancy() {
    // TV-31
    close(
        availability(&over(2, 3, 0.1), &[0.0, 0.01, 0.01, 0.01]),
        0.998_759,
        5e-7,
    );
}

#[test]
fn what_is_missing_is_listed_if_it_matters() {
    let mut items = vec![needing(&[1, 2]), ItemSpec::default(), ItemSpec::default()];
    items.push(ItemSpec::default());
    let graph = Graph::new(items);
    let q = [Some(0.0), Some(0.25), None, None];
    let answer = stop_probability(&graph, 0, &q, Budget::default());
    close(answer.value, 0.25, 1e-15);
    assert!(!answer.exact);
    assert_eq!(answer.missing, vec![2]);
}

/// The chance by trying every combination of losses and common causes.
fn plainly_likely(graph: &Graph, item: Item, q: &[f64], known: &[bool]) -> f64 {
    let q: Vec<f64> = (0..q.len())
        .map(|x| if known[x] { q[x] } else { 0.0 })
        .collect();
    let mut events: Vec<(f64, Vec<Item>)> =
        graph.items().map(|x| (q[x as usize], vec![x])).collect();
    for id in groups_under(graph, item) {
        let beta = graph.group(id).beta;
        if beta > 0.0 {
            let members = graph.members(id);
            members
                .iter()
                .for_each(|&m| events[m as usize].0 *= 1.0 - beta);
            let most = members.iter().map(|&m| q[m as usize]).fold(0.0, f64::max);
            events.push((beta * most, members.to_vec()));
        }
    }
    events.retain(|(chance, _)| *chance > 0.0);
    let mut sum = 0.0;
    for bits in 0u32..1 << events.len() {
        let mut chance = 1.0;
        let mut named = vec![false; graph.len()];
        for (at, (q, lost)) in events.iter().enumerate() {
            if bits >> at & 1 == 1 {
                chance *= q;
                lost.iter().for_each(|&x| named[x as usize] = true);
            } else {
                chance *= 1.0 - q;
            }
        }
        if plainly_stopped(graph, &named).1[item as usize] {
            sum += chance;
        }
    }
    sum
}

#[test]
fn equals_every_combination_tried_on_random_graphs() {
    let (mut told, mut bounds) = (0, 0);
    for seed in 0..400 {
        let mut dice = Dice::new(seed + 77);
        let len = 3 + dice.below(5);
        let graph = Graph::new(random_items(&mut dice, len));
        let q: Vec<f64> = (0..len).map(|_| f64::from(dice.below(10)) / 20.0).collect();
        let known: Vec<bool> = (0..len).map(|_| !dice.once(10)).collect();
        let handed: Vec<Option<f64>> = (0..len as usize)
            .map(|x| known[x].then_some(q[x]))
            .collect();
        let answer = stop_probability(&graph, 0, &handed, Budget::default());
        if groups_under(&graph, 0)
            .iter()
            .filter(|&&id| graph.group(id).beta > 0.0)
            .count()
            > 6
        {
            continue;
        }
        let plain = plainly_likely(&graph, 0, &q, &known);
        close(answer.value, plain, 1e-12);
        told += usize::from(plain > 0.0 && plain < 1.0);

        let poor = Budget {
            nodes: 4,
            order: 2,
            limit: Limit::default(),
        };
        let bound = stop_probability(&graph, 0, &handed, poor);
        assert!(bound.value <= answer.value + 1e-12, "seed {seed}");
        bounds += usize::from(!bound.exact && bound.missing.is_empty() && bound.value > 0.0);
    }
    assert!(told > 150 && bounds > 20, "{told} {bounds}");
}

#[test]
fn a_long_chain_and_a_long_loop() {
    let len = 100_000u32;
    let mut items: Vec<ItemSpec> = (1..len).map(|next| needing(&[next])).collect();
    items.push(needing(&[0]));
    let graph = Graph::new(items);
    let q = vec![Some(1e-6); len as usize];
    let answer = stop_probability(&graph, 0, &q, Budget::default());
    let expected = -(f64::from(len) * (-1e-6f64).ln_1p()).exp_m1();
    close(answer.value, expected, 1e-12);
    assert!(answer.exact);
}

#[test]
fn many_pairs_in_a_row_stay_exact() {
    let pairs = 2_000u32;
    let mut items = vec![ItemSpec::default(); 1 + 2 * pairs as usize];
    items[0].groups = (0..pairs)
        .map(|n| group(1, &[1 + 2 * n, 2 + 2 * n]))
        .collect();
    let graph = Graph::new(items);
    let mut q = vec![Some(0.01); graph.len()];
    q[0] = Some(0.0);
    let answer = stop_probability(&graph, 0, &q, Budget::default());
    close(
        answer.value,
        1.0 - (1.0 - 1e-4f64).powi(pairs as i32),
        1e-12,
    );
    assert!(answer.exact);
}
