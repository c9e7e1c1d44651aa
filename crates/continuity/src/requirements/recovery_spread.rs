//! When each item is back, over many simulated recoveries: percentiles, and how likely it is in
//! time. Times of records and steps of plans are drawn; people's limits are not looked at.

use std::num::NonZeroUsize;

use engine::graph::Item;
use engine::recovery::spread::{Setting, Spread};
use engine::recovery::surviving;
use engine::standing::{Standing, standing, standing_of_mask};
use record::requirements::Dataset;
use serde::Serialize;

use super::loss::Losses;
use super::recovery_targets::{RecoveryTargets, recovery_targets};
use crate::standpoint::Standpoint;

#[cfg(test)]
mod tests;
pub mod uncertain;

use uncertain::{Uncertain, uncertain};

/// One item over all recoveries.
#[derive(Clone, Debug, Serialize)]
pub struct ItemSpread {
    /// `kind/id`.
    pub id: String,
    /// When it is back, from the start of recovery work.
    pub back_seconds: Percentiles,
    /// By when it must be, from the same start.
    pub required_seconds: Option<i64>,
    /// The share of recoveries in which it is in time; none without a target or a known time.
    pub meets_probability: Option<f64>,
    /// Whether a policy's time stands in for one that nobody gave, for it or a step to it.
    pub time_supposed: bool,
}

/// Percentiles of a time; unknown where a fact is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Percentiles {
    /// Half of the recoveries.
    pub p50: Option<i64>,
    /// Eight of ten.
    pub p80: Option<i64>,
    /// Nine of ten.
    pub p90: Option<i64>,
}

/// So many runs that runs times items stay within a budget; at least 200.
pub fn affordable(standpoint: &Standpoint<'_>, runs: usize) -> usize {
    const WALKED_MOST: usize = 20_000_000;
    let most = WALKED_MOST / standpoint.estate.items.len().max(1);
    runs.min(most).max(runs.min(200))
}

/// Every item that stops when all is lost but people, or when `losses` are. Cost: runs times the
/// estate, shared by the threads.
pub fn recovery_spread(
    standpoint: &Standpoint<'_>,
    losses: Option<&Losses>,
    (runs, seed): (usize, u64),
    threads: NonZeroUsize,
) -> Vec<ItemSpread> {
    let estate = &standpoint.estate;
    let lost: Vec<bool> = estate.items.iter().map(|it| it.team().is_none()).collect();
    let standing: Standing = match losses {
        Some(losses) => standing(&estate.graph, &losses.items),
        None => standing_of_mask(&estate.graph, &lost),
    };
    let protections: Vec<Option<&Dataset>> = estate
        .items
        .iter()
        .map(|it| it.dataset().map(|it| &it.own))
        .collect();
    let stands = surviving(&estate.graph, &standing);
    let survives = |item: Item, copy: usize| {
        let Some(losses) = losses else { return true };
        let protection = protections[item as usize].and_then(|it| it.protection.get(copy));
        stands(item, copy) && protection.is_none_or(|it| losses.spares(it))
    };
    let is_asked =
        |item: &Item| standing.is_stopped(*item) && estate.listed(*item).team().is_none();
    let asked: Vec<Item> = estate.graph.items().filter(is_asked).collect();
    let setting = Setting {
        graph: &estate.graph,
        components: &estate.components,
        standing: &standing,
        survives: &survives,
    };
    let Uncertain { drawn, supposed } = uncertain(standpoint, &standing, seed);
    let spread = Spread::new(setting, &drawn, &asked, runs, threads);
    let targets = recovery_targets(standpoint);
    let row = |(place, &item): (usize, &Item)| ItemSpread {
        time_supposed: supposed.binary_search(&item).is_ok(),
        ..row(standpoint, &targets, &spread, place, item)
    };
    asked.iter().enumerate().map(row).collect()
}

fn row(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    spread: &Spread,
    place: usize,
    item: Item,
) -> ItemSpread {
    let required = targets.deadlines.required(item).seconds;
    let at = |share| spread.quantile(place, share);
    ItemSpread {
        id: standpoint.estate.reference(item).to_string(),
        back_seconds: Percentiles {
            p50: at(0.5),
            p80: at(0.8),
            p90: at(0.9),
        },
        required_seconds: required,
        meets_probability: required.and_then(|required| spread.within(place, required)),
        time_supposed: false,
    }
}
