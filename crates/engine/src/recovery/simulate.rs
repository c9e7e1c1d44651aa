//! The true percentile of one recovery time whose parts are uncertain: the same longest path,
//! walked once for each draw of the parts that it waits for.

use super::drawn::Drawn;
use super::{Recovery, Survives, Times};
use crate::component::Components;
use crate::graph::{Graph, Item, Seconds};
use crate::order::Order;
use crate::standing::Standing;

#[cfg(test)]
mod tests;

/// How many runs, and which share of them decides.
#[derive(Clone, Copy, Debug)]
pub struct Sampling {
    /// Runs; at least one is made.
    pub runs: usize,
    /// The share, 0..=1.
    pub share: f64,
}

/// A graph whose own times change from run to run.
pub struct Simulation<'a> {
    graph: Graph,
    components: &'a Components,
    standing: &'a Standing,
    order: Order,
    times: Times,
}

impl<'a> Simulation<'a> {
    /// Makes a graph ready. Cost: linear.
    pub fn new(
        graph: &Graph,
        components: &'a Components,
        standing: &'a Standing,
    ) -> Simulation<'a> {
        Simulation {
            graph: graph.clone(),
            components,
            standing,
            order: Order::of_recovery(graph, components),
            times: Times::default(),
        }
    }

    /// The recovery time of an item that the given share of all runs does not exceed; `None`
    /// where any run cannot know it. Cost: runs times what the item waits for.
    pub fn percentile(
        &mut self,
        item: Item,
        drawn: &Drawn,
        survives: Survives,
        sampling: Sampling,
    ) -> Option<Seconds> {
        self.walk(item, survives)?;
        let drawn = drawn.only(|item| self.is_met(item));
        let runs = if drawn.is_sure() {
            1
        } else {
            sampling.runs.max(1)
        };
        let stood = self.graph.clone();
        let (mut found, mut lengths) = (Vec::with_capacity(runs), Vec::new());
        for run in 0..runs as u64 {
            drawn.lengths(run, &mut lengths);
            drawn.suppose(&mut self.graph, &lengths);
            found.push(self.walk(item, survives));
        }
        self.graph = stood;
        let mut found: Vec<Seconds> = found.into_iter().collect::<Option<_>>()?;
        found.sort_unstable();
        let rank = (sampling.share * found.len() as f64).ceil() as usize;
        found.get(rank.clamp(1, found.len()) - 1).copied()
    }

    /// Whether the last walk met an item.
    fn is_met(&self, item: Item) -> bool {
        self.times.seen.get(item as usize) == Some(&self.times.stamp)
    }

    fn walk(&mut self, item: Item, survives: Survives) -> Option<Seconds> {
        let recovery = Recovery::in_order(&self.graph, self.components, &self.order);
        recovery.one(item, self.standing, survives, &mut self.times)
    }
}
