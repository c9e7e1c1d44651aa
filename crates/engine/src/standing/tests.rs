//! Standings against the rules as they are written, applied until nothing changes.

use crate::arcs::Arcs;
use crate::graph::{Graph, Item, ItemSpec};
use crate::random_graph::{Dice, graph, group, item};
use crate::standing::{Standing, Walk, standing, standing_of_mask};

/// Lost items by the rules, over and over.
fn lost_by_rules(graph: &Graph, named: &[Item]) -> Vec<bool> {
    let mut lost: Vec<bool> = graph.items().map(|item| named.contains(&item)).collect();
    for _ in 0..=graph.len() {
        for item in graph.items() {
            let holders = graph.held_by(item);
            let host = graph.hosts(item).iter().any(|&host| lost[host as usize]);
            let gone = !holders.is_empty() && holders.iter().all(|&holder| lost[holder as usize]);
            lost[item as usize] |= host || gone;
        }
    }
    lost
}

/// Stopped items by the rules, over and over.
fn stopped_by_rules(graph: &Graph, lost: &[bool]) -> Vec<bool> {
    let mut stopped = lost.to_vec();
    for _ in 0..=graph.len() {
        for item in graph.items() {
            let down = |&other: &Item| stopped[other as usize];
            let holders = graph.held_by(item);
            let mut stops = graph.hosts(item).iter().any(down)
                || graph.holds(item).iter().any(|&held| lost[held as usize])
                || (!holders.is_empty() && holders.iter().all(down));
            for id in graph.groups_of(item) {
                let group = graph.group(id);
                let members = graph.members(id);
                let up = members.len() - members.iter().filter(|&member| down(member)).count()
                    + group.unresolved as usize;
                stops |= group.stops() && group.phase.runs() && up < group.needed as usize;
            }
            stopped[item as usize] |= stops;
        }
    }
    stopped
}

fn check(graph: &Graph, found: &Standing, lost: &[bool]) {
    let stopped = stopped_by_rules(graph, lost);
    for item in graph.items() {
        assert_eq!(
            found.is_lost(item),
            lost[item as usize],
            "lost {item} of {graph:?}"
        );
        assert_eq!(
            found.is_stopped(item),
            stopped[item as usize],
            "stopped {item} of {graph:?}"
        );
    }
    let mut listed = found.stopped().to_vec();
    listed.sort_unstable();
    let expected: Vec<Item> = graph
        .items()
        .filter(|&item| stopped[item as usize])
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn agrees_with_the_rules() {
    for seed in 0..3_000 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, true);
        let named: Vec<Item> = graph.items().filter(|_| dice.once(4)).collect();
        check(
            &graph,
            &standing(&graph, &named),
            &lost_by_rules(&graph, &named),
        );
        let mask: Vec<bool> = graph.items().map(|_| dice.once(3)).collect();
        check(&graph, &standing_of_mask(&graph, &mask), &mask);
    }
}

#[test]
fn takes_back_exactly_what_it_added() {
    for seed in 0..1_000 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, true);
        let arcs = Arcs::new(&graph);
        let mut walk = Walk::new(&graph, &arcs);
        let mut named = Vec::new();
        let mut marks = Vec::new();
        for _ in 0..20 {
            if dice.once(3) && !marks.is_empty() {
                let keep = dice.below(marks.len() as u32) as usize;
                walk.undo_to(marks[keep]);
                marks.truncate(keep);
                named.truncate(keep);
            } else if dice.once(9) {
                walk.reset();
                (marks, named) = (Vec::new(), Vec::new());
            } else {
                let mark = walk.mark();
                marks.push(mark);
                let before = walk.standing().stopped().len();
                named.push(dice.below(graph.len() as u32));
                walk.lose(named[named.len() - 1]);
                assert_eq!(
                    walk.stopped_since(mark),
                    &walk.standing().stopped()[before..]
                );
            }
            check(&graph, walk.standing(), &lost_by_rules(&graph, &named));
        }
    }
}

#[test]
fn chain_of_a_hundred_thousand_stops_to_its_end() {
    let len = 100_000u32;
    let need = |at: u32| {
        if at + 1 < len {
            vec![group(1, &[at + 1])]
        } else {
            Vec::new()
        }
    };
    let graph = Graph::new((0..len).map(|at| item(1, need(at))).collect());
    assert_eq!(standing(&graph, &[len - 1]).stopped().len(), len as usize);
    assert_eq!(standing(&graph, &[10]).stopped().len(), 11);
}

#[test]
fn a_circle_alone_stops_nothing_and_falls_together() {
    let mut items: Vec<ItemSpec> = (0..50)
        .map(|at| {
            item(
                1,
                vec![group(50, &(0..50).collect::<Vec<_>>()), group(1, &[at])],
            )
        })
        .collect();
    items.push(item(1, Vec::new()));
    items[7].groups.push(group(1, &[50]));
    let graph = Graph::new(items);
    assert_eq!(standing(&graph, &[]).stopped().len(), 0);
    assert_eq!(standing(&graph, &[50]).stopped().len(), 51);
}
