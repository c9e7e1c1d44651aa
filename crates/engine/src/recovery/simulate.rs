//! The true percentile of a recovery time whose parts are uncertain: the same longest path, walked
//! once for each draw of the parts. Parts are drawn independently of each other.

use super::{Recovery, Survives, Times};
use crate::component::Components;
use crate::draw::Draws;
use crate::graph::{Graph, Item, Seconds};
use crate::order::Order;
use crate::standing::Standing;

#[cfg(test)]
mod tests;

/// How many runs, from which seed, and which share of them decides.
#[derive(Clone, Copy, Debug)]
pub struct Sampling {
    /// Runs; at least one is made.
    pub runs: usize,
    /// The seed.
    pub seed: u64,
    /// The share, 0..=1.
    pub share: f64,
}

/// Best, likely and worst own time of an item, where it has three points.
pub type Spread<'a> = &'a dyn Fn(Item) -> Option<[Seconds; 3]>;

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
        spread: Spread,
        survives: Survives,
        sampling: Sampling,
    ) -> Option<Seconds> {
        self.walk(item, survives)?;
        let uncertain = self.uncertain(spread);
        let stood: Vec<_> = uncertain
            .iter()
            .map(|&(item, _)| self.graph.takes(item))
            .collect();
        let mut draws = Draws::new(sampling.seed);
        let mut found = Vec::with_capacity(sampling.runs.max(1));
        for _ in 0..sampling.runs.max(1) {
            for &(part, [best, likely, worst]) in &uncertain {
                let drawn = draws.three_point(best, likely, worst);
                self.graph.suppose_takes(part, Some(drawn));
            }
            found.push(self.walk(item, survives));
        }
        for (&(part, _), takes) in uncertain.iter().zip(stood) {
            self.graph.suppose_takes(part, takes);
        }
        let mut found: Vec<Seconds> = found.into_iter().collect::<Option<_>>()?;
        found.sort_unstable();
        let rank = (sampling.share * found.len() as f64).ceil() as usize;
        found.get(rank.clamp(1, found.len()) - 1).copied()
    }

    /// The uncertain parts among what was met in the last walk, in order.
    fn uncertain(&self, spread: Spread) -> Vec<(Item, [Seconds; 3])> {
        let met = |item: &Item| self.times.seen.get(*item as usize) == Some(&self.times.stamp);
        let part = |item: Item| spread(item).map(|points| (item, points));
        self.graph.items().filter(met).filter_map(part).collect()
    }

    fn walk(&mut self, item: Item, survives: Survives) -> Option<Seconds> {
        let recovery = Recovery::in_order(&self.graph, self.components, &self.order);
        recovery.one(item, self.standing, survives, &mut self.times)
    }
}
