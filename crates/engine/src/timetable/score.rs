//! What a timetable comes to, in the order in which it counts.

use super::problem::Problem;
use crate::graph::Seconds;

/// What a timetable comes to; the lesser is the better one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// Seconds of lateness, each goal's by its weight.
    pub lateness: u128,
    /// How many goals are late.
    pub late: u32,
    /// When the last job is over.
    pub makespan: Seconds,
}

/// Judges the ends of all jobs.
pub fn score(problem: &Problem, ends: &[Seconds]) -> Score {
    let mut score = Score {
        makespan: ends.iter().copied().max().unwrap_or(0),
        ..Score::default()
    };
    for goal in &problem.goals {
        let Some(due) = goal.due else { continue };
        let late = reached(&goal.reached.of, goal.reached.k, ends).saturating_sub(due);
        if late > 0 {
            score.late += 1;
            score.lateness += late as u128 * u128::from(goal.weight);
        }
    }
    score
}

/// When so many of these jobs are over; 0 where none need be.
pub fn reached(of: &[u32], k: u32, ends: &[Seconds]) -> Seconds {
    let over = of.iter().map(|&job| ends[job as usize]);
    if k as usize == of.len() {
        return over.max().unwrap_or(0);
    }
    let mut over: Vec<Seconds> = over.collect();
    over.sort_unstable();
    match (k as usize).checked_sub(1) {
        Some(at) => over[at],
        None => 0,
    }
}
