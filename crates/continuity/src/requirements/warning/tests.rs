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
