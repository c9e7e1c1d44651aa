//! Schedules built one job after the other, each as early as what went before leaves room; and the
//! same with time running backwards, after which everything stands as late as it can.

use super::lane::Lane;
use super::problem::Problem;
use super::score::{Score, reached, score};
use crate::graph::Seconds;

/// A schedule with the order that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The jobs in the order in which they were placed, nothing before what it waits for.
    pub order: Vec<u32>,
    /// When each starts.
    pub starts: Vec<Seconds>,
    /// What it comes to.
    pub score: Score,
}

/// Builds schedules, using its memory again and again.
pub struct Builder<'p> {
    problem: &'p Problem,
    lanes: Vec<Lane>,
    starts: Vec<Seconds>,
    ends: Vec<Seconds>,
    /// The jobs in one of two orders, for sorting.
    sorted: Vec<u32>,
    /// Jobs that each job's choice among several made it wait for: at the last schedule built.
    chosen_after: Vec<Vec<u32>>,
    /// How many schedules were built.
    pub built: u64,
    /// How many may be; the first of an order is built all the same.
    pub most: u64,
}

impl<'p> Builder<'p> {
    /// A builder for a problem.
    pub fn new(problem: &'p Problem) -> Builder<'p> {
        let count = problem.count();
        Builder {
            problem,
            lanes: problem.lanes.clone(),
            starts: vec![0; count],
            ends: vec![0; count],
            sorted: Vec::with_capacity(count),
            chosen_after: vec![Vec::new(); if problem.chooses { count } else { 0 }],
            built: 0,
            most: u64::MAX,
        }
    }

    /// Builds the schedule of an order, then draws it together: to the right, and back to the
    /// left, as often as that makes it better. One schedule or, as far as may be, three and more.
    /// (Valls, Ballestin and Quintanilla 2005: justification.)
    pub fn plan(&mut self, order: &[u32]) -> Plan {
        self.forwards(order);
        let mut best = self.found(order.to_vec());
        if self.problem.chooses {
            // Where some of several are enough, those over first may stand late in the order.
            self.sort_by_start();
            let order = std::mem::take(&mut self.sorted);
            self.forwards(&order);
            best = self.found(order.clone());
            self.sorted = order;
        }
        loop {
            if self.built + 2 > self.most {
                return best;
            }
            self.backwards();
            self.sort_by_start();
            let order = std::mem::take(&mut self.sorted);
            self.forwards(&order);
            let score = score(self.problem, &self.ends);
            let better = score < best.score;
            // Where something is due, an order by what is due stays unless another one is better.
            if better || (score == best.score && self.problem.goals.is_empty()) {
                best.order.clone_from(&order);
                best.starts.clone_from(&self.starts);
                best.score = score;
            }
            self.sorted = order;
            if !better {
                return best;
            }
        }
    }

    /// The ends of the schedule of an order as it stands, not drawn together.
    pub fn placed(&mut self, order: &[u32]) -> &[Seconds] {
        self.forwards(order);
        &self.ends
    }

    fn found(&self, order: Vec<u32>) -> Plan {
        Plan {
            order,
            starts: self.starts.clone(),
            score: score(self.problem, &self.ends),
        }
    }

    /// Places the jobs in this order, each as early as it can.
    fn forwards(&mut self, order: &[u32]) {
        self.built += 1;
        let problem = self.problem;
        for (lane, fresh) in self.lanes.iter_mut().zip(&problem.lanes) {
            lane.take_over(fresh);
        }
        if problem.chooses {
            // What is not placed yet is over at no time.
            self.ends.fill(Seconds::MAX);
        }
        for &job in order {
            let at = job as usize;
            let mut ready = problem.not_before[at];
            for &earlier in problem.before.of(job) {
                ready = ready.max(self.ends[earlier as usize]);
            }
            for wait in &problem.some[at] {
                ready = ready.max(reached(&wait.of, wait.k, &self.ends));
            }
            let seconds = problem.seconds[at];
            let start = match problem.lane[at] {
                Some((lane, begins)) if seconds > 0 => {
                    let need = problem.need(lane, begins);
                    self.lanes[lane as usize].place(need, seconds, ready)
                }
                _ => ready,
            };
            self.starts[at] = start;
            self.ends[at] = start.saturating_add(seconds);
        }
    }

    /// Moves the jobs of the schedule that stands, the one that ends last first, each as late as
    /// it can before the end of all.
    fn backwards(&mut self) {
        self.built += 1;
        let problem = self.problem;
        let makespan = self.ends.iter().copied().max().unwrap_or(0);
        for (lane, fresh) in self.lanes.iter_mut().zip(&problem.lanes) {
            match fresh.is_steady() {
                true => lane.take_over(fresh),
                false => *lane = fresh.mirrored(makespan),
            }
        }
        if problem.chooses {
            self.choose();
        }
        self.sort_by_end();
        for index in 0..self.sorted.len() {
            let job = self.sorted[index];
            let at = job as usize;
            // From here on `ends` holds the mirrored end of what is placed: makespan less start.
            let mut ready = 0;
            for &later in problem.whole_after.of(job) {
                ready = ready.max(makespan - self.starts[later as usize]);
            }
            if problem.chooses {
                for &later in &self.chosen_after[at] {
                    ready = ready.max(makespan - self.starts[later as usize]);
                }
            }
            let seconds = problem.seconds[at];
            let start = match problem.lane[at] {
                Some((lane, begins)) if seconds > 0 => {
                    let need = problem.need(lane, begins);
                    self.lanes[lane as usize].place(need, seconds, ready)
                }
                _ => ready,
            };
            self.starts[at] = makespan - start - seconds;
        }
    }

    /// Which of several jobs each one that waits for some of them waited for: those over first.
    fn choose(&mut self) {
        self.chosen_after.iter_mut().for_each(Vec::clear);
        for (at, some) in self.problem.some.iter().enumerate() {
            for wait in some {
                let mut of = wait.of.clone();
                of.sort_by_key(|&job| (self.ends[job as usize], job));
                for &job in &of[..wait.k as usize] {
                    self.chosen_after[job as usize].push(at as u32);
                }
            }
        }
    }

    fn sort_by_start(&mut self) {
        self.fill();
        let (starts, problem) = (&self.starts, self.problem);
        // A job of no length starts with what waits for it: the place in line keeps them apart.
        self.sorted
            .sort_unstable_by_key(|&job| (starts[job as usize], problem.rank[job as usize]));
    }

    fn sort_by_end(&mut self) {
        self.fill();
        let (ends, problem) = (&self.ends, self.problem);
        self.sorted.sort_unstable_by_key(|&job| {
            std::cmp::Reverse((ends[job as usize], problem.rank[job as usize]))
        });
    }

    fn fill(&mut self) {
        self.sorted.clear();
        self.sorted.extend(0..self.problem.count() as u32);
    }
}
