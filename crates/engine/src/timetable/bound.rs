//! How early a project could end at best: the longest chain, and for each resource the work that
//! lies between a common head and a common tail.

use super::{Goal, Job, Project};
use crate::graph::Seconds;

/// A moment before which no timetable ends; 0 for a project that is none. Cost: for each resource
/// the square of the jobs that take of it, for up to `PAIRS` of them.
pub fn lower_bound(project: &Project) -> Seconds {
    let Some((heads, tails)) = heads_and_tails(project) else {
        return 0;
    };
    let chains = heads.iter().zip(&tails);
    let longest = chains.map(|(head, tail)| head.saturating_add(*tail)).max();
    let mut bound = longest.unwrap_or(0);
    let tails: Vec<Option<Seconds>> = tails.into_iter().map(Some).collect();
    for (at, takers) in takers(project).iter().enumerate() {
        bound = bound.max(work_bound(project, at, takers, &heads, &tails));
    }
    bound
}

/// Of each resource the jobs that take of it.
fn takers(project: &Project) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new(); project.resources.len()];
    for (at, job) in project.jobs.iter().enumerate() {
        for take in &job.takes {
            let of_it = all.get_mut(take.resource as usize);
            if let Some(of_it) = of_it.filter(|of_it| of_it.last() != Some(&at)) {
                of_it.push(at);
            }
        }
    }
    all
}

/// How early each goal could be reached at best.
pub struct Reach<'p> {
    project: &'p Project,
    order: Vec<usize>,
    heads: Vec<Seconds>,
    takers: Vec<Vec<usize>>,
}

impl<'p> Reach<'p> {
    /// Made ready for a project; `None` where jobs wait for one another in a ring.
    pub fn new(project: &'p Project) -> Option<Reach<'p>> {
        let order = in_order(&project.jobs)?;
        let heads = heads_in(project, &order);
        Some(Reach {
            takers: takers(project),
            project,
            order,
            heads,
        })
    }

    /// A moment before which no timetable reaches a goal. Of jobs of which some are enough only
    /// their earliest ends count. Cost: linear in the jobs, and as [`lower_bound`] in those that
    /// the goal needs.
    pub fn no_sooner(&self, goal: &Goal) -> Seconds {
        let jobs = &self.project.jobs;
        if goal.reached.k as usize != goal.reached.of.len() {
            return 0;
        }
        let mut tails: Vec<Option<Seconds>> = vec![None; jobs.len()];
        for &at in &goal.reached.of {
            tails[at as usize] = Some(jobs[at as usize].seconds.max(0));
        }
        for &at in self.order.iter().rev() {
            let Some(tail) = tails[at] else { continue };
            let waits = jobs[at].after.iter();
            let whole = waits.filter(|it| it.k as usize == it.of.len());
            for &earlier in whole.flat_map(|wait| &wait.of) {
                let earlier = earlier as usize;
                let through = jobs[earlier].seconds.max(0).saturating_add(tail);
                tails[earlier] = tails[earlier].max(Some(through));
            }
        }
        let chains = self.heads.iter().zip(&tails);
        let chains = chains.filter_map(|(head, tail)| Some(head.saturating_add((*tail)?)));
        let mut bound = chains.max().unwrap_or(0);
        for (at, takers) in self.takers.iter().enumerate() {
            let work = work_bound(self.project, at, takers, &self.heads, &tails);
            bound = bound.max(work);
        }
        bound
    }
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
    resource: usize,
    takers: &[usize],
    heads: &[Seconds],
    tails: &[Option<Seconds>],
) -> Seconds {
    let course = project.resources[resource].course.iter();
    let most = course.map(|(_, amount)| *amount).max();
    let most = u128::from(most.unwrap_or(0));
    if most == 0 {
        return 0;
    }
    let part = |&at: &usize| {
        let job = &project.jobs[at];
        let takes = job
            .takes
            .iter()
            .filter(|it| it.resource as usize == resource);
        let amount: u64 = takes.map(|it| u64::from(it.amount)).sum();
        let seconds = job.seconds.max(0);
        let tail = tails[at]? - seconds;
        (amount > 0 && seconds > 0).then(|| Part {
            head: heads[at],
            tail,
            work: u128::from(amount) * seconds as u128,
        })
    };
    let parts: Vec<Part> = takers.iter().filter_map(part).collect();
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

/// The jobs in an order in which each comes after all that it may wait for; `None` where jobs
/// wait for one another in a ring.
pub(super) fn in_order(jobs: &[Job]) -> Option<Vec<usize>> {
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
    while let Some(&at) = order.get(next) {
        next += 1;
        for &later in &after[at] {
            waits[later] -= 1;
            if waits[later] == 0 {
                order.push(later);
            }
        }
    }
    (order.len() == count).then_some(order)
}

/// The earliest start of each job with resources without limit but for the moment from which there
/// is enough of each; `None` where jobs wait for one another in a ring.
pub(super) fn heads(project: &Project) -> Option<Vec<Seconds>> {
    let order = in_order(&project.jobs)?;
    Some(heads_in(project, &order))
}

fn heads_in(project: &Project, order: &[usize]) -> Vec<Seconds> {
    let mut heads = vec![0; project.jobs.len()];
    for &at in order {
        let job = &project.jobs[at];
        let ready = head(job, &project.jobs, &heads);
        heads[at] = match job.seconds > 0 {
            true => opened(project, job, ready),
            false => ready,
        };
    }
    heads
}

/// The first moment, not before another, at which there is enough of each thing a job takes; that
/// moment itself where there never is.
fn opened(project: &Project, job: &Job, ready: Seconds) -> Seconds {
    let first = |take: &super::Take| {
        let course = &project.resources.get(take.resource as usize)?.course;
        let next = |at: usize| course.get(at + 1).map_or(Seconds::MAX, |next| next.0);
        let enough = |at: &usize| course[*at].1 >= take.amount && next(*at) > ready;
        let at = (0..course.len()).find(enough)?;
        Some(course[at].0.max(ready))
    };
    job.takes.iter().filter_map(first).max().unwrap_or(ready)
}

/// The earliest start of each job, and the longest chain from its start.
fn heads_and_tails(project: &Project) -> Option<(Vec<Seconds>, Vec<Seconds>)> {
    let jobs = &project.jobs;
    let order = in_order(jobs)?;
    let heads = heads_in(project, &order);
    let mut tails: Vec<Seconds> = jobs.iter().map(|job| job.seconds.max(0)).collect();
    for &at in order.iter().rev() {
        let waits = jobs[at].after.iter();
        let whole = waits.filter(|it| it.k as usize == it.of.len());
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
