//! How much of its data an activity may lose, and would lose: the data it reaches, the group that
//! is restored together, and the figure for each way of losing things.

use continuity::requirements::reconstruction::Reconstructed;
use continuity::requirements::recovery_points::{Point, Points};
use engine::graph::Item;
use serde::Serialize;

use super::Ground;

/// How many of the datasets it reaches are listed at most.
pub const MOST: usize = 40;

/// How much data an activity may lose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecoveryPoint {
    /// RPO as the activity declares it.
    pub declared_seconds: Option<i64>,
    /// What it would lose, by way of losing it; nothing where no data is known of it.
    pub loses: Option<Points>,
    /// The data it reaches; of much, what would be lost beyond what may be, then what may be lost
    /// least of.
    pub datasets: Vec<DatasetOf>,
    /// How much of it there is in all.
    pub datasets_count: usize,
}

/// Data that an activity reaches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DatasetOf {
    /// `dataset/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How much of it may be lost: the least that any activity asks.
    pub required_seconds: Option<i64>,
    /// How much would be lost; with its group.
    pub loses: Option<Points>,
    /// The group that comes back to one instant.
    pub consistency_group: Option<String>,
    /// The others of that group.
    pub with: Vec<String>,
    /// Whether this activity, or another, makes it anew from another source, and whether that
    /// counts.
    pub made_anew_by: Vec<Reconstructed>,
}

/// The recovery point of an activity. Cost: linear in what it reaches.
pub(super) fn recovery_point(ground: &Ground<'_>, activity: Item) -> RecoveryPoint {
    let estate = &ground.standpoint.estate;
    let listed = estate.listed(activity);
    let targets = listed.item.targets.as_ref();
    let row = ground.row(&listed.reference);
    let reached = reached(ground, activity);
    RecoveryPoint {
        declared_seconds: targets.and_then(|it| it.rpo).map(|it| it.0),
        loses: row.and_then(|it| it.rpc_seconds),
        datasets_count: reached.len(),
        datasets: foremost(ground, reached)
            .into_iter()
            .map(|item| dataset(ground, item))
            .collect(),
    }
}

/// The data to be listed, in the order of its references.
fn foremost(ground: &Ground<'_>, mut reached: Vec<Item>) -> Vec<Item> {
    let estate = &ground.standpoint.estate;
    if reached.len() > MOST {
        reached.sort_by_cached_key(|item| {
            let row = ground.row(estate.reference(*item));
            let required = row.and_then(|it| it.rpo_required_seconds);
            let loses = row.and_then(|it| it.rpc_seconds);
            let too_much = required.zip(loses).is_some_and(|(required, loses)| {
                let beyond = |point: Point| !matches!(point, Point::Seconds(it) if it <= required);
                loses.modes().iter().any(|(_, point)| beyond(*point))
            });
            (!too_much, required.unwrap_or(i64::MAX), *item)
        });
        reached.truncate(MOST);
    }
    reached.sort_unstable();
    reached
}

fn dataset(ground: &Ground<'_>, item: Item) -> DatasetOf {
    let estate = &ground.standpoint.estate;
    let listed = estate.listed(item);
    let row = ground.row(&listed.reference);
    let group = ground.group_of(item);
    let others = group.map_or(&[][..], |(_, members)| members);
    DatasetOf {
        id: listed.reference.clone(),
        name: listed.title().to_string(),
        required_seconds: row.and_then(|it| it.rpo_required_seconds),
        loses: row.and_then(|it| it.rpc_seconds),
        consistency_group: group.map(|(name, _)| (*name).to_string()),
        with: others
            .iter()
            .filter(|other| **other != item)
            .map(|other| estate.reference(*other).to_string())
            .collect(),
        made_anew_by: row.map_or(Vec::new(), |it| it.reconstructed_by.clone()),
    }
}

/// The data that an activity reaches: what its needs hold, or are.
fn reached(ground: &Ground<'_>, from: Item) -> Vec<Item> {
    let estate = &ground.standpoint.estate;
    let graph = &estate.graph;
    let (mut seen, mut open) = (vec![false; graph.len()], vec![from]);
    seen[from as usize] = true;
    let mut found = Vec::new();
    while let Some(item) = open.pop() {
        if estate.listed(item).dataset().is_some() {
            found.push(item);
        }
        let needed = graph
            .groups_of(item)
            .filter(|group| graph.group(*group).phase.runs())
            .flat_map(|group| graph.members(group).iter().copied());
        let held = estate.listed(item).item.holds.iter();
        let held = held.filter_map(|it| estate.find_kind("dataset", it.id()));
        let fresh = |it: &Item| !std::mem::replace(&mut seen[*it as usize], true);
        open.extend(needed.chain(held).filter(fresh));
    }
    found
}
