//! Targets that cannot all hold: the smallest set of promises that no schedule was found for
//! together, why, and which of them it would cost least to relax. A set is called proven where
//! more work must fall into a stretch of time than the team can do; else no schedule within the
//! budget kept it.

use std::collections::BTreeSet;

use engine::timetable::clash::{Clash, clash};
use engine::timetable::{Effort, Project, Timetable, in_time, timetable};
use serde::Serialize;

use super::jobs::Jobs;
use super::limit::Sort;
use crate::standpoint::Standpoint;

/// Targets that do not hold together.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// The items whose targets they are; each alone can be kept.
    pub items: Vec<String>,
    /// Whether every smaller set was tried and can be kept.
    pub least: bool,
    /// Why no schedule can keep them; nothing where that is not proven.
    pub because: Option<Crowding>,
    /// Each of them as the one to relax, the cheapest first.
    pub relax: Vec<Relaxed>,
}

/// More work than a team can do within a stretch of time.
#[derive(Clone, Debug, Serialize)]
pub struct Crowding {
    /// Who must do it: `team/id`, or what is shared.
    pub by: String,
    /// Those of them who can do it, where not all can.
    pub persons: Vec<String>,
    /// None of the work can begin before.
    pub from_seconds: i64,
    /// All of it must be over by then.
    pub until_seconds: i64,
    /// The work: people times seconds.
    pub work_seconds: u64,
    /// What they can do in that time: people times seconds.
    pub room_seconds: u64,
    /// The tasks.
    pub tasks: Vec<String>,
}

/// A promise relaxed so that the others of its set are kept.
#[derive(Clone, Debug, Serialize)]
pub struct Relaxed {
    /// The item.
    pub id: String,
    /// By how much its target must be later.
    pub by_seconds: i64,
    /// The target that could then be kept, on its own clock.
    pub to_seconds: i64,
    /// What a second of lateness weighs, by its tier.
    pub weight: u32,
    /// Both multiplied: the price by which promises are compared.
    pub price: u64,
}

/// So many sets are tried at most.
const TRIED: usize = 400;
/// So many schedules are built at most to find one that keeps a set.
const SCHEDULES: u64 = 120;
/// The largest sets that are looked for one by one.
const SIZE: usize = 3;

/// The smallest set of targets that do not hold together, each of which alone does; nothing where
/// all hold, or where what is late is late by itself. Cost: up to `TRIED` small searches.
pub fn conflict(
    standpoint: &Standpoint<'_>,
    jobs: &Jobs,
    found: &Timetable,
    effort: Effort,
) -> Option<Conflict> {
    let mut search = Search {
        jobs,
        effort: Effort {
            schedules: effort.schedules.min(SCHEDULES),
            threads: 1,
            ..effort
        },
        left: TRIED,
    };
    let late = late_goals(jobs, found);
    if late.is_empty() {
        return None;
    }
    let goals = 0..jobs.goal_items.len();
    let keepable: Vec<usize> = goals.filter(|&goal| search.keeps(&[goal])).collect();
    let late: Vec<usize> = late
        .into_iter()
        .filter(|it| keepable.contains(it))
        .collect();
    let (set, least) = search.smallest(&late, &keepable)?;
    let part = jobs.part(&set);
    let because = clash(&part.project).map(|clash| crowding(jobs, &part.kept, clash));
    let relax = set
        .iter()
        .filter_map(|&goal| search.relaxed(standpoint, &set, goal));
    let mut relax: Vec<Relaxed> = relax.collect();
    relax.sort_by(|one, other| {
        let key = |it: &Relaxed| (it.price, it.by_seconds);
        (key(one), &one.id).cmp(&(key(other), &other.id))
    });
    let name = |&goal: &usize| {
        standpoint
            .estate
            .reference(jobs.goal_items[goal])
            .to_string()
    };
    Some(Conflict {
        items: set.iter().map(name).collect(),
        least,
        because,
        relax,
    })
}

/// The goals that are late, the worst first.
fn late_goals(jobs: &Jobs, found: &Timetable) -> Vec<usize> {
    let by = |goal: usize| {
        let due = jobs.project.goals[goal].due.unwrap_or(i64::MAX);
        found.ends[jobs.project.goals[goal].reached.of[0] as usize].saturating_sub(due)
    };
    let mut late: Vec<usize> = (0..jobs.goal_items.len())
        .filter(|&it| by(it) > 0)
        .collect();
    late.sort_by_key(|&goal| (std::cmp::Reverse(by(goal)), goal));
    late
}

struct Search<'j> {
    jobs: &'j Jobs,
    effort: Effort,
    /// How many more sets may be tried.
    left: usize,
}

impl Search<'_> {
    /// Whether a schedule is found that keeps all of these.
    fn keeps(&self, goals: &[usize]) -> bool {
        let part = self.jobs.part(goals);
        keeps(&part.project, self.effort)
    }

    fn tries(&mut self, goals: &[usize]) -> bool {
        self.left = self.left.saturating_sub(1);
        self.keeps(goals)
    }

    /// The smallest set with one that is late, and whether all smaller ones can be kept.
    fn smallest(&mut self, late: &[usize], keepable: &[usize]) -> Option<(Vec<usize>, bool)> {
        if late.is_empty() {
            return None;
        }
        let users: Vec<BTreeSet<u32>> = (0..self.jobs.goal_items.len())
            .map(|goal| self.resources(goal))
            .collect();
        let mut all_tried = true;
        for size in 2..=SIZE.min(keepable.len()) {
            let (found, whole) = self.of_size(size, late, keepable, &users);
            all_tried &= whole;
            if let Some(set) = found {
                return Some((set, all_tried));
            }
        }
        // Larger ones: each is left out that the rest needs not to be impossible.
        let mut set = keepable.to_vec();
        if self.keeps(&set) {
            return None;
        }
        for &goal in keepable.iter().rev() {
            let rest: Vec<usize> = set.iter().copied().filter(|&it| it != goal).collect();
            if !self.keeps(&rest) {
                set = rest;
            }
        }
        Some((set, false))
    }

    /// A set of this size that cannot be kept, and whether all were tried.
    fn of_size(
        &mut self,
        size: usize,
        late: &[usize],
        keepable: &[usize],
        users: &[BTreeSet<u32>],
    ) -> (Option<Vec<usize>>, bool) {
        let mut tried: BTreeSet<Vec<usize>> = BTreeSet::new();
        for &first in late {
            // Only who wants the same people can be in the way.
            let near: Vec<usize> = keepable
                .iter()
                .copied()
                .filter(|&it| it != first && !users[it].is_disjoint(&users[first]))
                .collect();
            let mut rest: Vec<usize> = (0..size - 1).collect();
            while rest.last().is_some_and(|&last| last < near.len()) {
                let mut set: Vec<usize> = rest.iter().map(|&at| near[at]).collect();
                set.push(first);
                set.sort_unstable();
                if tried.insert(set.clone()) {
                    if self.left == 0 {
                        return (None, false);
                    }
                    if !self.tries(&set) {
                        return (Some(set), true);
                    }
                }
                if !advanced(&mut rest, near.len()) {
                    break;
                }
            }
        }
        (None, true)
    }

    /// What is limited of what a goal needs.
    fn resources(&self, goal: usize) -> BTreeSet<u32> {
        let part = self.jobs.part(&[goal]);
        let takes = part.project.jobs.iter().flat_map(|job| &job.takes);
        takes.map(|take| take.resource).collect()
    }

    /// What it costs to relax one of a set: how late it is where all others are kept.
    fn relaxed(&self, standpoint: &Standpoint<'_>, set: &[usize], goal: usize) -> Option<Relaxed> {
        let place = set.iter().position(|&it| it == goal)?;
        let mut project = self.jobs.part(set).project;
        let weight = project.goals[place].weight;
        for (at, goal) in project.goals.iter_mut().enumerate() {
            goal.weight = if at == place { 1 } else { 1_000_000 };
        }
        let effort = Effort {
            schedules: self.effort.schedules * 4,
            ..self.effort
        };
        let found = timetable(&project, effort).ok()?;
        let end = |goal: &engine::timetable::Goal| found.ends[goal.reached.of[0] as usize];
        let is_kept = |goal: &engine::timetable::Goal| goal.due.is_none_or(|due| end(goal) <= due);
        let others = project.goals.iter().enumerate();
        if !others
            .filter(|(at, _)| *at != place)
            .all(|(_, it)| is_kept(it))
        {
            return None;
        }
        let due = project.goals[place].due?;
        let by_seconds = (end(&project.goals[place]) - due).max(0);
        let item = self.jobs.goal_items[goal];
        let own =
            crate::requirements::own_target::own_target(standpoint, standpoint.estate.listed(item));
        Some(Relaxed {
            id: standpoint.estate.reference(item).to_string(),
            by_seconds,
            to_seconds: due + own.lead_seconds() + by_seconds,
            weight,
            price: by_seconds as u64 * u64::from(weight),
        })
    }
}

/// The next choice of places below `count`, in order; false where there is none.
fn advanced(places: &mut [usize], count: usize) -> bool {
    let size = places.len();
    let open = (0..size).rev().find(|&at| places[at] < count - (size - at));
    let Some(at) = open else { return false };
    places[at] += 1;
    for later in at + 1..size {
        places[later] = places[later - 1] + 1;
    }
    true
}

fn keeps(project: &Project, effort: Effort) -> bool {
    clash(project).is_none() && in_time(project, effort).is_ok_and(|found| found.is_some())
}

fn crowding(jobs: &Jobs, kept: &[u32], clash: Clash) -> Crowding {
    let task = |&job: &u32| jobs.name(kept[job as usize] as usize);
    let mut tasks: Vec<String> = clash.jobs.iter().map(task).collect();
    tasks.dedup();
    let limit = &jobs.limits[clash.resource as usize];
    Crowding {
        by: limit.id.clone(),
        persons: match &limit.sort {
            Sort::Skilled(persons) => persons.clone(),
            Sort::People | Sort::Rate => Vec::new(),
        },
        from_seconds: clash.from,
        until_seconds: clash.until,
        work_seconds: u64::try_from(clash.work).unwrap_or(u64::MAX),
        room_seconds: u64::try_from(clash.room).unwrap_or(u64::MAX),
        tasks,
    }
}
