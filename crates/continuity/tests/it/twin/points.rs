//! Recovery points: what is required of every item, and what each dataset can do in each way of
//! failing.

use record::kind::Status;
use record::requirements::dataset::{Dataset, Method, Protection};

use super::up_and_down::{lost, set};
use super::world::{Seconds, World};

/// The requirement of every item; `None`: none.
pub fn required(world: &World) -> Vec<Seconds> {
    let n = world.len();
    let own = |i: usize| {
        world
            .item(i)
            .targets
            .as_ref()
            .and_then(|t| t.rpo)
            .map(|d| d.0)
    };
    let mut least: Vec<Seconds> = (0..n).map(own).collect();
    loop {
        let before = least.clone();
        for i in 0..n {
            let groups = world.groups(i).iter().filter(|g| g.stop && g.runs());
            let members = groups.flat_map(|g| g.members.iter().flatten().copied());
            let mut gives: Vec<usize> = members.collect();
            gives.extend(world.held(i));
            if let Some(group) = group_of(world, i) {
                gives.extend((0..n).filter(|&j| group_of(world, j) == Some(group)));
            }
            for j in gives {
                let demand = [least[j], before[i]].into_iter().flatten().min();
                least[j] = demand;
            }
        }
        if least == before {
            return least;
        }
    }
}

fn group_of(world: &World, i: usize) -> Option<&str> {
    world.things[i]
        .dataset
        .as_ref()?
        .consistency_group
        .as_deref()
}

/// A recovery point: so many seconds, unknown, or known to be unrecoverable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// At worst so much is lost.
    Loses(i64),
    /// It cannot be said.
    Unknown,
    /// Nothing comes back.
    Nothing,
}

/// What a dataset can do where it is lost locally, with its site, by corruption, by ransomware.
pub fn capability(world: &World, d: usize) -> [Point; 4] {
    let dataset = world.things[d]
        .dataset
        .as_ref()
        .expect("a dataset was asked for");
    let dwell = world
        .all
        .policies
        .iter()
        .filter(|p| p.status() != Status::Retired);
    let dwell = dwell
        .filter_map(|p| p.dwell)
        .map(|d| d.0)
        .max()
        .unwrap_or(0);
    let least = |point: &dyn Fn(&Protection) -> Option<Seconds>| {
        let points: Vec<Seconds> = dataset.protection.iter().filter_map(point).collect();
        match (points.iter().flatten().min(), points.is_empty()) {
            (Some(&known), _) => Point::Loses(known),
            (None, true) => Point::Nothing,
            (None, false) => Point::Unknown,
        }
    };
    [
        least(&|p| Some(loses(p, false))),
        least(&|p| elsewhere(world, d, p).then(|| loses(p, true))),
        least(&|p| (!replica(p)).then(|| loses(p, false))),
        least(&|p| ransomware(dataset, p, dwell)),
    ]
}

fn replica(p: &Protection) -> bool {
    matches!(p.method, Method::Async | Method::Sync)
}

/// The worst loss of one protection: (m + 1)·I + D, and V where only the copy elsewhere survives.
fn loses(p: &Protection, offsite: bool) -> Seconds {
    let seconds = |d: Option<record::value::Duration>| d.map_or(0, |d| d.0);
    match p.method {
        Method::Sync | Method::Continuous => Some(0),
        Method::Async => p.lag_p99.map(|d| d.0),
        Method::Backup | Method::Snapshot | Method::LogShipping => {
            let missed = i64::from(p.missed.unwrap_or(0));
            let away = if offsite { seconds(p.offsite_after) } else { 0 };
            Some((missed + 1) * p.every?.0 + seconds(p.runs) + away)
        }
    }
}

/// Whether a copy stands at another site: one that is not lost with the sites of the data (its
/// own, and those of what holds it). Without `at`, only what is moved away counts.
fn elsewhere(world: &World, d: usize, p: &Protection) -> bool {
    let Some(at) = &p.at else {
        return p.offsite_after.is_some();
    };
    let site = |i: usize| {
        let site = world.item(i).site.as_ref();
        site.and_then(|s| world.find(&s.text))
            .filter(|&s| world.is(s, "site"))
    };
    let Some(at) = world.find(&at.text) else {
        return false;
    };
    let there = if world.is(at, "site") {
        Some(at)
    } else {
        site(at)
    };
    let mut home: Vec<usize> = world.holders(d).iter().filter_map(|&h| site(h)).collect();
    home.extend(site(d));
    let gone = lost(world, &set(world, &home));
    there.is_some_and(|there| !gone[there])
}

/// `None`: it does not survive. "Immutable or in another `admin-domain`, plus the policy's
/// `dwell`, retention ≥ dwell + every"; a replica carries the intruder's work with it.
fn ransomware(dataset: &Dataset, p: &Protection, dwell: i64) -> Option<Seconds> {
    let domain = p.admin_domain.as_ref();
    let other = domain.is_some() && domain != dataset.item.admin_domain.as_ref();
    if replica(p) || !(p.immutable || other) {
        return None;
    }
    let (Some(retention), every) = (p.retention, p.every.map_or(0, |d| d.0)) else {
        return Some(None);
    };
    if retention.0 < dwell + every {
        return None;
    }
    Some(loses(p, true).map(|loses| loses + dwell))
}
