//! A project checked and in the form that the search reads: plain predecessors apart from those
//! of which some are enough, and resources that are taken together side by side in one lane.

use std::collections::BTreeSet;

use super::lane::{Lane, MOST, PER_WORD, packed};
use super::{Goal, Misfit, Project, Resource, Wait};
use crate::graph::Seconds;

/// A project in the form that the search reads.
pub struct Problem {
    /// Length of each job.
    pub seconds: Vec<Seconds>,
    /// The moment before which each job cannot start.
    pub not_before: Vec<Seconds>,
    /// Jobs that must all be over before each.
    pub before: Lists,
    /// Jobs that wait for each, whether it must be over or may be one of some.
    pub after: Lists,
    /// Jobs before which each must be over.
    pub whole_after: Lists,
    /// A place in line of each job: nothing stands before what it waits for.
    pub rank: Vec<u32>,
    /// Of each job the waits for some of several.
    pub some: Vec<Vec<Wait>>,
    /// Whether any job waits for some of several.
    pub chooses: bool,
    /// The lane that each job takes of, and where its need begins in `needs`.
    pub lane: Vec<Option<(u32, u32)>>,
    /// The needs, packed as the lane is.
    pub needs: Vec<u64>,
    /// What is free before anything is taken.
    pub lanes: Vec<Lane>,
    /// Words of each lane.
    pub words: Vec<usize>,
    /// The longest chain from each job's start to the end, its own length among it.
    pub tails: Vec<Seconds>,
    /// The goals.
    pub goals: Vec<Goal>,
}

/// Many short lists in one piece of memory.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    begins: Vec<u32>,
    all: Vec<u32>,
}

impl Lists {
    fn new(lists: &[Vec<u32>]) -> Lists {
        let mut begins = Vec::with_capacity(lists.len() + 1);
        let mut all = Vec::new();
        for list in lists {
            begins.push(all.len() as u32);
            all.extend(list);
        }
        begins.push(all.len() as u32);
        Lists { begins, all }
    }

    /// One of the lists.
    pub fn of(&self, at: u32) -> &[u32] {
        let at = at as usize;
        &self.all[self.begins[at] as usize..self.begins[at + 1] as usize]
    }
}

impl Problem {
    /// Checks a project and brings it into form.
    pub fn new(project: &Project) -> Result<Problem, Misfit> {
        let count = project.jobs.len();
        check(project)?;
        let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        let mut whole_after = vec![Vec::new(); count];
        let mut some = vec![Vec::new(); count];
        for (at, job) in project.jobs.iter().enumerate() {
            let mut whole = BTreeSet::new();
            let mut named: BTreeSet<u32> = BTreeSet::new();
            for wait in &job.after {
                named.extend(&wait.of);
                if wait.k as usize == wait.of.len() {
                    whole.extend(&wait.of);
                } else if wait.k > 0 {
                    some[at].push(wait.clone());
                }
            }
            for &earlier in &named {
                after[earlier as usize].push(at as u32);
            }
            for &earlier in &whole {
                whole_after[earlier as usize].push(at as u32);
            }
            before[at] = whole.into_iter().collect();
        }
        let seconds: Vec<Seconds> = project.jobs.iter().map(|job| job.seconds.max(0)).collect();
        let (before, after) = (Lists::new(&before), Lists::new(&after));
        let (tails, rank) = tails(&seconds, &project.jobs, &after)?;
        let mut problem = Problem {
            not_before: project
                .jobs
                .iter()
                .map(|job| job.not_before.max(0))
                .collect(),
            chooses: some.iter().any(|some: &Vec<Wait>| !some.is_empty()),
            seconds,
            before,
            after,
            whole_after: Lists::new(&whole_after),
            rank,
            some,
            lane: vec![None; count],
            needs: Vec::new(),
            lanes: Vec::new(),
            words: Vec::new(),
            tails,
            goals: project.goals.clone(),
        };
        problem.lay_lanes(project);
        Ok(problem)
    }

    /// How many jobs there are.
    pub fn count(&self) -> usize {
        self.seconds.len()
    }

    /// Ends from starts.
    pub fn ends(&self, starts: &[Seconds]) -> Vec<Seconds> {
        let each = starts.iter().zip(&self.seconds);
        each.map(|(start, seconds)| start.saturating_add(*seconds))
            .collect()
    }

    /// The need of a job, packed as its lane is.
    pub fn need(&self, lane: u32, begins: u32) -> &[u64] {
        let begins = begins as usize;
        &self.needs[begins..begins + self.words[lane as usize]]
    }

    /// Resources that some job takes together stand in one lane; those that no job can exhaust
    /// in none.
    fn lay_lanes(&mut self, project: &Project) {
        let together = together(project);
        let count = together.iter().flatten().max().map_or(0, |most| most + 1);
        for lane in 0..count {
            let is_of = |&resource: &usize| together[resource] == Some(lane);
            let members: Vec<usize> = (0..project.resources.len()).filter(is_of).collect();
            let scales: Vec<u32> = members
                .iter()
                .map(|&member| scale(&project.resources[member]))
                .collect();
            self.words.push(members.len().div_ceil(PER_WORD));
            self.lanes.push(lane_of(project, &members, &scales));
            for (at, job) in project.jobs.iter().enumerate() {
                let of_job = members.iter().zip(&scales).map(|(&member, scale)| {
                    let takes = job.takes.iter().filter(|it| it.resource as usize == member);
                    let sum: u32 = takes.fold(0, |sum, it| sum.saturating_add(it.amount));
                    sum.div_ceil(*scale)
                });
                let amounts: Vec<u32> = of_job.collect();
                if amounts.iter().any(|&amount| amount > 0) {
                    self.lane[at] = Some((lane as u32, self.needs.len() as u32));
                    self.needs.extend(packed(&amounts));
                }
            }
        }
    }
}

/// By how much amounts are divided so that they fit: capacities down, needs up, never the other
/// way round.
fn scale(resource: &Resource) -> u32 {
    let most = resource.course.iter().map(|(_, amount)| *amount).max();
    most.unwrap_or(0).div_ceil(MOST).max(1)
}

fn lane_of(project: &Project, members: &[usize], scales: &[u32]) -> Lane {
    let course = |member: usize| project.resources[member].course.iter();
    let moments: BTreeSet<Seconds> = members
        .iter()
        .flat_map(|&member| course(member).map(|(at, _)| *at))
        .filter(|&at| at > 0)
        .collect();
    let free_at = |moment: Seconds| {
        let each = members.iter().zip(scales).map(|(&member, scale)| {
            let until = course(member).take_while(|(at, _)| *at <= moment);
            until.last().map_or(0, |(_, amount)| amount / scale)
        });
        packed(&each.collect::<Vec<u32>>())
    };
    let mut lane = vec![(Seconds::MIN, free_at(0))];
    for moment in moments {
        let free = free_at(moment);
        if lane.last().is_some_and(|(_, last)| *last != free) {
            lane.push((moment, free));
        }
    }
    Lane::new(members.len().div_ceil(PER_WORD), &lane)
}

/// For each resource the lane it stands in; `None` where nothing takes of it, or all jobs
/// together could take of it at once.
fn together(project: &Project) -> Vec<Option<usize>> {
    let mut wanted = vec![0u64; project.resources.len()];
    for take in project.jobs.iter().flat_map(|job| &job.takes) {
        wanted[take.resource as usize] += u64::from(take.amount);
    }
    let limited = |resource: usize| {
        let least = project.resources[resource].course.iter();
        let first = project.resources[resource].course.first();
        let begins_late = first.is_none_or(|(at, _)| *at > 0);
        let least = least
            .map(|(_, amount)| u64::from(*amount))
            .min()
            .unwrap_or(0);
        wanted[resource] > 0 && (begins_late || wanted[resource] > least)
    };
    let mut root: Vec<usize> = (0..project.resources.len()).collect();
    for job in &project.jobs {
        let mut takes = job
            .takes
            .iter()
            .map(|it| it.resource as usize)
            .filter(|&it| limited(it));
        if let Some(first) = takes.next() {
            for other in takes {
                let (one, other) = (found(&mut root, first), found(&mut root, other));
                root[one.max(other)] = one.min(other);
            }
        }
    }
    let mut lanes: Vec<Option<usize>> = vec![None; root.len()];
    let mut count = 0;
    for resource in 0..root.len() {
        if limited(resource) {
            let top = found(&mut root, resource);
            if lanes[top].is_none() {
                lanes[top] = Some(count);
                count += 1;
            }
            lanes[resource] = lanes[top];
        }
    }
    lanes
}

fn found(root: &mut [usize], at: usize) -> usize {
    let mut at = at;
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

fn check(project: &Project) -> Result<(), Misfit> {
    let count = project.jobs.len() as u32;
    let is_there = |wait: &Wait| {
        let distinct: BTreeSet<&u32> = wait.of.iter().collect();
        wait.of.iter().all(|&of| of < count)
            && wait.k as usize <= wait.of.len()
            && distinct.len() == wait.of.len()
    };
    for (at, job) in project.jobs.iter().enumerate() {
        let at = at as u32;
        if !job.after.iter().all(is_there) {
            return Err(Misfit::Dangling(at));
        }
        for take in &job.takes {
            let resource = project.resources.get(take.resource as usize);
            let resource = resource.ok_or(Misfit::Dangling(at))?;
            let of_it = job.takes.iter().filter(|it| it.resource == take.resource);
            let wanted = of_it.fold(0u32, |sum, it| sum.saturating_add(it.amount));
            let scale = scale(resource);
            let last = resource.course.last().map_or(0, |(_, amount)| *amount);
            if wanted.div_ceil(scale) > last / scale {
                return Err(Misfit::Short(at));
            }
        }
    }
    let mut goals = project.goals.iter().map(|goal| &goal.reached);
    match goals.all(is_there) {
        true => Ok(()),
        false => Err(Misfit::Dangling(0)),
    }
}

/// The longest chain from each job's start, counting only waits for all; and a place in line.
fn tails(
    seconds: &[Seconds],
    jobs: &[super::Job],
    after: &Lists,
) -> Result<(Vec<Seconds>, Vec<u32>), Misfit> {
    let count = seconds.len();
    let mut waits: Vec<usize> = (0..count).map(|at| after.of(at as u32).len()).collect();
    let mut open: Vec<u32> = (0..count as u32)
        .filter(|&at| waits[at as usize] == 0)
        .collect();
    let mut tails = seconds.to_vec();
    let mut done = 0;
    let mut rank = vec![0; count];
    while let Some(at) = open.pop() {
        done += 1;
        rank[at as usize] = (count - done) as u32;
        let mut named: BTreeSet<u32> = BTreeSet::new();
        for wait in &jobs[at as usize].after {
            let whole = wait.k as usize == wait.of.len();
            for &earlier in &wait.of {
                named.insert(earlier);
                if whole {
                    let through = seconds[earlier as usize].saturating_add(tails[at as usize]);
                    let tail = &mut tails[earlier as usize];
                    *tail = (*tail).max(through);
                }
            }
        }
        for earlier in named {
            waits[earlier as usize] -= 1;
            if waits[earlier as usize] == 0 {
                open.push(earlier);
            }
        }
    }
    let stuck = |at: &u32| waits[*at as usize] > 0;
    match (done == count).then_some(()) {
        Some(()) => Ok((tails, rank)),
        None => {
            // Going forward from a job that never ran out of followers ends in the loop itself.
            let mut at = (0..count as u32).find(stuck).unwrap_or(0);
            let mut seen = vec![false; count];
            while !std::mem::replace(&mut seen[at as usize], true) {
                at = after.of(at).iter().copied().find(stuck).unwrap_or(at);
            }
            Err(Misfit::Loop(at))
        }
    }
}
