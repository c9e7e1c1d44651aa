//! The order of the work: when each piece of it begins and ends under the limits of people, by the
//! scheduler, and what the last of it waited for.

use std::collections::BTreeMap;

use engine::timetable::{Effort, Goal, Job, Misfit, Project, Resource, Take, Wait, timetable};

use super::calendar::{WorkingDays, covering};
use super::need::Because;
use super::piece::Pieces;
use super::work::{Hands, Work};

/// A working day in the scheduler's seconds.
const DAY: i64 = 86_400;
/// The seed of the search.
const SEED: u64 = 20_060;
/// Schedules built for a small rollout.
const SCHEDULES: u64 = 400;
/// Jobs times schedules: large rollouts get fewer, so that one takes about a second at most.
const EFFORT: u64 = 2_000_000;

/// Why a piece of work begins no sooner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waits {
    /// For other work: what needs it, or its own record's.
    Work(usize, Option<Because>),
    /// For people who are at other work.
    People(usize),
    /// For the day it is set for.
    Day,
}

/// When a piece of work begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Working days from the start, in the scheduler's seconds.
    pub starts: i64,
    /// The moment it is over.
    pub ends: i64,
    /// What it waits for; none where it begins at once.
    pub waits: Option<Waits>,
}

/// The order found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// One turn for each piece of work.
    pub turns: Vec<Turn>,
    /// No order ends sooner than this.
    pub lower_bound: i64,
    /// Whether none is better.
    pub exact: bool,
}

impl Turn {
    /// The day it begins on.
    pub fn first_day(&self, days: WorkingDays) -> jiff::civil::Date {
        days.day(self.starts / DAY)
    }

    /// The last day it takes.
    pub fn last_day(&self, days: WorkingDays) -> jiff::civil::Date {
        let last = if self.ends > self.starts {
            self.ends - 1
        } else {
            self.ends
        };
        days.day(last / DAY)
    }
}

/// The order of the work. `hands` gives of each piece who works on it, if anybody is named.
/// Deterministic, whatever the number of threads. Cost: that of the scheduler's budget.
pub fn order(
    pieces: &Pieces<'_>,
    works: &[Work],
    hands: &BTreeMap<usize, Hands>,
    days: WorkingDays,
    threads: usize,
) -> Result<Order, Misfit> {
    let laid = Laid::new(pieces, works, hands, days);
    let jobs = laid.project.jobs.len().max(1) as u64;
    let effort = Effort {
        seed: SEED,
        schedules: (EFFORT / jobs).clamp(1, SCHEDULES),
        threads,
    };
    let found = timetable(&laid.project, effort)?;
    let turns = works.iter().enumerate().map(|(at, _)| Turn {
        starts: found.starts[laid.first[at] as usize],
        ends: laid
            .jobs_of(at)
            .map(|job| found.ends[job])
            .max()
            .unwrap_or(0),
        waits: laid.waits(works, at, &found.starts, &found.ends),
    });
    Ok(Order {
        turns: turns.collect(),
        lower_bound: found.lower_bound,
        exact: found.exact,
    })
}

/// The work as jobs. Each piece of work is one to three of them: its first day; then, side by
/// side, the rest of the work and the rest of the time that it takes at least.
struct Laid {
    project: Project,
    /// The first job of each piece of work; one more at the end.
    first: Vec<u32>,
    /// Of each job its work.
    work_of: Vec<usize>,
}

impl Laid {
    fn new(
        pieces: &Pieces<'_>,
        works: &[Work],
        hands: &BTreeMap<usize, Hands>,
        days: WorkingDays,
    ) -> Laid {
        let mut resources: BTreeMap<&str, u32> = BTreeMap::new();
        let mut laid = Laid {
            project: Project::default(),
            first: Vec::new(),
            work_of: Vec::new(),
        };
        for (at, work) in works.iter().enumerate() {
            let takes = hands.get(&work.piece).map(|hands| {
                let next = resources.len() as u32;
                let resource = *resources.entry(&hands.party).or_insert_with(|| {
                    laid.project.resources.push(Resource::steady(hands.people));
                    next
                });
                Take {
                    resource,
                    amount: 1,
                }
            });
            let set_for = pieces.all[work.piece].set_for;
            let set_for = set_for.filter(|_| work.does == super::work::Does::PutInPlace);
            laid.add(
                at,
                work,
                takes,
                set_for.map_or(0, |day| days.number(day) * DAY),
            );
            let due = pieces.all[work.piece].due;
            if let Some(due) = due.filter(|_| work.does == super::work::Does::PutInPlace) {
                let jobs: Vec<u32> = (laid.first[at]..laid.work_of.len() as u32).collect();
                laid.project.goals.push(Goal {
                    reached: Wait::all(jobs),
                    due: Some((days.number(due) + 1) * DAY),
                    weight: 1,
                });
            }
        }
        laid.first.push(laid.work_of.len() as u32);
        for (at, work) in works.iter().enumerate() {
            let before = work
                .after
                .iter()
                .flat_map(|(first, _)| laid.jobs_of(*first));
            let before: Vec<u32> = before.map(|job| job as u32).collect();
            let first = laid.first[at] as usize;
            laid.project.jobs[first].after.push(Wait::all(before));
        }
        laid
    }

    fn add(&mut self, at: usize, work: &Work, takes: Option<Take>, not_before: i64) {
        let effort = (work.person_days * DAY as f64).ceil() as i64;
        let lead = covering(work.lead_days) * DAY;
        let kick = if effort > 0 { effort.min(DAY) } else { lead };
        let takes: Vec<Take> = takes.into_iter().filter(|_| effort > 0).collect();
        let first = self.work_of.len() as u32;
        self.first.push(first);
        self.push(at, kick, not_before, Vec::new(), takes.clone());
        let after = vec![Wait::all(vec![first])];
        if effort > kick {
            self.push(at, effort - kick, 0, after.clone(), takes);
        }
        if lead > kick {
            self.push(at, lead - kick, 0, after, Vec::new());
        }
    }

    fn push(
        &mut self,
        at: usize,
        seconds: i64,
        not_before: i64,
        after: Vec<Wait>,
        takes: Vec<Take>,
    ) {
        self.work_of.push(at);
        self.project.jobs.push(Job {
            seconds,
            after,
            takes,
            not_before,
        });
    }

    fn jobs_of(&self, work: usize) -> std::ops::Range<usize> {
        let end = self.first.get(work + 1).copied();
        self.first[work] as usize..end.map_or(self.work_of.len(), |end| end as usize)
    }

    /// What a piece of work waits for: what ended when the job that decides its end began.
    fn waits(&self, works: &[Work], at: usize, starts: &[i64], ends: &[i64]) -> Option<Waits> {
        let first = self.first[at] as usize;
        let jobs = &self.project.jobs;
        // The job that ends last; where it began later than it could, people held it up.
        let last = self.jobs_of(at).max_by_key(|&job| (ends[job], job))?;
        if last != first && starts[last] > ends[first] {
            return self.held_up(last, at, starts, ends).map(Waits::People);
        }
        if starts[first] == 0 {
            return None;
        }
        let over = |work: usize| self.jobs_of(work).map(|job| ends[job]).max();
        let needed = work_ending(works, at, |work| over(work) == Some(starts[first]));
        if let Some((work, because)) = needed {
            return Some(Waits::Work(work, because));
        }
        if jobs[first].not_before == starts[first] {
            return Some(Waits::Day);
        }
        self.held_up(first, at, starts, ends).map(Waits::People)
    }

    /// Other work of the same people that ended when a job began.
    fn held_up(&self, job: usize, at: usize, starts: &[i64], ends: &[i64]) -> Option<usize> {
        let takes = self.project.jobs[job].takes.first()?;
        let same = |other: &usize| {
            let jobs = &self.project.jobs;
            let shares = jobs[*other]
                .takes
                .iter()
                .any(|it| it.resource == takes.resource);
            shares && ends[*other] == starts[job] && self.work_of[*other] != at
        };
        let found = (0..self.work_of.len()).find(same)?;
        Some(self.work_of[found])
    }
}

fn work_ending(
    works: &[Work],
    at: usize,
    fits: impl Fn(usize) -> bool,
) -> Option<(usize, Option<Because>)> {
    let needed = works[at].after.iter();
    needed.copied().find(|(work, _)| fits(*work))
}

/// The chain that decides when a piece of work is over, from its beginning to it, by index.
pub fn chain(order: &Order, last: usize) -> Vec<usize> {
    let mut chain = vec![last];
    let mut at = last;
    while let Some(Waits::Work(before, _) | Waits::People(before)) = order.turns[at].waits {
        if chain.contains(&before) {
            break;
        }
        chain.push(before);
        at = before;
    }
    chain.reverse();
    chain
}
