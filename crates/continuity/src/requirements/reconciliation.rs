//! The members of a consistency group may come back to different points. What counts is the
//! oldest of them; what the others have more must be put right by hand, and that work is part of
//! catching up. It moves no target: it is told beside the work recovery time.

use std::collections::BTreeMap;

use engine::graph::Item;
use serde::Serialize;

use super::recovery_points::{Point, Points, spread};
use crate::estate::Estate;

#[cfg(test)]
mod tests;

/// A group whose members come back to different points, and whose members say what changes in
/// them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupSkew {
    /// The name of the group.
    pub group: String,
    /// Its members.
    pub members: Vec<String>,
    /// What the work comes to, by failure mode: local, site, corruption, ransomware.
    pub modes: Vec<ModeSkew>,
}

/// What putting a group right takes in one failure mode.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModeSkew {
    /// The failure mode.
    pub mode: &'static str,
    /// How far back the oldest of its members comes: the point that counts; nothing where a
    /// member's is not known or nothing of it survives.
    pub oldest_seconds: Option<i64>,
    /// Those that come back to a later point and say what changes in them.
    pub ahead: Vec<Ahead>,
    /// The work of all of them, one after the other; nothing where it is not known.
    pub takes_seconds: Option<i64>,
}

/// A member that comes back to a later point than the oldest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ahead {
    /// `dataset/id`.
    pub dataset: String,
    /// How far back it comes itself.
    pub back_seconds: i64,
    /// By how much it is ahead of the oldest.
    pub ahead_seconds: i64,
    /// What changes in it, an hour.
    pub changes_per_hour: f64,
    /// How much that is in the time it is ahead.
    pub changes: f64,
    /// How much of it is put right, an hour; nothing where nobody says it.
    pub reconciles_per_hour: Option<f64>,
    /// How long that takes.
    pub takes_seconds: Option<i64>,
}

/// Every group in which somebody says what changes. `alone` is what each dataset's own copies
/// leave. Cost: linear in the members.
pub(super) fn skews(estate: &Estate<'_>, alone: &[Option<Points>]) -> Vec<GroupSkew> {
    let mut all = Vec::new();
    for (name, members) in &estate.consistency {
        let says = |item: &Item| changes(estate, *item).is_some();
        if !members.iter().any(says) {
            continue;
        }
        let modes = (0..4).map(|mode| mode_skew(estate, members, alone, mode));
        all.push(GroupSkew {
            group: (*name).to_owned(),
            members: estate.references(members),
            modes: modes.collect(),
        });
    }
    all
}

/// What changes in a dataset, and how fast it is put right.
fn changes(estate: &Estate<'_>, item: Item) -> Option<(f64, Option<f64>)> {
    let dataset = estate.listed(item).dataset()?;
    let reconciles = dataset.own.reconciles.map(|flow| flow.0);
    Some((dataset.own.changes?.0, reconciles))
}

fn mode_skew(
    estate: &Estate<'_>,
    members: &[Item],
    alone: &[Option<Points>],
    mode: usize,
) -> ModeSkew {
    let own = |item: Item| alone[item as usize].map(|points| points.modes()[mode]);
    let word = members
        .iter()
        .find_map(|&item| own(item))
        .map_or("", |it| it.0);
    let back = |item: Item| match own(item)?.1 {
        Point::Seconds(seconds) => Some(seconds),
        Point::Unknown | Point::None => None,
    };
    let each: Option<Vec<(Item, i64)>> = members
        .iter()
        .map(|&item| Some((item, back(item)?)))
        .collect();
    let Some(each) = each else {
        return ModeSkew {
            mode: word,
            oldest_seconds: None,
            ahead: Vec::new(),
            takes_seconds: None,
        };
    };
    let oldest = each.iter().map(|(_, back)| *back).max().unwrap_or(0);
    let ahead = each.iter().filter(|(_, back)| *back < oldest);
    let ahead: Vec<Ahead> = ahead
        .filter_map(|&(item, back)| member(estate, item, back, oldest))
        .collect();
    ModeSkew {
        mode: word,
        oldest_seconds: Some(oldest),
        takes_seconds: ahead.iter().map(|it| it.takes_seconds).sum(),
        ahead,
    }
}

/// The flow times the time it is ahead is the work; by how fast it is put right, the time.
fn member(estate: &Estate<'_>, item: Item, back: i64, oldest: i64) -> Option<Ahead> {
    let (flow, reconciles) = changes(estate, item)?;
    let seconds = oldest - back;
    let takes = |rate: f64| {
        if flow == 0.0 {
            return Some(0);
        }
        // Never rounded down: a part of a second is a second.
        (rate > 0.0).then(|| (seconds as f64 * flow / rate).ceil() as i64)
    };
    Some(Ahead {
        dataset: estate.reference(item).to_owned(),
        back_seconds: back,
        ahead_seconds: seconds,
        changes_per_hour: flow,
        changes: flow * seconds as f64 / 3_600.0,
        reconciles_per_hour: reconciles,
        takes_seconds: reconciles.and_then(takes),
    })
}

/// The groups, by index, whose members each activity runs on. Cost: what runs on each group.
pub fn groups_under(estate: &Estate<'_>, skews: &[GroupSkew]) -> BTreeMap<Item, Vec<usize>> {
    let mut under: BTreeMap<Item, Vec<usize>> = BTreeMap::new();
    for (index, skew) in skews.iter().enumerate() {
        let mut met = std::collections::BTreeSet::new();
        for member in skew.members.iter().filter_map(|it| estate.find(it)) {
            spread(estate, member, &mut |item| met.insert(item));
        }
        for item in met {
            if estate.listed(item).activity().is_some() {
                under.entry(item).or_default().push(index);
            }
        }
    }
    under
}
