//! Which arcs are drawn upside down so that the rest has no circle: few of them, found greedily.

use super::{Downward, Node};

/// Each arc with its upper end first; none for one that leads to where it begins.
pub(super) fn downward(nodes: &[Node], arcs: &[(u32, u32)]) -> Vec<Option<Downward>> {
    let place = places(nodes, arcs);
    let turn = |&(from, to): &(u32, u32)| {
        if from == to {
            return None;
        }
        let (upper, lower) = (&nodes[from as usize], &nodes[to as usize]);
        let turned = upper.band == lower.band && place[from as usize] > place[to as usize];
        let flipped = turned || upper.band > lower.band;
        let (upper, lower) = if flipped { (to, from) } else { (from, to) };
        Some(Downward {
            upper,
            lower,
            flipped,
            turned,
        })
    };
    arcs.iter().map(turn).collect()
}

/// A line-up of the nodes in which few arcs of a band lead back: what nothing leads to goes to the
/// front, what leads nowhere to the back, else what leads to most and is led to by least.
fn places(nodes: &[Node], arcs: &[(u32, u32)]) -> Vec<usize> {
    let mut to: Vec<Vec<u32>> = vec![Vec::new(); nodes.len()];
    let mut from: Vec<Vec<u32>> = vec![Vec::new(); nodes.len()];
    for &(one, other) in arcs {
        if one != other && nodes[one as usize].band == nodes[other as usize].band {
            to[one as usize].push(other);
            from[other as usize].push(one);
        }
    }
    let mut left: Vec<u32> = (0..nodes.len() as u32).collect();
    let count =
        |lists: &[Vec<u32>]| -> Vec<i64> { lists.iter().map(|list| list.len() as i64).collect() };
    let (mut outs, mut ins) = (count(&to), count(&from));
    let (mut front, mut back) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let sink = left.iter().rposition(|&node| outs[node as usize] == 0);
        let source = left.iter().position(|&node| ins[node as usize] == 0);
        let fullest = || {
            let by = |&(_, &node): &(usize, &u32)| {
                (
                    outs[node as usize] - ins[node as usize],
                    std::cmp::Reverse(node),
                )
            };
            left.iter().enumerate().max_by_key(by).map(|(at, _)| at)
        };
        let Some(at) = source.or(sink).or_else(fullest) else {
            break;
        };
        let node = left.remove(at);
        match (source, sink) {
            (None, Some(_)) => back.push(node),
            _ => front.push(node),
        }
        for &other in &to[node as usize] {
            ins[other as usize] -= 1;
        }
        for &other in &from[node as usize] {
            outs[other as usize] -= 1;
        }
    }
    let mut place = vec![0; nodes.len()];
    for (at, &node) in front.iter().chain(back.iter().rev()).enumerate() {
        place[node as usize] = at;
    }
    place
}
