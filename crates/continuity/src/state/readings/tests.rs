//! Readings of one signal: what is kept, what grows thin, and that the fold keeps them.

use super::{KEPT_MAX, Readings};
use crate::requirements::drift::readings::Reading;

fn reading(second: i64) -> Reading {
    Reading {
        signal: "signal/s".into(),
        series: String::new(),
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

#[test]
fn what_a_signal_said_before_is_remembered() {
    use crate::event::{Event, Remembered, Revised};
    use crate::state::State;
    use crate::testing::{instant, node};
    use crate::written::Written;

    let mut state = State::new();
    for (seq, used) in [(1, "70%"), (2, "72%"), (3, "75%")] {
        let record = node(
            &serde_json::json!({ "kind": "signal", "id": "room", "of": "san",
            "heard": format!("2026-05-0{seq}T12:00:00Z"), "used": used }),
        );
        let mut complaints = record::complaint::Complaints::new();
        let record = record::kinds::Record::read(&record, 0, &mut complaints);
        let revised = Revised {
            written: Written::made(record.expect("a signal")),
            revision: seq,
            previous: None,
            home: None,
            unchanged_since: None,
            changes: Vec::new(),
        };
        let event = match seq {
            1 => Event::Filed(revised),
            _ => Event::Amended(revised),
        };
        let remembered = Remembered {
            seq: u64::from(seq),
            at: instant("2026-05-15T12:00:00Z"),
            id: String::new(),
            actor: "operator/root".into(),
            via: None,
            request: None,
            asked: None,
            event,
        };
        state.apply(&remembered, 100);
    }
    let used: Vec<Option<f64>> = state.readings("room").iter().map(|it| it.used).collect();
    assert_eq!(used, [Some(0.70), Some(0.72), Some(0.75)]);
}
