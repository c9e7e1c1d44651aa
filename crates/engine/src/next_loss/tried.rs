//! One loss after another tried on one walk, which is as before afterwards: what the loss stops
//! among the watched, and when they are back. Which losses are tried is not said here.

use super::{Loss, NOT_WATCHED, NextLosses, Watched};
use crate::component::Components;
use crate::graph::{Graph, Item};
use crate::recovery::{Recovery, Times, surviving};
use crate::standing::Walk;

/// How many stopped items one watched item waits for, as a guess.
const SHARED: usize = 16;

/// One walk and its scratch.
pub(super) struct Tried<'a> {
    graph: &'a Graph,
    recovery: Recovery<'a>,
    pub(super) walk: Walk<'a>,
    times: Times,
    one: Times,
}

impl<'a> Tried<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        components: &'a Components,
        of: &'a NextLosses,
    ) -> Tried<'a> {
        Tried {
            graph,
            recovery: Recovery::in_order(graph, components, &of.order),
            walk: Walk::new(graph, &of.arcs),
            times: Times::default(),
            one: Times::default(),
        }
    }

    pub(super) fn suppose(&mut self, down: &[Item]) {
        for &item in down {
            self.walk.lose(item);
        }
    }

    /// When each of some watched items is back after a loss that stops them; everything is as
    /// before afterwards.
    pub(super) fn times_of(
        &mut self,
        pairs: &[(Item, u32)],
        of: &NextLosses,
        out: &mut Vec<(u32, Loss)>,
    ) {
        let mark = self.walk.mark();
        let item = pairs[0].0;
        self.walk.lose(item);
        let standing = self.walk.standing();
        let survives = surviving(self.graph, standing);
        // One by one each walks what it waits for; beyond some, all at once walks less.
        let all = pairs.len() * SHARED > self.walk.stopped_since(mark).len();
        if all {
            self.recovery.again(standing, &survives, &mut self.times);
        }
        for &(_, at) in pairs {
            let Watched { item: of, deadline } = of.watched[at as usize];
            let back = match all {
                true => self.times.seconds(of),
                false => self.recovery.one(of, standing, &survives, &mut self.one),
            };
            let late = deadline.is_some_and(|deadline| back.is_none_or(|back| back > deadline));
            out.push((at, Loss { item, late }));
        }
        drop(survives);
        self.walk.undo_to(mark);
    }

    /// Which watched items one more loss stops, and which of them are late; everything is as
    /// before afterwards.
    pub(super) fn losses(&mut self, item: Item, of: &NextLosses) -> Vec<(u32, Loss)> {
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
