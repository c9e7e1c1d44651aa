//! Quantiles against printed tables, the table against the exact one, both directions against each
//! other, and the exponential against the system's.

use super::{QUANTILES, at_most, exp, quantile};

#[test]
fn printed_values_and_the_way_back() {
    // Of any printed table of the normal distribution.
    for (share, z) in [
        (0.5, 0.0),
        (0.9, 1.281_551_565_544_6),
        (0.975, 1.959_963_984_540_05),
        (0.999, 3.090_232_306_167_81),
        (1e-10, -6.361_340_902_404_06),
    ] {
        assert!((quantile(share) - z).abs() < 1e-10, "{share}");
    }
    for z in [-5.0, -2.2, -0.3, 0.0, 0.7, 1.9, 3.3] {
        assert!((quantile(at_most(z)) - z).abs() < 1e-8, "{z}");
    }
    assert_eq!(quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(quantile(1.0), f64::INFINITY);
    assert_eq!((at_most(-9.0), at_most(9.0)), (0.0, 1.0));
}

#[test]
fn the_table_is_the_quantile() {
    let worst = (0..200_003u64).map(|step| {
        let even = step * (u64::MAX / 200_003) + 12_345;
        let share = ((even >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        (QUANTILES.of(even) - quantile(share)).abs()
    });
    assert!(worst.fold(0.0, f64::max) < 1e-6);
}

#[test]
fn the_exponential_is_the_exponential() {
    for step in -7000..=7000 {
        let x = f64::from(step) * 0.0997;
        let (own, system) = (exp(x), x.exp());
        assert!(
            (own - system).abs() <= system * 2e-14,
            "{x}: {own} {system}"
        );
    }
    assert!(exp(1e9).is_finite() && exp(-1e9) >= 0.0);
}

/// TV-17: a recovery time by its median and ninth of ten, lognormal: how likely it is in time.
#[test]
fn tv_17_in_time_with_ninety_four_of_a_hundred() {
    let (median, ninth, limit): (f64, f64, f64) = (150.0, 220.0, 240.0);
    let spread = (ninth / median).ln() / quantile(0.9);
    let within = at_most((limit / median).ln() / spread);
    assert!((within - 0.9421).abs() < 5e-5, "{within}");
}
