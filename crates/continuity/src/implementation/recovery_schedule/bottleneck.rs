//! What decides the end: the chain of tasks that leads to it, the teams that are waited for, and
//! what one person more in each of them would change.

use std::cmp::Reverse;

use engine::timetable::{Effort, Project, Timetable, timetable};
use serde::Serialize;

use super::jobs::{Jobs, Meaning};
use super::limit::{Limit, Sort};

/// A team that is waited for.
#[derive(Clone, Debug, Serialize)]
pub struct TeamLoad {
    /// `team/id`.
    pub id: String,
    /// Those of it who can do what is waited for, where not all can.
    pub persons: Vec<String>,
    /// How many of it, or of those, can work at once.
    pub people: u32,
    /// Until its people are at work.
    pub available_seconds: i64,
    /// How long tasks wait for it, all together.
    pub waits_seconds: i64,
    /// When all would be over with one person more.
    pub one_more_makespan_seconds: i64,
    /// How many targets would then be missed.
    pub one_more_late_count: usize,
    /// By how much one person more lessens the lateness of all targets together.
    pub one_more_saves_seconds: i64,
}

/// For how many teams it is tried what one person more would change.
const TRIED: usize = 6;

/// When a job could start, people aside.
pub fn ready(jobs: &Jobs, found: &Timetable, at: usize) -> i64 {
    let job = &jobs.project.jobs[at];
    let waits = job.after.iter().map(|wait| {
        let mut ends: Vec<i64> = wait.of.iter().map(|&of| found.ends[of as usize]).collect();
        ends.sort_unstable();
        (wait.k as usize).checked_sub(1).map_or(0, |at| ends[at])
    });
    waits.chain([job.not_before]).max().unwrap_or(0)
}

/// The teams that are waited for, the one with which one person more helps most first.
pub fn teams(jobs: &Jobs, found: &Timetable, effort: Effort) -> Vec<TeamLoad> {
    let mut waits = vec![0i64; jobs.limits.len()];
    for (at, job) in jobs.project.jobs.iter().enumerate() {
        let waited = found.starts[at] - ready(jobs, found, at);
        for take in &job.takes {
            waits[take.resource as usize] += waited;
        }
    }
    let is_asked = |&limit: &usize| waits[limit] > 0 && jobs.limits[limit].is_people();
    let mut waited: Vec<usize> = (0..waits.len()).filter(is_asked).collect();
    waited.sort_by_key(|&limit| (Reverse(waits[limit]), limit));
    let mut all = Vec::new();
    for &limit in waited.iter().take(TRIED) {
        let Ok(changed) = timetable(&one_more(jobs, limit), effort) else {
            continue;
        };
        // A search may find less with more at hand; what was found before still holds.
        let better = changed.score.min(found.score);
        let saves = found.score.lateness.saturating_sub(better.lateness);
        let team = &jobs.limits[limit];
        let load = TeamLoad {
            id: team.id.clone(),
            persons: match &team.sort {
                Sort::Skilled(persons) => persons.clone(),
                Sort::People | Sort::Rate => Vec::new(),
            },
            people: team.amount,
            available_seconds: team.from,
            waits_seconds: waits[limit],
            one_more_makespan_seconds: better.makespan,
            one_more_late_count: better.late as usize,
            one_more_saves_seconds: i64::try_from(saves).unwrap_or(i64::MAX),
        };
        all.push((better, load));
    }
    // On equal terms, whoever need know less.
    all.sort_by(|(one, first), (other, second)| {
        let key = |it: &TeamLoad| (it.persons.clone(), it.id.clone());
        (one, key(first)).cmp(&(other, key(second)))
    });
    all.into_iter().map(|(_, load)| load).collect()
}

/// The same with one person more: in the team, and, where only some can do what is waited for,
/// among them too.
fn one_more(jobs: &Jobs, limit: usize) -> Project {
    let asked = &jobs.limits[limit];
    let gains = |other: &Limit| {
        other.id == asked.id
            && match (&asked.sort, &other.sort) {
                (_, Sort::People) => true,
                (Sort::Skilled(asked), Sort::Skilled(other)) => {
                    asked.iter().all(|person| other.contains(person))
                }
                _ => false,
            }
    };
    let mut more = jobs.project.clone();
    for (other, resource) in jobs.limits.iter().zip(&mut more.resources) {
        if gains(other) {
            for (_, people) in &mut resource.course {
                *people += u32::from(*people > 0);
            }
        }
    }
    more
}

/// The tasks that decide the end, first to last: each is waited for by the next, or has the people
/// that the next one needs.
pub fn critical(jobs: &Jobs, found: &Timetable) -> Vec<String> {
    let mut at = (0..found.ends.len()).max_by_key(|&at| (found.ends[at], Reverse(at)));
    let mut chain = Vec::new();
    // Jobs without length could hand each other on for ever; no chain is longer than all jobs.
    while let Some(job) = at.filter(|_| chain.len() <= found.ends.len()) {
        chain.push(job);
        at = waited_for(jobs, found, job);
    }
    let is_task = |job: &&usize| !matches!(jobs.meanings[**job], Meaning::Back(_) | Meaning::Wait);
    let named = chain.iter().filter(is_task).map(|&job| jobs.name(job));
    let mut tasks: Vec<String> = named.collect();
    tasks.reverse();
    tasks.dedup();
    tasks
}

fn waited_for(jobs: &Jobs, found: &Timetable, job: usize) -> Option<usize> {
    let start = found.starts[job];
    let waits = jobs.project.jobs[job]
        .after
        .iter()
        .flat_map(|wait| &wait.of);
    let before = waits
        .map(|&of| of as usize)
        .filter(|&of| found.ends[of] == start);
    // Work says more than a wait that ends with it.
    let before = before.min_by_key(|&of| (matches!(jobs.meanings[of], Meaning::Wait), of));
    if before.is_some() {
        return before;
    }
    let takes = |job: usize| {
        jobs.project.jobs[job]
            .takes
            .iter()
            .map(|take| take.resource)
    };
    let hands_on = |other: &usize| {
        *other != job
            && found.ends[*other] == start
            && found.starts[*other] < start
            && takes(*other).any(|its| takes(job).any(|mine| mine == its))
    };
    (0..found.ends.len()).find(hands_on)
}
