//! The draws of a three-point duration have its mean, spread and percentiles (TV-42, TV-43).

use super::Draws;
use crate::three_point::quantile;

fn sorted(mut draw: impl FnMut() -> i64, runs: usize) -> Vec<i64> {
    let mut all: Vec<i64> = (0..runs).map(|_| draw()).collect();
    all.sort_unstable();
    all
}

#[test]
fn tv_42_mean_spread_and_percentiles() {
    // 20, 30 and 70 minutes, in seconds.
    let mut draws = Draws::new(7);
    let all = sorted(|| draws.three_point(1200, 1800, 4200), 100_000);
    let mean = all.iter().sum::<i64>() as f64 / all.len() as f64;
    assert!((mean / 60.0 - 35.0).abs() < 0.1, "{mean}");
    let square = |it: &i64| (*it as f64 - mean).powi(2);
    let spread = (all.iter().map(square).sum::<f64>() / all.len() as f64).sqrt();
    assert!((spread / 60.0 - 8.66).abs() < 0.1, "{spread}");
    for share in [0.05, 0.5, 0.8, 0.9, 0.95] {
        let drawn = all[(share * all.len() as f64) as usize];
        let exact = quantile(1200, 1800, 4200, share);
        assert!((drawn - exact).abs() < 15, "{share}: {drawn} and {exact}");
    }
}

#[test]
fn tv_43_a_chain_of_three_is_quicker_than_its_summed_percentiles() {
    let mut draws = Draws::new(7);
    let chain = || (0..3).map(|_| draws.three_point(1200, 1800, 4200)).sum();
    let all = sorted(chain, 100_000);
    let p90 = all[90_000] as f64 / 60.0;
    assert!((p90 - 124.2).abs() < 1.0, "{p90}");
}

#[test]
fn the_same_seed_draws_the_same_and_odd_points_stay_within() {
    let draw = |seed| Draws::new(seed).three_point(10, 20, 9_000_000);
    assert_eq!(draw(3), draw(3));
    assert_ne!(draw(3), draw(4));
    let mut draws = Draws::new(1);
    assert_eq!(draws.three_point(5, 5, 5), 5);
    for (best, likely, worst) in [(0, 0, 60), (0, 60, 60), (60, 0, 30), (0, 1, i64::MAX)] {
        for _ in 0..1000 {
            let drawn = draws.three_point(best, likely, worst);
            let within = best.min(likely).min(worst)..=best.max(likely).max(worst);
            assert!(within.contains(&drawn), "{drawn}");
        }
    }
}
