//! How amounts, ranges and frequencies are said.

use super::{amount, between, grouped, often};
use continuity::requirements::strategy::cost::Range;

#[test]
fn amounts_stand_in_groups_of_three() {
    assert_eq!(amount(128_160.4, "EUR"), "128,160 EUR");
    assert_eq!(grouped(-1_200.0), "minus 1,200");
    assert_eq!(
        (grouped(0.0), grouped(999.0), grouped(1e6)),
        ("0".into(), "999".into(), "1,000,000".into())
    );
}

#[test]
fn a_range_says_both_ends_and_an_unknown_one_that_it_is() {
    let range = |low, high| Some(Range { low, high });
    assert_eq!(between(range(1e4, 2e4), "EUR"), "10,000 to 20,000 EUR");
    assert_eq!(between(range(1e4, 1e4), "EUR"), "10,000 EUR");
    assert_eq!(between(None, "EUR"), "unknown");
}

#[test]
fn frequencies_are_said_as_people_say_them() {
    let said: Vec<String> = [0.0, 0.01, 0.12, 1.0, 3.0].into_iter().map(often).collect();
    let words = [
        "never",
        "once in 100 years",
        "once in 8.3 years",
        "about once a year",
        "3.0 times a year",
    ];
    assert_eq!(said, words);
}
