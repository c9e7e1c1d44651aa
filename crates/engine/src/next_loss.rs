//! The next single losses: with some items down, whose loss alone would stop a watched item, and
//! whether it would then be late; told apart by whether it was so with nothing down. What nothing
//! down comes to is kept, so that each question costs what the items down have touched.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use crate::arcs::Arcs;
use crate::component::Components;
use crate::graph::{Graph, Item, Lists, Seconds};
use crate::order::Order;
use crate::standing::{Standing, Walk};

mod touched;
mod tried;

#[cfg(test)]
mod tests;

use touched::On;
use tried::Tried;

/// An item that is watched, and by when it must be back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The item.
    pub item: Item,
    /// From the start of the work; `None` where nothing is demanded.
    pub deadline: Option<Seconds>,
}

/// What the loss of one item does to a watched one: it stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// The item lost.
    pub item: Item,
    /// Whether the watched item is then late, or nobody can say when it is back.
    pub late: bool,
}

/// A loss with some items down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NextLoss {
    /// What it does.
    pub loss: Loss,
    /// Whether it would stop the watched item with nothing down, too.
    pub stops_anyway: bool,
    /// Whether the watched item would be late with nothing down, too.
    pub late_anyway: bool,
}

/// What some items that are down come to for the watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// Places among the watched, ascending, that have stopped already.
    pub stopped: Vec<u32>,
    /// Places among the watched, ascending, whose losses are not those with nothing down, each
    /// with all of them.
    pub changed: Vec<(u32, Vec<NextLoss>)>,
}

/// A graph made ready: the losses of every watched item with nothing down.
#[derive(Clone, Debug)]
pub struct NextLosses {
    arcs: Arcs,
    order: Order,
    reads: touched::Reads,
    may: Vec<bool>,
    watched: Vec<Watched>,
    place: Vec<u32>,
    alone: Vec<Vec<Loss>>,
    stops: Lists,
}

/// No place among the watched.
const NOT_WATCHED: u32 = u32::MAX;

impl NextLosses {
    /// Works out what each loss does with nothing down. `may[x]` says whether x can be lost; an
    /// item is not its own loss. Cost: for each item that may, what its loss stops.
    pub fn new(
        graph: &Graph,
        components: &Components,
        may: Vec<bool>,
        watched: Vec<Watched>,
    ) -> NextLosses {
        let mut place = vec![NOT_WATCHED; graph.len()];
        for (at, watched) in watched.iter().enumerate() {
            place[watched.item as usize] = at as u32;
        }
        let arcs = Arcs::new(graph);
        let mut out = NextLosses {
            order: Order::of_recovery(graph, components),
            reads: touched::Reads::new(graph, &arcs),
            alone: Vec::new(),
            stops: Lists::default(),
            arcs,
            may,
            watched,
            place,
        };
        let mut alone = vec![Vec::new(); out.watched.len()];
        let mut stops: Vec<(Item, u32)> = Vec::new();
        let mut tried = Tried::new(graph, components, &out);
        for item in graph.items().filter(|&item| out.may[item as usize]) {
            for (at, loss) in tried.losses(item, &out) {
                alone[at as usize].push(loss);
                stops.push((item, at));
            }
        }
        drop(tried);
        out.alone = alone;
        out.stops = Lists::gather(graph.len(), stops.iter().copied());
        out
    }

    /// The watched, in the order they were handed in.
    pub fn watched(&self) -> &[Watched] {
        &self.watched
    }

    /// The losses of the watched item at a place with nothing down, by item.
    pub fn alone(&self, place: u32) -> &[Loss] {
        &self.alone[place as usize]
    }

    /// The places of the watched that the loss of one item stops with nothing down, in the order
    /// they fall.
    pub fn stops(&self, item: Item) -> &[u32] {
        self.stops.of(item)
    }

    /// What follows from the loss of the named items. Cost: what they touch, and one write for
    /// each item.
    pub fn standing(&self, graph: &Graph, named: &[Item]) -> Standing {
        let mut walk = Walk::new(graph, &self.arcs);
        named.iter().for_each(|&item| walk.lose(item));
        walk.into_standing()
    }

    /// What some items that are down come to. Cost: for each item whose loss could now do more
    /// than with nothing down, what it stops, shared by the threads; how many there are changes
    /// nothing.
    pub fn margin(
        &self,
        graph: &Graph,
        components: &Components,
        down: &[Item],
        threads: NonZeroUsize,
    ) -> Margin {
        let mut tried = Tried::new(graph, components, self);
        tried.suppose(down);
        let standing = tried.walk.standing();
        let fallen = standing.stopped().to_vec();
        let mut stopped: Vec<u32> = fallen.iter().map(|&item| self.place_of(item)).collect();
        stopped.retain(|&at| at != NOT_WATCHED);
        stopped.sort_unstable();
        // What stops that would not have stopped, and whose time may then be another.
        let mut fillers = touched::fillers(self, graph, standing);
        fillers.retain(|&item| self.may[item as usize]);
        // Whose time may be another though nothing more stops.
        let touched = touched::touched(
            graph,
            standing,
            On {
                next: self,
                components,
            },
        );
        let mut again = touched::later(self, graph, standing, &touched);
        let is_filler: HashSet<Item> = fillers.iter().copied().collect();
        again.retain(|(item, _)| !is_filler.contains(item));
        again.sort_unstable();
        let again = again.chunk_by(|a, b| a.0 == b.0).map(Trial::Again);
        let trials: Vec<Trial<'_>> = again.chain(fillers.into_iter().map(Trial::New)).collect();
        let mut now = self.shared(&trials, (graph, components, down), tried, threads);
        now.sort_unstable();
        let changed = self.changed(&now, &fallen);
        Margin { stopped, changed }
    }

    /// Tries losses on several threads, each with a walk of its own.
    fn shared(
        &self,
        trials: &[Trial<'_>],
        (graph, components, down): (&Graph, &Components, &[Item]),
        first: Tried<'_>,
        threads: NonZeroUsize,
    ) -> Vec<(u32, Loss)> {
        let waiting = Mutex::new(trials.chunks(TRIALS));
        let work = |mut tried: Tried<'_>| {
            let mut found: Vec<(u32, Loss)> = Vec::new();
            loop {
                let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(chunk) = waiting.next() else {
                    return found;
                };
                drop(waiting);
                for trial in chunk {
                    self.tried(trial, &mut tried, &mut found);
                }
            }
        };
        let more = threads.get().min(trials.len() / TRIALS + 1) - 1;
        std::thread::scope(|scope| {
            let others: Vec<_> = (0..more)
                .map(|_| {
                    scope.spawn(|| {
                        let mut tried = Tried::new(graph, components, self);
                        tried.suppose(down);
                        work(tried)
                    })
                })
                .collect();
            let mut found = work(first);
            for other in others {
                found.extend(other.join().expect("a trial does not panic"));
            }
            found
        })
    }

    fn tried(&self, trial: &Trial<'_>, tried: &mut Tried<'_>, out: &mut Vec<(u32, Loss)>) {
        match trial {
            Trial::Again(pairs) => tried.times_of(pairs, self, out),
            Trial::New(item) => out.extend(tried.losses(*item, self)),
        }
    }

    /// How the loss of one item comes to stop another, with some items down: from the lost one to
    /// the stopped one, each stopping the next. One way for each pair; empty where it does not.
    /// Cost: one walk for the pairs of each lost item that stand beside each other.
    pub fn ways(&self, graph: &Graph, down: &[Item], pairs: &[(Item, Item)]) -> Vec<Vec<Item>> {
        if pairs.is_empty() {
            return Vec::new();
        }
        let mut walk = Walk::new(graph, &self.arcs);
        down.iter().for_each(|&item| walk.lose(item));
        let mut out = Vec::with_capacity(pairs.len());
        for of in pairs.chunk_by(|a, b| a.0 == b.0) {
            let mark = walk.mark();
            walk.lose(of[0].0);
            let fell = walk.stopped_since(mark);
            let order: HashMap<Item, usize> = fell.iter().copied().zip(0..).collect();
            out.extend(of.iter().map(|&(_, to)| self.way(&order, to)));
            walk.undo_to(mark);
        }
        out
    }

    /// Walks back from what stopped to the first that fell, each time to the latest cause.
    fn way(&self, order: &HashMap<Item, usize>, to: Item) -> Vec<Item> {
        let Some(&place) = order.get(&to) else {
            return Vec::new();
        };
        let (mut way, mut at, mut before) = (vec![to], to, place);
        loop {
            let causes = self.reads.stopped_by(at).iter();
            let earlier = causes.filter_map(|&cause| Some((*order.get(&cause)?, cause)));
            let Some((place, cause)) = earlier.filter(|(place, _)| *place < before).max() else {
                break;
            };
            way.push(cause);
            (at, before) = (cause, place);
        }
        way.reverse();
        way
    }

    fn place_of(&self, item: Item) -> u32 {
        self.place[item as usize]
    }

    /// Lays the losses tried over those known, watched item by watched item.
    fn changed(&self, now: &[(u32, Loss)], fallen: &[Item]) -> Vec<(u32, Vec<NextLoss>)> {
        let mut gone: Vec<Item> = fallen.to_vec();
        gone.sort_unstable();
        let mut out = Vec::new();
        for of in now.chunk_by(|a, b| a.0 == b.0) {
            let (at, alone) = (of[0].0, &self.alone[of[0].0 as usize]);
            let known = |item: Item| {
                let found = alone.binary_search_by_key(&item, |loss| loss.item);
                found.ok().map(|found| alone[found])
            };
            let mut losses: Vec<NextLoss> = Vec::new();
            for &(_, loss) in of {
                let before = known(loss.item);
                losses.push(NextLoss {
                    loss,
                    stops_anyway: before.is_some(),
                    late_anyway: before.is_some_and(|before| before.late),
                });
            }
            let more = |loss: &NextLoss| !loss.stops_anyway || loss.loss.late != loss.late_anyway;
            if !losses.iter().any(more) {
                continue;
            }
            let tried: Vec<Item> = of.iter().map(|(_, loss)| loss.item).collect();
            let left = alone.iter().filter(|loss| {
                tried.binary_search(&loss.item).is_err() && gone.binary_search(&loss.item).is_err()
            });
            losses.extend(left.map(|&loss| NextLoss {
                loss,
                stops_anyway: true,
                late_anyway: loss.late,
            }));
            losses.sort_unstable();
            out.push((at, losses));
        }
        out
    }
}

/// How many losses a thread takes at once.
const TRIALS: usize = 8;

/// A loss to be tried.
enum Trial<'a> {
    /// It stops these with nothing down, too: is their time another now?
    Again(&'a [(Item, u32)]),
    /// It may stop more than with nothing down, and what it stops may wait for that.
    New(Item),
}
