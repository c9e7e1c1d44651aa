//! Against closed forms: factorials, the exponential, whole shapes, and the inverse of itself.

use super::{ln_gamma, lower_share, quantile, upper_share};

fn near(one: f64, other: f64, tolerance: f64) {
    assert!((one - other).abs() <= tolerance, "{one} and {other}");
}

#[test]
fn the_gamma_function_is_a_factorial_and_a_root_of_pi() {
    let mut factorial = 1.0_f64;
    for n in 1..30 {
        near(ln_gamma(f64::from(n)), factorial.ln(), 1e-11);
        factorial *= f64::from(n);
    }
    near(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln(), 1e-12);
    near(ln_gamma(1e-8), (1e8_f64).ln(), 1e-7);
}

/// For a whole shape the share above is that of fewer than so many Poisson events.
fn poisson_below(shape: u32, x: f64) -> f64 {
    let (mut term, mut sum) = ((-x).exp(), 0.0);
    for n in 0..shape {
        sum += term;
        term *= x / f64::from(n + 1);
    }
    sum
}

#[test]
fn whole_shapes_count_poisson_events() {
    for shape in [1, 2, 3, 7, 25, 80] {
        for x in [0.01, 0.5, 1.0, 3.0, 24.0, 80.0, 200.0] {
            let expected = poisson_below(shape, x);
            near(upper_share(f64::from(shape), x), expected, 1e-11);
            near(lower_share(f64::from(shape), x), 1.0 - expected, 1e-11);
        }
    }
}

#[test]
fn a_quantile_is_where_its_share_lies() {
    for shape in [1e-3, 0.05, 0.5, 1.0, 3.0, 40.0, 5_000.0, 1e6] {
        for share in [1e-6, 0.05, 0.5, 0.95, 0.999_999] {
            let x = quantile(shape, share);
            if x > 1e-250 {
                near(lower_share(shape, x), share, 1e-9);
            }
        }
    }
    near(quantile(1.0, 0.95), -(0.05_f64).ln(), 1e-12);
    assert_eq!(quantile(2.0, 0.0), 0.0);
    assert_eq!(quantile(2.0, 1.0), f64::INFINITY);
}
