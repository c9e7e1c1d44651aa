//! R: by when each item must be back, counted from invocation, by sweeping demands down until
//! nothing changes.

use record::initiation::policy::{Margin, Report};
use record::item::{Clock, ClockStart, MtpdEnds};
use record::kind::Status;
use record::requirements::Activity;

use super::hours;
use super::recovery::{Frame, Loss, stops_waiting};
use super::world::{Seconds, World};

/// Every policy in force.
fn policies(world: &World) -> impl Iterator<Item = &record::initiation::Policy> {
    let live = world
        .all
        .policies
        .iter()
        .filter(|p| p.status() != Status::Retired);
    live.map(|policy| &policy.own)
}

/// Detect and decide of an item: its own, else the scenario's, else the policy's (the greatest of
/// several: the stricter wins), else 0.
pub fn lead(world: &World, i: usize) -> (i64, i64) {
    let own = world.item(i).lead.as_ref();
    let scenario = world.scenario.as_ref();
    let scenario = scenario.and_then(|id| world.all.scenarios.get(id));
    let scenario = scenario.and_then(|s| s.lead.as_ref());
    let pick = |part: fn(&record::item::Lead) -> Option<record::value::Duration>| {
        let policy = policies(world)
            .filter_map(|p| p.lead.as_ref().and_then(part))
            .max();
        let found = own.and_then(part).or(scenario.and_then(part)).or(policy);
        found.map_or(0, |d| d.0)
    };
    (pick(|lead| lead.detect), pick(|lead| lead.decide))
}

/// The part of the lead that a clock with this start counts.
pub fn lead_of(world: &World, i: usize, from: ClockStart) -> i64 {
    let (detect, decide) = lead(world, i);
    match from {
        ClockStart::Disruption => detect + decide,
        ClockStart::Detection => decide,
        ClockStart::Invocation => 0,
    }
}

/// The declared RTO in elapsed seconds from its own start: what service hours demand is their
/// shortest length.
pub fn rto_elapsed(world: &World, i: usize) -> Option<(i64, ClockStart)> {
    let targets = world.item(i).targets.as_ref()?;
    let rto = targets.rto?;
    let counted = rto.clock == Clock::ServiceHours || rto.by_opening;
    let calendar = world.item(i).hours.as_ref();
    let calendar = calendar.and_then(|hours| world.all.calendars.get(hours.id()));
    let elapsed = match calendar {
        Some(calendar) if counted => hours::shortest(calendar, rto.within.0),
        _ => rto.within.0,
    };
    Some((elapsed, rto.from))
}

/// When harm becomes intolerable by the approved impacts of an activity, the least over all of
/// them and over all categories; `None`: never.
pub fn mtpd_of_impacts(world: &World, id: &str) -> Option<i64> {
    mtpd_when(world, id, None)
}

/// The same of one condition only: `normal`, which is also where nothing is written, or a peak.
pub fn mtpd_when(world: &World, id: &str, when: Option<&str>) -> Option<i64> {
    let scales = || policies(world).filter_map(|p| p.impact_scale.as_ref());
    // Reading: the default policy that ships has the scale of the page's example; one that a
    // folder states takes its place.
    let level = scales().filter_map(|s| s.intolerable).min().unwrap_or(3);
    let conservative = scales().any(|s| s.report == Some(Report::LastTolerable));
    let limit = scales()
        .filter_map(|s| s.intolerable_loss)
        .min_by_key(|m| m.minor);
    let mut least: Option<f64> = None;
    let mut take = |at: f64| least = Some(least.map_or(at, |least: f64| least.min(at)));
    for impact in world.all.impacts.iter() {
        let other = when.is_some_and(|when| when != impact.when.as_deref().unwrap_or("normal"));
        if impact.status() != Status::Approved || impact.activity.id() != id || other {
            continue;
        }
        for levels in impact.levels.values() {
            let hit = levels.iter().position(|&l| l >= level);
            if let Some(at) = hit {
                let before = if at == 0 { 0 } else { impact.after[at - 1].0 };
                let first = impact.after[at].0;
                take(if conservative { before } else { first } as f64);
            }
        }
        let (mut time, mut loss) = (0.0, 0.0);
        for (after, money) in impact.after.iter().zip(&impact.loss) {
            let (next, grown) = (after.0 as f64, money.minor as f64);
            let Some(limit) = limit.filter(|l| l.currency == money.currency) else {
                break;
            };
            let limit = limit.minor as f64;
            if grown >= limit {
                let share = if grown > loss {
                    (limit - loss) / (grown - loss)
                } else {
                    1.0
                };
                take(time + (next - time) * share);
                break;
            }
            (time, loss) = (next, grown);
        }
    }
    least.map(|at| at.floor() as i64)
}

/// MTPD, the headline: declared or by the impacts of all conditions, or what a peak declares where
/// that is less.
pub fn mtpd(world: &World, i: usize, activity: &Activity) -> Option<i64> {
    let targets = world.item(i).targets.as_ref();
    let declared = targets.and_then(|t| t.mtpd).map(|d| d.0);
    // Reading: what a peak declares is the owner's word, and its impacts are not asked.
    let decided = |when: &str| {
        activity
            .peaks
            .iter()
            .any(|p| p.name == when && p.mtpd.is_some())
    };
    let whens = ["normal", "rush", "fair"]
        .into_iter()
        .filter(|when| !decided(when));
    let shown = || {
        whens
            .filter_map(|when| mtpd_when(world, &world.things[i].id, Some(when)))
            .min()
    };
    let usual = declared.or_else(shown);
    let peaks = activity.peaks.iter().filter_map(|p| p.mtpd).map(|d| d.0);
    usual.into_iter().chain(peaks).min()
}

/// MTPD less WRT and margin, counted from disruption. With a backlog the time to clear it grows
/// with the time down: the whole solves `T + WRT(T) + margin = MTPD`.
pub fn mtpd_allows(world: &World, i: usize, activity: &Activity) -> Option<i64> {
    let targets = world.item(i).targets.as_ref();
    let mtpd = mtpd(world, i, activity)?;
    let margin = |p: &record::initiation::Policy| match p.margin {
        None => 0,
        Some(Margin::Time(time)) => time.0,
        Some(Margin::Share(share)) => mtpd * i64::from(share.0) / 10_000,
    };
    let margin = policies(world).map(margin).max().unwrap_or(0);
    let left = mtpd - margin;
    let ends = targets.and_then(|t| t.mtpd_ends);
    if ends == Some(MtpdEnds::MbcoReached) {
        return Some(left);
    }
    if let Some(backlog) = &activity.backlog {
        let (arrives, clears) = (backlog.arrives.0, backlog.clears.0);
        if clears <= arrives {
            return Some(0);
        }
        let share = (clears - arrives) / clears;
        return Some((left as f64 * share).floor() as i64);
    }
    Some(left - targets.and_then(|t| t.wrt).map_or(0, |d| d.0))
}

/// The activity's own target from disruption, workarounds applied.
fn activity_target(world: &World, i: usize) -> Option<i64> {
    let record = world.all.activities.get(&world.things[i].id)?;
    let (detect, decide) = lead(world, i);
    let from_disruption =
        |(within, from): (i64, ClockStart)| within + detect + decide - lead_of(world, i, from);
    let rto = rto_elapsed(world, i).map(from_disruption);
    let allowed = mtpd_allows(world, i, record);
    let target = match (rto, allowed) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    let mut moved = target;
    for workaround in world.all.workarounds.iter() {
        let live = workaround.status() != Status::Retired;
        let start = workaround.start_within.map(|d| d.0);
        let reaches = workaround.capacity.map_or(10_000, |c| c.0) >= world.mbco(i);
        if !live || workaround.activity.id() != world.things[i].id || !reaches {
            continue;
        }
        if let Some(start) = start.filter(|&start| start <= target) {
            moved = moved.max(start + workaround.sustain_for.map_or(0, |d| d.0));
        }
    }
    Some(moved)
}

/// The own target of an item in seconds from invocation (activities and services only).
pub fn own_target(world: &World, i: usize) -> Option<i64> {
    if world.is(i, "activity") {
        let (detect, decide) = lead(world, i);
        return activity_target(world, i).map(|target| target - detect - decide);
    }
    if world.is(i, "service") {
        let (within, from) = rto_elapsed(world, i)?;
        return Some(within - lead_of(world, i, from));
    }
    None
}

/// Deadlines of all items.
pub struct Deadlines {
    /// R; `None`: nothing is demanded.
    pub required: Vec<Seconds>,
    /// The least demand that is not excused by other members of a group.
    pub unexcused: Vec<Seconds>,
}

fn lower(slot: &mut Seconds, demand: Seconds) {
    if let Some(demand) = demand {
        *slot = Some(slot.map_or(demand, |slot| slot.min(demand)));
    }
}

/// R of every item: demands sweep down, component by component as one unit.
pub fn deadlines(frame: &Frame<'_>) -> Deadlines {
    let all = Loss::all(frame);
    let times: Vec<Seconds> = (0..frame.world.len()).map(|i| all.t(i)).collect();
    let required = sweep(frame, |_, _, _| false);
    let unexcused = sweep(frame, |members, k, (j, demand)| {
        let others = members.iter().filter(|&&m| m != Some(j));
        let meets = |m: &&Option<usize>| m.is_some_and(|m| times[m].is_some_and(|t| t <= demand));
        others.filter(meets).count() >= k
    });
    Deadlines {
        required,
        unexcused,
    }
}

fn sweep(
    frame: &Frame<'_>,
    excused: impl Fn(&[Option<usize>], usize, (usize, i64)) -> bool,
) -> Vec<Seconds> {
    let world = frame.world;
    let n = world.len();
    let mut least: Vec<Seconds> = (0..n).map(|i| own_target(world, i)).collect();
    loop {
        let before = least.clone();
        for i in 0..n {
            for group in frame.needs[i].iter().filter(|g| stops_waiting(g)) {
                let tail = group.tail.unwrap_or(frame.takes[i]).unwrap_or(0);
                let members = frame.outside(i, group);
                let k = group.k.min(members.len());
                for j in members.iter().flatten().copied() {
                    let demand = before[i].map(|r| r - tail - group.switch);
                    if demand.is_some_and(|demand| !excused(&members, k, (j, demand))) {
                        lower(&mut least[j], demand);
                    }
                }
            }
            for &d in world.held(i) {
                lower(&mut least[d], before[i]);
            }
            for &other in &frame.part[i] {
                lower(&mut least[i], before[other]);
            }
        }
        if least == before {
            return least;
        }
    }
}
