//! Codes, tests and indicators by themselves; places and files are tried in the rooms above.

use jiff::Timestamp;

use super::chain::standings;
use super::codes::Code;
use super::posture::{Bearing, Posture, held_level, postures};
use super::prewarned::prewarned;
use super::{Certainty, Message, Reference, Severity, Urgency, Warning};
use crate::testing::{instant, registers};
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

fn storm(identifier: &str, urgency: Urgency, sent: &str, about: &[&str]) -> Warning {
    let mut warning = Warning::named(identifier, "CAP 1.2");
    warning.events = vec!["Storm".into()];
    warning.urgency = Some(urgency);
    warning.severity = Some(Severity::Severe);
    warning.certainty = Some(Certainty::Likely);
    warning.sent = Some(instant(sent));
    let reference = |id: &&str| Reference {
        sender: None,
        identifier: (*id).to_owned(),
        sent: None,
    };
    warning.references = about.iter().map(reference).collect();
    if !about.is_empty() {
        warning.message = Message::Update;
    }
    warning
}

fn stands(warnings: &[Warning], at: &str) -> Option<(Posture, String)> {
    let registers = registers(serde_json::json!([
        { "kind": "site", "id": "quay" },
        { "kind": "hazard", "id": "storm", "sites": ["quay"] },
    ]));
    let at: Timestamp = instant(at);
    let all: Vec<&Warning> = warnings.iter().collect();
    let standings = standings(&all, at);
    let site = ["site/quay".to_owned()];
    let touched = |over: bool| if over { &site[..0] } else { &site[..] };
    let bearings: Vec<Bearing<'_>> = warnings
        .iter()
        .zip(&standings)
        .map(|(warning, standing)| Bearing {
            warning,
            standing,
            sites: touched(standing.is_over()),
        })
        .collect();
    let found = postures(&registers, None, &bearings, at).into_iter().next();
    found.map(|it| (it.posture, it.because[0].why.clone()))
}

#[test]
fn an_update_raises_at_once_and_what_it_lowers_is_held_for_an_hour() {
    let first = storm("a", Urgency::Immediate, "2026-05-15T10:00:00Z", &[]);
    let milder = storm("b", Urgency::Future, "2026-05-15T11:00:00Z", &["a"]);
    let again = storm("c", Urgency::Immediate, "2026-05-15T11:20:00Z", &["a", "b"]);
    let calm = storm(
        "d",
        Urgency::Future,
        "2026-05-15T13:00:00Z",
        &["a", "b", "c"],
    );
    let all = [first, milder, again, calm];
    let posture = |count: usize, at: &str| stands(&all[..count], at).map(|it| it.0);
    assert_eq!(posture(1, "2026-05-15T10:30:00Z"), Some(Posture::Imminent));
    assert_eq!(
        posture(2, "2026-05-15T11:10:00Z"),
        Some(Posture::Imminent),
        "held"
    );
    let why = stands(&all[..2], "2026-05-15T11:10:00Z")
        .expect("it stands")
        .1;
    assert!(
        why.contains("held for an hour from 2026-05-15T11:00:00Z"),
        "{why}"
    );
    assert_eq!(
        posture(2, "2026-05-15T12:00:00Z"),
        Some(Posture::Watch),
        "the hour is over"
    );
    assert_eq!(posture(3, "2026-05-15T11:20:00Z"), Some(Posture::Imminent));
    // Only the message that the last one replaced is held, not one that was milder long ago.
    assert_eq!(posture(4, "2026-05-15T13:10:00Z"), Some(Posture::Imminent));
    assert_eq!(posture(4, "2026-05-15T14:00:00Z"), Some(Posture::Watch));
}

#[test]
fn a_cancellation_an_all_clear_and_an_end_lower_at_once() {
    let at = "2026-05-15T11:10:00Z";
    let first = storm("a", Urgency::Immediate, "2026-05-15T10:00:00Z", &[]);
    let mut cancel = storm("b", Urgency::Future, "2026-05-15T11:00:00Z", &["a"]);
    cancel.message = Message::Cancel;
    assert_eq!(stands(&[first.clone(), cancel], at), None);
    let mut clear = storm("b", Urgency::Past, "2026-05-15T11:00:00Z", &["a"]);
    clear.responses = vec!["AllClear".into()];
    assert_eq!(stands(&[first.clone(), clear], at), None);
    let mut ending = first;
    ending.expires = Some(instant("2026-05-15T11:05:00Z"));
    let milder = storm("b", Urgency::Future, "2026-05-15T11:00:00Z", &["a"]);
    let found = stands(&[ending, milder], at).map(|it| it.0);
    assert_eq!(found, Some(Posture::Watch));
}

#[test]
fn a_chain_of_ten_thousand_updates_is_walked_once_and_its_last_word_counts() {
    let mut all = vec![storm("m0", Urgency::Immediate, "2026-05-15T10:00:00Z", &[])];
    for number in 1..10_000 {
        let before = format!("m{}", number - 1);
        let own = format!("m{number}");
        all.push(storm(
            &own,
            Urgency::Future,
            "2026-05-15T10:00:00Z",
            &[&before],
        ));
    }
    let found = stands(&all, "2026-05-15T13:00:00Z").map(|it| it.0);
    assert_eq!(found, Some(Posture::Watch));
    // A ring of updates ends all of its messages, and nothing hangs.
    all[0] = storm("m0", Urgency::Immediate, "2026-05-15T10:00:00Z", &["m9999"]);
    assert_eq!(stands(&all, "2026-05-15T13:00:00Z"), None);
}

#[test]
fn who_decides_who_does_the_work_and_whom_the_tree_calls_are_told_in_that_order() {
    let registers = registers(serde_json::json!([
        { "kind": "person", "id": "ada", "name": "Ada" },
        { "kind": "person", "id": "ben", "name": "Ben" },
        { "kind": "person", "id": "cleo", "name": "Cleo" },
        { "kind": "role", "id": "commander", "name": "Commander" },
        { "kind": "role", "id": "speaker", "name": "Speaker" },
        { "kind": "assignment", "id": "one", "role": "commander", "person": "ada", "rank": 1 },
        { "kind": "assignment", "id": "two", "role": "commander", "person": "ben", "rank": 2 },
        { "kind": "assignment", "id": "gone", "role": "commander", "person": "cleo", "rank": 3,
          "to": "2026-05-01" },
        { "kind": "team", "id": "quay", "name": "Quay crew", "deputy": "yard" },
        { "kind": "team", "id": "yard", "name": "Yard crew" },
        { "kind": "plan", "id": "boards", "name": "Flood boards", "owner": "person/ben",
          "deputy": "person/cleo", "steps": [
            { "id": "fetch", "title": "Fetch the boards", "by": "quay" },
            { "id": "set", "title": "Set them", "by": "quay" },
            { "id": "say", "title": "Say so", "role": "speaker" } ] },
        { "kind": "call-tree", "id": "other", "calls": [{ "to": "body/nobody" }] },
        { "kind": "call-tree", "id": "first", "name": "First hour", "calls": [
            { "to": "role/commander" }, { "to": "team/night", "otherwise": "person/cleo" } ] },
    ]));
    let by = (Some("role/commander"), Some("plan/boards"));
    let told = prewarned(&registers, by, instant("2026-05-15T12:00:00Z"));
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|it| (it.party.as_str(), it.why.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("person/ada", "decides, as Commander"),
            ("person/ben", "decides, as deputy 1 of Commander"),
            (
                "team/quay",
                "does \u{201c}Fetch the boards\u{201d} and 1 more"
            ),
            ("team/yard", "stands in for Quay crew"),
            (
                "role/speaker",
                "does \u{201c}Say so\u{201d}; nobody holds it"
            ),
            ("person/cleo", "stands in for who answers for the plan"),
            ("team/night", "call 2 of First hour"),
        ]
    );
}
