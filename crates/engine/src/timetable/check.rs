//! Whether a timetable keeps to its project. Written from the meaning of a project alone: it
//! shares nothing with the search, so that neither can hide the other's mistake.

use super::{Project, Wait};
use crate::graph::Seconds;

/// What a timetable breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// There is not one start for each job.
    Count,
    /// A job starts before it may.
    Early(u32),
    /// A job starts before what it waits for is over.
    Waits(u32),
    /// More of a resource is taken at a moment than there is.
    Overbooked(u32, Seconds),
}

/// The first thing that a timetable breaks; `None` where it keeps to its project. Cost: for each
/// resource its jobs and changes, sorted.
pub fn breach(project: &Project, starts: &[Seconds]) -> Option<Breach> {
    if starts.len() != project.jobs.len() {
        return Some(Breach::Count);
    }
    let end = |at: u32| {
        let at = at as usize;
        starts[at].saturating_add(project.jobs[at].seconds.max(0))
    };
    for (at, job) in project.jobs.iter().enumerate() {
        let start = starts[at];
        if start < job.not_before.max(0) {
            return Some(Breach::Early(at as u32));
        }
        let met = |wait: &Wait| {
            let over = wait.of.iter().filter(|&&of| end(of) <= start).count();
            over >= wait.k as usize
        };
        if !job.after.iter().all(met) {
            return Some(Breach::Waits(at as u32));
        }
    }
    (0..project.resources.len() as u32).find_map(|resource| overbooked(project, starts, resource))
}

/// Sweeps over the moments at which anything of a resource begins, ends or changes.
fn overbooked(project: &Project, starts: &[Seconds], resource: u32) -> Option<Breach> {
    let mut changes: Vec<(Seconds, i128)> = Vec::new();
    let mut before = 0;
    for &(at, amount) in &project.resources[resource as usize].course {
        changes.push((at, i128::from(amount) - before));
        before = i128::from(amount);
    }
    let mut moments: Vec<Seconds> = Vec::new();
    for (job, &start) in project.jobs.iter().zip(starts) {
        let takes = job.takes.iter().filter(|it| it.resource == resource);
        let amount: i128 = takes.map(|it| i128::from(it.amount)).sum();
        if amount > 0 && job.seconds > 0 {
            changes.push((start, -amount));
            changes.push((start.saturating_add(job.seconds), amount));
            moments.push(start);
        }
    }
    let first = moments.iter().copied().min()?;
    changes.sort_unstable();
    let (mut free, mut next) = (0i128, 0);
    while next < changes.len() {
        let moment = changes[next].0;
        while changes.get(next).is_some_and(|(at, _)| *at == moment) {
            free += changes[next].1;
            next += 1;
        }
        if free < 0 && moment >= first {
            return Some(Breach::Overbooked(resource, moment));
        }
    }
    None
}
