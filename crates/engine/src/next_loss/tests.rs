//! The next losses against the plainest reading: every loss tried on a graph of its own.

use std::num::NonZeroUsize;

use crate::component::Components;
use crate::graph::{Graph, Item, Seconds};
use crate::next_loss::touched::{On, fillers, touched};
use crate::next_loss::{Loss, NextLoss, NextLosses, Watched};
use crate::random_graph::{Dice, graph, group, item};
use crate::recovery::{Recovery, surviving};
use crate::standing::standing;
use crate::twin::random_items;

const TWO: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// Whether an item stops under some losses, and whether it is then late.
fn fate(graph: &Graph, lost: &[Item], item: Item, deadline: Option<Seconds>) -> (bool, bool) {
    let components = Components::new(graph);
    let standing = standing(graph, lost);
    let survives = surviving(graph, &standing);
    let times = Recovery::new(graph, &components).all(&standing, &survives);
    let stopped = standing.is_stopped(item);
    let back = times.seconds(item);
    let late = |deadline| back.is_none_or(|back| back > deadline);
    (stopped, stopped && deadline.is_some_and(late))
}

/// All next losses of an item by definition; none where it has stopped already.
fn plainly(graph: &Graph, down: &[Item], may: &[bool], watched: Watched) -> Option<Vec<NextLoss>> {
    let now = standing(graph, down);
    if now.is_stopped(watched.item) {
        return None;
    }
    let mut out = Vec::new();
    for x in graph.items().filter(|&x| may[x as usize]) {
        if x == watched.item || now.is_stopped(x) {
            continue;
        }
        let with: Vec<Item> = down.iter().copied().chain([x]).collect();
        let (stops, late) = fate(graph, &with, watched.item, watched.deadline);
        let (stops_anyway, late_anyway) = fate(graph, &[x], watched.item, watched.deadline);
        if stops {
            out.push(NextLoss {
                loss: Loss { item: x, late },
                stops_anyway,
                late_anyway,
            });
        }
    }
    Some(out)
}

/// The answer under test for one watched item, whether it changed or not.
fn answered(next: &NextLosses, graph: &Graph, down: &[Item], at: u32) -> Option<Vec<NextLoss>> {
    let components = Components::new(graph);
    let margin = next.margin(graph, &components, down, TWO);
    if margin.stopped.contains(&at) {
        return None;
    }
    if let Some((_, losses)) = margin.changed.iter().find(|(place, _)| *place == at) {
        return Some(losses.clone());
    }
    let now = standing(graph, down);
    let alone = next.alone(at).iter();
    let alone = alone.filter(|loss| !now.is_stopped(loss.item));
    let as_before = |&loss: &Loss| NextLoss {
        loss,
        stops_anyway: true,
        late_anyway: loss.late,
    };
    Some(alone.map(as_before).collect())
}

#[test]
fn agrees_with_every_loss_tried_alone() {
    let (mut gained, mut later, mut compared) = (0, 0, 0);
    for seed in 0..4_000 {
        let mut dice = Dice::new(seed);
        let graph = if dice.once(2) {
            graph(&mut dice, true)
        } else {
            let len = 3 + dice.below(9);
            Graph::new(random_items(&mut dice, len))
        };
        let components = Components::new(&graph);
        let may: Vec<bool> = graph.items().map(|_| !dice.once(6)).collect();
        let watched: Vec<Watched> = graph
            .items()
            .filter(|_| !dice.once(3))
            .collect::<Vec<Item>>()
            .into_iter()
            .map(|item| Watched {
                item,
                deadline: (!dice.once(4)).then(|| i64::from(dice.below(60))),
            })
            .collect();
        let next = NextLosses::new(&graph, &components, may.clone(), watched.clone());
        let down: Vec<Item> = graph.items().filter(|_| dice.once(6)).collect();
        for (at, &watched) in watched.iter().enumerate() {
            let expected = plainly(&graph, &down, &may, watched);
            let found = answered(&next, &graph, &down, at as u32);
            assert_eq!(found, expected, "seed {seed}, item {}", watched.item);
            for loss in expected.iter().flatten() {
                gained += usize::from(!loss.stops_anyway);
                later += usize::from(loss.stops_anyway && loss.loss.late != loss.late_anyway);
                compared += 1;
            }
        }
    }
    assert!(compared > 5_000, "{compared} losses were compared");
    assert!(
        gained > 300,
        "{gained} losses stop only because of what is down"
    );
    assert!(
        later > 20,
        "{later} losses are late only because of what is down"
    );
}

#[test]
fn agrees_after_each_of_a_row_of_signals() {
    let (mut steps, mut later, mut restored) = (0, 0, 0);
    for seed in 0..1_500 {
        let mut dice = Dice::new(90_000 + seed);
        let len = 4 + dice.below(8);
        let graph = Graph::new(random_items(&mut dice, len));
        let components = Components::new(&graph);
        let watched = |item: Item| Watched {
            item,
            deadline: Some(60 * i64::from(dice.below(20))),
        };
        let watched: Vec<Watched> = graph.items().map(watched).collect();
        let may = vec![true; graph.len()];
        // Made once; each signal is laid on it, whatever was said before.
        let next = NextLosses::new(&graph, &components, may.clone(), watched.clone());
        let mut down: Vec<Item> = Vec::new();
        for _ in 0..5 {
            let of = dice.below(len);
            match down.iter().position(|&it| it == of) {
                Some(place) => {
                    down.remove(place);
                    restored += 1;
                }
                None => down.push(of),
            }
            steps += 1;
            for (at, &watched) in watched.iter().enumerate() {
                let expected = plainly(&graph, &down, &may, watched);
                let found = answered(&next, &graph, &down, at as u32);
                let item = watched.item;
                assert_eq!(found, expected, "seed {seed}, {down:?} down, item {item}");
                let known = expected.iter().flatten();
                later += known
                    .filter(|it| it.stops_anyway && it.loss.late != it.late_anyway)
                    .count();
            }
        }
    }
    assert!(
        steps > 7_000 && restored > 500,
        "{steps} steps, {restored} back"
    );
    assert!(later > 500, "{later} losses changed only their time");
}

#[test]
fn a_spare_that_is_down_is_no_reason_to_try_what_it_cannot_touch() {
    // 0 needs 1 always and any of 2 and 3; 4 is apart. 2 is down.
    let graph = Graph::new(vec![
        item(10, vec![group(1, &[1]), group(1, &[2, 3])]),
        item(20, vec![]),
        item(30, vec![]),
        item(30, vec![]),
        item(5, vec![group(1, &[1])]),
    ]);
    let components = Components::new(&graph);
    let watched = |item| Watched {
        item,
        deadline: Some(60),
    };
    let watched = vec![watched(0), watched(4)];
    let next = NextLosses::new(&graph, &components, vec![true; 5], watched);
    assert_eq!(next.stops(1), [0, 1]);
    let standing = next.standing(&graph, &[2]);
    let on = On {
        next: &next,
        components: &components,
    };
    let touched = touched(&graph, &standing, on);
    assert_eq!((touched.stopped, touched.lost), (vec![], vec![]));
    assert_eq!(fillers(&next, &graph, &standing), [3]);
}

#[test]
fn one_of_two_ways_down_makes_a_single_point_of_the_other() {
    // 0 needs any of 1 and 2, and 3 always.
    let graph = Graph::new(vec![
        item(10, vec![group(1, &[1, 2]), group(1, &[3])]),
        item(20, vec![]),
        item(90, vec![]),
        item(5, vec![]),
    ]);
    let components = Components::new(&graph);
    let watched = vec![Watched {
        item: 0,
        deadline: Some(60),
    }];
    let next = NextLosses::new(&graph, &components, vec![true; 4], watched);
    assert_eq!(
        next.alone(0),
        [Loss {
            item: 3,
            late: false
        }]
    );
    let margin = next.margin(&graph, &components, &[1], TWO);
    let only = |item, late| NextLoss {
        loss: Loss { item, late },
        stops_anyway: item == 3,
        late_anyway: false,
    };
    // Back after the quicker of the two, 1: twenty seconds and nothing more of its own.
    assert_eq!(margin.changed, [(0, vec![only(2, false), only(3, false)])]);
    assert!(
        next.margin(&graph, &components, &[], TWO)
            .changed
            .is_empty()
    );
    assert_eq!(next.ways(&graph, &[1], &[(2, 0)]), [vec![2, 0]]);
    assert_eq!(next.ways(&graph, &[], &[(2, 0)]), [Vec::<Item>::new()]);
}
