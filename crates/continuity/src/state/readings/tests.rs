use super::{KEPT_MAX, Readings};
use crate::requirements::drift::readings::Reading;

fn reading(second: i64) -> Reading {
    Reading {
        signal: "signal/s".into(),
        at: jiff::Timestamp::from_second(second).expect("an instant"),
        newest_point: None,
        lag_seconds: Some(second),
        used: None,
        took_seconds: None,
        indicator: None,
        value: None,
    }
}

#[test]
fn old_readings_grow_thin_and_the_first_and_the_last_stay() {
    let mut readings = Readings::default();
    for second in 0..10_000 {
        readings.take(reading(second));
        assert!(readings.kept().len() <= KEPT_MAX);
    }
    let kept: Vec<i64> = readings.kept().iter().map(|it| it.at.as_second()).collect();
    assert_eq!((kept.first(), kept.last()), (Some(&0), Some(&9_999)));
    assert!(kept.is_sorted());
    let late = kept.iter().filter(|at| **at >= 9_940).count();
    assert_eq!(late, 60, "what was just said is whole");
}

#[test]
fn what_comes_late_is_put_in_its_place_and_a_repetition_replaces() {
    let mut readings = Readings::default();
    for second in [5, 9, 7, 9] {
        readings.take(reading(second));
    }
    let kept: Vec<i64> = readings.kept().iter().map(|it| it.at.as_second()).collect();
    assert_eq!(kept, [5, 7, 9]);
}
