//! The time an item needs for itself, before anything it waits for.

use crate::graph::{Graph, Item, Seconds};
use crate::recovery::Survives;
use crate::standing::Standing;

/// A fact whose absence makes a time unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// The item was lost and nobody said how long it takes.
    Takes(Item),
    /// The item would be restored from a copy, but none survives with a known time.
    Copies(Item),
    /// A crew of the item is lost and nobody stands in.
    Crew {
        /// The item to recover.
        item: Item,
        /// The lost crew.
        crew: Item,
    },
    /// Too few known members of a group: one that no record answers to is waited for.
    Unresolved {
        /// The group.
        group: u32,
    },
    /// The work after a group has steps without a duration.
    Tail {
        /// The group.
        group: u32,
    },
}

/// The usual answer to which copies survive: those that stand nowhere or on what is not lost.
pub fn surviving<'a>(graph: &'a Graph, standing: &'a Standing) -> impl Fn(Item, usize) -> bool {
    move |item, index| match graph.copies(item)[index].at {
        Some(at) => !standing.is_lost(at),
        None => true,
    }
}

/// An item's own time under a standing: `takes` (else the fastest surviving copy) when lost,
/// `resume` otherwise; or what is missing to know it.
pub fn own(
    graph: &Graph,
    standing: &Standing,
    survives: Survives,
    item: Item,
) -> Result<Seconds, Gap> {
    if !standing.is_lost(item) {
        return Ok(graph.resume(item));
    }
    let works = |crew: Item| !standing.is_lost(crew);
    let crews = graph.crews(item).iter().copied();
    for crew in crews {
        if !works(crew) && !graph.stand_in(crew).is_some_and(works) {
            return Err(Gap::Crew { item, crew });
        }
    }
    if let Some(seconds) = graph.takes(item) {
        return Ok(seconds);
    }
    let copies = graph.copies(item);
    if copies.is_empty() {
        return Err(Gap::Takes(item));
    }
    let known = copies
        .iter()
        .enumerate()
        .filter(|(index, _)| survives(item, *index));
    known
        .filter_map(|(_, copy)| copy.seconds)
        .min()
        .ok_or(Gap::Copies(item))
}
