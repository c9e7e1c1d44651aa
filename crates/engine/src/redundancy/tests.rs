//! Redundancy against its definition.

use crate::graph::Item;
use crate::random_graph::{Dice, graph};
use crate::redundancy::{Reduced, reduced};
use crate::standing::standing;

#[test]
fn agrees_with_the_definition() {
    let mut met = 0;
    for seed in 0..3_000 {
        let mut dice = Dice::new(seed);
        let graph = graph(&mut dice, true);
        let named: Vec<Item> = graph.items().filter(|_| dice.once(5)).collect();
        let standing = standing(&graph, &named);
        let mut expected = Vec::new();
        for item in graph.items().filter(|&item| !standing.is_stopped(item)) {
            for id in graph.groups_of(item) {
                let group = graph.group(id);
                let members = graph.members(id);
                let down = members
                    .iter()
                    .filter(|&&other| standing.is_stopped(other))
                    .count();
                let of = members.len() as u32 + group.unresolved;
                let up = of - down as u32;
                if group.phase.runs() && down > 0 && up >= group.needed {
                    let (needed, switch) = (group.needed, group.switch);
                    expected.push(Reduced {
                        item,
                        group: id,
                        up,
                        of,
                        needed,
                        switch,
                    });
                }
            }
        }
        met += expected.len();
        assert_eq!(reduced(&graph, &standing), expected);
    }
    assert!(met > 300, "the graphs hardly have redundancy: {met}");
}
