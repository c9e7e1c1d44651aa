//! The same schedule on many days: three-point times are drawn anew, tasks of one team share a
//! part of their luck, and the work goes on in the order of the schedule. It looks for no better
//! order on the day, so the figures are on the safe side.

use std::collections::HashMap;

use engine::graph::Item;
use engine::recovery::drawn::{Drawn, Work};
use engine::timetable::Timetable;
use engine::timetable::replay::Replay;
use serde::Serialize;

use super::jobs::{Jobs, Meaning, shares};
use crate::initiation::policy_in_force::PolicyInForce;
use crate::requirements::risk_numbers::annual_loss::stream;

/// How much of the luck of two tasks of one team is the same where no policy says it: a judgement.
const COMMON_SHARE: f64 = 0.3;
/// So many placings are made at most, over all days.
const PLACINGS: usize = 1_500_000;
/// So many days are drawn at least.
const LEAST: usize = 200;

/// When an item is back on half of the days, on eight and on nine of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Percentiles {
    /// Half of the days.
    pub p50: i64,
    /// Eight of ten.
    pub p80: i64,
    /// Nine of ten.
    pub p90: i64,
}

/// The returns on many days.
pub struct Spread {
    /// How many days were drawn; none where nothing is uncertain.
    pub runs: usize,
    /// Of each item its returns, in order.
    backs: HashMap<Item, Vec<i64>>,
}

impl Spread {
    /// The percentiles of an item.
    pub fn percentiles(&self, item: Item) -> Option<Percentiles> {
        let sorted = self.backs.get(&item)?;
        let at = |share: f64| {
            let place = (share * sorted.len() as f64).ceil() as usize;
            sorted[place.clamp(1, sorted.len()) - 1]
        };
        Some(Percentiles {
            p50: at(0.5),
            p80: at(0.8),
            p90: at(0.9),
        })
    }

    /// The share of days on which an item is back by a moment.
    pub fn within(&self, item: Item, due: i64) -> Option<f64> {
        let sorted = self.backs.get(&item)?;
        let count = sorted.partition_point(|&back| back <= due);
        Some(count as f64 / sorted.len() as f64)
    }
}

/// How many days, from which seed, on how many threads, and how much of the luck of two tasks of
/// one team is the same, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// Days; fewer for many tasks.
    pub runs: usize,
    /// The seed.
    pub seed: u64,
    /// Threads; they change nothing.
    pub threads: usize,
    /// The share of luck.
    pub alike: f64,
}

/// How much of the luck of two tasks of one team is the same, by a policy or as it ships.
pub fn common_share(policy: &PolicyInForce) -> f64 {
    let laid = policy.durations_alike.as_ref();
    laid.map_or(COMMON_SHARE, |it| it.value)
}

/// The returns of a schedule on so many days. Cost: the days times the tasks, shared by threads.
pub fn spread(jobs: &Jobs, found: &Timetable, how: Days) -> Spread {
    let count = jobs.project.jobs.len();
    let most = PLACINGS / count.max(1);
    let runs = how.runs.min(most.max(LEAST));
    let uncertain = Uncertain::new(jobs, how);
    let mut items: Vec<(Item, u32)> = jobs.back.iter().map(|(it, job)| (*it, *job)).collect();
    items.sort_unstable();
    if uncertain.places.is_empty() || runs == 0 {
        let of = |&(item, job): &(Item, u32)| (item, vec![found.ends[job as usize]]);
        let backs = items.iter().map(of).collect();
        return Spread { runs: 0, backs };
    }
    let mut ends: Vec<Vec<i64>> = vec![Vec::new(); runs];
    let each = runs.div_ceil(how.threads.max(1));
    std::thread::scope(|scope| {
        for (place, part) in ends.chunks_mut(each).enumerate() {
            let (uncertain, items) = (&uncertain, &items);
            let days = move || days(jobs, found, uncertain, items, (place * each, part));
            scope.spawn(days);
        }
    });
    let of = |(place, (item, _)): (usize, &(Item, u32))| {
        let mut all: Vec<i64> = ends.iter().map(|day| day[place]).collect();
        all.sort_unstable();
        (*item, all)
    };
    Spread {
        runs,
        backs: items.iter().enumerate().map(of).collect(),
    }
}

/// The uncertain work, with the jobs that each piece is laid out in.
struct Uncertain {
    drawn: Drawn,
    /// Of each piece the shift after which it is handed over, and its jobs.
    places: Vec<(i64, Vec<usize>)>,
}

impl Uncertain {
    fn new(jobs: &Jobs, how: Days) -> Uncertain {
        let (mut works, mut places) = (Vec::new(), Vec::new());
        for (at, points) in jobs.points.iter().enumerate() {
            let Some(points) = *points else { continue };
            works.push(Work {
                points,
                wait: 0,
                stream: stream(&name(jobs, at)),
                cause: jobs.team[at].as_deref().map(stream),
            });
            let mut parts = vec![at];
            let shift = jobs.handed_over.get(&(at as u32));
            if shift.is_some() {
                parts.extend(handed_over(jobs, at));
            }
            places.push((shift.map_or(i64::MAX, |(_, shift)| *shift), parts));
        }
        Uncertain {
            drawn: Drawn::new(works, Vec::new(), how.alike, how.seed),
            places,
        }
    }
}

/// What the draws of a job hang on: the same wherever recoveries are drawn.
fn name(jobs: &Jobs, at: usize) -> String {
    match &jobs.meanings[at] {
        Meaning::Step { plan, step, .. } => format!("{plan}/{step}"),
        _ => jobs.name(at),
    }
}

/// The parts in which a job is handed over after its first.
fn handed_over(jobs: &Jobs, at: usize) -> Vec<usize> {
    let is_part = |part: &usize| match jobs.meanings[*part] {
        Meaning::HandedOver(first) => first as usize == at,
        _ => false,
    };
    (at + 1..=jobs.last(at)).filter(is_part).collect()
}

/// The days from one on: what each item's return is on each.
fn days(
    jobs: &Jobs,
    found: &Timetable,
    uncertain: &Uncertain,
    items: &[(Item, u32)],
    (first, part): (usize, &mut [Vec<i64>]),
) {
    let replay = Replay::new(&jobs.project, &found.starts);
    let mut replay = replay.expect("a schedule was found for this very project");
    let mut seconds: Vec<i64> = jobs.project.jobs.iter().map(|job| job.seconds).collect();
    let mut lengths = Vec::new();
    for (day, backs) in part.iter_mut().enumerate() {
        uncertain.drawn.lengths((first + day) as u64, &mut lengths);
        for (&length, (shift, places)) in lengths.iter().zip(&uncertain.places) {
            for (share, &at) in shares(length, *shift, places.len()).into_iter().zip(places) {
                seconds[at] = share;
            }
        }
        let ends = replay.ends(&seconds);
        backs.extend(items.iter().map(|(_, job)| ends[*job as usize]));
    }
}
