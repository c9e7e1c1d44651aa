//! The recovery times of all items over many runs in which uncertain parts are drawn anew. A draw
//! depends on seed, part and run alone, so how many threads share the runs changes nothing.

use std::num::NonZeroUsize;
use std::sync::Mutex;

use super::Recovery;
use crate::component::Components;
use crate::draw::Draws;
use crate::graph::{Graph, Item, Seconds};
use crate::order::Order;
use crate::standing::Standing;

#[cfg(test)]
mod tests;

/// Runs made at one go.
const CHUNK: usize = 64;

/// A part whose own time is uncertain.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The item.
    pub item: Item,
    /// Best, likely and worst.
    pub points: [Seconds; 3],
    /// The number of its own stream of draws.
    pub stream: u64,
}

/// What is recovered, from what.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Its circles.
    pub components: &'a Components,
    /// What is lost and stopped.
    pub standing: &'a Standing,
    /// Which copies can be restored from.
    pub survives: &'a (dyn Fn(Item, usize) -> bool + Sync),
}

/// The times of some items in all runs, each item's in order, the unknown last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    sorted: Vec<Vec<Option<Seconds>>>,
}

impl Spread {
    /// Makes the runs; at least one. Cost: runs times the estate, shared by the threads.
    pub fn new(
        setting: Setting<'_>,
        parts: &[Part],
        asked: &[Item],
        (runs, seed): (usize, u64),
        threads: NonZeroUsize,
    ) -> Spread {
        let runs = runs.max(1);
        let mut all: Vec<Option<Seconds>> = vec![None; runs * asked.len()];
        if asked.is_empty() {
            return Spread { sorted: Vec::new() };
        }
        {
            // How long a part takes changes nothing about what waits for what.
            let order = Order::of_recovery(setting.graph, setting.components);
            let chunks = Mutex::new(all.chunks_mut(CHUNK * asked.len()).enumerate());
            let work = || {
                let mut graph = setting.graph.clone();
                loop {
                    let next = chunks.lock().map_or(None, |mut chunks| chunks.next());
                    let Some((number, chunk)) = next else {
                        return;
                    };
                    let first = number * CHUNK;
                    for (place, run) in chunk.chunks_mut(asked.len()).enumerate() {
                        one(
                            (setting, &order),
                            &mut graph,
                            parts,
                            (seed, first + place),
                            asked,
                            run,
                        );
                    }
                }
            };
            std::thread::scope(|scope| {
                for _ in 1..threads.get().min(64) {
                    scope.spawn(work);
                }
                work();
            });
        }
        let of = |place: usize| {
            let runs = all.iter().skip(place).step_by(asked.len());
            let mut runs: Vec<Option<Seconds>> = runs.copied().collect();
            runs.sort_unstable_by_key(|it| (it.is_none(), *it));
            runs
        };
        Spread {
            sorted: (0..asked.len()).map(of).collect(),
        }
    }

    /// The time that so large a share of runs does not exceed, by the place of the item among
    /// those asked; `None` where that many runs do not know it.
    pub fn quantile(&self, place: usize, share: f64) -> Option<Seconds> {
        let sorted = self.sorted.get(place)?;
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted[rank.clamp(1, sorted.len()) - 1]
    }

    /// The share of runs in which it is back within a time; `None` where no run knows it.
    pub fn within(&self, place: usize, most: Seconds) -> Option<f64> {
        let sorted = self.sorted.get(place)?;
        sorted[0]?;
        let back = sorted.partition_point(|it| it.is_some_and(|it| it <= most));
        Some(back as f64 / sorted.len() as f64)
    }
}

fn one(
    (setting, order): (Setting<'_>, &Order),
    graph: &mut Graph,
    parts: &[Part],
    (seed, run): (u64, usize),
    asked: &[Item],
    into: &mut [Option<Seconds>],
) {
    for part in parts {
        let [best, likely, worst] = part.points;
        let drawn = Draws::of(seed, part.stream, run as u64).three_point(best, likely, worst);
        graph.suppose_takes(part.item, Some(drawn));
    }
    let recovery = Recovery::in_order(graph, setting.components, order);
    let times = recovery.all(setting.standing, &|item, copy| {
        (setting.survives)(item, copy)
    });
    for (place, &item) in asked.iter().enumerate() {
        into[place] = times.seconds(item);
    }
}
