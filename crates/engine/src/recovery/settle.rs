//! Works the figures out, unit after unit: an item, a circle, or circles joined by data that
//! waits for its holders; the last are `tangle`'s.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::graph::{Item, Seconds};
use crate::recovery::{Begins, Figure, Gap, Recovery, Survives, Term, own};
use crate::standing::Standing;

/// What one call works with.
pub(super) struct Work<'w, 'a> {
    pub(super) recovery: &'w Recovery<'a>,
    pub(super) standing: &'w Standing,
    pub(super) survives: Survives<'w>,
    pub(super) begins: Begins<'w>,
    pub(super) figures: &'w mut [Figure],
    /// Items of a loop that had to be joined, with the number of their join.
    pub(super) joined: HashMap<Item, u32>,
    sorting: Vec<(Seconds, Item)>,
}

impl Recovery<'_> {
    /// Works out the figures of `items`, all stopped, which hold all they wait for.
    pub(super) fn settle_in_order(
        &self,
        mut items: Vec<Item>,
        standing: &Standing,
        (survives, begins): (Survives, Begins),
        figures: &mut [Figure],
    ) {
        items.sort_unstable_by_key(|&item| self.order.place_of(item));
        let mut work = Work {
            recovery: self,
            standing,
            survives,
            begins,
            figures,
            joined: HashMap::new(),
            sorting: Vec::new(),
        };
        for unit in items.chunk_by(|&a, &b| self.order.unit_of(a) == self.order.unit_of(b)) {
            if unit.iter().all(|&item| self.components.same(item, unit[0])) {
                work.together(unit);
            } else {
                work.untangle(unit);
            }
        }
    }
}

impl Work<'_, '_> {
    /// Whether a member leaves what `item` waits for because both come back together.
    pub(super) fn leaves(&self, item: Item, member: Item) -> bool {
        self.recovery.components.same(item, member)
            || (!self.joined.is_empty()
                && self
                    .joined
                    .get(&item)
                    .is_some_and(|at| self.joined.get(&member) == Some(at)))
    }

    /// One item, or the stopped items of one circle: all get the greatest time among them.
    pub(super) fn together(&mut self, unit: &[Item]) {
        for &item in unit {
            let figure = self.alone(item);
            self.figures[item as usize] = figure;
        }
        let Some(&last) = unit.iter().max_by_key(|&&item| {
            let seconds = self.figures[item as usize].seconds;
            (seconds.is_none(), seconds, Reverse(item))
        }) else {
            return;
        };
        let seconds = self.figures[last as usize].seconds;
        for &item in unit {
            let figure = &mut self.figures[item as usize];
            if item != last && figure.seconds != seconds {
                *figure = Figure {
                    seconds,
                    term: Term::Circle(last),
                    added: None,
                };
            }
        }
    }

    /// The figure of an item, given those it waits for; its own circle is left out.
    fn alone(&mut self, item: Item) -> Figure {
        let graph = self.recovery.graph;
        if !graph.held_by(item).is_empty() {
            return self.of_data(item);
        }
        match self.longest(item).and_then(|(seconds, term)| {
            let (more, added) = self.held(item)?;
            Ok(Figure {
                seconds: Some(seconds.saturating_add(more)),
                term,
                added,
            })
        }) {
            Ok(figure) => figure,
            Err(term) => Figure {
                seconds: None,
                term,
                added: None,
            },
        }
    }

    /// Data is back with the first of its holders.
    fn of_data(&self, item: Item) -> Figure {
        let holders = self.recovery.graph.held_by(item).iter().copied();
        let mut best: Option<(Option<Seconds>, Item)> = None;
        for holder in holders.filter(|&holder| !self.leaves(item, holder)) {
            let seconds = self.figures[holder as usize].seconds;
            let better = match (best, seconds) {
                (None, _) | (Some((None, _)), Some(_)) => true,
                (Some((Some(least), _)), Some(seconds)) => seconds < least,
                (Some(_), None) => false,
            };
            if better {
                best = Some((seconds, holder));
            }
        }
        match best {
            Some((seconds, holder)) => Figure {
                seconds,
                term: Term::Holder(holder),
                added: None,
            },
            None => Figure {
                seconds: Some(0),
                term: Term::Own,
                added: None,
            },
        }
    }

    /// The greatest of its own time, its hosts and its groups; or what leads to a missing fact.
    fn longest(&mut self, item: Item) -> Result<(Seconds, Term), Term> {
        let graph = self.recovery.graph;
        let own = own(graph, self.standing, self.survives, item).map_err(Term::Missing)?;
        let mut longest = (self.ends(item, 0, own), Term::Own);
        for &host in graph.hosts(item) {
            let waits = self.standing.is_stopped(host) && !self.standing.is_lost(host);
            if waits && !self.leaves(item, host) {
                let seconds = self.figures[host as usize]
                    .seconds
                    .ok_or(Term::Host(host))?;
                let seconds = self.ends(item, seconds, own);
                if seconds > longest.0 {
                    longest = (seconds, Term::Host(host));
                }
            }
        }
        for id in graph.groups_of(item) {
            if !self.recovery.fails(id, self.standing) {
                continue;
            }
            let Some((seconds, member)) = self.enough(item, id)? else {
                continue;
            };
            let tail = self.recovery.tail(id, own).map_err(Term::Missing)?;
            let switch = graph.group(id).switch;
            let seconds = self.ends(item, seconds.saturating_add(switch), tail);
            if seconds > longest.0 {
                longest = (seconds, Term::Member { group: id, member });
            }
        }
        Ok(longest)
    }

    /// When a piece of work on an item ends that can start at a time. No work waits for nobody.
    fn ends(&self, item: Item, at: Seconds, work: Seconds) -> Seconds {
        let start = if work > 0 {
            (self.begins)(item, at)
        } else {
            at
        };
        start.saturating_add(work)
    }

    /// When enough members of a group are back, and with which; `None` for a group that
    /// everyone left.
    fn enough(&mut self, item: Item, id: u32) -> Result<Option<(Seconds, Item)>, Term> {
        let mut known = std::mem::take(&mut self.sorting);
        known.clear();
        let (needed, unknown) = self.waiting(item, id, |seconds, member| {
            known.push((seconds, member));
        });
        let mut answer = Ok(None);
        if needed > known.len() {
            answer = Err(match unknown {
                Some(member) => Term::Member { group: id, member },
                None => Term::Missing(Gap::Unresolved { group: id }),
            });
        } else if needed == known.len() {
            answer = Ok(known.iter().copied().max());
        } else if needed == 1 {
            answer = Ok(known.iter().copied().min());
        } else if needed > 0 {
            let (_, found, _) = known.select_nth_unstable(needed - 1);
            answer = Ok(Some(*found));
        }
        self.sorting = known;
        answer
    }

    /// Visits the members of a group that stay in it and whose time is known. Answers how many
    /// are needed of those that stay, and the first that stays with an unknown time.
    pub(super) fn waiting(
        &self,
        item: Item,
        id: u32,
        mut visit: impl FnMut(Seconds, Item),
    ) -> (usize, Option<Item>) {
        let graph = self.recovery.graph;
        let group = graph.group(id);
        let (mut left, mut unknown) = (group.unresolved as usize, None);
        for &member in graph.members(id) {
            if self.leaves(item, member) || graph.holds_it(item, member) {
                continue;
            }
            left += 1;
            match self.figures[member as usize].seconds {
                Some(seconds) => visit(seconds, member),
                None => unknown = unknown.or(Some(member)),
            }
        }
        (left.min(group.needed as usize), unknown)
    }

    /// The longest own time among the lost data that an item holds.
    pub(super) fn held(&self, item: Item) -> Result<(Seconds, Option<Item>), Term> {
        let graph = self.recovery.graph;
        let mut longest = (0, None);
        for &held in graph
            .holds(item)
            .iter()
            .filter(|&&held| self.standing.is_lost(held))
        {
            let seconds = own(graph, self.standing, self.survives, held);
            let seconds = seconds.map_err(Term::Missing)?;
            if longest.1.is_none() || seconds > longest.0 {
                longest = (seconds, Some(held));
            }
        }
        Ok(longest)
    }
}
