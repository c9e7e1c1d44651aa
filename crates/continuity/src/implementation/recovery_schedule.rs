//! One schedule for all that a loss stopped: every step of every plan concerned, and every item
//! without one, under the limits of the teams that do the work. Without limits it ends when the
//! longest path does; what it is later by is what people cost. That the same person stays with a
//! step from beginning to end is not looked at, nor who holds a role.

mod bottleneck;
mod conflict;
mod crews;
mod jobs;
mod limit;
mod lines;
mod plan_fit;
mod rows;
mod skills;
mod spread;
mod steps;
#[cfg(test)]
mod tests;

use engine::timetable::bound::Reach;
use engine::timetable::check::breach;
use engine::timetable::{Effort, Goal, Misfit, Score, Timetable, timetable};
use serde::Serialize;

use crate::requirements::exposure::{Fall, fall};
use crate::requirements::loss::Losses;
use crate::requirements::recovery_targets::Verdict;
use crate::standpoint::Standpoint;
use jobs::Jobs;
use limit::Watch;

pub use bottleneck::TeamLoad;
pub use conflict::{Conflict, Crowding, Relaxed};
pub use plan_fit::PlanFit;
pub use rows::{Back, Task};
pub use spread::Percentiles;

/// How many schedules are built at most, and the seed of the search. Both change the answer;
/// the number of threads does not.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Schedules; fewer for many tasks.
    pub schedules: u64,
    /// The seed.
    pub seed: u64,
    /// On how many days the schedule is tried, with times drawn anew; fewer for many tasks.
    pub runs: usize,
    /// Threads.
    pub threads: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            schedules: 3_000,
            seed: 1,
            runs: 10_000,
            threads: 2,
        }
    }
}

/// Work on many tasks takes longer for each schedule: so many placings are made at most.
const PLACINGS: u64 = 1_500_000;

/// One schedule for all that stopped. Seconds count from the start of recovery work.
#[derive(Clone, Debug, Serialize)]
pub struct RecoverySchedule {
    /// The scenario asked about.
    pub scenario: Option<String>,
    /// The instant of the loss.
    pub at: String,
    /// When the work starts: the loss and the shortest time in which someone notices and decides.
    pub work_starts_at: String,
    /// What is lost, with what stands on it.
    pub lost: Vec<String>,
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
    /// By how much the end is later than that, in percent of it.
    pub gap_percent: f64,
    /// Whether none is better: nothing is late that need not be, and it ends at the bound.
    pub exact: bool,
    /// The tasks that decide the end: each waits for the one before, or for its people.
    pub critical: Vec<String>,
    /// The team with which one person more would help most; nothing where nobody waits for people.
    pub bottleneck: Option<String>,
    /// The teams that are waited for, the one that helps most first.
    pub teams: Vec<TeamLoad>,
    /// Each plan with targets of its own: whether they are met were nobody else at work, and
    /// whether they are in this schedule.
    pub plans: Vec<PlanFit>,
    /// The smallest set of targets that cannot be kept together though each alone can.
    pub conflict: Option<Conflict>,
    /// How many targets are missed in this schedule.
    pub late_count: usize,
    /// How many would be with people without limit: no schedule can mend those.
    pub late_anyway_count: usize,
    /// Lateness of all targets together, each by the weight of its tier: what the schedule makes
    /// as small as it can before all else.
    pub weighted_lateness_seconds: u64,
    /// No schedule has less of it.
    pub weighted_lateness_bound_seconds: u64,
    /// The seed of the search.
    pub seed: u64,
    /// How many schedules the search was allowed to build.
    pub budget_schedules: u64,
    /// How many it built.
    pub schedules_built: u64,
    /// On how many days it was tried with times drawn anew; 0 where no time is uncertain.
    pub runs: usize,
    /// How much of the luck of two tasks of one team is taken to be the same.
    pub common_cause_percent: u32,
    /// Whether the checker, which shares nothing with the search, finds that the schedule keeps
    /// every order and every limit.
    pub verified: bool,
    /// Steps that take more people than their team has; they are taken to do with all it has.
    pub overbooked: Vec<String>,
    /// Steps that ask for a skill that too few of their team have; they are taken to be done all
    /// the same.
    pub unskilled: Vec<String>,
}

/// The schedule after a loss. Cost: the budget times the tasks, once more for each of a few teams
/// that are waited for, and a part of it for each plan concerned.
pub fn recovery_schedule(
    standpoint: &Standpoint<'_>,
    losses: &Losses,
    budget: Budget,
) -> RecoverySchedule {
    let fall = fall(&standpoint.estate, losses);
    let mut jobs = jobs::jobs(standpoint, losses, &fall);
    let effort = effort(&jobs, budget);
    let found = watched(&mut jobs, &fall, effort);
    let free = alone(&jobs);
    let teams = bottleneck::teams(&jobs, &found, effort);
    let spread = spread::spread(&jobs, &found, budget.runs, budget.seed, budget.threads);
    let items = rows::backs(standpoint, &fall, (&jobs, &found), &spread);
    let (late, anyway) = late(&items);
    let least = least_lateness(&jobs);
    RecoverySchedule {
        scenario: standpoint.scenario.map(|id| format!("scenario/{id}")),
        at: standpoint.at.to_string(),
        work_starts_at: jobs.begins.to_string(),
        lost: standpoint.estate.references(fall.standing.lost()),
        makespan_seconds: found.score.makespan,
        longest_path_seconds: free.makespan,
        lower_bound_seconds: found.lower_bound,
        gap_percent: gap_percent(&found),
        exact: found.score.lateness <= least && found.score.makespan <= found.lower_bound,
        critical: bottleneck::critical(&jobs, &found),
        bottleneck: teams.first().map(|team| team.id.clone()),
        teams,
        plans: plan_fit::plan_fits(standpoint, &jobs, &found, effort),
        conflict: conflict::conflict(standpoint, &jobs, &found, effort),
        late_count: late,
        late_anyway_count: anyway,
        weighted_lateness_seconds: u64::try_from(found.score.lateness).unwrap_or(u64::MAX),
        weighted_lateness_bound_seconds: u64::try_from(least).unwrap_or(u64::MAX),
        tasks: rows::tasks(standpoint, &jobs, &found),
        items,
        seed: effort.seed,
        budget_schedules: effort.schedules,
        schedules_built: found.built,
        runs: spread.runs,
        common_cause_percent: spread::COMMON_PERCENT,
        verified: breach(&jobs.project, &found.starts).is_none(),
        overbooked: jobs.overbooked.clone(),
        unskilled: jobs.unskilled.clone(),
    }
}

/// How many targets are missed, and how many would be with people without limit.
fn late(items: &[Back]) -> (usize, usize) {
    let late = |row: &&Back| row.verdict == Verdict::Misses;
    let anyway = |row: &&Back| {
        let alone = row.alone_seconds.map(|seconds| seconds + row.lead_seconds);
        let both = alone.zip(row.target_seconds);
        both.is_some_and(|(alone, due)| alone > due)
    };
    let items = items.iter();
    (
        items.clone().filter(late).count(),
        items.filter(anyway).count(),
    )
}

/// Lateness that no schedule avoids: of each target what is left of it were all people at work for
/// it alone, by a lower bound.
fn least_lateness(jobs: &Jobs) -> u128 {
    let Some(reach) = Reach::new(&jobs.project) else {
        return 0;
    };
    let late = |goal: &Goal| {
        let late = reach.no_sooner(goal).saturating_sub(goal.due?).max(0);
        Some(late as u128 * u128::from(goal.weight))
    };
    jobs.project.goals.iter().filter_map(late).sum()
}

/// In hundredths of a percent, as a number of percent.
fn gap_percent(found: &Timetable) -> f64 {
    let over = found.score.makespan - found.lower_bound;
    match found.lower_bound {
        0 => 0.0,
        bound => (over as f64 / bound as f64 * 10_000.0).round() / 100.0,
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

/// The timetable. Where someone is at work past the end of a first shift, the better of two ways to
/// share out the hours: all together, or one half after the other.
fn watched(jobs: &mut Jobs, fall: &Fall, effort: Effort) -> Timetable {
    let found = settle(jobs, fall, effort);
    let is_long = |(at, job): (usize, &engine::timetable::Job)| {
        job.takes.iter().any(|take| {
            let limit = &jobs.limits[take.resource as usize];
            let shift = limit.shift.map(|shift| limit.from + shift.seconds);
            shift.is_some_and(|shift| found.ends[at] > shift)
        })
    };
    if !jobs.project.jobs.iter().enumerate().any(is_long) {
        return found;
    }
    jobs.keep_watch(Watch::InTurns);
    match timetable(&jobs.project, effort) {
        Ok(turns) if turns.score < found.score => turns,
        _ => {
            jobs.keep_watch(Watch::Together);
            found
        }
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
