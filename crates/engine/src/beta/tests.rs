//! Against closed forms, binomial sums and printed tables.

use super::{Share, incomplete, normal_below, student_below};

fn near(value: f64, expected: f64, within: f64) {
    assert!(
        (value - expected).abs() < within,
        "{value} is not {expected}"
    );
}

#[test]
fn the_function_agrees_with_closed_forms() {
    // I_x(1, 1) = x; I_x(2, 1) = x^2; I_x(1, b) = 1 - (1-x)^b.
    for x in [0.001, 0.2, 0.5, 0.93] {
        near(incomplete(1.0, 1.0, x), x, 1e-12);
        near(incomplete(2.0, 1.0, x), x * x, 1e-12);
        near(incomplete(1.0, 7.0, x), 1.0 - (1.0f64 - x).powi(7), 1e-12);
    }
    assert_eq!(incomplete(3.0, 2.0, -1.0), 0.0);
    assert_eq!(incomplete(3.0, 2.0, 2.0), 1.0);
}

#[test]
fn a_binomial_tail_is_the_same_figure() {
    // P(at least 3 of 10 at 0.2) = I_0.2(3, 8), summed term by term.
    let choose = [1.0, 10.0, 45.0];
    let below: f64 = (0..3)
        .map(|k| choose[k] * 0.2f64.powi(k as i32) * 0.8f64.powi(10 - k as i32))
        .sum();
    near(incomplete(3.0, 8.0, 0.2), 1.0 - below, 1e-12);
}

#[test]
fn the_tables_of_student_and_gauss() {
    near(student_below(2.228, 10.0), 0.975, 1e-4);
    near(student_below(-1.0, 1.0), 0.25, 1e-9);
    near(normal_below(1.959_964), 0.975, 1e-6);
    near(normal_below(0.0), 0.5, 1e-12);
    near(normal_below(-3.0), 0.001_349_9, 1e-6);
    assert_eq!(student_below(f64::INFINITY, 3.0), 1.0);
}

#[test]
fn two_shares_are_compared() {
    let same = Share::after(3, 20);
    near(same.greater_than(same), 0.5, 0.01);
    // P(X > Y) for Beta(1,1) against Beta(1,1) is 1/2, for Beta(2,1) against Beta(1,1) is 2/3.
    near(
        Share::after(1, 1).greater_than(Share::after(0, 0)),
        2.0 / 3.0,
        1e-4,
    );
    assert!(Share::after(9, 10).greater_than(Share::after(10, 200)) > 0.999);
    near(Share::after(2, 6).mean(), 3.0 / 8.0, 1e-12);
    assert_eq!(Share::after(9, 3), Share::after(3, 3));
}
