//! Who declares how much data may be lost, and the dataset that decides how much would be. Shared
//! by the findings about recovery points.

use engine::graph::Item;
use engine::loss_point::Origin;

use super::Judge;
use crate::requirements::recovery_points::{Judged, Points};

/// An item with its own RPO and what its data achieves.
pub struct Demand {
    /// The item.
    pub item: Item,
    /// Its RPO.
    pub rpo_seconds: i64,
    /// What its data achieves.
    pub points: Points,
    /// By mode, how it is judged: by its RPO and the worst of its data, or by what it bears of
    /// data that it makes anew.
    pub judged: [Judged; 4],
}

/// Every item that declares an RPO and has data under it, in order.
pub fn demands(judge: &Judge<'_>) -> Vec<Demand> {
    let estate = judge.estate();
    let demand = |item: Item| {
        let rpo = estate.listed(item).item.targets.as_ref()?.rpo?;
        let points = judge.targets.points.achieved[item as usize]?;
        Some(Demand {
            item,
            rpo_seconds: rpo.0,
            judged: judge.targets.points.judged_alone(item, rpo.0)?,
            points,
        })
    };
    estate.graph.items().filter_map(demand).collect()
}

/// The path from an item that declares an RPO to the dataset that decides in a mode; only the
/// two ends where the dataset hangs on another demand.
pub fn path(judge: &Judge<'_>, item: Item, mode: usize) -> Vec<Item> {
    let points = &judge.targets.points;
    let rpo = judge.estate().listed(item).item.targets.as_ref();
    let rpo = rpo.and_then(|targets| targets.rpo).map_or(0, |rpo| rpo.0);
    let Some(dataset) = points.judged_alone(item, rpo).map(|it| it[mode].dataset) else {
        return vec![item];
    };
    let (mut path, mut at) = (vec![dataset], dataset);
    while at != item && path.len() <= points.required.len() {
        at = match points.required[at as usize].origin {
            Origin::Need { owner, .. } => owner,
            Origin::Holder(holder) => holder,
            Origin::Set { member, .. } => member,
            Origin::Own | Origin::None => break,
        };
        path.push(at);
    }
    if at != item {
        path = vec![dataset, item];
    }
    path.dedup();
    path.reverse();
    path
}

/// How many of some items are assumed or were confirmed by nobody.
pub fn unsure(judge: &Judge<'_>, items: &[Item]) -> usize {
    let unsure = |item: &&Item| {
        let envelope = judge.estate().listed(**item).envelope;
        envelope.assumption || envelope.confirmed.is_none()
    };
    items.iter().filter(unsure).count()
}

/// What a failure mode is called in a sentence.
pub fn mode_name(mode: &str) -> &'static str {
    match mode {
        "local" => "when its storage fails",
        "site" => "when its site is lost",
        "corruption" => "when the data is wrong",
        _ => "when someone destroys what the credentials reach",
    }
}

/// The references of some items, in the order given.
pub fn named(judge: &Judge<'_>, items: &[Item]) -> Vec<String> {
    let name = |&item: &Item| judge.estate().reference(item).to_string();
    items.iter().map(name).collect()
}

/// The same for items named by reference.
pub fn unsure_named(judge: &Judge<'_>, path: &[String]) -> usize {
    let items: Vec<Item> = path
        .iter()
        .filter_map(|reference| judge.estate().find(reference))
        .collect();
    unsure(judge, &items)
}
