//! Nothing that lies after an origin is known at it.

use super::rolling_origin;
use crate::gamma_poisson::Belief;
use crate::rate_fit::{Happened, Past};

fn past(happened: &[Happened]) -> Past<'_> {
    Past {
        happened,
        from: 1980.0,
        to: 2020.0,
        now: 2020.0,
        prior: Belief::JEFFREYS,
        half_life: None,
        elsewhere: (0.0, 0.0),
    }
}

fn yearly() -> Vec<Happened> {
    let one = |n: i32| Happened {
        at: 1980.25 + f64::from(n),
        weight: 1.0,
    };
    (0..40).map(one).collect()
}

#[test]
fn origins_go_from_a_third_to_the_end_without_overlap() {
    let happened = yearly();
    let told = rolling_origin(&past(&happened), 1.0);
    assert_eq!(told.len(), 26);
    for pair in told.windows(2) {
        assert!(pair[1].from >= pair[0].to - 1e-9);
    }
    assert!(told.iter().all(|it| it.count == 1 && it.to <= 2020.0));
    let days = rolling_origin(&past(&happened), 1.0 / 365.25);
    assert!(days.len() <= 800 && days.len() > 700);
}

#[test]
fn what_comes_later_changes_nothing_before() {
    let mut happened = yearly();
    let before = rolling_origin(&past(&happened), 1.0);
    happened.retain(|it| it.at < 2010.0);
    let cut = rolling_origin(&past(&happened), 1.0);
    for (one, other) in before.iter().zip(&cut).filter(|(one, _)| one.to <= 2010.0) {
        assert_eq!(one, other);
    }
    let last = cut.last().expect("there are some");
    assert!(last.count == 0 && last.probability < before[25].probability);
}

#[test]
fn too_short_a_past_foretells_nothing() {
    let happened = yearly();
    let short = Past {
        to: 1985.0,
        ..past(&happened)
    };
    assert_eq!(rolling_origin(&short, 1.0), []);
    assert_eq!(rolling_origin(&past(&happened), 0.0), []);
    assert_eq!(rolling_origin(&past(&happened), f64::NAN), []);
}
