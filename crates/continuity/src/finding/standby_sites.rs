//! Which sites stand in for which: data and its copies, members of a group of which fewer than all
//! are needed, an arrangement and what it covers.

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;

use super::Judge;
use crate::requirements::recovery_points::{DataPlace, site_of};

/// Members of one group beyond this many are not paired with each other.
const PAIRED_MAX: usize = 16;

/// Pairs of sites of which one is to go on without the other, the lesser first, each with a
/// record that relies on it.
pub fn pairs(judge: &Judge<'_>) -> BTreeMap<(Item, Item), String> {
    let mut pairs = BTreeMap::new();
    let mut pair = |one: Item, other: Item, because: &str| {
        if one != other {
            pairs
                .entry((one.min(other), one.max(other)))
                .or_insert_with(|| because.to_string());
        }
    };
    data(judge, &mut pair);
    groups(judge, &mut pair);
    arrangements(judge, &mut pair);
    pairs
}

type Pair<'p> = &'p mut dyn FnMut(Item, Item, &str);

fn data(judge: &Judge<'_>, pair: Pair<'_>) {
    let estate = judge.estate();
    for item in estate.graph.items() {
        let Some(dataset) = estate.listed(item).dataset() else {
            continue;
        };
        let place = DataPlace::new(estate, item);
        for copy in dataset.protection.iter().filter_map(|it| it.at.as_ref()) {
            let site = estate.find(&copy.text).and_then(|at| site_of(estate, at));
            for (&primary, site) in place.sites.iter().zip(std::iter::repeat(site)) {
                if let Some(site) = site {
                    pair(primary, site, estate.reference(item));
                }
            }
        }
    }
}

fn groups(judge: &Judge<'_>, pair: Pair<'_>) {
    let estate = judge.estate();
    for id in 0..estate.graph.group_count() as u32 {
        let (group, members) = (estate.graph.group(id), estate.graph.members(id));
        if members.len() as u32 + group.unresolved <= group.needed {
            continue;
        }
        let sites: BTreeSet<Item> = members
            .iter()
            .filter_map(|&member| site_of(estate, member))
            .take(PAIRED_MAX)
            .collect();
        for &one in &sites {
            for &other in sites.range(one + 1..) {
                pair(one, other, estate.reference(group.owner));
            }
        }
    }
}

fn arrangements(judge: &Judge<'_>, pair: Pair<'_>) {
    let estate = judge.estate();
    for arrangement in judge.registers().arrangements.approved() {
        let site = arrangement.own.site.as_ref();
        let site = site.and_then(|site| estate.find(&site.text));
        let Some(site) = site.and_then(|site| site_of(estate, site)) else {
            continue;
        };
        let covered = arrangement.own.covers.iter();
        let covered = covered.filter_map(|item| estate.find(&item.text));
        for primary in covered.filter_map(|item| site_of(estate, item)) {
            pair(primary, site, &arrangement.reference());
        }
    }
}

/// Great-circle distance between two sites in kilometres, where both say where they are; on a
/// sphere of the Earth's mean radius.
pub fn kilometres(judge: &Judge<'_>, one: Item, other: Item) -> Option<f64> {
    let place = |item: Item| {
        let site = judge
            .registers()
            .sites
            .get(judge.estate().listed(item).id())?;
        let location = site.own.location.as_ref()?;
        Some((location.lat.to_radians(), location.lon.to_radians()))
    };
    let ((lat, lon), (other_lat, other_lon)) = (place(one)?, place(other)?);
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(other_lat - lat) + lat.cos() * other_lat.cos() * half(other_lon - lon);
    Some(2.0 * 6_371.0 * chord.clamp(0.0, 1.0).sqrt().asin())
}
