//! TV-36 to TV-38 of the domain reference, and the closed forms beside them.

use super::{Belief, faded_years, pooled, upper_bound, weight};

fn near(one: f64, other: f64, tolerance: f64) {
    assert!((one - other).abs() <= tolerance, "{one} and {other}");
}

const ONE_IN_TWENTY: Belief = Belief {
    events: 1.0,
    years: 20.0,
};

#[test]
fn tv_36_two_events_in_five_years() {
    near(ONE_IN_TWENTY.mean(), 0.05, 1e-12);
    near(ONE_IN_TWENTY.quantile(0.05), 0.00256, 5e-6);
    near(ONE_IN_TWENTY.quantile(0.95), 0.1498, 5e-5);
    let after = ONE_IN_TWENTY.after(2.0, 5.0);
    near(after.mean(), 0.12, 1e-12);
    near(after.quantile(0.5), 0.10696, 5e-6);
    near(after.quantile(0.05), 0.03271, 5e-6);
    near(after.quantile(0.95), 0.25183, 5e-6);
    near(after.none(1.0), 0.88900, 5e-6);
    near(after.exactly(0, 1.0), after.none(1.0), 1e-12);
    near(after.exactly(1, 1.0), 0.10258, 5e-6);
    near(after.some(3.0), 0.28822, 5e-6);
}

#[test]
fn tv_37_zero_events_in_eight_years() {
    let after = Belief::JEFFREYS.after(0.0, 8.0);
    near(after.mean(), 0.0625, 1e-12);
    near(after.some(1.0), 0.05719, 5e-6);
    near(upper_bound(0.0, 8.0, 0.95), 0.37447, 5e-6);
}

#[test]
fn tv_38_what_is_long_ago_counts_less() {
    let weights = [1.0, 4.0, 9.0].map(|age| weight(age, 5.0));
    for (found, expected) in weights.iter().zip([0.87055, 0.57435, 0.28717]) {
        near(*found, expected, 5e-6);
    }
    let (events, years) = (weights.iter().sum::<f64>(), faded_years(10.0, 5.0));
    near(events, 1.73207, 1e-5);
    near(years, 5.41011, 5e-6);
    near(ONE_IN_TWENTY.after(events, years).mean(), 0.10752, 5e-6);
}

#[test]
fn what_may_come_adds_up_to_one() {
    let belief = Belief {
        events: 2.7,
        years: 3.1,
    };
    let all: f64 = (0..400).map(|n| belief.exactly(n, 2.0)).sum();
    near(all, 1.0, 1e-12);
    near(belief.some(1e-9), 2.7 / 3.1 * 1e-9, 1e-15);
}

#[test]
fn like_hazards_that_differ_by_chance_are_one_and_others_are_not() {
    let alike = pooled(&[(2.0, 20.0), (2.0, 20.0), (2.0, 20.0)]).expect("three of them");
    assert_eq!((alike.events, alike.years), (6.0, 60.0));
    let apart = pooled(&[(0.0, 20.0), (40.0, 20.0), (5.0, 20.0)]).expect("three of them");
    near(apart.mean(), 0.75, 1e-12);
    // squares 20·(0.75² + 1.25² + 0.5²) = 47.5, by chance 1.5, over 40 years: variance 1.15.
    near(apart.years, 0.75 / 1.15, 1e-12);
    assert_eq!(pooled(&[(2.0, 20.0), (2.0, 20.0)]), None);
    assert_eq!(pooled(&[(0.0, 20.0), (0.0, 20.0), (0.0, 9.0)]), None);
}
