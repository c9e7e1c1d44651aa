//! Times against the page, worked out by waiting until nothing changes; known numbers; and
//! graphs that would hang or overflow a careless walk.

use crate::arcs::Arcs;
use crate::component::Components;
use crate::graph::{Effect, Graph, Item, ItemSpec, Seconds, Tail};
use crate::random_graph::{Dice, graph, group, item};
use crate::recovery::{Gap, Recovery, Term, Times, surviving};
use crate::standing::{Standing, Walk, standing, standing_of_mask};

fn times(graph: &Graph, standing: &Standing) -> Times {
    let components = Components::new(graph);
    let recovery = Recovery::new(graph, &components);
    recovery.all(standing, &surviving(graph, standing))
}

/// Who reaches whom over stop groups without a break-glass way and hosts.
fn same_circle(graph: &Graph) -> Vec<Vec<bool>> {
    let mut reach = vec![vec![false; graph.len()]; graph.len()];
    for item in graph.items() {
        reach[item as usize][item as usize] = true;
        for &host in graph.hosts(item) {
            reach[item as usize][host as usize] = true;
        }
        for id in graph.groups_of(item) {
            let group = graph.group(id);
            if group.effect == Effect::Stop && !group.bootstrap {
                for &member in graph.members(id) {
                    reach[item as usize][member as usize] = true;
                }
            }
        }
    }
    for via in 0..graph.len() {
        for from in 0..graph.len() {
            for to in 0..graph.len() {
                reach[from][to] |= reach[from][via] && reach[via][to];
            }
        }
    }
    let both = |a: usize, b: usize| reach[a][b] && reach[b][a];
    (0..graph.len())
        .map(|a| (0..graph.len()).map(|b| both(a, b)).collect())
        .collect()
}

fn own_by_page(graph: &Graph, standing: &Standing, item: Item) -> Option<Seconds> {
    if !standing.is_lost(item) {
        return Some(graph.resume(item));
    }
    for &crew in graph.crews(item) {
        let deputy = graph
            .stand_in(crew)
            .is_some_and(|deputy| !standing.is_lost(deputy));
        if standing.is_lost(crew) && !deputy {
            return None;
        }
    }
    let survives = |at: Option<Item>| at.is_none_or(|at| !standing.is_lost(at));
    let copies = graph.copies(item).iter().filter(|copy| survives(copy.at));
    graph
        .takes(item)
        .or_else(|| copies.filter_map(|copy| copy.seconds).min())
}

/// One item's time from those found so far; `None` while any needed one is not known.
fn by_page(
    graph: &Graph,
    standing: &Standing,
    same: &[Vec<bool>],
    found: &[Option<Seconds>],
    item: Item,
) -> Option<Seconds> {
    let together = |other: Item| same[item as usize][other as usize];
    let holders = graph.held_by(item);
    if !holders.is_empty() {
        let left: Vec<Item> = holders
            .iter()
            .copied()
            .filter(|&other| !together(other))
            .collect();
        if left.is_empty() {
            return Some(0);
        }
        return left
            .iter()
            .filter_map(|&holder| found[holder as usize])
            .min();
    }
    let own = own_by_page(graph, standing, item)?;
    let mut longest = own;
    for &host in graph.hosts(item) {
        if standing.is_stopped(host) && !standing.is_lost(host) && !together(host) {
            longest = longest.max(found[host as usize]? + own);
        }
    }
    for id in graph.groups_of(item) {
        let group = graph.group(id);
        let members = graph.members(id);
        let up = members
            .iter()
            .filter(|&&member| !standing.is_stopped(member))
            .count();
        if group.effect != Effect::Stop || group.bootstrap || up >= group.needed as usize {
            continue;
        }
        let stays = |member: Item| !together(member) && !graph.holds(item).contains(&member);
        let left = members.iter().copied().filter(|&member| stays(member));
        let mut all: Vec<(bool, Option<Seconds>)> = left
            .map(|member| found[member as usize])
            .map(|time| (time.is_none(), time))
            .collect();
        all.extend(vec![(true, None); group.unresolved as usize]);
        all.sort_unstable();
        let needed = all.len().min(group.needed as usize);
        if needed == 0 {
            continue;
        }
        let tail = match group.tail {
            Tail::Own => own,
            Tail::Known(tail) => tail,
            Tail::Unknown => return None,
        };
        longest = longest.max(all[needed - 1].1? + group.switch + tail);
    }
    let mut more = 0;
    for &held in graph
        .holds(item)
        .iter()
        .filter(|&&held| standing.is_lost(held))
    {
        more = more.max(own_by_page(graph, standing, held)?);
    }
    Some(longest + more)
}

/// All times, from nothing known, until nothing changes.
fn all_by_page(graph: &Graph, standing: &Standing) -> Vec<Option<Seconds>> {
    let same = same_circle(graph);
    let up = |item: Item| (!standing.is_stopped(item)).then_some(0);
    let mut found: Vec<Option<Seconds>> = graph.items().map(up).collect();
    loop {
        let before = found.clone();
        let alone: Vec<Option<Seconds>> = graph
            .items()
            .map(|item| {
                if standing.is_stopped(item) {
                    by_page(graph, standing, &same, &found, item)
                } else {
                    Some(0)
                }
            })
            .collect();
        for item in graph.items().filter(|&item| standing.is_stopped(item)) {
            let circle = graph
                .items()
                .filter(|&other| same[item as usize][other as usize]);
            let mut stopped = circle.filter(|&other| standing.is_stopped(other));
            found[item as usize] = stopped.try_fold(0, |longest, other| {
                Some(longest.max(alone[other as usize]?))
            });
        }
        if found == before {
            return found;
        }
    }
}

/// Whether the path behind a figure adds up to it.
fn adds_up(graph: &Graph, standing: &Standing, times: &Times, item: Item) {
    let path = times.path(item);
    assert!(path.len() <= graph.len() + 1, "the path runs in a circle");
    let last = path[path.len() - 1].figure;
    if times.seconds(item).is_none() {
        assert!(
            matches!(last.term, Term::Missing(_)),
            "{last:?} of {graph:?}"
        );
        return;
    }
    for (at, step) in path.iter().enumerate() {
        let own = own_by_page(graph, standing, step.item).unwrap_or(0);
        let next = path
            .get(at + 1)
            .and_then(|next| next.figure.seconds)
            .unwrap_or(0);
        let added = step
            .figure
            .added
            .map(|held| own_by_page(graph, standing, held));
        let sum = match step.figure.term {
            Term::Up => 0,
            Term::Own if !graph.held_by(step.item).is_empty() => 0,
            Term::Own => own,
            Term::Host(_) => next + own,
            Term::Member { group, .. } => {
                let tail = match graph.group(group).tail {
                    Tail::Known(tail) => tail,
                    _ => own,
                };
                next + graph.group(group).switch + tail
            }
            Term::Holder(_) | Term::Circle(_) => next,
            Term::Missing(_) => panic!("a known time for want of a fact"),
        };
        let sum = sum + added.flatten().unwrap_or(0);
        assert_eq!(step.figure.seconds, Some(sum), "{step:?} of {graph:?}");
    }
}

#[test]
fn agrees_with_the_page() {
    let (mut known, mut unknown) = (0, 0);
    for seed in 0..6_000 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, seed % 2 == 0);
        let standing = if dice.once(3) {
            let mask: Vec<bool> = graph.items().map(|_| !dice.once(8)).collect();
            standing_of_mask(&graph, &mask)
        } else {
            let named: Vec<Item> = graph.items().filter(|_| dice.once(3)).collect();
            standing(&graph, &named)
        };
        let found = times(&graph, &standing);
        for (item, expected) in all_by_page(&graph, &standing).into_iter().enumerate() {
            let item = item as Item;
            adds_up(&graph, &standing, &found, item);
            match expected {
                Some(_) => assert_eq!(found.seconds(item), expected, "{item} of {graph:?}"),
                // Without data no loop is left but the components.
                None if seed % 2 == 1 => assert_eq!(found.seconds(item), None),
                None => {}
            }
            known += usize::from(standing.is_stopped(item) && expected.is_some());
            unknown += usize::from(expected.is_none());
        }
    }
    assert!(
        known > 3_000 && unknown > 3_000,
        "{known} known, {unknown} unknown"
    );
}

#[test]
fn one_item_alone_has_the_same_time() {
    for seed in 0..1_500 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, true);
        let components = Components::new(&graph);
        let recovery = Recovery::new(&graph, &components);
        let arcs = Arcs::new(&graph);
        let mut walk = Walk::new(&graph, &arcs);
        let mut scratch = Times::default();
        for _ in 0..4 {
            let mark = walk.mark();
            walk.lose(dice.below(graph.len() as u32));
            if dice.once(2) {
                walk.lose(dice.below(graph.len() as u32));
            }
            let survives = surviving(&graph, walk.standing());
            let all = recovery.all(walk.standing(), &survives);
            for item in graph.items() {
                let one = recovery.one(item, walk.standing(), &survives, &mut scratch);
                assert_eq!(one, all.seconds(item), "{item} of {graph:?}");
            }
            drop(survives);
            if dice.once(2) {
                walk.undo_to(mark);
            }
        }
    }
}

#[test]
fn two_of_three_are_back_with_the_second_tv_16() {
    let graph = Graph::new(vec![
        item(0, vec![group(2, &[1, 2, 3])]),
        item(7_200, Vec::new()),
        item(18_000, Vec::new()),
        item(32_400, Vec::new()),
    ]);
    let times = times(&graph, &standing_of_mask(&graph, &[true; 4]));
    assert_eq!(times.seconds(0), Some(18_000));
    assert_eq!(times.path(0)[1].item, 2);
}

#[test]
fn one_of_two_links_is_back_first_tv_13() {
    let graph = Graph::new(vec![
        item(0, vec![group(1, &[1, 2])]),
        item(720, Vec::new()),
        item(86_400, Vec::new()),
    ]);
    let times = times(&graph, &standing_of_mask(&graph, &[true; 3]));
    assert_eq!(times.seconds(0), Some(720));
}

#[test]
fn a_missing_fact_is_named() {
    let unknown = ItemSpec::default();
    let graph = Graph::new(vec![
        item(5, vec![group(1, &[1])]),
        item(5, vec![group(1, &[2])]),
        unknown,
    ]);
    let times = times(&graph, &standing(&graph, &[2]));
    assert_eq!(
        (times.seconds(0), times.gap(0)),
        (None, Some(Gap::Takes(2)))
    );
}

#[test]
fn held_data_takes_longer_and_loops_through_data_end() {
    // 0 holds 3, which 1 needs, which 0 needs: nothing outside can close it.
    let holder = |needs: u32| ItemSpec {
        holds: vec![3],
        ..item(10, vec![group(1, &[needs])])
    };
    let user = item(5, vec![group(1, &[3])]);
    let rest = || item(100, Vec::new());
    let graph = Graph::new(vec![holder(1), user.clone(), rest(), rest()]);
    let found = times(&graph, &standing_of_mask(&graph, &[true; 4]));
    assert_eq!(found.seconds(0), Some(110));
    assert_eq!((found.seconds(1), found.seconds(3)), (Some(110), Some(110)));
    // A second holder that waits for nothing opens it: data 120, user 125, first holder 235.
    let second = ItemSpec {
        holds: vec![3],
        ..item(20, Vec::new())
    };
    let graph = Graph::new(vec![holder(1), user, second, rest()]);
    let found = times(&graph, &standing_of_mask(&graph, &[true; 4]));
    let seconds: Vec<_> = graph.items().map(|item| found.seconds(item)).collect();
    assert_eq!(seconds, [Some(235), Some(125), Some(120), Some(120)]);
}

#[test]
fn chain_of_a_hundred_thousand_adds_up() {
    let len = 100_000u32;
    let need = |at: u32| {
        if at + 1 < len {
            vec![group(1, &[at + 1])]
        } else {
            Vec::new()
        }
    };
    let graph = Graph::new((0..len).map(|at| item(2, need(at))).collect());
    let standing = standing_of_mask(&graph, &vec![true; len as usize]);
    let found = times(&graph, &standing);
    assert_eq!(found.seconds(0), Some(200_000));
    assert_eq!(found.path(0).len(), 100_000);
}

#[test]
fn a_large_circle_is_one_unit() {
    let len = 100_000u32;
    let graph = Graph::new(
        (0..len)
            .map(|at| item(i64::from(at), vec![group(1, &[(at + 1) % len])]))
            .collect(),
    );
    let standing = standing_of_mask(&graph, &vec![true; len as usize]);
    let found = times(&graph, &standing);
    assert!(
        graph
            .items()
            .all(|item| found.seconds(item) == Some(99_999))
    );
    let components = Components::new(&graph);
    let recovery = Recovery::new(&graph, &components);
    let one = recovery.one(7, &standing, &|_, _| true, &mut Times::default());
    assert_eq!(one, Some(99_999));
}

#[test]
fn a_large_loop_through_data_ends() {
    // Pairs of a holder and its data; each holder needs the next one's data.
    let len = 20_000u32;
    let spec = |at: u32| {
        let next = (at + 2) % len;
        if at.is_multiple_of(2) {
            ItemSpec {
                holds: vec![at + 1],
                ..item(3, vec![group(1, &[next + 1])])
            }
        } else {
            item(1, Vec::new())
        }
    };
    let graph = Graph::new((0..len).map(spec).collect());
    let standing = standing_of_mask(&graph, &vec![true; len as usize]);
    let found = times(&graph, &standing);
    assert!(graph.items().all(|item| found.seconds(item) == Some(4)));
}

#[test]
fn absurd_durations_do_not_overflow() {
    let mut switching = group(1, &[1]);
    switching.switch = Seconds::MAX;
    let graph = Graph::new(vec![
        item(Seconds::MAX, vec![switching]),
        item(Seconds::MAX, Vec::new()),
    ]);
    let found = times(&graph, &standing_of_mask(&graph, &[true; 2]));
    assert_eq!(found.seconds(0), Some(Seconds::MAX));
}

#[test]
fn a_holder_that_is_up_counts_at_once_though_its_circle_is_in_the_loop() {
    // 0 is data on a host that waits for 7, held by 1 (up, in a circle with 2) and by 4, which
    // waits for 5, which waits for the data. 2 is lost and also waits for 5.
    let mut items = vec![item(9, Vec::new()); 8];
    items[0].hosts = vec![6];
    items[1].groups = vec![group(1, &[2, 3])];
    items[1].holds = vec![0];
    items[2].groups = vec![group(1, &[1]), group(1, &[5])];
    items[4].groups = vec![group(1, &[5])];
    items[4].holds = vec![0];
    items[4].resume = 7;
    items[5].groups = vec![group(1, &[0])];
    items[6].groups = vec![group(1, &[7])];
    let graph = Graph::new(items);
    let standing = standing(&graph, &[2, 7]);
    assert!(!standing.is_stopped(1) && standing.is_stopped(4));
    let found = times(&graph, &standing);
    assert_eq!(found.seconds(0), Some(0));
    assert_eq!(found.seconds(4), Some(7));
}
