//! Recovery points: what is required of every item, and what each dataset can do in each way of
//! failing.

use record::item::MtpdEnds;
use record::kind::Status;
use record::requirements::Activity;
use record::requirements::dataset::{Method, Protection};

use super::up_and_down::{lost, set};
use super::world::{Seconds, World};

/// The requirement of every item; `None`: none. What an activity can make anew of a dataset within
/// its work recovery time it asks less of: of that dataset the age limit of its source. A group
/// takes the least of its members.
pub fn required(world: &World) -> Vec<Seconds> {
    let mut least: Vec<Seconds> = vec![None; world.len()];
    for source in 0..world.len() {
        let asked = asked_by(world, source);
        for (least, asked) in least.iter_mut().zip(asked) {
            *least = [*least, asked].into_iter().flatten().min();
        }
    }
    least
}

/// What one item alone asks of every item.
fn asked_by(world: &World, source: usize) -> Vec<Seconds> {
    let targets = world.item(source).targets.as_ref();
    let mut asked: Vec<Seconds> = vec![None; world.len()];
    asked[source] = targets.and_then(|t| t.rpo).map(|d| d.0);
    loop {
        let before = asked.clone();
        for (i, demand) in before.iter().enumerate() {
            let Some(demand) = *demand else { continue };
            let groups = world.groups(i).iter().filter(|g| g.stop && g.runs());
            let members = groups.flat_map(|g| g.members.iter().flatten().copied());
            let gives: Vec<usize> = members.chain(world.held(i).iter().copied()).collect();
            for j in gives {
                let eased = demand.max(bears(world, source, j).unwrap_or(demand));
                asked[j] = [asked[j], Some(eased)].into_iter().flatten().min();
            }
            if let Some(group) = group_of(world, i) {
                for j in (0..world.len()).filter(|&j| group_of(world, j) == Some(group)) {
                    asked[j] = [asked[j], Some(demand)].into_iter().flatten().min();
                }
            }
        }
        if asked == before {
            return asked;
        }
    }
}

/// How much of a dataset an activity bears to lose, because it makes it anew. Readings: all that
/// it makes anew, one after the other, fits into its declared WRT, else into what its backlog
/// takes from its MTPD; a time that is not written does not fit.
fn bears(world: &World, source: usize, dataset: usize) -> Seconds {
    let things = (&world.things[source], &world.things[dataset]);
    if things.0.kind != "activity" || things.1.kind != "dataset" {
        return None;
    }
    let activity = world.all.activities.get(&things.0.id)?;
    let mut takes = 0;
    for entry in &activity.reconstructs {
        takes += entry.takes?.0;
    }
    if takes > given(world, source, activity)? {
        return None;
    }
    let entry = activity
        .reconstructs
        .iter()
        .find(|e| e.dataset.id() == things.1.id)?;
    Some(entry.reaches_back.0)
}

fn given(world: &World, i: usize, activity: &Activity) -> Seconds {
    let targets = world.item(i).targets.as_ref();
    let wrt = targets.and_then(|t| t.wrt).map(|d| d.0);
    if wrt.is_some() {
        return wrt;
    }
    let backlog = activity.backlog.as_ref()?;
    let mtpd = super::deadline::mtpd(world, i, activity)?;
    if targets.and_then(|t| t.mtpd_ends) == Some(MtpdEnds::MbcoReached) {
        return Some(0);
    }
    let (arrives, clears) = (backlog.arrives.0, backlog.clears.0);
    let share = ((clears - arrives) / clears).max(0.0);
    Some(mtpd - (mtpd as f64 * share).floor() as i64)
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

/// What a dataset can do where it is lost locally, with its site, by corruption, by ransomware;
/// datasets of one consistency group come back to the oldest of their points.
pub fn capability(world: &World, d: usize) -> [Point; 4] {
    let group = group_of(world, d);
    let together = |j: &usize| *j == d || (group.is_some() && group_of(world, *j) == group);
    let members = (0..world.len()).filter(together);
    let each = members.map(|j| alone(world, j));
    each.reduce(|a, b| std::array::from_fn(|mode| worse(a[mode], b[mode])))
        .expect("a dataset is in its own group")
}

fn worse(a: Point, b: Point) -> Point {
    match (a, b) {
        (Point::Nothing, _) | (_, Point::Nothing) => Point::Nothing,
        (Point::Loses(a), Point::Loses(b)) => Point::Loses(a.max(b)),
        _ => Point::Unknown,
    }
}

/// What an item can do: the worst of the data that it is, holds or runs on, through stop groups of
/// phase run or both; `None`: there is none.
pub fn achieved(world: &World, i: usize) -> Option<[Point; 4]> {
    let mut under = vec![i];
    let mut at = 0;
    while at < under.len() {
        let groups = world
            .groups(under[at])
            .iter()
            .filter(|g| g.stop && g.runs());
        let members = groups.flat_map(|g| g.members.iter().flatten().copied());
        let more: Vec<usize> = members
            .chain(world.held(under[at]).iter().copied())
            .collect();
        more.into_iter().for_each(|j| {
            if !under.contains(&j) {
                under.push(j);
            }
        });
        at += 1;
    }
    let data = under.into_iter().filter(|&j| world.is(j, "dataset"));
    let each = data.map(|d| capability(world, d));
    each.reduce(|a, b| std::array::from_fn(|mode| worse(a[mode], b[mode])))
}

/// What its own protections leave: the least of those that survive, one that is known before one
/// that is not.
fn alone(world: &World, d: usize) -> [Point; 4] {
    let dataset = world.things[d]
        .dataset
        .as_ref()
        .expect("a dataset was asked for");
    let policies = world
        .all
        .policies
        .iter()
        .filter(|p| p.status() != Status::Retired);
    let dwell = policies.filter_map(|p| p.dwell).map(|d| d.0).max();
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
        least(&|p| ransomware(world, d, p, dwell)),
    ]
}

/// Whether it repeats every change, wrong ones too.
pub fn replica(p: &Protection) -> bool {
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

/// Whether a copy stands at another site: in a place that is not lost with the sites of the data
/// (its own, and those of what holds it). Without `at`, only what is moved away counts. Reading: a
/// place that no record answers to is another one.
fn elsewhere(world: &World, d: usize, p: &Protection) -> bool {
    let Some(at) = &p.at else {
        return p.offsite_after.is_some();
    };
    let Some(at) = world.find(&at.text) else {
        return true;
    };
    let site = |i: usize| {
        let places = [&[i], world.places(i)].concat().into_iter();
        places.filter(|&s| world.is(s, "site")).take(1)
    };
    let mut home: Vec<usize> = world.holders(d).iter().flat_map(|&h| site(h)).collect();
    home.extend(site(d));
    !lost(world, &set(world, &home))[at]
}

/// `None`: it does not survive. "Immutable or in another `admin-domain`, plus the policy's
/// `dwell`, retention ≥ dwell + every." Readings: another than that of the data and of what holds
/// it, unknown where none of those says its own; a dwell that no policy states and a retention
/// that is not written are unknown, but a replica without one keeps nothing.
fn ransomware(world: &World, d: usize, p: &Protection, dwell: Seconds) -> Option<Seconds> {
    let homes = world.holders(d).iter().chain([&d]);
    let homes: Vec<&String> = homes
        .filter_map(|&i| world.item(i).admin_domain.as_ref())
        .collect();
    if !p.immutable {
        let domain = p.admin_domain.as_ref()?;
        if homes.contains(&domain) {
            return None;
        }
        if homes.is_empty() {
            return Some(None);
        }
    }
    let kept = if replica(p) {
        Some(p.retention.map_or(0, |d| d.0))
    } else {
        p.retention.map(|d| d.0)
    };
    let stepwise = matches!(
        p.method,
        Method::Backup | Method::Snapshot | Method::LogShipping
    );
    let every = if stepwise {
        p.every.map(|d| d.0)
    } else {
        Some(0)
    };
    let (Some(dwell), Some(kept), Some(every)) = (dwell, kept, every) else {
        return Some(None);
    };
    if kept < dwell + every {
        return None;
    }
    Some(loses(p, true).map(|loses| loses + dwell))
}
