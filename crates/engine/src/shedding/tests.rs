//! TV-54, and who is dropped.

use super::{Demand, fit};

fn demand(whole: f64, share: f64, rank: u32) -> Demand {
    Demand { whole, share, rank }
}

/// TV-54: capacity 60; 25 in full, 30 at half, 40 at half fit; the third at 60 % is 4 too much.
#[test]
fn three_fit_and_with_a_tenth_more_of_one_they_do_not() {
    let mut all = [
        demand(25.0, 1.0, 1),
        demand(30.0, 0.5, 2),
        demand(40.0, 0.5, 3),
    ];
    let fits = fit(60.0, &all);
    assert_eq!((fits.needed, fits.short), (60.0, 0.0));
    assert!(fits.dropped.is_empty());

    all[2].share = 0.6;
    let short = fit(60.0, &all);
    assert_eq!((short.needed, short.short), (64.0, 4.0));
    assert_eq!(short.dropped, [2]);
}

#[test]
fn the_least_important_goes_first_and_of_equals_the_largest() {
    let all = [
        demand(10.0, 1.0, 2),
        demand(30.0, 1.0, 2),
        demand(50.0, 1.0, 1),
    ];
    assert_eq!(fit(60.0, &all).dropped, [1]);
    assert_eq!(fit(50.0, &all).dropped, [1, 0]);
    assert_eq!(fit(0.0, &all).dropped, [1, 0, 2]);
}
