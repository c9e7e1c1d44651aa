//! The same order of work with other lengths: each job in the order of a timetable that was found,
//! as early as what went before leaves room. What the day makes of a plan; it looks for no better
//! order.

use super::problem::Problem;
use super::serial::Builder;
use super::{Misfit, Project};
use crate::graph::Seconds;

/// A project and the order in which its jobs are placed.
pub struct Replay {
    problem: Problem,
    order: Vec<u32>,
}

impl Replay {
    /// The order of a timetable's starts.
    pub fn new(project: &Project, starts: &[Seconds]) -> Result<Replay, Misfit> {
        let problem = Problem::new(project)?;
        let mut order: Vec<u32> = (0..problem.count() as u32).collect();
        // A job of no length starts with what waits for it: the place in line keeps them apart.
        order.sort_unstable_by_key(|&job| (starts[job as usize], problem.rank[job as usize]));
        Ok(Replay { problem, order })
    }

    /// The ends of all jobs with these lengths. Cost: one schedule.
    pub fn ends(&mut self, seconds: &[Seconds]) -> Vec<Seconds> {
        self.problem.seconds.clear();
        self.problem
            .seconds
            .extend(seconds.iter().map(|it| (*it).max(0)));
        let mut builder = Builder::new(&self.problem);
        builder.placed(&self.order).to_vec()
    }
}
