//! When each job starts where jobs share resources that are limited and change over time: the
//! resource-constrained project scheduling problem, with goals that may be late. A search within
//! a budget counted in schedules built, never in seconds, so that the same budget and seed give
//! the same timetable on any machine and any number of threads. Jobs run through once started;
//! who of a crew does what is not its business.

pub mod bound;
pub mod check;
pub mod clash;
pub mod replay;

mod evolve;
mod lane;
mod problem;
mod score;
mod serial;
#[cfg(test)]
mod tests;

use crate::graph::Seconds;

pub use score::Score;

/// Jobs of which some number must be over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wait {
    /// How many of them.
    pub k: u32,
    /// The jobs, by index.
    pub of: Vec<u32>,
}

impl Wait {
    /// All of these jobs.
    pub fn all(of: Vec<u32>) -> Wait {
        let k = of.len() as u32;
        Wait { k, of }
    }
}

/// What a job takes of a resource for its whole length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
    /// The resource, by index.
    pub resource: u32,
    /// How much of it.
    pub amount: u32,
}

/// A piece of work that runs through once it has started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Job {
    /// How long it takes; a negative length counts as 0.
    pub seconds: Seconds,
    /// What must be over before it starts.
    pub after: Vec<Wait>,
    /// What it takes of the resources; a resource named twice counts twice.
    pub takes: Vec<Take>,
    /// The moment before which it cannot start.
    pub not_before: Seconds,
}

/// Something limited: a crew, a licence, a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resource {
    /// From which moment how much of it there is, in order of time; before the first moment there
    /// is nothing. The last amount holds for ever.
    pub course: Vec<(Seconds, u32)>,
}

impl Resource {
    /// The same amount at all times.
    pub fn steady(amount: u32) -> Resource {
        Resource {
            course: vec![(0, amount)],
        }
    }
}

/// Something that shall be reached, and by when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goal {
    /// The jobs that reach it.
    pub reached: Wait,
    /// The moment after which it is late; `None` is never late.
    pub due: Option<Seconds>,
    /// What a second of lateness weighs.
    pub weight: u32,
}

/// Everything that is handed in. Seconds count from the start of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// The jobs.
    pub jobs: Vec<Job>,
    /// The resources.
    pub resources: Vec<Resource>,
    /// The goals.
    pub goals: Vec<Goal>,
}

/// How hard to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// The seed of every choice by chance.
    pub seed: u64,
    /// How many schedules may be built; fewer are where the first ones cannot be bettered.
    pub schedules: u64,
    /// How many threads build them; changes nothing but the time it takes.
    pub threads: usize,
}

/// What makes a project impossible; each names a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It comes after itself.
    Loop(u32),
    /// It takes more of a resource than there is in the end.
    Short(u32),
    /// It names a job or resource that is not there, or waits for more jobs than it names.
    Dangling(u32),
}

/// The best timetable found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// Start of each job.
    pub starts: Vec<Seconds>,
    /// End of each job.
    pub ends: Vec<Seconds>,
    /// What it comes to.
    pub score: Score,
    /// No timetable ends earlier than this.
    pub lower_bound: Seconds,
    /// Whether none is better: nothing is late and it ends at the bound.
    pub exact: bool,
    /// How many schedules were built.
    pub built: u64,
}

/// Searches for the timetable with the least weighted lateness, then with the fewest goals late,
/// then with the earliest end. Cost: one schedule takes about the jobs times the resources' changes
/// while they run; the budget says how many.
pub fn timetable(project: &Project, effort: Effort) -> Result<Timetable, Misfit> {
    made(project, effort, None)
}

/// The same after a project changed a little: the search begins with the order of the starts known
/// from before, so that what was good stays where it can. Cost: as [`timetable`]; with a budget of
/// one, a handful of schedules.
pub fn again(project: &Project, effort: Effort, known: &[Seconds]) -> Result<Timetable, Misfit> {
    made(project, effort, Some(known))
}

fn made(project: &Project, effort: Effort, known: Option<&[Seconds]>) -> Result<Timetable, Misfit> {
    let problem = problem::Problem::new(project)?;
    let lower_bound = bound::lower_bound(project);
    let (best, built) = evolve::search(&problem, effort, lower_bound, known);
    let ends = problem.ends(&best.starts);
    Ok(Timetable {
        exact: best.score.late == 0 && best.score.makespan <= lower_bound,
        score: best.score,
        starts: best.starts,
        ends,
        lower_bound,
        built,
    })
}

/// A timetable in which no goal is late, if the budget finds one; `None` does not say that there
/// is none. Cost: at most the budget, as [`timetable`].
pub fn in_time(project: &Project, effort: Effort) -> Result<Option<Vec<Seconds>>, Misfit> {
    let problem = problem::Problem::new(project)?;
    // With a bound that everything keeps, the search ends once nothing is late.
    let (best, _) = evolve::search(&problem, effort, Seconds::MAX, None);
    Ok((best.score.late == 0).then_some(best.starts))
}
