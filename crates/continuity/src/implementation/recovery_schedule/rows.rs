//! What a schedule says of each task and of each item that comes back.

use engine::graph::Item;
use engine::timetable::Timetable;
use serde::Serialize;

use super::bottleneck;
use super::jobs::{Jobs, Meaning};
use super::spread::{Percentiles, Spread};
use crate::requirements::exposure::Fall;
use crate::requirements::own_target::own_target;
use crate::requirements::recovery_targets::Verdict;
use crate::standpoint::Standpoint;

/// Something that is done.
#[derive(Clone, Debug, Serialize)]
pub struct Task {
    /// `PLAN/STEP` for a step, the item's reference otherwise.
    pub id: String,
    /// What is done, in words.
    pub title: String,
    /// The item that it brings back.
    pub item: String,
    /// The plan of which it is a step.
    pub plan: Option<String>,
    /// The team that does it.
    pub by: Option<String>,
    /// How many of the team.
    pub people: u32,
    /// When it starts.
    pub starts_seconds: i64,
    /// When it is over.
    pub ends_seconds: i64,
    /// How long it could have started earlier, had there been people.
    pub waits_seconds: i64,
}

/// An item that comes back.
#[derive(Clone, Debug, Serialize)]
pub struct Back {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it is back; unknown where a fact is missing.
    pub back_seconds: Option<i64>,
    /// When it would be with people without limit.
    pub alone_seconds: Option<i64>,
    /// Between the start of its target's clock and the start of work.
    pub lead_seconds: i64,
    /// Both together: what is compared.
    pub compared_seconds: Option<i64>,
    /// What it demands itself, on the same clock.
    pub target_seconds: Option<i64>,
    /// What the comparison says, three-point times taken at their 80th percentile.
    pub verdict: Verdict,
    /// When it is back on many days, from the start of work; unknown where a fact is missing.
    pub percentiles: Option<Percentiles>,
    /// The share of days on which it is in time; none without a target or a known return.
    pub meets_probability: Option<f64>,
}

/// What is done, in the order in which it starts.
pub fn tasks(standpoint: &Standpoint<'_>, jobs: &Jobs, found: &Timetable) -> Vec<Task> {
    let estate = &standpoint.estate;
    let mut all: Vec<Task> = Vec::new();
    for (at, meaning) in jobs.meanings.iter().enumerate() {
        let (item, plan, title) = match meaning {
            Meaning::Step {
                item, plan, title, ..
            } => (*item, Some(plan.clone()), title.clone()),
            Meaning::Work { item, title, .. } => (*item, None, title.clone()),
            Meaning::Back(_) | Meaning::HandedOver(_) | Meaning::Wait => continue,
        };
        all.push(Task {
            id: jobs.name(at),
            title,
            item: estate.reference(item).to_string(),
            plan,
            by: jobs.team[at].clone(),
            people: jobs.people[at],
            starts_seconds: found.starts[at],
            ends_seconds: found.ends[jobs.last(at)],
            waits_seconds: found.starts[at] - bottleneck::ready(jobs, found, at),
        });
    }
    all.sort_by(|one, other| {
        let key = |task: &Task| (task.starts_seconds, task.ends_seconds);
        (key(one), &one.id).cmp(&(key(other), &other.id))
    });
    all
}

/// What comes back, in the order in which it does; the unknown last.
pub fn backs(
    standpoint: &Standpoint<'_>,
    fall: &Fall,
    (jobs, found): (&Jobs, &Timetable),
    spread: &Spread,
) -> Vec<Back> {
    let estate = &standpoint.estate;
    let row = |&item: &Item| {
        let listed = estate.listed(item);
        let own = own_target(standpoint, listed);
        let back = jobs.back.get(&item).map(|&job| found.ends[job as usize]);
        let lead = own.lead_seconds();
        let target = own.seconds.map(|seconds| seconds + lead);
        let compared = back.map(|back| back + lead);
        let verdict = match (target, compared) {
            (None, _) => Verdict::NoTarget,
            (Some(_), None) => Verdict::Unknown,
            (Some(target), Some(compared)) if compared <= target => Verdict::Meets,
            _ => Verdict::Misses,
        };
        Back {
            id: listed.reference.clone(),
            name: listed.title().to_string(),
            back_seconds: back,
            alone_seconds: fall.times.seconds(item),
            lead_seconds: lead,
            compared_seconds: compared,
            target_seconds: target,
            verdict,
            percentiles: spread.percentiles(item),
            meets_probability: own.seconds.and_then(|due| spread.within(item, due)),
        }
    };
    let mut all: Vec<Back> = fall.standing.stopped().iter().map(row).collect();
    let key = |row: &Back| (row.back_seconds.is_none(), row.back_seconds);
    all.sort_by(|one, other| (key(one), &one.id).cmp(&(key(other), &other.id)));
    all
}
