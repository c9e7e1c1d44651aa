//! Codes, tests and indicators by themselves; places and files are tried in the rooms above.

use super::Warning;
use super::codes::Code;
use super::posture::{Posture, held_level};
use record::requirements::Indicator;

fn code(text: &str) -> Code {
    Code::read(text).unwrap()
}

#[test]
fn a_county_has_one_code_in_three_schemes() {
    let berkeley = code("SAME:045015");
    for same in ["FIPS6:045015", "UGC:SCC015", "same:145015"] {
        assert!(code(same).holds(&berkeley), "{same}");
    }
    for other in ["UGC:SCZ015", "SAME:045019", "UGC:NCC015", "EMMA_ID:DE413"] {
        assert!(!code(other).holds(&berkeley), "{other}");
    }
    assert!(code("SAME:045000").holds(&berkeley));
    assert!(code("UGC:SCCALL").holds(&berkeley));
    assert!(code("SAME:000000").holds(&berkeley));
    assert!(!code("SAME:037000").holds(&berkeley));
    let canada = code("profile:CAP-CP:Location:0.3:3537064");
    assert_eq!(canada.scheme, "profile:cap-cp:location:0.3");
}

#[test]
fn a_test_is_not_an_actual_alert() {
    let mut warning = Warning::named("1", "CAP");
    warning.events = vec!["Required Monthly Test".into()];
    assert!(!warning.is_actual());
    warning.events = vec!["Contestant Storm".into()];
    assert!(warning.is_actual());
    warning.event_codes = vec!["SAME:RWT".into()];
    assert!(!warning.is_actual());
    warning.event_codes.clear();
    warning.status = "Exercise".into();
    assert!(!warning.is_actual());
}

#[test]
fn an_indicator_lets_go_only_after_its_hysteresis() {
    let indicator = Indicator {
        hazard: None,
        feed: None,
        unit: None,
        watch: Some(10.0),
        warn: Some(20.0),
        act: Some(30.0),
        hysteresis: Some(3.0),
        lead: None,
    };
    let held = |values: &[f64]| held_level(&indicator, values.iter().copied());
    assert_eq!(held(&[9.0]), Posture::Normal);
    assert_eq!(held(&[20.0, 18.0]), Posture::Warning);
    assert_eq!(held(&[20.0, 16.0]), Posture::Watch);
    assert_eq!(held(&[31.0, 5.0]), Posture::Normal);
    assert_eq!(held(&[9.0, 9.9]), Posture::Normal);
    let falling = Indicator {
        watch: Some(30.0),
        warn: Some(20.0),
        act: Some(10.0),
        ..indicator
    };
    let held = |values: &[f64]| held_level(&falling, values.iter().copied());
    assert_eq!(held(&[9.0, 12.0]), Posture::Imminent);
    assert_eq!(held(&[40.0]), Posture::Normal);
}

/// Updates that go up and down round a threshold, each filed over the one before: the posture is
/// held until the value has come back by more than the hysteresis.
#[test]
fn a_posture_does_not_flap_on_alternating_updates() {
    use super::posture::postures;
    use crate::event::{Event, Remembered, Revised};
    use crate::state::State;
    use crate::testing::{instant, node};
    use crate::written::Written;

    let mut state = State::new();
    let mut seq = 0_u32;
    let mut file = |state: &mut State, record: serde_json::Value, first: bool| {
        seq += 1;
        let mut complaints = record::complaint::Complaints::new();
        let record = record::kinds::Record::read(&node(&record), 0, &mut complaints);
        let revised = Revised {
            written: Written::made(record.expect("a record")),
            revision: seq,
            previous: None,
            home: None,
            unchanged_since: None,
            changes: Vec::new(),
        };
        let event = if first {
            Event::Filed(revised)
        } else {
            Event::Amended(revised)
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
    };
    let hazard = serde_json::json!({ "kind": "hazard", "id": "flood" });
    file(&mut state, hazard, true);
    let indicator = serde_json::json!({ "kind": "indicator", "id": "gauge", "hazard": "flood",
        "watch": 10, "warn": 20, "hysteresis": 3 });
    file(&mut state, indicator, true);
    let mut held = Vec::new();
    for (place, value) in [20, 18, 20, 18, 16, 18].into_iter().enumerate() {
        let at = format!("2026-05-15T{:02}:00:00Z", 10 + place);
        let signal = serde_json::json!({ "kind": "signal", "id": "gauge", "of": "weir",
            "heard": at, "indicator": "gauge", "value": value });
        file(&mut state, signal, place == 0);
        let now = instant(&at);
        let of = |state: Option<&State>, registers| postures(registers, state, &[], now)[0].posture;
        held.push(of(Some(&state), &state.registers));
        if place == 1 {
            // The last word alone would have let go.
            assert_eq!(of(None, &state.registers), Posture::Watch);
        }
    }
    use Posture::{Warning as Warned, Watch};
    assert_eq!(held, [Warned, Warned, Warned, Warned, Watch, Watch]);
}
