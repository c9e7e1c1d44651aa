//! How long pieces of work take in one run, and what follows from that for the own times of items:
//! each piece is drawn from its three points, those of one cause are alike. A draw depends on
//! seed, piece and run alone. Whose work it is and how alike it is are the caller's business.

use std::collections::HashMap;

use crate::draw::Draws;
use crate::graph::{Graph, Item, Seconds, Tail};
use crate::normal::quantile;

mod shape;
#[cfg(test)]
mod tests;

use shape::Shape;

/// A piece of work whose length is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Best, likely and worst.
    pub points: [Seconds; 3],
    /// A fixed wait after it.
    pub wait: Seconds,
    /// The number of its own stream of draws.
    pub stream: u64,
    /// The number of what makes it like others: a team, say; none, and it is like no other.
    pub cause: Option<u64>,
}

/// A place in a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The work that is done there, by index.
    pub work: u32,
    /// The places that wait for it, each before this one in the list.
    pub then: Vec<u32>,
}

/// The work by which one item comes back. Its own time is the longest way through it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// The item.
    pub item: Item,
    /// The work, last first.
    pub links: Vec<Link>,
    /// For each group whose tail follows from it: the places that follow the group's members.
    pub tails: Vec<(u32, Vec<u32>)>,
}

impl Chain {
    /// A single piece of work.
    pub fn of_one(item: Item, work: u32) -> Chain {
        let then = Vec::new();
        Chain {
            item,
            links: vec![Link { work, then }],
            tails: Vec::new(),
        }
    }
}

/// All uncertain work, made ready to be drawn.
#[derive(Clone, Debug)]
pub struct Drawn {
    works: Vec<Work>,
    chains: Vec<Chain>,
    seed: u64,
    alike: f64,
    shapes: Vec<Shape>,
    shape_of: Vec<usize>,
}

impl Drawn {
    /// Makes the work ready. `alike`, 0..=1, is the correlation of pieces of one cause: of the
    /// normal numbers behind them, to be exact. Cost: some thousands of steps for each shape.
    pub fn new(works: Vec<Work>, chains: Vec<Chain>, alike: f64, seed: u64) -> Drawn {
        let alike = if alike.is_nan() { 0.0 } else { alike };
        let mut drawn = Drawn {
            works,
            chains,
            seed,
            alike: alike.clamp(0.0, 1.0),
            shapes: Vec::new(),
            shape_of: Vec::new(),
        };
        drawn.shape();
        drawn
    }

    /// Only the chains of some items, with their work.
    pub fn only(&self, keep: impl Fn(Item) -> bool) -> Drawn {
        let mut kept: HashMap<u32, u32> = HashMap::new();
        let mut works = Vec::new();
        let chosen = self.chains.iter().filter(|chain| keep(chain.item));
        let mut chains: Vec<Chain> = chosen.cloned().collect();
        for link in chains.iter_mut().flat_map(|chain| &mut chain.links) {
            link.work = *kept.entry(link.work).or_insert_with(|| {
                works.push(self.works[link.work as usize]);
                works.len() as u32 - 1
            });
        }
        Drawn::new(works, chains, self.alike, self.seed)
    }

    /// Whether nothing is uncertain: every run is the same.
    pub fn is_sure(&self) -> bool {
        self.works
            .iter()
            .all(|work| work.points[0] == work.points[2])
    }

    /// All works.
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    /// How long each work takes in a run, its wait included. Cost: one or two draws for each.
    pub fn lengths(&self, run: u64, lengths: &mut Vec<Seconds>) {
        lengths.clear();
        let mut causes: HashMap<u64, f64> = HashMap::new();
        for (at, work) in self.works.iter().enumerate() {
            let [best, likely, worst] = work.points;
            let mut own = Draws::of(self.seed, work.stream, run);
            let length = match work.cause {
                _ if best == worst => best,
                Some(cause) if self.alike > 0.0 => {
                    let common = causes
                        .entry(cause)
                        .or_insert_with(|| quantile(Draws::of(self.seed, cause, run).share()));
                    let own = quantile(own.share());
                    let z = self.alike.sqrt() * *common + (1.0 - self.alike).sqrt() * own;
                    self.shapes[self.shape_of[at]].at(z, work.points)
                }
                _ => own.three_point(best, likely, worst),
            };
            lengths.push(length.saturating_add(work.wait));
        }
    }

    /// Gives the graph the own times and tails that follow from such lengths.
    pub fn suppose(&self, graph: &mut Graph, lengths: &[Seconds]) {
        let mut ways: Vec<Seconds> = Vec::new();
        for chain in &self.chains {
            ways.clear();
            for link in &chain.links {
                let rest = link.then.iter().map(|&later| ways[later as usize]).max();
                ways.push(lengths[link.work as usize].saturating_add(rest.unwrap_or(0)));
            }
            graph.suppose_takes(chain.item, Some(ways.iter().copied().max().unwrap_or(0)));
            for (group, from) in &chain.tails {
                let tail = from.iter().map(|&place| ways[place as usize]).max();
                graph.suppose_tail(*group, Tail::Known(tail.unwrap_or(0)));
            }
        }
    }

    /// Work of like form shares a table.
    fn shape(&mut self) {
        let mut known: HashMap<u64, usize> = HashMap::new();
        for work in &mut self.works {
            work.points.sort_unstable();
            let alpha = shape::alpha(work.points);
            let at = *known.entry(alpha.to_bits()).or_insert_with(|| {
                if self.alike > 0.0 {
                    self.shapes.push(Shape::new(alpha));
                }
                self.shapes.len().saturating_sub(1)
            });
            self.shape_of.push(at);
        }
    }
}
