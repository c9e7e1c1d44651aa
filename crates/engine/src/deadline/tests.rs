//! Deadlines against the page, by pulling from what needs an item; TV-9 to TV-13.

use crate::component::Components;
use crate::deadline::{Deadline, Deadlines, Demands, Source, deadlines};
use crate::graph::{Graph, GroupSpec, Item, Seconds, Tail};
use crate::random_graph::{Dice, graph, group, item};

const HOUR: Seconds = 3_600;

/// What an item's deadline comes from: the owner or holder, and the group if it is one.
fn pulls(graph: &Graph, item: Item) -> Vec<(Item, Option<u32>)> {
    let mut pulls: Vec<_> = graph
        .held_by(item)
        .iter()
        .map(|&holder| (holder, None))
        .collect();
    for &id in graph.used_by(item) {
        let group = graph.group(id);
        if group.stops() && !group.bootstrap {
            pulls.push((group.owner, Some(id)));
        }
    }
    pulls
}

/// Items that wait for each other's deadline, components kept whole.
fn units(graph: &Graph) -> Vec<Vec<bool>> {
    let components = Components::new(graph);
    let len = graph.len();
    let mut reach = vec![vec![false; len]; len];
    for from in graph.items() {
        for to in graph.items() {
            let same = components.same(from, to);
            reach[from as usize][to as usize] =
                same || pulls(graph, from).iter().any(|&(owner, _)| owner == to);
        }
    }
    for via in 0..len {
        for from in 0..len {
            for to in 0..len {
                reach[from][to] |= reach[from][via] && reach[via][to];
            }
        }
    }
    let both = |a: usize, b: usize| reach[a][b] && reach[b][a];
    (0..len)
        .map(|a| (0..len).map(|b| both(a, b)).collect())
        .collect()
}

/// The deadline of an item and its unit, by asking those that need them.
fn by_page(
    graph: &Graph,
    demands: Demands,
    units: &[Vec<bool>],
    excuse: bool,
    item: Item,
) -> Option<Seconds> {
    let mut least: Option<Seconds> = None;
    let mut tighten = |seconds: Seconds| least = Some(least.map_or(seconds, |b| b.min(seconds)));
    let unit = graph
        .items()
        .filter(|&other| units[item as usize][other as usize]);
    for member in unit {
        if let Some(own) = demands.own[member as usize] {
            tighten(own);
        }
        for (owner, id) in pulls(graph, member) {
            if units[item as usize][owner as usize] {
                continue;
            }
            let Some(seconds) = by_page(graph, demands, units, excuse, owner) else {
                continue;
            };
            let Some(id) = id else {
                tighten(seconds);
                continue;
            };
            if graph.holds(owner).contains(&member) {
                continue;
            }
            let tail = match graph.group(id).tail {
                Tail::Own => demands.takes[owner as usize].unwrap_or(0),
                Tail::Known(tail) => tail,
                Tail::Unknown => 0,
            };
            let due = seconds - tail - graph.group(id).switch;
            let held = |other: Item| graph.holds(owner).contains(&other);
            let outside = |other: Item| !units[owner as usize][other as usize] && !held(other);
            let left: Vec<Item> = graph
                .members(id)
                .iter()
                .copied()
                .filter(|&other| outside(other))
                .collect();
            let all = left.len() + graph.group(id).unresolved as usize;
            let needed = all.min(graph.group(id).needed as usize);
            let meets = |&&other: &&Item| {
                other != member && demands.back[other as usize].is_some_and(|back| back <= due)
            };
            if !(excuse && left.iter().filter(meets).count() >= needed) {
                tighten(due);
            }
        }
    }
    least
}

fn adds_up(found: &[Deadline], demands: Demands, item: Item) {
    let deadline = found[item as usize];
    match (deadline.source, deadline.seconds) {
        (Source::None, seconds) => assert_eq!(seconds, None),
        (Source::Own, seconds) => assert_eq!(seconds, demands.own[item as usize]),
        (
            Source::Need {
                owner,
                tail,
                switch,
                ..
            },
            seconds,
        ) => {
            let above = found[owner as usize].seconds;
            assert_eq!(seconds, above.map(|above| above - tail - switch));
        }
        (Source::Holder(next) | Source::Circle(next), seconds) => {
            assert_eq!(seconds, found[next as usize].seconds);
        }
    }
}

#[test]
fn agrees_with_the_page() {
    let (mut excused, mut met) = (0, 0);
    for seed in 0..4_000 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, seed % 2 == 0);
        let mut list = |one_in: u32, below: u32| -> Vec<Option<Seconds>> {
            graph
                .items()
                .map(|_| dice.once(one_in).then(|| i64::from(dice.below(below))))
                .collect()
        };
        let (own, takes, back) = (list(3, 100), list(1, 20), list(1, 100));
        let takes: Vec<_> = takes
            .into_iter()
            .map(|takes| takes.filter(|&takes| takes > 1))
            .collect();
        let demands = Demands {
            own: &own,
            takes: &takes,
            back: &back,
        };
        let found = deadlines(&graph, &Components::new(&graph), demands);
        let units = units(&graph);
        for item in graph.items() {
            let required = by_page(&graph, demands, &units, false, item);
            let conflict = by_page(&graph, demands, &units, true, item);
            assert_eq!(
                found.required(item).seconds,
                required,
                "{item} of {graph:?} {demands:?}"
            );
            assert_eq!(
                found.conflict(item).seconds,
                conflict,
                "{item} of {graph:?} {demands:?}"
            );
            let looser = conflict.is_none_or(|conflict| required.is_some_and(|r| conflict > r));
            assert_eq!(found.as_group(item), required.is_some() && looser);
            adds_up(&found.required, demands, item);
            adds_up(&found.conflict, demands, item);
            assert_eq!(found.driver(item).is_some(), required.is_some());
            excused += usize::from(found.as_group(item));
            met += usize::from(required.is_some());
        }
    }
    assert!(excused > 300 && met > 3_000, "{excused} excused of {met}");
}

fn tail(hours: f64, members: &[Item]) -> GroupSpec {
    GroupSpec {
        tail: Tail::Known((hours * HOUR as f64) as Seconds),
        ..group(1, members)
    }
}

/// 0 is the business process, 1 the gateway, 2 its database, 3 identity, 4 network, 5 storage.
fn payments(database_tail: f64, own: [Option<Seconds>; 6]) -> Deadlines {
    let graph = Graph::new(vec![
        item(0, vec![tail(0.5, &[1])]),
        item(0, vec![tail(1.5, &[2]), tail(1.5, &[3]), tail(1.5, &[4])]),
        item(
            0,
            vec![tail(database_tail, &[5]), tail(database_tail, &[4])],
        ),
        item(0, vec![tail(0.5, &[4])]),
        item(0, Vec::new()),
        item(0, Vec::new()),
    ]);
    let none = [None; 6];
    let demands = Demands {
        own: &own,
        takes: &none,
        back: &none,
    };
    deadlines(&graph, &Components::new(&graph), demands)
}

fn hours(found: &Deadlines) -> Vec<f64> {
    let hours = |item| found.required(item).seconds.map(|s| s as f64 / HOUR as f64);
    (0..6).filter_map(hours).collect()
}

#[test]
fn targets_roll_down_tv_9() {
    let mut own = [None; 6];
    own[0] = Some(6 * HOUR);
    let found = payments(2.5, own);
    assert_eq!(hours(&found), [6.0, 5.5, 4.0, 4.0, 1.5, 1.5]);
    let path: Vec<Item> = found.path(4).iter().map(|step| step.item).collect();
    assert_eq!((path, found.driver(4)), (vec![4, 2, 1, 0], Some(0)));
}

#[test]
fn negative_stays_negative_tv_10() {
    let mut own = [None; 6];
    own[0] = Some(6 * HOUR);
    let found = payments(4.5, own);
    assert_eq!(found.required(5).seconds, Some(-HOUR / 2));
    let path: Vec<Item> = found.path(5).iter().map(|step| step.item).collect();
    assert_eq!(path, [5, 2, 1, 0]);
}

#[test]
fn a_later_target_moves_all_tv_11() {
    let mut own = [None; 6];
    own[0] = Some(13 * HOUR);
    assert_eq!(
        payments(2.5, own).required(1).seconds,
        Some(12 * HOUR + HOUR / 2)
    );
}

#[test]
fn the_slow_link_is_no_conflict_tv_13() {
    let graph = Graph::new(vec![
        item(0, vec![tail(0.0, &[1, 2])]),
        item(0, vec![tail(0.0, &[3])]),
        item(0, vec![tail(0.0, &[4])]),
        item(0, Vec::new()),
        item(0, Vec::new()),
    ]);
    let own = [Some(5_400), None, None, None, None];
    let back = [Some(0), Some(720), Some(86_400), Some(0), Some(80_000)];
    let demands = Demands {
        own: &own,
        takes: &[None; 5],
        back: &back,
    };
    let found = deadlines(&graph, &Components::new(&graph), demands);
    assert_eq!(found.required(2).seconds, Some(5_400));
    assert!(found.as_group(2) && !found.as_group(1));
    // What only the excused link needs is excused with it.
    assert_eq!(
        (found.required(4).seconds, found.as_group(4)),
        (Some(5_400), true)
    );
    assert!(!found.as_group(3));
}

#[test]
fn an_unknown_tail_is_assumed_and_said() {
    let graph = Graph::new(vec![item(0, vec![group(1, &[1])]), item(0, Vec::new())]);
    let demands = Demands {
        own: &[Some(10), None],
        takes: &[None; 2],
        back: &[None; 2],
    };
    let found = deadlines(&graph, &Components::new(&graph), demands);
    let Source::Need { assumed, tail, .. } = found.required(1).source else {
        panic!("{:?}", found.required(1))
    };
    assert_eq!(
        (found.required(1).seconds, tail, assumed),
        (Some(10), 0, true)
    );
}

#[test]
fn chain_of_a_hundred_thousand_and_its_circle() {
    let len = 100_000u32;
    let mut own = vec![None; len as usize];
    own[0] = Some(50);
    let (takes, back) = (vec![Some(1); len as usize], vec![None; len as usize]);
    let demands = Demands {
        own: &own,
        takes: &takes,
        back: &back,
    };
    let need = |at: u32| {
        if at + 1 < len {
            vec![group(1, &[at + 1])]
        } else {
            Vec::new()
        }
    };
    let chain = Graph::new((0..len).map(|at| item(1, need(at))).collect());
    let found = deadlines(&chain, &Components::new(&chain), demands);
    assert_eq!(found.required(len - 1).seconds, Some(50 - 99_999));
    let circle = Graph::new(
        (0..len)
            .map(|at| item(1, vec![group(1, &[(at + 1) % len])]))
            .collect(),
    );
    let found = deadlines(&circle, &Components::new(&circle), demands);
    assert!(
        circle
            .items()
            .all(|item| found.required(item).seconds == Some(50))
    );
}
