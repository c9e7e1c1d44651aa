//! A layered drawing of a small graph: who needs stands above what is needed, few lines cross,
//! and the same graph always looks the same. It knows indices, sizes and positions, no shapes.
//!
//! After K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical
//! system structures" (1981); circles are broken after P. Eades, X. Lin, W. F. Smyth (1993).

mod circle;
mod order;
mod place;
#[cfg(test)]
mod tests;

/// What is drawn as a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// All of a lower band stand above all of a higher one.
    pub band: u32,
    /// Those of one group stand side by side within a layer.
    pub group: Option<u32>,
}

/// How much room there is between things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spacing {
    /// Between two boxes of a layer.
    pub beside: i32,
    /// Between two layers.
    pub below: i32,
    /// Around the boxes of a group.
    pub around: i32,
    /// Most boxes in one layer; at least 1.
    pub most: usize,
}

/// Where a box stands: its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// From the left.
    pub x: i32,
    /// From above.
    pub y: i32,
    /// Its layer, the uppermost first.
    pub layer: u32,
}

/// The line of an arc.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// From the box that needs to the box that is needed; empty where both are the same.
    pub points: Vec<(i32, i32)>,
    /// Whether it had to be turned around to break a circle.
    pub turned: bool,
}

/// The boxes of one group in one layer, with room around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The group.
    pub group: u32,
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// Where each box stands.
    pub spots: Vec<Spot>,
    /// The line of each arc.
    pub lines: Vec<Line>,
    /// The frames of groups, layer by layer.
    pub frames: Vec<Frame>,
    /// How often lines cross between layers.
    pub crossings: usize,
}

/// An arc with its upper end first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Downward {
    upper: u32,
    lower: u32,
    /// Whether the upper end is the one that is needed.
    flipped: bool,
    /// Whether it was flipped to break a circle.
    turned: bool,
}

/// Boxes, then the bends of lines that pass through layers.
struct Net {
    /// Width, height and group of each cell.
    cells: Vec<Node>,
    /// The layer of each cell.
    layer: Vec<u32>,
    /// The cells of each layer, from the left.
    layers: Vec<Vec<u32>>,
    /// For each cell its neighbours in the layer above.
    above: Vec<Vec<u32>>,
    /// For each cell its neighbours in the layer below.
    below: Vec<Vec<u32>>,
    /// For each arc the cells that its line runs through, the upper end first.
    chains: Vec<Vec<u32>>,
}

/// Draws a graph: `arcs` lead from the node that needs to the node that is needed, both below
/// `nodes.len()`. Cost: quadratic in the nodes of a band to break circles; else a fixed number of
/// sweeps, each n log n in boxes and bends (an arc bends in every layer that it passes).
pub fn layered(nodes: &[Node], arcs: &[(u32, u32)], spacing: Spacing) -> Drawing {
    let downward = circle::downward(nodes, arcs);
    let layer = layer_of(nodes, &downward, spacing.most.max(1));
    let mut net = Net::new(nodes, &downward, layer);
    let crossings = order::untangle(&mut net);
    let centres = place::across(&net, spacing);
    let mut drawing = place::drawing(&net, nodes.len(), &downward, &centres, spacing);
    drawing.crossings = crossings;
    drawing
}

/// The layer of each node: below all that need it in its band by the longest path, and below all
/// lower bands; no layer holds more than `most`.
fn layer_of(nodes: &[Node], downward: &[Option<Downward>], most: usize) -> Vec<u32> {
    let inside = |arc: &&Downward| nodes[arc.upper as usize].band == nodes[arc.lower as usize].band;
    let arcs: Vec<&Downward> = downward.iter().flatten().filter(inside).collect();
    let mut lower: Vec<Vec<u32>> = vec![Vec::new(); nodes.len()];
    let mut waits = vec![0u32; nodes.len()];
    for arc in arcs {
        lower[arc.upper as usize].push(arc.lower);
        waits[arc.lower as usize] += 1;
    }
    let mut bands: Vec<u32> = nodes.iter().map(|node| node.band).collect();
    bands.sort_unstable();
    bands.dedup();
    let mut layer = vec![0u32; nodes.len()];
    let mut filled: Vec<usize> = Vec::new();
    for band in bands {
        let first = filled.len() as u32;
        let members = 0..nodes.len() as u32;
        let ready = |node: &u32| nodes[*node as usize].band == band && waits[*node as usize] == 0;
        let mut row: Vec<u32> = members.filter(ready).collect();
        for &node in &row {
            layer[node as usize] = first;
        }
        while !row.is_empty() {
            let mut next = Vec::new();
            for &node in &row {
                let mut at = layer[node as usize] as usize;
                while filled.get(at).is_some_and(|count| *count >= most) {
                    at += 1;
                }
                filled.resize(filled.len().max(at + 1), 0);
                filled[at] += 1;
                layer[node as usize] = at as u32;
                for &below in &lower[node as usize] {
                    let below = below as usize;
                    layer[below] = layer[below].max(at as u32 + 1);
                    waits[below] -= 1;
                    if waits[below] == 0 {
                        next.push(below as u32);
                    }
                }
            }
            next.sort_unstable();
            row = next;
        }
    }
    layer
}

impl Net {
    fn new(nodes: &[Node], downward: &[Option<Downward>], layer: Vec<u32>) -> Net {
        let count = layer.iter().max().map_or(0, |last| *last as usize + 1);
        let mut net = Net {
            cells: nodes.to_vec(),
            layers: vec![Vec::new(); count],
            above: vec![Vec::new(); nodes.len()],
            below: vec![Vec::new(); nodes.len()],
            chains: Vec::with_capacity(downward.len()),
            layer,
        };
        for cell in 0..nodes.len() as u32 {
            net.layers[net.layer[cell as usize] as usize].push(cell);
        }
        for arc in downward {
            let chain = arc.map(|arc| net.chain(arc)).unwrap_or_default();
            net.chains.push(chain);
        }
        net
    }

    /// Lays the line of an arc, with a bend in every layer that it passes.
    fn chain(&mut self, arc: Downward) -> Vec<u32> {
        let mut chain = vec![arc.upper];
        let (first, last) = (
            self.layer[arc.upper as usize],
            self.layer[arc.lower as usize],
        );
        for layer in first + 1..last {
            let bend = self.cells.len() as u32;
            let (width, height) = (0, 0);
            self.cells.push(Node {
                width,
                height,
                band: 0,
                group: None,
            });
            self.layer.push(layer);
            self.layers[layer as usize].push(bend);
            self.above.push(Vec::new());
            self.below.push(Vec::new());
            chain.push(bend);
        }
        chain.push(arc.lower);
        for pair in chain.windows(2) {
            self.below[pair[0] as usize].push(pair[1]);
            self.above[pair[1] as usize].push(pair[0]);
        }
        chain
    }

    fn is_bend(&self, cell: u32, nodes: usize) -> bool {
        cell as usize >= nodes
    }
}
