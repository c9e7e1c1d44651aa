//! `distance-at-least`: a copy or a standby stands far enough away.

use engine::graph::Item;
use record::initiation::site::Location;

use super::no_shared_site::spares;
use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;
use crate::requirements::recovery_points::{DataPlace, site_of};

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "distance-at-least",
    demands: "Keep a copy or a standby farther away, and state where the sites are (`location`).",
    means: "Along the great circle: of a dataset, one copy stands so far from every site of the \
            data; of a site, one that stands in for it (by copies, groups or arrangements); of each group from which some members may be missing, two members stand so far \
            apart; an arrangement's site stands so far from every site of what it covers. A place \
            that nobody states is not far. What has no copy, no spare member and no place to \
            compare is not asked.",
    matters: "A flood, a grid failure or an evacuation takes both ends of a town.",
    with: &[Key {
        name: "km",
        means: "how many kilometres",
        sort: Sort::Number,
        default: Some("100"),
    }],
    kinds: &[
        "dataset",
        "site",
        "activity",
        "service",
        "component",
        "arrangement",
    ],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let km = with.get::<f64>("km").unwrap_or(0.0);
    let Some(item) = subject.item else {
        return of_arrangement(judge, subject, km);
    };
    if judge.estate().listed(item).dataset().is_some() {
        return of_dataset(judge, subject, item, km);
    }
    if subject.kind() == "site" {
        return of_site(judge, subject, item, km);
    }
    let mut outcome = Outcome::Silent;
    for group in spares(judge, item) {
        let members = judge.estate().graph.members(group);
        let sites: Vec<Vec<Item>> = members.iter().map(|&it| sites(judge, it)).collect();
        let far = sites.iter().enumerate().any(|(index, one)| {
            let mut others = sites[..index].iter();
            others.any(|other| apart(judge, one, other).is_some_and(|found| found >= km))
        });
        if !far {
            let names = judge.estate().references(members).join(", ");
            let text = format!(
                "Of {names}, which {} counts on, no two are known to stand {km} km apart.",
                subject.title()
            );
            let because = judge.estate().references(members);
            return subject.breach(text).because(because).into();
        }
        outcome = Outcome::Holds;
    }
    outcome
}

fn of_dataset(judge: &Judge<'_>, subject: &Subject<'_>, item: Item, km: f64) -> Outcome {
    let estate = judge.estate();
    let protection = match estate.listed(item).dataset() {
        Some(dataset) if !dataset.own.protection.is_empty() => &dataset.own.protection,
        _ => return Outcome::Silent,
    };
    let data = DataPlace::new(estate, item).sites;
    let copies = protection
        .iter()
        .filter_map(|copy| estate.find(&copy.at.as_ref()?.text));
    let distances = copies.map(|at| apart(judge, &data, &sites(judge, at)));
    let farthest = distances.flatten().reduce(f64::max);
    verdict(subject, farthest, km, "the farthest copy")
}

fn of_site(judge: &Judge<'_>, subject: &Subject<'_>, item: Item, km: f64) -> Outcome {
    let stand_ins = judge.facts().stand_ins(judge, item);
    if stand_ins.is_empty() {
        return Outcome::Silent;
    }
    let distances = stand_ins
        .iter()
        .filter_map(|&it| apart(judge, &[item], &[it]));
    verdict(
        subject,
        distances.reduce(f64::max),
        km,
        "the farthest stand-in",
    )
}

fn of_arrangement(judge: &Judge<'_>, subject: &Subject<'_>, km: f64) -> Outcome {
    let estate = judge.estate();
    let Some(arrangement) = judge.registers().arrangements.get(subject.id()) else {
        return Outcome::Silent;
    };
    let Some(site) = &arrangement.own.site else {
        return Outcome::Silent;
    };
    let covered = arrangement
        .own
        .covers
        .iter()
        .filter_map(|item| estate.find(&item.text));
    let mut primary: Vec<Item> = covered.flat_map(|item| sites(judge, item)).collect();
    primary.sort_unstable();
    primary.dedup();
    let standby = estate
        .find(&site.text)
        .map_or_else(Vec::new, |it| sites(judge, it));
    verdict(subject, apart(judge, &primary, &standby), km, "the standby")
}

fn verdict(subject: &Subject<'_>, found: Option<f64>, km: f64, what: &str) -> Outcome {
    let title = subject.title();
    match found {
        Some(found) if found >= km => Outcome::Holds,
        Some(found) => {
            let text = format!("Of {title}, {what} stands {found:.0} km away; {km} are demanded.");
            subject.breach(text).into()
        }
        None => {
            let text = format!(
                "Of {title}, nobody says how far away {what} stands; {km} km are demanded."
            );
            subject.breach(text).into()
        }
    }
}

/// The sites of an item: its own, else those it cannot do without.
fn sites(judge: &Judge<'_>, item: Item) -> Vec<Item> {
    match site_of(judge.estate(), item) {
        Some(site) => vec![site],
        None => judge.facts().hosts(judge.estate()).sites[item as usize].clone(),
    }
}

/// The least distance between two lots of sites; none where a place is not stated.
fn apart(judge: &Judge<'_>, ones: &[Item], others: &[Item]) -> Option<f64> {
    let registers = judge.registers();
    let location = |&site: &Item| {
        let site = registers.sites.get(judge.estate().listed(site).id())?;
        site.own.location.as_ref()
    };
    let mut least: Option<f64> = None;
    for one in ones {
        for other in others {
            let km = if one == other {
                0.0
            } else {
                distance_km(location(one)?, location(other)?)
            };
            least = Some(least.map_or(km, |least| least.min(km)));
        }
    }
    least
}

/// The great-circle distance of two places, in kilometres.
pub fn distance_km(one: &Location, other: &Location) -> f64 {
    let point = |place: &Location| engine::sphere::Point {
        lat: place.lat,
        lon: place.lon,
    };
    engine::sphere::distance_km(point(one), point(other))
}
