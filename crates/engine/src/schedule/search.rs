//! The shortest schedule of a small plan: steps are set in the order of their starts, each as
//! early as its crew allows. A branch is left when its bound is no better than the best, or
//! when an earlier branch set the same steps no later.

use std::collections::HashMap;

use super::Problem;
use crate::graph::Seconds;

/// How many branches are looked at before the search gives up.
const MOST_BRANCHES: u64 = 300_000;

/// How many earlier branches are kept per set of steps.
const MOST_KEPT: usize = 64;

pub(super) struct Shortest {
    /// A schedule shorter than the one to beat, if there is one.
    pub starts: Option<Vec<Seconds>>,
    /// Whether everything was looked at.
    pub whole: bool,
}

/// Looks for schedules shorter than `to_beat`. The problem has fewer than 64 steps.
pub(super) fn shortest(problem: &Problem, to_beat: Seconds) -> Shortest {
    let count = problem.seconds.len();
    let mut search = Search {
        problem,
        best: to_beat,
        best_starts: None,
        starts: vec![0; count],
        ends: vec![0; count],
        seen: HashMap::new(),
        branches: 0,
    };
    search.branch(0, 0);
    Shortest {
        starts: search.best_starts,
        whole: search.branches <= MOST_BRANCHES,
    }
}

struct Search<'a> {
    problem: &'a Problem,
    best: Seconds,
    best_starts: Option<Vec<Seconds>>,
    starts: Vec<Seconds>,
    ends: Vec<Seconds>,
    /// For each set of steps that were set: when the last began and when each ends.
    seen: HashMap<u64, Vec<(Seconds, Vec<Seconds>)>>,
    branches: u64,
}

impl Search<'_> {
    /// Everything that can follow once the steps of `set` stand and the last began at `now`.
    /// Calls itself once per step set, so never deeper than the few steps there are.
    fn branch(&mut self, set: u64, now: Seconds) {
        self.branches += 1;
        let count = self.problem.seconds.len();
        if set.count_ones() as usize == count {
            let end = self.ends.iter().copied().max().unwrap_or(0);
            if end < self.best {
                self.best = end;
                self.best_starts = Some(self.starts.clone());
            }
            return;
        }
        if self.branches > MOST_BRANCHES
            || self.bound(set, now) >= self.best
            || self.seen_no_later(set, now)
        {
            return;
        }
        let mut next: Vec<(Seconds, usize)> = (0..count)
            .filter(|&at| set >> at & 1 == 0 && self.may_follow(set, at))
            .map(|at| (self.earliest(set, at, now), at))
            .collect();
        next.sort_by_key(|&(start, at)| (start, -self.problem.tails[at], at));
        for (start, at) in next {
            if start.saturating_add(self.problem.tails[at]) < self.best {
                self.starts[at] = start;
                self.ends[at] = start.saturating_add(self.problem.seconds[at]);
                self.branch(set | 1 << at, start);
                self.ends[at] = 0;
            }
        }
    }

    fn may_follow(&self, set: u64, at: usize) -> bool {
        self.problem.after[at]
            .iter()
            .all(|&earlier| set >> earlier & 1 == 1)
    }

    /// The first moment from `now` on at which the step can start. All that was set began by
    /// `now`, so its crew only grows freer from there.
    fn earliest(&self, set: u64, at: usize, now: Seconds) -> Seconds {
        let ends = self.problem.after[at]
            .iter()
            .map(|&earlier| self.ends[earlier as usize]);
        let ready = ends.fold(now, Seconds::max);
        let Some((crew, people)) = self.problem.needs[at] else {
            return ready;
        };
        if self.problem.seconds[at] == 0 {
            return ready;
        }
        let capacity = self.problem.capacities[crew as usize].unwrap_or(u32::MAX);
        let mut busy: Vec<(Seconds, u32)> = Vec::new();
        for other in (0..self.problem.seconds.len()).filter(|&other| set >> other & 1 == 1) {
            if let Some((same, others)) = self.problem.needs[other]
                && same == crew
                && self.ends[other] > ready
            {
                busy.push((self.ends[other], others));
            }
        }
        busy.sort_unstable();
        let mut taken: u64 = busy.iter().map(|&(_, people)| u64::from(people)).sum();
        let mut start = ready;
        for (end, freed) in busy {
            if taken + u64::from(people) <= u64::from(capacity) {
                break;
            }
            taken -= u64::from(freed);
            start = end;
        }
        start
    }

    /// No schedule from here ends before this.
    fn bound(&self, set: u64, now: Seconds) -> Seconds {
        let problem = self.problem;
        let mut bound = self.ends.iter().copied().max().unwrap_or(0);
        let mut work: Vec<(u128, Seconds)> = vec![(0, Seconds::MAX); problem.capacities.len()];
        for at in (0..problem.seconds.len()).filter(|&at| set >> at & 1 == 0) {
            let ends = problem.after[at]
                .iter()
                .map(|&earlier| self.ends[earlier as usize]);
            let start = ends.fold(now, Seconds::max);
            bound = bound.max(start.saturating_add(problem.tails[at]));
            if let Some((crew, people)) = problem.needs[at] {
                let (sum, least) = &mut work[crew as usize];
                *sum += problem.seconds[at] as u128 * u128::from(people);
                *least = (*least).min(problem.tails[at].saturating_sub(problem.seconds[at]));
            }
        }
        for (&(sum, least), capacity) in work.iter().zip(&problem.capacities) {
            if let Some(most) = capacity.filter(|_| sum > 0) {
                let whole = sum.div_ceil(u128::from(most.max(1)));
                let whole = Seconds::try_from(whole).unwrap_or(Seconds::MAX);
                bound = bound.max(now.saturating_add(whole).saturating_add(least));
            }
        }
        bound
    }

    /// Whether an earlier branch set the same steps, began its last no later, and leaves no
    /// crew busy longer; else remembers this one.
    fn seen_no_later(&mut self, set: u64, now: Seconds) -> bool {
        let kept = self.seen.entry(set).or_default();
        let no_later = |(began, ends): &(Seconds, Vec<Seconds>)| {
            *began <= now
                && ends
                    .iter()
                    .zip(&self.ends)
                    .all(|(&old, &new)| old <= new.max(now))
        };
        if kept.iter().any(no_later) {
            return true;
        }
        if kept.len() < MOST_KEPT {
            kept.push((now, self.ends.clone()));
        }
        false
    }
}
