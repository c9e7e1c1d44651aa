//! A proof that goals cannot hold together: a stretch of time into which more work on one resource
//! must fall than the resource can do. Finding none proves nothing.

use super::bound::{heads, in_order};
use super::{Project, Resource};
use crate::graph::Seconds;

/// More work than a resource can do within a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The resource.
    pub resource: u32,
    /// None of the jobs can start before.
    pub from: Seconds,
    /// All of them must be over by then.
    pub until: Seconds,
    /// What they take: amounts times seconds.
    pub work: u128,
    /// What there is of the resource in that time: amounts times seconds.
    pub room: u128,
    /// The jobs.
    pub jobs: Vec<u32>,
}

/// The stretch with the most work too many; `None` where there is none, or where the project is
/// none. Cost: for each resource the square of the jobs that take of it, for up to `STRETCHES` of
/// them.
pub fn clash(project: &Project) -> Option<Clash> {
    let heads = heads(project)?;
    let latest = latest_ends(project);
    let each = project.resources.iter().enumerate();
    let found = each.filter_map(|(at, resource)| of(project, at as u32, resource, &heads, &latest));
    found.reduce(|best, next| match next.excess() > best.excess() {
        true => next,
        false => best,
    })
}

impl Clash {
    fn excess(&self) -> u128 {
        self.work - self.room
    }
}

/// Up to how many different first moments of one resource are tried.
const STRETCHES: usize = 400;

struct Part {
    job: u32,
    head: Seconds,
    latest: Seconds,
    work: u128,
}

fn of(
    project: &Project,
    at: u32,
    resource: &Resource,
    heads: &[Seconds],
    latest: &[Option<Seconds>],
) -> Option<Clash> {
    let mut parts: Vec<Part> = Vec::new();
    for (job, latest) in latest.iter().enumerate() {
        let Some(latest) = *latest else { continue };
        let takes = project.jobs[job].takes.iter();
        let of_it = takes.filter(|it| it.resource == at);
        let amount: u64 = of_it.map(|it| u64::from(it.amount)).sum();
        let seconds = project.jobs[job].seconds.max(0);
        if amount > 0 && seconds > 0 {
            parts.push(Part {
                job: job as u32,
                head: heads[job],
                latest,
                work: u128::from(amount) * seconds as u128,
            });
        }
    }
    parts.sort_unstable_by_key(|part| (part.latest, part.job));
    let mut from: Vec<Seconds> = parts.iter().map(|part| part.head).collect();
    from.sort_unstable();
    from.dedup();
    from.truncate(STRETCHES);
    let mut worst: Option<(u128, Seconds, Seconds)> = None;
    for from in from {
        let mut work = 0;
        for part in parts.iter().filter(|part| part.head >= from) {
            work += part.work;
            let room = room(resource, from, part.latest);
            if work > room && worst.is_none_or(|(excess, ..)| work - room > excess) {
                worst = Some((work - room, from, part.latest));
            }
        }
    }
    let (excess, from, until) = worst?;
    let within = parts
        .iter()
        .filter(|it| it.head >= from && it.latest <= until);
    let room = room(resource, from, until);
    Some(Clash {
        resource: at,
        from,
        until,
        work: room + excess,
        room,
        jobs: within.map(|part| part.job).collect(),
    })
}

/// How much of a resource there is within a stretch of time: amount times seconds.
fn room(resource: &Resource, from: Seconds, until: Seconds) -> u128 {
    let mut sum = 0;
    for (at, &(begins, amount)) in resource.course.iter().enumerate() {
        let ends = resource.course.get(at + 1).map_or(until, |next| next.0);
        let length = ends.min(until).saturating_sub(begins.max(from)).max(0);
        sum += u128::from(amount) * length as u128;
    }
    sum
}

/// When each job must be over for all goals to hold; nothing where no goal asks. Where some of
/// several jobs are enough, none of them must.
fn latest_ends(project: &Project) -> Vec<Option<Seconds>> {
    let mut latest: Vec<Option<Seconds>> = vec![None; project.jobs.len()];
    for goal in &project.goals {
        let is_whole = goal.reached.k as usize == goal.reached.of.len();
        let Some(due) = goal.due.filter(|_| is_whole) else {
            continue;
        };
        for &job in &goal.reached.of {
            let known = &mut latest[job as usize];
            *known = Some(known.map_or(due, |known| known.min(due)));
        }
    }
    let order = in_order(&project.jobs).unwrap_or_default();
    for &job in order.iter().rev() {
        let Some(end) = latest[job] else { continue };
        let job = &project.jobs[job];
        let start = end.saturating_sub(job.seconds.max(0));
        let whole = job.after.iter().filter(|it| it.k as usize == it.of.len());
        for &before in whole.flat_map(|wait| &wait.of) {
            let known = &mut latest[before as usize];
            *known = Some(known.map_or(start, |known| known.min(start)));
        }
    }
    latest
}
