//! The domain reference's figures (TV-28 to TV-32).

use super::{Shared, k_of_n, k_of_n_common, period, series, steady};

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 6e-7, "{found} {expected}");
}

#[test]
fn tv_28_of_a_period() {
    let found = period(220.0, 2.2, 3).unwrap();
    near(found.availability, 0.99);
    assert!((found.to_restore.unwrap() - 0.733).abs() < 5e-4);
    near(found.between_failures.unwrap(), 72.6);
    let quiet = period(220.0, 0.0, 0).unwrap();
    assert_eq!((quiet.to_restore, quiet.between_failures), (None, None));
    assert_eq!(period(0.0, 0.0, 0), None);
    assert_eq!(period(10.0, 11.0, 1), None);
}

#[test]
fn tv_29_in_series() {
    let found = series(&[0.999, 0.995, 0.99]);
    assert!((found - 0.98406).abs() < 5e-6);
    assert!(((1.0 - found) * 8760.0 - 139.6).abs() < 0.05);
}

#[test]
fn tv_30_of_several() {
    near(k_of_n(2, &[0.99; 3]), 0.999_702);
    near(k_of_n(1, &[0.99; 2]), 0.9999);
    near(k_of_n(2, &[0.999, 0.99, 0.95]), 0.999_441);
    assert_eq!(k_of_n(0, &[]), 1.0);
    assert_eq!(k_of_n(1, &[]), 0.0);
}

#[test]
fn tv_31_with_a_common_cause() {
    let found = k_of_n_common(2, &[0.99; 3], 0.1);
    near(found, 0.998_759);
    assert!(((1.0 - found) / (1.0 - k_of_n(2, &[0.99; 3])) - 4.2).abs() < 0.05);
    near(
        k_of_n_common(2, &[0.99; 3], Shared::Site.usual_beta()),
        found,
    );
    near(k_of_n_common(2, &[0.99; 3], 0.0), k_of_n(2, &[0.99; 3]));
    let betas = [Shared::Rack, Shared::Site, Shared::Region, Shared::Nothing];
    assert!(
        betas
            .windows(2)
            .all(|pair| pair[0].usual_beta() > pair[1].usual_beta())
    );
}

#[test]
fn tv_32_in_the_long_run() {
    assert!((steady(2000.0, 4.0).unwrap() - 0.998_004).abs() < 5e-7);
    assert_eq!(steady(0.0, 4.0), None);
}
