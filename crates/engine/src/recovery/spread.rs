//! The recovery times of all items over many runs in which uncertain parts are drawn anew. A draw
//! depends on seed, part and run alone, so how many threads share the runs changes nothing.

use std::num::NonZeroUsize;
use std::sync::Mutex;

use super::drawn::Drawn;
use super::{Recovery, Times};
use crate::component::Components;
use crate::graph::{Graph, Item, Seconds};
use crate::order::Order;
use crate::standing::Standing;

#[cfg(test)]
mod tests;

/// Runs made at one go.
const CHUNK: usize = 64;

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
    /// Makes the runs and puts them in order. Cost: as `runs`, and a sort for each item.
    pub fn new(
        setting: Setting<'_>,
        drawn: &Drawn,
        asked: &[Item],
        many: usize,
        threads: NonZeroUsize,
    ) -> Spread {
        Spread::of(&runs(setting, drawn, asked, many, threads), asked.len())
    }

    /// Runs made elsewhere: the times of so many items in the first run, then in the second.
    pub fn of(all: &[Option<Seconds>], items: usize) -> Spread {
        let of = |place: usize| {
            let runs = all.iter().skip(place).step_by(items);
            let mut runs: Vec<Option<Seconds>> = runs.copied().collect();
            runs.sort_unstable_by_key(|it| (it.is_none(), *it));
            runs
        };
        Spread {
            sorted: (0..items).map(of).collect(),
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

/// The times of the items asked for in the first run, then in the second: at least one run, and no
/// more where nothing is uncertain. Cost: runs times what stopped, shared by the threads.
pub fn runs(
    setting: Setting<'_>,
    drawn: &Drawn,
    asked: &[Item],
    many: usize,
    threads: NonZeroUsize,
) -> Vec<Option<Seconds>> {
    let many = if drawn.is_sure() { 1 } else { many.max(1) };
    let mut all: Vec<Option<Seconds>> = vec![None; many * asked.len()];
    if asked.is_empty() {
        return all;
    }
    {
        let order = Order::of_recovery(setting.graph, setting.components);
        let chunks = Mutex::new(all.chunks_mut(CHUNK * asked.len()).enumerate());
        let work = || {
            let mut scratch = Scratch::new(setting, &order);
            loop {
                let next = chunks.lock().map_or(None, |mut chunks| chunks.next());
                let Some((number, chunk)) = next else {
                    return;
                };
                let first = number * CHUNK;
                for (place, run) in chunk.chunks_mut(asked.len()).enumerate() {
                    scratch.one(setting, drawn, (first + place) as u64);
                    for (into, &item) in run.iter_mut().zip(asked) {
                        *into = scratch.times.seconds(item);
                    }
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
    all
}

/// What one thread needs for run after run. The order hangs on who waits for whom and never on how
/// long: it is made once for all.
struct Scratch<'a> {
    graph: Graph,
    order: &'a Order,
    times: Times,
    lengths: Vec<Seconds>,
}

impl<'a> Scratch<'a> {
    fn new(setting: Setting<'_>, order: &'a Order) -> Scratch<'a> {
        Scratch {
            graph: setting.graph.clone(),
            order,
            times: Times::default(),
            lengths: Vec::new(),
        }
    }

    fn one(&mut self, setting: Setting<'_>, drawn: &Drawn, run: u64) {
        drawn.lengths(run, &mut self.lengths);
        drawn.suppose(&mut self.graph, &self.lengths);
        let recovery = Recovery::in_order(&self.graph, setting.components, self.order);
        let survives = |item: Item, copy: usize| (setting.survives)(item, copy);
        recovery.again(setting.standing, &survives, &mut self.times);
    }
}
