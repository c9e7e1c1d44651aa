//! How early a project could end at best: the longest chain, and for each resource the work that
//! lies between a common head and a common tail.

use super::{Job, Project, Resource};
use crate::graph::Seconds;

/// A moment before which no timetable ends; 0 for a project that is none. Cost: for each resource
/// the square of the jobs that take of it, for up to `PAIRS` of them.
pub fn lower_bound(project: &Project) -> Seconds {
    let Some((heads, tails)) = heads_and_tails(&project.jobs) else {
        return 0;
    };
    let chains = heads.iter().zip(&tails);
    let longest = chains.map(|(head, tail)| head.saturating_add(*tail)).max();
    let mut bound = longest.unwrap_or(0);
    for (at, resource) in project.resources.iter().enumerate() {
        bound = bound.max(work_bound(project, at as u32, resource, &heads, &tails));
    }
    bound
}

/// Up to how many different heads and tails of one resource are tried with one another.
const PAIRS: usize = 400;

/// A job's part in a resource.
struct Part {
    head: Seconds,
    /// What follows after its end.
    tail: Seconds,
    work: u128,
}

fn work_bound(
    project: &Project,
    at: u32,
    resource: &Resource,
    heads: &[Seconds],
    tails: &[Seconds],
) -> Seconds {
    let most = resource.course.iter().map(|(_, amount)| *amount).max();
    let most = u128::from(most.unwrap_or(0));
    if most == 0 {
        return 0;
    }
    let part = |(index, job): (usize, &Job)| {
        let takes = job.takes.iter().filter(|it| it.resource == at);
        let amount: u64 = takes.map(|it| u64::from(it.amount)).sum();
        let seconds = job.seconds.max(0);
        (amount > 0 && seconds > 0).then(|| Part {
            head: heads[index],
            tail: tails[index] - seconds,
            work: u128::from(amount) * seconds as u128,
        })
    };
    let parts: Vec<Part> = project.jobs.iter().enumerate().filter_map(part).collect();
    let mut from: Vec<Seconds> = parts.iter().map(|part| part.head).collect();
    from.sort_unstable();
    from.dedup();
    if from.len() > PAIRS {
        from.truncate(1);
    }
    let mut by_tail: Vec<&Part> = parts.iter().collect();
    by_tail.sort_by_key(|part| std::cmp::Reverse(part.tail));
    let mut bound = 0;
    for head in from {
        let mut work = 0u128;
        for part in by_tail.iter().filter(|part| part.head >= head) {
            work += part.work;
            let through = work.div_ceil(most) as Seconds;
            bound = bound.max(head.saturating_add(through).saturating_add(part.tail));
        }
    }
    bound
}

/// The earliest start of each job with resources without limit, and the longest chain from its
/// start; `None` where jobs wait for one another in a ring.
fn heads_and_tails(jobs: &[Job]) -> Option<(Vec<Seconds>, Vec<Seconds>)> {
    let count = jobs.len();
    let (mut waits, mut after) = (vec![0usize; count], vec![Vec::new(); count]);
    for (at, job) in jobs.iter().enumerate() {
        for &earlier in job.after.iter().flat_map(|wait| &wait.of) {
            waits[at] += 1;
            after.get_mut(earlier as usize)?.push(at);
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|&at| waits[at] == 0).collect();
    let mut next = 0;
    let mut heads = vec![0; count];
    while let Some(&at) = order.get(next) {
        next += 1;
        heads[at] = head(&jobs[at], jobs, &heads);
        for &later in &after[at] {
            waits[later] -= 1;
            if waits[later] == 0 {
                order.push(later);
            }
        }
    }
    if order.len() < count {
        return None;
    }
    let mut tails: Vec<Seconds> = jobs.iter().map(|job| job.seconds.max(0)).collect();
    for &at in order.iter().rev() {
        let whole = jobs[at]
            .after
            .iter()
            .filter(|it| it.k as usize == it.of.len());
        for &earlier in whole.flat_map(|wait| &wait.of) {
            let earlier = earlier as usize;
            let through = jobs[earlier].seconds.max(0).saturating_add(tails[at]);
            tails[earlier] = tails[earlier].max(through);
        }
    }
    Some((heads, tails))
}

fn head(job: &Job, jobs: &[Job], heads: &[Seconds]) -> Seconds {
    let end = |&at: &u32| heads[at as usize].saturating_add(jobs[at as usize].seconds.max(0));
    let of_wait = |wait: &super::Wait| {
        let mut ends: Vec<Seconds> = wait.of.iter().map(end).collect();
        ends.sort_unstable();
        let at = (wait.k as usize).checked_sub(1)?;
        ends.get(at).copied()
    };
    let waits = job.after.iter().filter_map(of_wait);
    waits.chain([job.not_before, 0]).max().unwrap_or(0)
}
