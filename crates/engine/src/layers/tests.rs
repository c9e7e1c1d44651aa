//! Drawings of small graphs: what must hold of every one, and crossings counted by hand.

use super::*;
use crate::random_graph::Dice;

const ROOM: Spacing = Spacing {
    beside: 20,
    below: 40,
    around: 6,
    most: 100,
};

fn plain(count: usize) -> Vec<Node> {
    let node = Node {
        width: 100,
        height: 30,
        band: 0,
        group: None,
    };
    vec![node; count]
}

fn random(dice: &mut Dice, count: u32, arcs: u32) -> Vec<(u32, u32)> {
    let mut all: Vec<(u32, u32)> = (0..arcs)
        .map(|_| (dice.below(count), dice.below(count)))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Crossings written from the rule's text: two lines between the same layers cross when their
/// ends stand in opposite orders.
fn crossings_by_hand(net: &Net) -> usize {
    let place = |cell: u32| {
        let layer = &net.layers[net.layer[cell as usize] as usize];
        layer
            .iter()
            .position(|&it| it == cell)
            .expect("it stands there")
    };
    let mut lines = Vec::new();
    for chain in &net.chains {
        for pair in chain.windows(2) {
            lines.push((net.layer[pair[0] as usize], place(pair[0]), place(pair[1])));
        }
    }
    let mut count = 0;
    for (at, one) in lines.iter().enumerate() {
        for other in &lines[..at] {
            let opposite =
                (one.1 < other.1 && one.2 > other.2) || (one.1 > other.1 && one.2 < other.2);
            count += usize::from(one.0 == other.0 && opposite);
        }
    }
    count
}

fn net_of(nodes: &[Node], arcs: &[(u32, u32)]) -> Net {
    let downward = circle::downward(nodes, arcs);
    let layer = layer_of(nodes, &downward, ROOM.most);
    Net::new(nodes, &downward, layer)
}

/// Every order of some cells, by Heap's method without calling itself.
fn every_order(cells: &[u32]) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new()];
    for &cell in cells {
        let grown = |order: &Vec<u32>| {
            (0..=order.len())
                .map(|at| {
                    let mut order = order.clone();
                    order.insert(at, cell);
                    order
                })
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(grown).collect();
    }
    all
}

/// The fewest crossings of all orders of all layers.
fn least(net: &mut Net) -> usize {
    let mut states = vec![Vec::new()];
    for layer in &net.layers {
        let orders = every_order(layer);
        states = states
            .iter()
            .flat_map(|state: &Vec<Vec<u32>>| {
                orders.iter().map(move |order| {
                    let mut state = state.clone();
                    state.push(order.clone());
                    state
                })
            })
            .collect();
    }
    let count = |layers: Vec<Vec<u32>>| {
        net.layers = layers;
        crossings_by_hand(net)
    };
    states.into_iter().map(count).min().expect("an order")
}

#[test]
fn crossings_are_those_counted_by_hand_and_close_to_the_fewest() {
    let mut dice = Dice::new(11);
    let (mut found_all, mut least_all, mut before_all) = (0, 0, 0);
    for _ in 0..150 {
        let nodes = plain(6);
        let arcs = random(&mut dice, 6, 8);
        let mut net = net_of(&nodes, &arcs);
        let orders: usize = net
            .layers
            .iter()
            .map(|it| (1..=it.len()).product::<usize>())
            .product();
        if orders > 3_000 {
            continue;
        }
        before_all += crossings_by_hand(&net);
        let found = order::untangle(&mut net);
        assert_eq!(found, crossings_by_hand(&net));
        let fewest = least(&mut net);
        assert!(found >= fewest);
        found_all += found;
        least_all += fewest;
    }
    assert!(
        before_all > found_all,
        "{before_all} before, {found_all} after"
    );
    assert!(
        found_all <= least_all + least_all / 4 + 3,
        "{found_all} of {least_all}"
    );
}

#[test]
fn what_needs_stands_above_and_only_circles_are_turned() {
    let mut dice = Dice::new(5);
    for _ in 0..200 {
        let nodes = plain(12);
        let arcs = random(&mut dice, 12, 18);
        let drawing = layered(&nodes, &arcs, ROOM);
        for (&(from, to), line) in arcs.iter().zip(&drawing.lines) {
            let (upper, lower) = (&drawing.spots[from as usize], &drawing.spots[to as usize]);
            match (from == to, line.turned) {
                (true, _) => assert!(line.points.is_empty()),
                (false, false) => assert!(upper.layer < lower.layer),
                (false, true) => assert!(upper.layer > lower.layer),
            }
        }
        let downhill: Vec<(u32, u32)> = arcs.into_iter().filter(|(from, to)| from < to).collect();
        let drawing = layered(&nodes, &downhill, ROOM);
        assert!(drawing.lines.iter().all(|line| !line.turned));
    }
}

#[test]
fn a_circle_loses_one_arc() {
    let arcs: Vec<(u32, u32)> = (0..7).map(|at| (at, (at + 1) % 7)).collect();
    let drawing = layered(&plain(7), &arcs, ROOM);
    let turned = drawing.lines.iter().filter(|line| line.turned);
    assert_eq!(turned.count(), 1);
}

#[test]
fn boxes_never_overlap_and_the_same_graph_looks_the_same() {
    let mut dice = Dice::new(23);
    for round in 0..120 {
        let mut nodes = plain(20);
        for node in &mut nodes {
            node.width = 40 + dice.below(100) as i32;
            node.band = dice.below(3);
            node.group = dice.once(2).then(|| dice.below(3));
        }
        let arcs = random(&mut dice, 20, 30);
        let room = Spacing {
            most: 1 + round % 7,
            ..ROOM
        };
        let drawing = layered(&nodes, &arcs, room);
        assert_eq!(drawing, layered(&nodes, &arcs, room));
        for (one, spot) in drawing.spots.iter().enumerate() {
            assert!(spot.x >= 0 && spot.x + nodes[one].width <= drawing.width);
            assert!(spot.y >= 0 && spot.y + nodes[one].height <= drawing.height);
            for (other, beside) in drawing.spots[..one].iter().enumerate() {
                let bands = (nodes[one].band, nodes[other].band);
                assert!(bands.0 >= bands.1 || spot.layer < beside.layer);
                let apart = spot.x >= beside.x + nodes[other].width + room.beside
                    || beside.x >= spot.x + nodes[one].width + room.beside;
                assert!(spot.layer != beside.layer || apart);
            }
        }
        let mut filled = vec![0; nodes.len() * 2];
        drawing
            .spots
            .iter()
            .for_each(|spot| filled[spot.layer as usize] += 1);
        assert!(filled.iter().all(|count| *count <= room.most));
        for (at, frame) in drawing.frames.iter().enumerate() {
            let same = |other: &&Frame| other.y == frame.y && other.group == frame.group;
            assert!(
                !drawing.frames[..at].iter().any(|other| same(&other)),
                "a torn group"
            );
        }
    }
}

#[test]
fn lines_go_from_box_to_box_and_past_what_they_pass() {
    // 0 needs 1 and 2; 1 needs 2: the line from 0 to 2 passes the layer of 1.
    let arcs = [(0, 1), (0, 2), (1, 2)];
    let drawing = layered(&plain(3), &arcs, ROOM);
    let long = &drawing.lines[1].points;
    assert_eq!(long.len(), 4);
    let (begin, end) = (drawing.spots[0], drawing.spots[2]);
    assert_eq!(long[0], (begin.x + 50, begin.y + 30));
    assert_eq!(long[3], (end.x + 50, end.y));
    let passed = drawing.spots[1];
    let (x, _) = long[1];
    assert!(
        x < passed.x || x > passed.x + 100,
        "{x} runs through {passed:?}"
    );
}

#[test]
fn a_chain_of_a_thousand_and_nothing_at_all_are_drawn() {
    let arcs: Vec<(u32, u32)> = (0..999).map(|at| (at, at + 1)).collect();
    let drawing = layered(&plain(1_000), &arcs, ROOM);
    assert_eq!(drawing.spots[999].layer, 999);
    let straight = drawing
        .spots
        .iter()
        .all(|spot| spot.x == drawing.spots[0].x);
    assert!(straight);
    assert_eq!(layered(&[], &[], ROOM).spots, []);
}
