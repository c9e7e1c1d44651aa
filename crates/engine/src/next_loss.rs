//! The next single losses: with some items down, whose loss alone would stop a watched item, and
//! whether it would then be late; told apart by whether it was so with nothing down. What nothing
//! down comes to is kept, so that each question costs what the items down have touched.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use crate::arcs::{Arcs, COUNTED};
use crate::bits::Bits;
use crate::component::Components;
use crate::graph::{Graph, Item, Lists, Seconds};
use crate::recovery::{Recovery, Times, surviving};
use crate::standing::Walk;

mod touched;

#[cfg(test)]
mod tests;

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
    before: Lists,
    rests_on: Lists,
    may: Vec<bool>,
    watched: Vec<Watched>,
    place: Vec<u32>,
    alone: Vec<Vec<Loss>>,
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
        let arcs = Arcs::new(graph);
        let mut place = vec![NOT_WATCHED; graph.len()];
        for (at, watched) in watched.iter().enumerate() {
            place[watched.item as usize] = at as u32;
        }
        let mut out = NextLosses {
            before: touched::before(graph, &arcs),
            rests_on: touched::rested_on_by(graph),
            alone: vec![Vec::new(); watched.len()],
            arcs: Arcs::new(graph),
            may,
            watched,
            place,
        };
        let mut tried = Tried::new(graph, components, &arcs);
        let items: Vec<Item> = graph
            .items()
            .filter(|&item| out.may[item as usize])
            .collect();
        for item in items {
            for (at, loss) in tried.losses(item, &out) {
                out.alone[at as usize].push(loss);
            }
        }
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
        let mut tried = Tried::new(graph, components, &self.arcs);
        tried.suppose(down);
        let fallen = tried.walk.standing().stopped().to_vec();
        let mut stopped: Vec<u32> = fallen.iter().map(|&item| self.place_of(item)).collect();
        stopped.retain(|&at| at != NOT_WATCHED);
        stopped.sort_unstable();

        // Whose time may now be another, for each loss that stops them with nothing down.
        let later = touched::later(self, graph, tried.walk.standing());
        let mut again: Vec<(Item, u32)> = Vec::new();
        for &at in &later {
            again.extend(self.alone(at).iter().map(|loss| (loss.item, at)));
        }
        again.retain(|(item, _)| !tried.walk.is_stopped(*item));
        again.sort_unstable();
        // And what stops that would not have stopped.
        let mut fillers = touched::fillers(self, graph, tried.walk.standing());
        fillers.retain(|&item| self.may[item as usize]);
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
                        let mut tried = Tried::new(graph, components, &self.arcs);
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
            Trial::New(item) => {
                let losses = tried.losses(*item, self).into_iter();
                out.extend(losses.filter(|(at, _)| !self.stops_alone(*item, *at)));
            }
        }
    }

    /// How the loss of one item comes to stop another, with some items down: from the lost one to
    /// the stopped one, each stopping the next. One way for each pair; empty where it does not.
    /// Cost: one walk for the pairs of each lost item that stand beside each other.
    pub fn ways(&self, graph: &Graph, down: &[Item], pairs: &[(Item, Item)]) -> Vec<Vec<Item>> {
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
            let causes = self.before.of(at).iter();
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

    fn stops_alone(&self, item: Item, at: u32) -> bool {
        let alone = self.alone(at);
        alone.binary_search_by_key(&item, |loss| loss.item).is_ok()
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
    /// It may stop more than with nothing down.
    New(Item),
}

/// One walk and its scratch.
struct Tried<'a> {
    graph: &'a Graph,
    recovery: Recovery<'a>,
    walk: Walk<'a>,
    times: Times,
    one: Times,
}

impl<'a> Tried<'a> {
    fn new(graph: &'a Graph, components: &'a Components, arcs: &'a Arcs) -> Tried<'a> {
        Tried {
            graph,
            recovery: Recovery::new(graph, components),
            walk: Walk::new(graph, arcs),
            times: Times::default(),
            one: Times::default(),
        }
    }

    fn suppose(&mut self, down: &[Item]) {
        for &item in down {
            self.walk.lose(item);
        }
    }

    /// When each of some watched items is back after a loss that stops them; everything is as
    /// before afterwards.
    fn times_of(&mut self, pairs: &[(Item, u32)], of: &NextLosses, out: &mut Vec<(u32, Loss)>) {
        let mark = self.walk.mark();
        let item = pairs[0].0;
        self.walk.lose(item);
        let standing = self.walk.standing();
        let survives = surviving(self.graph, standing);
        for &(_, at) in pairs {
            let Watched { item: of, deadline } = of.watched[at as usize];
            let back = self.recovery.one(of, standing, &survives, &mut self.one);
            let late = deadline.is_some_and(|deadline| back.is_none_or(|back| back > deadline));
            out.push((at, Loss { item, late }));
        }
        drop(survives);
        self.walk.undo_to(mark);
    }

    /// Which watched items one more loss stops, and which of them are late; everything is as
    /// before afterwards.
    fn losses(&mut self, item: Item, of: &NextLosses) -> Vec<(u32, Loss)> {
        let mark = self.walk.mark();
        self.walk.lose(item);
        let fell = self.walk.stopped_since(mark).iter();
        let places = fell.map(|&fell| of.place_of(fell));
        let mut places: Vec<u32> = places.filter(|&at| at != NOT_WATCHED).collect();
        places.retain(|&at| of.watched[at as usize].item != item);
        let timed = |at: &u32| of.watched[*at as usize].deadline.is_some();
        let mut out = Vec::with_capacity(places.len());
        if places.iter().any(timed) {
            let standing = self.walk.standing();
            let survives = surviving(self.graph, standing);
            self.recovery.again(standing, &survives, &mut self.times);
        }
        for at in places {
            let watched = &of.watched[at as usize];
            let late = watched.deadline.is_some_and(|deadline| {
                self.times
                    .seconds(watched.item)
                    .is_none_or(|back| back > deadline)
            });
            out.push((at, Loss { item, late }));
        }
        self.walk.undo_to(mark);
        out
    }
}

/// Marks entries of lists while walking them, without a stack of calls.
fn spread(start: &[Item], lists: &Lists, seen: &mut Bits) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    found.extend(start.iter().copied().filter(|&item| seen.put(item)));
    let mut next = 0;
    while let Some(&at) = found.get(next) {
        next += 1;
        for &to in lists.of(at) {
            if seen.put(to) {
                found.push(to);
            }
        }
    }
    found
}

/// What an entry of [`Arcs::after`] leads to: an item, directly or by a counter.
fn owner_of(arcs: &Arcs, entry: u32) -> Item {
    if entry & COUNTED == 0 {
        entry
    } else {
        arcs.counters()[(entry & !COUNTED) as usize].owner
    }
}
