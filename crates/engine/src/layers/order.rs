//! In which order the cells of a layer stand, so that few lines cross: medians of neighbours,
//! down and up, and swaps of those that stand side by side. The best order seen is kept.

use super::Net;

/// Sweeps over all layers; more find little.
const SWEEPS: usize = 12;
/// How far apart two places of the narrowest layer are, for medians.
const SCALE: i64 = 1_000_000;

/// Orders the layers; how many crossings are left. It starts twice, from the order of the cells
/// and from its mirror image: equal medians fall differently.
pub(super) fn untangle(net: &mut Net) -> usize {
    gather(net);
    let first = net.layers.clone();
    let mut best = (crossings(net), first.clone());
    for mirrored in [false, true] {
        net.layers.clone_from(&first);
        if mirrored {
            net.layers.iter_mut().for_each(|layer| layer.reverse());
        }
        sweep(net, &mut best);
    }
    net.layers = best.1;
    best.0
}

fn sweep(net: &mut Net, best: &mut (usize, Vec<Vec<u32>>)) {
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            return;
        }
        let count = net.layers.len();
        for step in 1..count {
            let down = sweep % 2 == 0;
            let layer = if down { step } else { count - 1 - step };
            by_medians(net, layer, down);
        }
        let mut passes = 0;
        while swap_beside(net) && passes < SWEEPS {
            passes += 1;
        }
        let found = crossings(net);
        if found < best.0 {
            *best = (found, net.layers.clone());
        }
    }
}

/// Puts the members of each group side by side, at the place of the first.
fn gather(net: &mut Net) {
    let cells = &net.cells;
    for layer in &mut net.layers {
        let first = |group: Option<u32>, at: usize, layer: &[u32]| match group {
            Some(_) => {
                let mut all = layer.iter();
                all.position(|&cell| cells[cell as usize].group == group)
                    .unwrap_or(at)
            }
            None => at,
        };
        let keys: Vec<usize> = layer
            .iter()
            .enumerate()
            .map(|(at, &cell)| first(cells[cell as usize].group, at, layer))
            .collect();
        let mut order: Vec<usize> = (0..layer.len()).collect();
        order.sort_by_key(|&at| (keys[at], at));
        *layer = order.into_iter().map(|at| layer[at]).collect();
    }
}

/// Where each cell stands in its layer.
fn places(net: &Net) -> Vec<usize> {
    let mut place = vec![0; net.cells.len()];
    for layer in &net.layers {
        for (at, &cell) in layer.iter().enumerate() {
            place[cell as usize] = at;
        }
    }
    place
}

fn by_medians(net: &mut Net, layer: usize, down: bool) {
    let place = places(net);
    let beside = if down { layer - 1 } else { layer + 1 };
    let width = |layer: usize| net.layers[layer].len().max(1) as i64;
    let neighbours = if down { &net.above } else { &net.below };
    let key = |cell: u32| {
        let mut at: Vec<i64> = neighbours[cell as usize]
            .iter()
            .map(|&other| place[other as usize] as i64 * 2 * SCALE / width(beside))
            .collect();
        at.sort_unstable();
        match at.len() {
            0 => place[cell as usize] as i64 * 2 * SCALE / width(layer),
            len => (at[(len - 1) / 2] + at[len / 2]) / 2,
        }
    };
    let cells = &net.layers[layer];
    let keys: Vec<i64> = cells.iter().map(|&cell| key(cell)).collect();
    let group = |at: usize| net.cells[cells[at] as usize].group;
    // A group stands where its members would stand on average.
    let shared = |at: usize| match group(at) {
        Some(_) => {
            let members = (0..cells.len()).filter(|&other| group(other) == group(at));
            let all: Vec<i64> = members.map(|other| keys[other]).collect();
            all.iter().sum::<i64>() / all.len() as i64
        }
        None => keys[at],
    };
    let mut order: Vec<usize> = (0..cells.len()).collect();
    let sorted = |at: &usize| {
        let alone = group(*at).map_or((1, *at as u32), |group| (0, group));
        (shared(*at), alone, keys[*at], *at)
    };
    order.sort_by_cached_key(sorted);
    let cells = order.into_iter().map(|at| cells[at]).collect();
    net.layers[layer] = cells;
}

/// Swaps cells that stand side by side wherever fewer lines cross then; whether any did.
fn swap_beside(net: &mut Net) -> bool {
    let (mut place, mut swapped) = (places(net), false);
    for layer in 0..net.layers.len() {
        for at in 1..net.layers[layer].len() {
            let (one, other) = (net.layers[layer][at - 1], net.layers[layer][at]);
            if !may_swap(net, layer, at) {
                continue;
            }
            let both = |one: u32, other: u32| {
                pairs(&net.above, &place, one, other) + pairs(&net.below, &place, one, other)
            };
            if both(other, one) < both(one, other) {
                net.layers[layer].swap(at - 1, at);
                place.swap(one as usize, other as usize);
                swapped = true;
            }
        }
    }
    swapped
}

/// Whether two that stand side by side may change places without tearing a group.
fn may_swap(net: &Net, layer: usize, at: usize) -> bool {
    let group = |at: usize| net.cells[net.layers[layer][at] as usize].group;
    let (one, other) = (group(at - 1), group(at));
    let alone = |place: usize| {
        let of = group(place);
        let beside = |other: Option<usize>| {
            other.is_some_and(|other| other < net.layers[layer].len() && group(other) == of)
        };
        of.is_none() || !(beside(place.checked_sub(1)) || beside(Some(place + 1)))
    };
    (one.is_some() && one == other) || (alone(at - 1) && alone(at))
}

/// How many lines of two cells cross when the first stands left of the second.
fn pairs(neighbours: &[Vec<u32>], place: &[usize], left: u32, right: u32) -> usize {
    let mut count = 0;
    for &one in &neighbours[left as usize] {
        for &other in &neighbours[right as usize] {
            count += usize::from(place[one as usize] > place[other as usize]);
        }
    }
    count
}

/// How many lines cross between all layers: inversions, counted with a tree of sums.
pub(super) fn crossings(net: &Net) -> usize {
    let place = places(net);
    let mut all = 0;
    for (upper, lower) in net.layers.iter().zip(net.layers.iter().skip(1)) {
        let mut sums = vec![0usize; lower.len() + 1];
        let mut seen = 0;
        for &cell in upper {
            let mut ends: Vec<usize> = net.below[cell as usize]
                .iter()
                .map(|&other| place[other as usize])
                .collect();
            ends.sort_unstable();
            for &end in &ends {
                // Those seen so far that end further to the right cross this one.
                let (mut at, mut upto) = (end + 1, 0);
                while at > 0 {
                    upto += sums[at];
                    at -= at & at.wrapping_neg();
                }
                all += seen - upto;
            }
            for end in ends {
                let mut at = end + 1;
                while at < sums.len() {
                    sums[at] += 1;
                    at += at & at.wrapping_neg();
                }
                seen += 1;
            }
        }
    }
    all
}
