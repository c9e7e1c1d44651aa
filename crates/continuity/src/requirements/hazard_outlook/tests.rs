//! What may come, in figures and in words; kept, and held against what came.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::{HazardOutlook, Outcomes, Question, hazard_outlook, kept, often, share, turns};
use crate::requirements::kept_forecast::{Became, KeptForecasts};
use crate::testing::{instant, registers};

const ASKED: &str = "2021-01-01T00:00:00Z";

fn estate(more: Value) -> Value {
    let mut records = json!([
        { "kind": "site", "id": "ams1", "name": "Amsterdam 1" },
        { "kind": "hazard", "id": "flood", "name": "Flood", "prior": { "events": 1, "years": 20 },
          "sites": ["ams1"], "observed": { "from": "2016-01-01", "to": "2020-12-31" } },
        { "kind": "occurrence", "id": "f1", "hazard": "flood", "site": "ams1", "at": "2017-03-01" },
        { "kind": "occurrence", "id": "f2", "hazard": "flood", "site": "ams1", "at": "2019-03-01" },
    ]);
    let list = records.as_array_mut().expect("a list");
    list.extend(more.as_array().expect("a list").iter().cloned());
    records
}

fn outlook(records: Value, days: u32) -> HazardOutlook {
    let question = Question {
        within_days: days,
        what_if: None,
        scored: true,
    };
    hazard_outlook(&registers(records), instant(ASKED), &question)
}

#[test]
fn tv_36_as_an_outlook() {
    let year = outlook(estate(json!([])), 365);
    let flood = &year.sites[0].hazards[0];
    assert_eq!(
        (year.sites[0].id.as_str(), flood.hazard.as_str()),
        ("site/ams1", "hazard/flood")
    );
    let near = |x: f64, y: f64| assert!((x - y).abs() < 1e-5, "{x} and {y}");
    near(flood.rate_per_year.mean, 0.12);
    near(flood.rate_per_year.p5, 0.03271);
    near(flood.rate_per_year.p95, 0.25183);
    near(flood.probability, 0.11100);
    near(flood.probability_year, flood.probability);
    assert_eq!((flood.events, flood.exposure_years), (2, 5.0));
    near(
        outlook(estate(json!([])), 1095).sites[0].hazards[0].probability,
        0.28822,
    );
    assert_eq!(
        flood.says,
        "about once in 8.3 years; 11 % within a year; this is not a timetable"
    );
    assert!(
        flood
            .method
            .contains("before: 1 in 20 years (as the hazard's record says)")
    );
    assert!(
        year.score.is_none(),
        "five years are too few to be foretold again"
    );
}

#[test]
fn a_zero_of_an_incomplete_history_is_an_upper_bound() {
    let quake = json!([{ "kind": "hazard", "id": "quake", "sites": ["ams1"], "counts": "near",
        "complete-from": "magnitude 5.5", "observed": { "from": "1965-01-01", "to": "2016-12-31" } }]);
    let found = outlook(estate(quake), 365);
    let hazards = &found.sites[0].hazards;
    let quake = hazards
        .iter()
        .find(|it| it.hazard == "hazard/quake")
        .expect("a quake");
    assert!(quake.rate_per_year.mean > 0.0 && quake.probability > 0.0);
    let bound = quake.at_most_per_year.expect("a bound");
    assert!((bound - 2.99573 / 52.0).abs() < 1e-4, "{bound}");
    assert!(
        quake
            .says
            .contains("from magnitude 5.5 on, at most once in 17 years (95 %)")
    );
}

#[test]
fn the_past_is_foretold_and_scored_beside_the_long_run_rate() {
    let mut more = vec![json!({ "kind": "hazard", "id": "storm", "name": "Storm",
        "sites": ["ams1"], "observed": { "from": "1981-01-01", "to": "2020-12-31" } })];
    for year in 1981..=2020 {
        more.push(
            json!({ "kind": "occurrence", "id": format!("s{year}"), "hazard": "storm",
            "site": "ams1", "at": format!("{year}-09-10") }),
        );
    }
    let month = outlook(estate(json!(more)), 30);
    let storm = month.sites[0]
        .hazards
        .iter()
        .find(|it| it.hazard == "hazard/storm");
    let storm = storm.expect("a storm");
    let back = storm.score.as_ref().expect("a score");
    assert!(back.score.forecasts > 300, "{}", back.score.forecasts);
    let base = back.score.climatology.as_ref().expect("a long-run rate");
    // It always comes in September: who has seen that foretells better.
    assert!(back.score.brier < base.brier && back.score.log_score < base.log_score);
    assert!(storm.season.is_some());
    assert!(back.coverage_90 >= 0.9);
    assert_eq!(
        month.score.as_ref().map(|it| it.forecasts),
        Some(back.score.forecasts)
    );
}

#[test]
fn what_was_kept_is_held_against_what_came() {
    let later = json!([
        { "kind": "hazard", "id": "fire", "prior": { "events": 1, "years": 10 }, "sites": ["ams1"] },
        { "kind": "occurrence", "id": "f3", "hazard": "flood", "site": "ams1", "at": "2021-01-20" },
    ]);
    let from = instant(ASKED);
    let made = outlook(estate(later.clone()), 30).statements(from);
    let keys: Vec<&str> = made.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["hazard/flood@site/ams1", "hazard/fire@site/ams1"]);
    assert!(made[0].base.is_some() && made[1].base.is_none());
    let kept_ones = KeptForecasts {
        seq: 1,
        at: from,
        by: "x".into(),
        statements: made.clone(),
    };
    let all = registers(estate(later));
    let at = |days: i64| Outcomes::new(&all, from + (24 * days).hours());
    let became = |days: i64| {
        made.iter()
            .map(|it| at(days).became(it))
            .collect::<Vec<_>>()
    };
    // The flood is filed; whether it burnt nobody says, once the time is over.
    assert_eq!(became(10), [Some(Became::CameTrue), Some(Became::Open)]);
    assert_eq!(became(40), [Some(Became::CameTrue), Some(Became::Unknown)]);
    let scored = kept([&kept_ones].into_iter(), |it| at(40).became(it));
    assert_eq!((scored.open, scored.unknown), (0, 1));
    assert_eq!(
        scored.score.map(|it| (it.forecasts, it.came_true)),
        Some((1, 1))
    );
    let quiet = estate(json!([{ "kind": "hazard", "id": "hail", "sites": ["ams1"],
        "observed": { "from": "2016-01-01", "to": "2026-01-01" } }]));
    let hail = outlook(quiet.clone(), 30).statements(from);
    let hail = hail
        .iter()
        .find(|it| it.key.contains("hail"))
        .expect("hail");
    let all = registers(quiet);
    let outcomes = Outcomes::new(&all, from + (24 * 40).hours());
    assert_eq!(outcomes.became(hail), Some(Became::DidNotCome));
}

#[test]
fn rates_and_shares_in_words() {
    for (rate, words) in [
        (8.64, "about 8.6 times a year"),
        (1.0, "about once a year"),
        (0.12, "about once in 8.3 years"),
        (0.011, "about once in 91 years"),
        (0.004, "about once in 250 years"),
        (1e-6, "less than once in 10,000 years"),
    ] {
        assert_eq!(often(rate), words);
    }
    for (p, words) in [
        (0.0, "less than 0.1 %"),
        (0.012, "1.2 %"),
        (0.111, "11 %"),
        (0.9999, "more than 99 %"),
    ] {
        assert_eq!(share(p), words);
    }
    // TV-33: once in a hundred years, in ten.
    assert!((turns(0.01, 10.0) - 0.0952).abs() < 5e-5);
    assert!((turns(0.05, 10.0) - 0.3935).abs() < 5e-5);
}
