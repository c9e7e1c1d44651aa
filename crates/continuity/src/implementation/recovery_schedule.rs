//! One schedule for all that a loss stopped: every step of every plan concerned, and every item
//! without one, under the limits of the teams that do the work. Without limits it ends when the
//! longest path does; what it is later by is what people cost. Rest after a shift and the skills
//! of single people are not looked at.

mod bottleneck;
mod crews;
mod jobs;
mod steps;
#[cfg(test)]
mod tests;

use engine::graph::Item;
use engine::timetable::{Effort, Misfit, Score, Timetable, timetable};
use serde::Serialize;

use crate::requirements::exposure::{Fall, fall};
use crate::requirements::loss::Losses;
use crate::requirements::own_target::own_target;
use crate::requirements::recovery_targets::Verdict;
use crate::standpoint::Standpoint;
use jobs::{Jobs, Meaning};

/// How many schedules are built at most, and the seed of the search. Both change the answer;
/// the number of threads does not.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Schedules; fewer for many tasks.
    pub schedules: u64,
    /// The seed.
    pub seed: u64,
    /// Threads.
    pub threads: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            schedules: 3_000,
            seed: 1,
            threads: 2,
        }
    }
}

/// Work on many tasks takes longer for each schedule: so many placings are made at most.
const PLACINGS: u64 = 1_500_000;

/// One schedule for all that stopped. Seconds count from the start of recovery work.
#[derive(Clone, Debug, Serialize)]
pub struct RecoverySchedule {
    /// What is done, in the order in which it starts.
    pub tasks: Vec<Task>,
    /// What comes back, in the order in which it does; the unknown last.
    pub items: Vec<Back>,
    /// When the last task is over.
    pub makespan_seconds: i64,
    /// When it would be with people without limit.
    pub longest_path_seconds: i64,
    /// No schedule ends earlier.
    pub lower_bound_seconds: i64,
    /// Whether none is better: nothing is later than it must be, and it ends at the bound.
    pub exact: bool,
    /// The tasks that decide the end: each waits for the one before, or for its people.
    pub critical: Vec<String>,
    /// The team with which one person more would help most; nothing where nobody waits for people.
    pub bottleneck: Option<String>,
    /// The teams that are waited for, the one that helps most first.
    pub teams: Vec<TeamLoad>,
    /// How many targets are missed in this schedule.
    pub late_count: usize,
    /// How many would be with people without limit: no schedule can mend those.
    pub late_anyway_count: usize,
    /// How many schedules were built.
    pub schedules_built: u64,
    /// Steps that take more people than their team has; they are taken to do with all it has.
    pub overbooked: Vec<String>,
}

/// Something that is done.
#[derive(Clone, Debug, Serialize)]
pub struct Task {
    /// `PLAN/STEP` for a step, the item's reference otherwise.
    pub id: String,
    /// What is done, in words.
    pub title: String,
    /// The item that it brings back.
    pub item: String,
    /// The plan of which it is a step.
    pub plan: Option<String>,
    /// The team that does it.
    pub by: Option<String>,
    /// How many of the team.
    pub people: u32,
    /// When it starts.
    pub starts_seconds: i64,
    /// When it is over.
    pub ends_seconds: i64,
    /// How long it could have started earlier, had there been people.
    pub waits_seconds: i64,
}

/// An item that comes back.
#[derive(Clone, Debug, Serialize)]
pub struct Back {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it is back; unknown where a fact is missing.
    pub back_seconds: Option<i64>,
    /// When it would be with people without limit.
    pub alone_seconds: Option<i64>,
    /// Between the start of its target's clock and the start of work.
    pub lead_seconds: i64,
    /// Both together: what is compared.
    pub compared_seconds: Option<i64>,
    /// What it demands itself, on the same clock.
    pub target_seconds: Option<i64>,
    /// What the comparison says.
    pub verdict: Verdict,
}

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

/// The schedule after a loss. Cost: the budget times the tasks, once more for each of a few teams
/// that are waited for.
pub fn recovery_schedule(
    standpoint: &Standpoint<'_>,
    losses: &Losses,
    budget: Budget,
) -> RecoverySchedule {
    let fall = fall(&standpoint.estate, losses);
    let mut jobs = jobs::jobs(standpoint, losses, &fall);
    let effort = effort(&jobs, budget);
    let found = settle(&mut jobs, &fall, effort);
    let free = alone(&jobs);
    let teams = bottleneck::teams(&jobs, &found, effort);
    let late = |row: &&Back| row.verdict == Verdict::Misses;
    let items = backs(standpoint, &fall, &jobs, &found);
    let anyway = |row: &&Back| {
        let alone = row.alone_seconds.map(|seconds| seconds + row.lead_seconds);
        alone
            .zip(row.target_seconds)
            .is_some_and(|(alone, due)| alone > due)
    };
    RecoverySchedule {
        makespan_seconds: found.score.makespan,
        longest_path_seconds: free.makespan,
        lower_bound_seconds: found.lower_bound,
        exact: found.exact,
        critical: bottleneck::critical(&jobs, &found),
        bottleneck: teams.first().map(|team| team.id.clone()),
        teams,
        late_count: items.iter().filter(late).count(),
        late_anyway_count: items.iter().filter(anyway).count(),
        tasks: tasks(standpoint, &jobs, &found),
        items,
        schedules_built: found.built,
        overbooked: jobs.overbooked.clone(),
    }
}

fn effort(jobs: &Jobs, budget: Budget) -> Effort {
    let most = PLACINGS / (jobs.project.jobs.len() as u64).max(1);
    Effort {
        seed: budget.seed,
        schedules: budget.schedules.min(most.max(30)),
        threads: budget.threads,
    }
}

/// The timetable. Where items wait for one another in a way that only the longest path resolves
/// (data that waits for its holders within a circle), such an item is taken to be back when the
/// longest path says.
fn settle(jobs: &mut Jobs, fall: &Fall, effort: Effort) -> Timetable {
    loop {
        match timetable(&jobs.project, effort) {
            Ok(found) => return found,
            Err(Misfit::Loop(job)) => jobs.fix(job, fall),
            Err(Misfit::Short(job) | Misfit::Dangling(job)) => {
                unreachable!("job {job} was made to fit")
            }
        }
    }
}

/// What it would come to with people without limit.
fn alone(jobs: &Jobs) -> Score {
    let mut free = jobs.project.clone();
    free.jobs.iter_mut().for_each(|job| job.takes.clear());
    let effort = Effort {
        seed: 0,
        schedules: 1,
        threads: 1,
    };
    timetable(&free, effort).map_or(Score::default(), |found| found.score)
}

fn tasks(standpoint: &Standpoint<'_>, jobs: &Jobs, found: &Timetable) -> Vec<Task> {
    let estate = &standpoint.estate;
    let mut all: Vec<Task> = Vec::new();
    for (at, meaning) in jobs.meanings.iter().enumerate() {
        let (item, plan, title) = match meaning {
            Meaning::Step {
                item, plan, title, ..
            } => (*item, Some(plan.clone()), title.clone()),
            Meaning::Work { item, title, .. } => (*item, None, title.clone()),
            Meaning::Back(_) | Meaning::Wait => continue,
        };
        let crew = jobs.crew[at];
        all.push(Task {
            id: jobs.name(at),
            title,
            item: estate.reference(item).to_string(),
            plan,
            by: crew.map(|(crew, _)| jobs.crews[crew].id.clone()),
            people: crew.map_or(0, |(_, people)| people),
            starts_seconds: found.starts[at],
            ends_seconds: found.ends[at],
            waits_seconds: found.starts[at] - bottleneck::ready(jobs, found, at),
        });
    }
    all.sort_by(|one, other| {
        let key = |task: &Task| (task.starts_seconds, task.ends_seconds);
        (key(one), &one.id).cmp(&(key(other), &other.id))
    });
    all
}

fn backs(standpoint: &Standpoint<'_>, fall: &Fall, jobs: &Jobs, found: &Timetable) -> Vec<Back> {
    let estate = &standpoint.estate;
    let row = |&item: &Item| {
        let listed = estate.listed(item);
        let own = own_target(standpoint, listed);
        let back = jobs.back.get(&item).map(|&job| found.ends[job as usize]);
        let lead = own.lead_seconds();
        let target = own.seconds.map(|seconds| seconds + lead);
        let compared = back.map(|back| back + lead);
        let verdict = match (target, compared) {
            (None, _) => Verdict::NoTarget,
            (Some(_), None) => Verdict::Unknown,
            (Some(target), Some(compared)) if compared <= target => Verdict::Meets,
            _ => Verdict::Misses,
        };
        Back {
            id: listed.reference.clone(),
            name: listed.title().to_string(),
            back_seconds: back,
            alone_seconds: fall.times.seconds(item),
            lead_seconds: lead,
            compared_seconds: compared,
            target_seconds: target,
            verdict,
        }
    };
    let mut all: Vec<Back> = fall.standing.stopped().iter().map(row).collect();
    let key = |row: &Back| (row.back_seconds.is_none(), row.back_seconds);
    all.sort_by(|one, other| (key(one), &one.id).cmp(&(key(other), &other.id)));
    all
}
