//! The same schedule on many days: three-point times are drawn anew, tasks of one team share a
//! part of their luck, and the work goes on in the order of the schedule. It looks for no better
//! order on the day, so the figures are on the safe side.

use std::collections::HashMap;

use engine::graph::Item;
use engine::shared_cause::{Part, Runs, durations};
use engine::timetable::Timetable;
use engine::timetable::replay::Replay;
use serde::Serialize;

use super::jobs::{Jobs, Meaning, shares};
use crate::requirements::risk_numbers::annual_loss::stream;

/// How much of the luck of two tasks of one team is the same: a judgement.
pub const COMMON_PERCENT: u32 = 30;
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

/// The returns of a schedule on so many days. Cost: the days times the tasks, shared by threads.
pub fn spread(jobs: &Jobs, found: &Timetable, runs: usize, seed: u64, threads: usize) -> Spread {
    let count = jobs.project.jobs.len();
    let most = PLACINGS / count.max(1);
    let runs = runs.min(most.max(LEAST));
    let drawn = drawn(jobs, runs, seed);
    let mut items: Vec<(Item, u32)> = jobs.back.iter().map(|(it, job)| (*it, *job)).collect();
    items.sort_unstable();
    if drawn.is_empty() {
        let of = |&(item, job): &(Item, u32)| (item, vec![found.ends[job as usize]]);
        let backs = items.iter().map(of).collect();
        return Spread { runs: 0, backs };
    }
    let mut ends: Vec<Vec<i64>> = vec![Vec::new(); runs];
    let each = runs.div_ceil(threads.max(1));
    std::thread::scope(|scope| {
        for (place, part) in ends.chunks_mut(each).enumerate() {
            let (drawn, items) = (&drawn, &items);
            let days = move || days(jobs, found, drawn, items, (place * each, part));
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

/// Of each uncertain job its length on each day.
fn drawn(jobs: &Jobs, runs: usize, seed: u64) -> Vec<(usize, Vec<i64>)> {
    let how = Runs {
        runs,
        seed,
        share: f64::from(COMMON_PERCENT) / 100.0,
    };
    let of = |part: &Part, at: usize| {
        let whole = durations(part, how);
        let Some(&(_, shift)) = jobs.handed_over.get(&(at as u32)) else {
            return vec![(at, whole)];
        };
        let mut places = vec![at];
        places.extend(handed_over(jobs, at));
        let days: Vec<Vec<i64>> = whole
            .iter()
            .map(|&seconds| shares(seconds, shift, places.len()))
            .collect();
        let of_part =
            |(turn, place): (usize, usize)| (place, days.iter().map(|day| day[turn]).collect());
        places.into_iter().enumerate().map(of_part).collect()
    };
    let uncertain = |(at, points): (usize, &Option<[i64; 3]>)| {
        let points = (*points)?;
        let name = jobs.name(at);
        // Without a team nobody's luck is shared.
        let cause = jobs.team[at].as_ref().unwrap_or(&name);
        let part = Part {
            points,
            stream: stream(&name),
            cause: stream(cause).wrapping_add(1),
        };
        Some(of(&part, at))
    };
    let each = jobs.points.iter().enumerate();
    if runs == 0 {
        return Vec::new();
    }
    each.filter_map(uncertain).flatten().collect()
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
    drawn: &[(usize, Vec<i64>)],
    items: &[(Item, u32)],
    (first, part): (usize, &mut [Vec<i64>]),
) {
    let replay = Replay::new(&jobs.project, &found.starts);
    let mut replay = replay.expect("a schedule was found for this very project");
    let mut seconds: Vec<i64> = jobs.project.jobs.iter().map(|job| job.seconds).collect();
    for (day, backs) in part.iter_mut().enumerate() {
        for (at, lengths) in drawn {
            seconds[*at] = lengths[first + day];
        }
        let ends = replay.ends(&seconds);
        backs.extend(items.iter().map(|(_, job)| ends[*job as usize]));
    }
}
