//! Late by a bound, or late in truth: findings that were judged on summed 80th percentiles are
//! judged again on the 80th percentile of the whole. What is in time there becomes a warning.

use engine::recovery::simulate::{Sampling, Simulation};
use engine::standing::standing_of_mask;
use record::initiation::policy::Severity;

use super::{Finding, Judge, settle};
use crate::path::humane;
use crate::requirements::recovery_spread::uncertain::uncertain;

/// The seed, said with every figure drawn from it.
pub const SEED: u64 = 1;
/// Runs for each finding (domain reference 4.14 asks for 10,000 or more).
pub const RUNS: usize = 10_000;
/// The share of runs that decides.
const SHARE: f64 = 0.8;

/// Judges the bounded findings again and puts the list in order. Times of records and steps of
/// plans are drawn, under what the policies suppose of them. Cost: for each such finding, runs
/// times what its subject waits for.
pub fn simulate(judge: &Judge<'_>, findings: &mut [Finding]) {
    let estate = judge.estate();
    let bounded = |finding: &&mut Finding| finding.is_bound && finding.code == "target-missed";
    let mut bounded: Vec<&mut Finding> = findings.iter_mut().filter(bounded).collect();
    if bounded.is_empty() {
        return;
    }
    let lost = estate.items.iter().map(|listed| listed.team().is_none());
    let standing = standing_of_mask(&estate.graph, &lost.collect::<Vec<bool>>());
    let mut simulation = Simulation::new(&estate.graph, &estate.components, &standing);
    let sampling = Sampling {
        runs: RUNS,
        share: SHARE,
    };
    let drawn = uncertain(&judge.standpoint, &standing, SEED).drawn;
    for finding in &mut bounded {
        let (kind, id) = record::link::split(&finding.subject);
        let item = kind.and_then(|kind| estate.find_kind(kind, id));
        let back =
            item.and_then(|item| simulation.percentile(item, &drawn, &|_, _| true, sampling));
        let (Some(back), Some(needs)) = (back, finding.needs_seconds) else {
            continue;
        };
        finding.is_bound = false;
        finding.has_seconds = Some(back);
        let in_time = back <= needs;
        if in_time {
            finding.severity = Severity::Warning;
        }
        let verdict = if in_time { "in time" } else { "late" };
        finding.text.push_str(&format!(
            " That adds up 80th percentiles; in 8 of 10 of {RUNS} simulated recoveries (seed \
             {SEED}) it is back within {}, which is {verdict}.",
            humane(back)
        ));
    }
    settle::worst_first(findings);
}
