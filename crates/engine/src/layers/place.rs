//! Where the cells of a layer stand: near their neighbours, never closer than the spacing allows.
//! Each layer is settled exactly, by pooling those that would stand too close.

use super::{Downward, Drawing, Frame, Line, Net, Spacing, Spot};

/// Sweeps down and up before the last, which looks both ways.
const SWEEPS: usize = 6;
/// How much straighter a long line is than a short one.
const BEND: i64 = 8;

/// The middle of each cell, from the left; the least left edge is 0.
pub(super) fn across(net: &Net, spacing: Spacing) -> Vec<i64> {
    let nodes = net.cells.len() - net.chains.iter().map(|it| bends(it)).sum::<usize>();
    let mut centres = vec![0i64; net.cells.len()];
    for layer in &net.layers {
        let mut at = 0;
        for pair in layer.windows(2) {
            at += apart(net, pair[0], pair[1], spacing);
            centres[pair[1] as usize] = at;
        }
        let half = at / 2;
        layer
            .iter()
            .for_each(|&cell| centres[cell as usize] -= half);
    }
    let count = net.layers.len();
    for sweep in 0..=SWEEPS {
        for step in 0..count {
            let layer = if sweep % 2 == 0 {
                step
            } else {
                count - 1 - step
            };
            let looks = match sweep {
                SWEEPS => (true, true),
                _ => (sweep % 2 == 0, sweep % 2 == 1),
            };
            settle(net, layer, looks, (nodes, spacing), &mut centres);
        }
    }
    let edge = |(cell, centre): (usize, &i64)| centre - i64::from(net.cells[cell].width) / 2;
    let left = centres.iter().enumerate().map(edge).min().unwrap_or(0);
    let room = i64::from(spacing.around);
    centres.iter_mut().for_each(|centre| *centre += room - left);
    centres
}

fn bends(chain: &[u32]) -> usize {
    chain.len().saturating_sub(2)
}

/// How far apart the middles of two that stand side by side must be.
fn apart(net: &Net, one: u32, other: u32, spacing: Spacing) -> i64 {
    let (one, other) = (&net.cells[one as usize], &net.cells[other as usize]);
    let framed = i64::from(one.group != other.group) * 2 * i64::from(spacing.around);
    i64::from(one.width + other.width) / 2 + 1 + i64::from(spacing.beside) + framed
}

/// Some cells that stand as close as they may.
struct Pool {
    cells: usize,
    weight: i64,
    sum: i64,
}

impl Pool {
    fn at(&self) -> i64 {
        self.sum.div_euclid(self.weight)
    }
}

/// Settles one layer: the least sum of squared distances to where each cell would like to stand.
fn settle(
    net: &Net,
    layer: usize,
    (up, down): (bool, bool),
    (nodes, spacing): (usize, Spacing),
    centres: &mut [i64],
) {
    let cells = &net.layers[layer];
    let mut offset = 0;
    let mut offsets = Vec::with_capacity(cells.len());
    let mut pools: Vec<Pool> = Vec::new();
    for (place, &cell) in cells.iter().enumerate() {
        if place > 0 {
            offset += apart(net, cells[place - 1], cell, spacing);
        }
        offsets.push(offset);
        let above = net.above[cell as usize].iter().filter(|_| up);
        let below = net.below[cell as usize].iter().filter(|_| down);
        let wished: Vec<i64> = above
            .chain(below)
            .map(|&other| centres[other as usize])
            .collect();
        let weight = match (wished.is_empty(), net.is_bend(cell, nodes)) {
            (true, _) => 1,
            (false, true) => 2 * BEND,
            (false, false) => 2,
        };
        let wish = match wished.len() {
            0 => centres[cell as usize],
            len => wished.iter().sum::<i64>() / len as i64,
        };
        let mut pool = Pool {
            cells: 1,
            weight,
            sum: weight * (wish - offset),
        };
        while let Some(before) = pools.pop_if(|before| before.at() > pool.at()) {
            pool.cells += before.cells;
            pool.weight += before.weight;
            pool.sum += before.sum;
        }
        pools.push(pool);
    }
    let mut settled = cells.iter().zip(offsets);
    for pool in pools {
        for (&cell, offset) in settled.by_ref().take(pool.cells) {
            centres[cell as usize] = pool.at() + offset;
        }
    }
}

/// The drawing, once all middles are known.
pub(super) fn drawing(
    net: &Net,
    nodes: usize,
    downward: &[Option<Downward>],
    centres: &[i64],
    spacing: Spacing,
) -> Drawing {
    let (tops, heights, height) = rows(net, spacing);
    let x = |cell: u32| centres[cell as usize] as i32;
    let mut drawing = Drawing {
        height,
        ..Drawing::default()
    };
    for cell in 0..nodes as u32 {
        let (node, layer) = (&net.cells[cell as usize], net.layer[cell as usize]);
        let spot = Spot {
            x: x(cell) - node.width / 2,
            y: tops[layer as usize] + (heights[layer as usize] - node.height) / 2,
            layer,
        };
        drawing.spots.push(spot);
    }
    let right = |cell: u32| x(cell) + net.cells[cell as usize].width / 2 + 1;
    let cells = 0..net.cells.len() as u32;
    drawing.width = cells.map(right).max().unwrap_or(0) + spacing.around;
    for (chain, arc) in net.chains.iter().zip(downward) {
        let Some(arc) = arc else {
            drawing.lines.push(Line::default());
            continue;
        };
        let (top, lower) = (drawing.spots[arc.upper as usize], arc.lower as usize);
        let bottom = top.y + net.cells[arc.upper as usize].height;
        let mut points = vec![(x(arc.upper), bottom)];
        for &bend in &chain[1..chain.len() - 1] {
            let layer = net.layer[bend as usize] as usize;
            points.push((x(bend), tops[layer]));
            points.push((x(bend), tops[layer] + heights[layer]));
        }
        points.push((x(arc.lower), drawing.spots[lower].y));
        if arc.flipped {
            points.reverse();
        }
        drawing.lines.push(Line {
            points,
            turned: arc.turned,
        });
    }
    drawing.frames = frames(net, &drawing, &tops, &heights, spacing);
    drawing
}

/// Upper edge and height of each layer, and the height of all.
fn rows(net: &Net, spacing: Spacing) -> (Vec<i32>, Vec<i32>, i32) {
    let (mut tops, mut heights) = (Vec::new(), Vec::new());
    let mut at = spacing.around;
    for layer in &net.layers {
        let high = layer.iter().map(|&cell| net.cells[cell as usize].height);
        let high = high.max().unwrap_or(0);
        tops.push(at);
        heights.push(high);
        at += high + spacing.below;
    }
    let last = if tops.is_empty() { 0 } else { spacing.below };
    (tops, heights, at - last + spacing.around)
}

fn frames(
    net: &Net,
    drawing: &Drawing,
    tops: &[i32],
    heights: &[i32],
    spacing: Spacing,
) -> Vec<Frame> {
    let group = |cell: &u32| net.cells[*cell as usize].group;
    let mut frames = Vec::new();
    for (layer, cells) in net.layers.iter().enumerate() {
        for run in cells.chunk_by(|one, other| group(one) == group(other)) {
            let (Some(of), Some(&first), Some(&last)) = (group(&run[0]), run.first(), run.last())
            else {
                continue;
            };
            let x = drawing.spots[first as usize].x - spacing.around;
            let right = drawing.spots[last as usize].x + net.cells[last as usize].width;
            frames.push(Frame {
                group: of,
                x,
                y: tops[layer] - spacing.around,
                width: right + spacing.around - x,
                height: heights[layer] + 2 * spacing.around,
            });
        }
    }
    frames
}
