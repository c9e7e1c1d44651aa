//! Durations drawn over many runs where some share a cause - a tired team, slow storage: a run
//! that is bad for one tends to be bad for the others. Each keeps its own distribution exactly;
//! only how they fall together changes (a Gaussian copula, by ranks).

use crate::draw::Draws;
use crate::graph::Seconds;

#[cfg(test)]
mod tests;

/// An uncertain duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Best, likely and worst.
    pub points: [Seconds; 3],
    /// The number of its own stream of draws.
    pub stream: u64,
    /// The stream of the cause that it shares.
    pub cause: u64,
}

/// How often, from which seed, and how much of the luck is the cause's: 0 for none of it, 1 for
/// all.
#[derive(Clone, Copy, Debug)]
pub struct Runs {
    /// How many.
    pub runs: usize,
    /// The seed.
    pub seed: u64,
    /// The share of the cause, from 0 to 1: the correlation of two parts that share one.
    pub share: f64,
}

/// The duration of a part in each run. Cost: the runs, sorted.
pub fn durations(part: &Part, how: Runs) -> Vec<Seconds> {
    let [best, likely, worst] = part.points;
    let draw =
        |run: usize| Draws::of(how.seed, part.stream, run as u64).three_point(best, likely, worst);
    let mut sorted: Vec<Seconds> = (0..how.runs).map(draw).collect();
    sorted.sort_unstable();
    let share = how.share.clamp(0.0, 1.0);
    // A stream beside the one of the durations, so that luck and length are drawn apart.
    let own = !part.stream;
    let luck = |run: usize| {
        let of = |stream: u64| Draws::of(how.seed, stream, run as u64).normal();
        share.sqrt() * of(part.cause) + (1.0 - share).sqrt() * of(own)
    };
    let mut ranked: Vec<(f64, usize)> = (0..how.runs).map(|run| (luck(run), run)).collect();
    ranked.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let mut all = vec![0; how.runs];
    for ((_, run), seconds) in ranked.into_iter().zip(sorted) {
        all[run] = seconds;
    }
    all
}
