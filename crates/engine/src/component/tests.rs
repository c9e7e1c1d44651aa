//! Components against reachability, and circles for showing.

use crate::component::Components;
use crate::graph::{Graph, Item};
use crate::random_graph::{Dice, graph, group, item};

fn edge(graph: &Graph, from: Item, to: Item) -> bool {
    let needs = |id: u32| {
        let group = graph.group(id);
        group.stops() && !group.bootstrap && graph.members(id).contains(&to)
    };
    graph.hosts(from).contains(&to) || graph.groups_of(from).any(needs)
}

fn reachable(graph: &Graph) -> Vec<Vec<bool>> {
    let row = |from: Item| graph.items().map(|to| edge(graph, from, to)).collect();
    let mut reach: Vec<Vec<bool>> = graph.items().map(row).collect();
    for via in 0..graph.len() {
        let through = reach[via].clone();
        for from in reach.iter_mut().filter(|from| from[via]) {
            from.iter_mut()
                .zip(&through)
                .for_each(|(to, &further)| *to |= further);
        }
    }
    reach
}

#[test]
fn agrees_with_reachability() {
    for seed in 0..1_500 {
        let graph = graph(&mut Dice::new(seed), true);
        let reach = reachable(&graph);
        let components = Components::new(&graph);
        for from in graph.items() {
            for to in graph.items() {
                let (a, b) = (from as usize, to as usize);
                let same = from == to || (reach[a][b] && reach[b][a]);
                assert_eq!(components.same(from, to), same, "{from} {to} of {graph:?}");
                assert!(!edge(&graph, from, to) || components.of(to) <= components.of(from));
            }
            let itself = edge(&graph, from, from) && !components.is_cyclic(from);
            assert_eq!(components.names_itself(from), itself);
        }
        for component in components.cyclic() {
            let circle = components.circle(component);
            assert!(circle.len() > 1, "{circle:?} of {graph:?}");
            for (at, &from) in circle.iter().enumerate() {
                assert!(
                    edge(&graph, from, circle[(at + 1) % circle.len()]),
                    "{circle:?}"
                );
            }
        }
    }
}

#[test]
fn the_short_circle_is_shown() {
    let graph = Graph::new(vec![
        item(1, vec![group(1, &[1])]),
        item(1, vec![group(1, &[2])]),
        item(1, vec![group(1, &[0]), group(1, &[3])]),
        item(1, vec![group(1, &[2])]),
    ]);
    let components = Components::new(&graph);
    let mut circle = components.circle(0);
    circle.sort_unstable();
    assert_eq!((components.count(), circle), (1, vec![2, 3]));
}
