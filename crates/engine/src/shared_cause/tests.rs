//! A chain of three with and without a shared cause between the two figures of TV-43, a merge of
//! branches, and each part's own distribution (TV-42) whatever it shares.

use super::{Part, Runs, durations};
use crate::three_point::quantile;

const POINTS: [i64; 3] = [1_200, 1_800, 4_200];
const RUNS: usize = 40_000;

fn parts(share: f64) -> Vec<Vec<i64>> {
    let how = Runs {
        runs: RUNS,
        seed: 5,
        share,
    };
    let part = |stream: u64| Part {
        points: POINTS,
        stream,
        cause: 1_000,
    };
    (1..=3)
        .map(|stream| durations(&part(stream), how))
        .collect()
}

fn at(mut all: Vec<i64>, share: f64) -> f64 {
    all.sort_unstable();
    all[(share * all.len() as f64) as usize] as f64 / 60.0
}

fn chain(parts: &[Vec<i64>]) -> Vec<i64> {
    (0..RUNS)
        .map(|run| parts.iter().map(|part| part[run]).sum())
        .collect()
}

#[test]
fn each_keeps_its_own_distribution() {
    for share in [0.0, 0.4, 1.0] {
        for part in parts(share) {
            for asked in [0.5, 0.8, 0.9, 0.95] {
                let exact = quantile(1_200, 1_800, 4_200, asked) as f64 / 60.0;
                let drawn = at(part.clone(), asked);
                assert!(
                    (drawn - exact).abs() < 0.6,
                    "{share}, {asked}: {drawn} and {exact}"
                );
            }
        }
    }
}

#[test]
fn tv_43_a_chain_lies_between_independence_and_one_cause() {
    let p90 = |share: f64| at(chain(&parts(share)), 0.9);
    // Independent: 124.2 minutes; all by one cause: the sum of the three, 141.8.
    let (none, some, all) = (p90(0.0), p90(0.4), p90(1.0));
    assert!((none - 124.2).abs() < 1.5, "{none}");
    assert!((all - 141.8).abs() < 1.5, "{all}");
    assert!(none + 3.0 < some && some + 3.0 < all, "{none} {some} {all}");
}

#[test]
fn tv_43_branches_that_must_both_be_in_time() {
    let limit = quantile(1_200, 1_800, 4_200, 0.9);
    let both = |share: f64| {
        let parts = parts(share);
        let in_time = |run: &usize| parts[0][*run] <= limit && parts[1][*run] <= limit;
        (0..RUNS).filter(in_time).count() as f64 / RUNS as f64
    };
    assert!((both(0.0) - 0.81).abs() < 0.01, "{}", both(0.0));
    assert!((both(1.0) - 0.90).abs() < 0.01, "{}", both(1.0));
}
