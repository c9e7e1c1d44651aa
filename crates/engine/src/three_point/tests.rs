//! Three-point times: known quantiles, and what they must keep to.

use super::{ln_gamma, quantile, reached};
use crate::random_graph::Dice;

#[test]
fn twenty_thirty_seventy_minutes() {
    // TV-42
    for (share, minutes) in [(0.5, 33.83), (0.8, 42.51), (0.9, 47.27), (0.95, 51.06)] {
        let found = quantile(20 * 60, 30 * 60, 70 * 60, share) as f64 / 60.0;
        assert!(
            (found - minutes).abs() < 0.005 + 0.5 / 60.0,
            "{share}: {found}"
        );
        let finely = quantile(20_000_000, 30_000_000, 70_000_000, share) as f64 / 1e6;
        assert!((finely - minutes).abs() < 0.005, "{share}: {finely}");
    }
}

#[test]
fn the_same_three_points_are_constant() {
    assert_eq!(quantile(90, 90, 90, 0.8), 90);
    assert_eq!(quantile(0, 0, 0, 0.8), 0);
}

#[test]
fn likely_at_an_end_has_a_closed_form() {
    // alpha 1, beta 5: reached(x) = 1 - (1 - x)^5. alpha 5, beta 1: x^5.
    let width = 1_000_000_000f64;
    for share in [0.01, 0.2, 0.5, 0.8, 0.99, 0.999_999] {
        let first = quantile(0, 0, width as i64, share) as f64;
        assert!((first - width * (1.0 - (1.0f64 - share).powf(0.2))).abs() < 2.0);
        let last = quantile(0, width as i64, width as i64, share) as f64;
        assert!((last - width * share.powf(0.2)).abs() < 2.0);
    }
}

#[test]
fn extreme_and_disordered_points_stay_between_their_ends() {
    assert_eq!(quantile(70, 20, 30, 0.8), quantile(20, 30, 70, 0.8));
    assert_eq!(quantile(10, 20, 30, f64::NAN), 30);
    assert_eq!(quantile(10, 20, 30, -1.0), 10);
    let far = quantile(i64::MIN, 0, i64::MAX, 0.8);
    assert!(far > 0);
    assert_eq!(
        quantile(i64::MAX - 1, i64::MAX, i64::MAX, 0.999_999_999),
        i64::MAX
    );
    for seed in 0..2_000 {
        let mut dice = Dice::new(seed);
        let bits = 1 + dice.below(30);
        let mut points: Vec<i64> = (0..3).map(|_| i64::from(dice.below(1 << bits))).collect();
        points.sort_unstable();
        let mut before = points[0];
        for step in 1..20 {
            let now = quantile(points[0], points[1], points[2], f64::from(step) / 20.0);
            assert!(before <= now && now <= points[2]);
            before = now;
        }
    }
}

#[test]
fn the_distribution_equals_a_sum_over_its_density() {
    for (a, x) in [
        (1.8f64, 0.3f64),
        (1.0, 0.7),
        (4.9, 0.9),
        (3.0, 0.5),
        (2.2, 0.05),
    ] {
        let b = 6.0 - a;
        let density = |t: f64| t.powf(a - 1.0) * (1.0 - t).powf(b - 1.0);
        let area = |to: f64| {
            let steps = 200_000;
            let width = to / f64::from(steps);
            (0..steps)
                .map(|n| density((f64::from(n) + 0.5) * width) * width)
                .sum::<f64>()
        };
        assert!(
            (reached(a, b, x) - area(x) / area(1.0)).abs() < 1e-6,
            "{a} {x}"
        );
    }
    assert!((ln_gamma(5.0) - 24f64.ln()).abs() < 1e-12);
    assert!((ln_gamma(1.5) - (std::f64::consts::PI.sqrt() / 2.0).ln()).abs() < 1e-12);
}
