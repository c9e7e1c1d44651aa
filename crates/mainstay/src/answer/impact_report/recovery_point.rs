//! How much of its data an activity may lose, and would lose: the data it reaches, the group that
//! is restored together, and the figure for each way of losing things.

use std::collections::BTreeSet;

use continuity::requirements::recovery_points::Points;
use engine::graph::Item;
use serde::Serialize;

use super::Ground;

/// How much data an activity may lose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecoveryPoint {
    /// RPO as the activity declares it.
    pub declared_seconds: Option<i64>,
    /// What it would lose, by way of losing it; nothing where no data is known of it.
    pub loses: Option<Points>,
    /// The data it reaches.
    pub datasets: Vec<DatasetOf>,
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
}

/// The recovery point of an activity. Cost: linear in what it reaches.
pub(super) fn recovery_point(ground: &Ground<'_>, activity: Item) -> RecoveryPoint {
    let estate = &ground.standpoint.estate;
    let listed = estate.listed(activity);
    let targets = listed.item.targets.as_ref();
    let row = ground.row(&listed.reference);
    RecoveryPoint {
        declared_seconds: targets.and_then(|it| it.rpo).map(|it| it.0),
        loses: row.and_then(|it| it.rpc_seconds),
        datasets: reached(ground, activity)
            .into_iter()
            .map(|item| dataset(ground, item))
            .collect(),
    }
}

fn dataset(ground: &Ground<'_>, item: Item) -> DatasetOf {
    let estate = &ground.standpoint.estate;
    let listed = estate.listed(item);
    let row = ground.row(&listed.reference);
    let group = estate
        .consistency
        .iter()
        .find(|(_, members)| members.contains(&item));
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
    }
}

/// The data that an activity reaches: what its needs hold, or are.
fn reached(ground: &Ground<'_>, from: Item) -> BTreeSet<Item> {
    let estate = &ground.standpoint.estate;
    let graph = &estate.graph;
    let (mut seen, mut open) = (BTreeSet::from([from]), vec![from]);
    let mut found = BTreeSet::new();
    while let Some(item) = open.pop() {
        if estate.listed(item).dataset().is_some() {
            found.insert(item);
        }
        let needed = graph
            .groups_of(item)
            .filter(|group| graph.group(*group).phase.runs())
            .flat_map(|group| graph.members(group).iter().copied());
        let held = estate.listed(item).item.holds.iter();
        let held = held.filter_map(|it| estate.find_kind("dataset", it.id()));
        open.extend(needed.chain(held).filter(|it| seen.insert(*it)));
    }
    found
}
