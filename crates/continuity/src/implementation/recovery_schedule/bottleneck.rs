//! What decides the end: the chain of tasks that leads to it, the teams that are waited for, and
//! what one person more in each of them would change.

use engine::timetable::{Effort, Timetable, timetable};
use serde::Serialize;

use super::jobs::{Jobs, Meaning};

/// A team that is waited for.
#[derive(Clone, Debug, Serialize)]
pub struct TeamLoad {
    /// `team/id`.
    pub id: String,
    /// How many of it can work at once.
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
    let mut waits = vec![0i64; jobs.crews.len()];
    for (at, crew) in jobs.crew.iter().enumerate() {
        if let Some((crew, _)) = crew {
            waits[*crew] += found.starts[at] - ready(jobs, found, at);
        }
    }
    let mut waited: Vec<usize> = (0..waits.len()).filter(|&crew| waits[crew] > 0).collect();
    waited.sort_by_key(|&crew| (std::cmp::Reverse(waits[crew]), crew));
    let mut all = Vec::new();
    for &crew in waited.iter().take(TRIED) {
        let mut more = jobs.project.clone();
        for (_, people) in &mut more.resources[crew].course {
            *people += u32::from(*people > 0);
        }
        let Ok(changed) = timetable(&more, effort) else {
            continue;
        };
        // A search may find less with more at hand; what was found before still holds.
        let better = changed.score.min(found.score);
        let saves = found.score.lateness.saturating_sub(better.lateness);
        let load = TeamLoad {
            id: jobs.crews[crew].id.clone(),
            people: jobs.crews[crew].people,
            available_seconds: jobs.crews[crew].from,
            waits_seconds: waits[crew],
            one_more_makespan_seconds: better.makespan,
            one_more_late_count: better.late as usize,
            one_more_saves_seconds: i64::try_from(saves).unwrap_or(i64::MAX),
        };
        all.push((better, load));
    }
    all.sort_by(|(one, first), (other, second)| (one, &first.id).cmp(&(other, &second.id)));
    all.into_iter().map(|(_, load)| load).collect()
}

/// The tasks that decide the end, first to last: each is waited for by the next, or has the people
/// that the next one needs.
pub fn critical(jobs: &Jobs, found: &Timetable) -> Vec<String> {
    let mut at = (0..found.ends.len()).max_by_key(|&at| (found.ends[at], std::cmp::Reverse(at)));
    let mut chain = Vec::new();
    // Jobs without length could hand each other on for ever; no chain is longer than all jobs.
    while let Some(job) = at.filter(|_| chain.len() <= found.ends.len()) {
        chain.push(job);
        at = waited_for(jobs, found, job);
    }
    let task = |job: &&usize| {
        matches!(
            jobs.meanings[**job],
            Meaning::Step { .. } | Meaning::Work { .. }
        )
    };
    let mut tasks: Vec<String> = chain
        .iter()
        .filter(task)
        .map(|&job| jobs.name(job))
        .collect();
    tasks.reverse();
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
    let (crew, _) = jobs.crew[job]?;
    let of_crew = |other: &usize| {
        let same = jobs.crew[*other].is_some_and(|(its, _)| its == crew);
        same && *other != job && found.ends[*other] == start && found.starts[*other] < start
    };
    (0..found.ends.len()).find(of_crew)
}
