//! Requirements against their definition, lowered until nothing changes; and TV-14.

use crate::graph::{Graph, Item, ItemSpec, Seconds};
use crate::loss_point::{Easing, Origin, eased_points, loss_points, path};
use crate::random_graph::{Dice, graph, group, item};

fn by_definition(
    graph: &Graph,
    own: &[Option<Seconds>],
    sets: &[Vec<Item>],
) -> Vec<Option<Seconds>> {
    let mut out = own.to_vec();
    let least = |a: Option<Seconds>, b: Option<Seconds>| match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    loop {
        let before = out.clone();
        for item in graph.items() {
            let mut demanding: Vec<Item> = graph.held_by(item).to_vec();
            for &id in graph.used_by(item) {
                if graph.group(id).stops() && graph.group(id).phase.runs() {
                    demanding.push(graph.group(id).owner);
                }
            }
            for set in sets.iter().filter(|set| set.contains(&item)) {
                demanding.extend(set);
            }
            for other in demanding {
                out[item as usize] = least(out[item as usize], out[other as usize]);
            }
        }
        if out == before {
            return out;
        }
    }
}

#[test]
fn agrees_with_the_definition() {
    for seed in 0..2_000 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, true);
        let own: Vec<Option<Seconds>> = graph
            .items()
            .map(|_| dice.once(3).then(|| i64::from(dice.below(30))))
            .collect();
        let set: Vec<Item> = graph.items().filter(|_| dice.once(3)).collect();
        let sets = if dice.once(2) { vec![set] } else { Vec::new() };
        let found = loss_points(&graph, &own, &sets);
        let seconds: Vec<_> = found.iter().map(|point| point.seconds).collect();
        assert_eq!(seconds, by_definition(&graph, &own, &sets), "{graph:?}");
        for item in graph
            .items()
            .filter(|&item| seconds[item as usize].is_some())
        {
            let path = path(&found, item);
            let last = path[path.len() - 1] as usize;
            assert_eq!(
                (own[last], found[last].origin),
                (seconds[item as usize], Origin::Own)
            );
        }
    }
}

#[test]
fn the_stricter_user_decides_tv_14() {
    // 0 and 1 use data 3 that 2 holds; 15 minutes and a day.
    let holder = ItemSpec {
        holds: vec![3],
        ..item(0, Vec::new())
    };
    let graph = Graph::new(vec![
        item(0, vec![group(1, &[3])]),
        item(0, vec![group(1, &[3])]),
        holder,
        item(0, Vec::new()),
        item(0, Vec::new()),
    ]);
    let own = [Some(900), Some(86_400), None, None, None];
    let found = loss_points(&graph, &own, &[vec![3, 4]]);
    assert_eq!(
        (found[3].seconds, path(&found, 4)),
        (Some(900), vec![4, 3, 0])
    );
    assert_eq!((found[4].seconds, found[2].seconds), (Some(900), None));
}

/// What one source requires of everything, lowered until nothing changes: a member of `bears` is
/// asked by need for no less than what is borne of it, and by its set as before.
fn eased_by_definition(graph: &Graph, easing: &Easing, sets: &[Vec<Item>]) -> Vec<Option<Seconds>> {
    let mut out = vec![None; graph.len()];
    out[easing.source as usize] = Some(easing.seconds);
    loop {
        let before = out.clone();
        for item in graph.items() {
            let mut demanding: Vec<Item> = graph.held_by(item).to_vec();
            for &id in graph.used_by(item) {
                if graph.group(id).stops() && graph.group(id).phase.runs() {
                    demanding.push(graph.group(id).owner);
                }
            }
            let borne = easing.bears.get(&item).copied();
            let by_need = demanding.into_iter().map(|other| (other, borne));
            let sharing = sets.iter().filter(|set| set.contains(&item)).flatten();
            let by_set = sharing.map(|&other| (other, None));
            for (other, borne) in by_need.chain(by_set) {
                let Some(asked) = out[other as usize] else {
                    continue;
                };
                let asked = asked.max(borne.unwrap_or(asked));
                let least = out[item as usize].map_or(asked, |known: i64| known.min(asked));
                out[item as usize] = Some(least);
            }
        }
        if out == before {
            return out;
        }
    }
}

#[test]
fn what_a_source_bears_of_others_agrees_with_the_definition() {
    for seed in 0..2_000 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, true);
        if graph.is_empty() {
            continue;
        }
        let items: Vec<Item> = graph.items().collect();
        let set: Vec<Item> = graph.items().filter(|_| dice.once(3)).collect();
        let sets = if dice.once(2) { vec![set] } else { Vec::new() };
        let mut easing = || {
            let source = items[dice.below(items.len() as u32) as usize];
            let seconds = i64::from(dice.below(20));
            let borne = items.iter().filter(|&&item| item != source && dice.once(3));
            let borne: Vec<Item> = borne.copied().collect();
            let bears = borne.iter().map(|&item| (item, i64::from(dice.below(40))));
            Easing {
                source,
                seconds,
                bears: bears.collect(),
            }
        };
        let easings = [easing(), easing()];
        let found = eased_points(&graph, &sets, &easings);
        for (easing, found) in easings.iter().zip(&found) {
            let wanted = eased_by_definition(&graph, easing, &sets);
            for item in graph.items() {
                let point = found.get(&item);
                let seconds = point.and_then(|point| point.seconds);
                assert_eq!(seconds, wanted[item as usize], "seed {seed}: {easing:?}");
                assert_eq!(point.is_some(), seconds.is_some());
            }
        }
    }
}
