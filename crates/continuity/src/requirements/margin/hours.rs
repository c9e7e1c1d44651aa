//! Hours without margin: for each service, how long in a span one more loss would have stopped it,
//! and how long it had stopped, by when items were said to be down. A figure computed from what
//! was heard, never a stored verdict.

use std::collections::{BTreeSet, HashMap};

use engine::graph::Item;
use jiff::Timestamp;
use record::kinds::Registers;
use record::operation::signal::Says;
use serde::Serialize;

use super::Ground;

/// A time in which an item was said to be down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The item, as it was named.
    pub of: String,
    /// From when.
    pub from: Timestamp,
    /// Until when; nothing while it goes on.
    pub until: Option<Timestamp>,
}

/// How long a service was, and by planned work will be, without margin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WithoutMargin {
    /// How many days were looked back on.
    pub days: i64,
    /// Seconds in which one more loss would have stopped it, or left it late, that would not have
    /// with nothing down.
    pub seconds: i64,
    /// Seconds in which it had stopped.
    pub stopped_seconds: i64,
    /// Seconds without margin that planned work takes in as many days to come.
    pub planned_seconds: i64,
}

/// How many days are looked back on and ahead.
pub const DAYS: i64 = 30;
/// At most so many different sets of items down are judged; what is beyond is not in the figure.
const SETS_MAX: usize = 2_000;

/// The spells that the records themselves tell of: the latest of each signal.
pub fn spells(registers: &Registers) -> Vec<Spell> {
    let mut out = Vec::new();
    for signal in registers.signals.live() {
        let own = &signal.own;
        let from = own.since.as_ref().or(own.heard.as_ref());
        if let (Some(Says::Down), Some(from)) = (own.says, from) {
            out.push(Spell {
                of: own.of.text.to_string(),
                from: from.earliest(),
                until: own.until.as_ref().map(|it| it.earliest()),
            });
        }
    }
    out
}

/// Seconds without margin and seconds stopped in a span, for each watched item in their order; and
/// whether all of the span was judged. Cost: one margin for each different set of items down.
pub fn judged(
    ground: &Ground,
    spells: &[Spell],
    (from, to): (Timestamp, Timestamp),
) -> (Vec<(i64, i64)>, bool) {
    let mut out = vec![(0, 0); ground.next.watched().len()];
    let mut edges: Vec<(i64, bool, Item)> = Vec::new();
    for spell in spells {
        let Some(item) = ground.find(&spell.of) else {
            continue;
        };
        let begin = spell.from.max(from).as_second();
        let end = spell.until.map_or(to, |until| until.min(to)).as_second();
        if begin < end {
            edges.extend([(begin, true, item), (end, false, item)]);
        }
    }
    edges.sort_unstable();
    let mut sets: BTreeSet<Vec<Item>> = BTreeSet::new();
    let mut down: HashMap<Item, u32> = HashMap::new();
    let mut whole = true;
    let mut at = 0;
    while at < edges.len() {
        let instant = edges[at].0;
        while let Some(&(_, begins, item)) = edges.get(at).filter(|edge| edge.0 == instant) {
            let count = down.entry(item).or_insert(0);
            *count = if begins {
                *count + 1
            } else {
                count.saturating_sub(1)
            };
            at += 1;
        }
        let Some(&(until, ..)) = edges.get(at) else {
            break;
        };
        let set: BTreeSet<Item> = down
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(item, _)| *item)
            .collect();
        if set.is_empty() {
            continue;
        }
        let set: Vec<Item> = set.into_iter().collect();
        if !sets.contains(&set) && sets.len() >= SETS_MAX {
            whole = false;
            continue;
        }
        let fates = ground.fates(&set);
        sets.insert(set);
        for &place in &fates.without {
            out[place as usize].0 += until - instant;
        }
        for &place in &fates.stopped {
            out[place as usize].1 += until - instant;
        }
    }
    (out, whole)
}
