//! Where a rate comes from: the record, its like, experts, next to nothing; and what counts.

use serde_json::{Value, json};

use super::{HazardRates, PriorFrom};
use crate::testing::{instant, registers};

const ASKED: &str = "2021-01-01T00:00:00Z";

fn hazard(id: &str, more: Value) -> Value {
    let mut hazard = json!({ "kind": "hazard", "id": id, "class": "natural" });
    for (key, value) in more.as_object().expect("a map") {
        hazard[key] = value.clone();
    }
    hazard
}

fn struck(hazard: &str, site: Option<&str>, day: &str) -> Value {
    let mut it = json!({ "kind": "occurrence", "id": format!("{hazard}-{day}-{}", site.unwrap_or("us")),
        "hazard": hazard, "at": day });
    if let Some(site) = site {
        it["site"] = json!(site);
    }
    it
}

fn told(records: Value, id: &str, site: Option<&str>) -> (PriorFrom, f64, f64, f64) {
    let registers = registers(records);
    let rates = HazardRates::new(&registers, instant(ASKED), None);
    let rate = rates.of(id, site).expect("a rate");
    let round = |x: f64| (x * 1000.0).round() / 1000.0;
    (
        rate.prior_from,
        round(rate.fit.events),
        round(rate.fit.years),
        round(rate.fit.belief.mean()),
    )
}

#[test]
fn tv_36_from_records() {
    let records = json!([
        hazard(
            "flood",
            json!({ "prior": { "events": 1, "years": 20 }, "sites": ["ams1"],
            "observed": { "from": "2016-01-01", "to": "2020-12-31" } })
        ),
        struck("flood", Some("ams1"), "2017-03-01"),
        struck("flood", Some("ams1"), "2019-03-01"),
        // Before anyone looked, ahead of time, and at another site.
        struck("flood", Some("ams1"), "2001-03-01"),
        struck("flood", Some("ams1"), "2031-03-01"),
        struck("flood", Some("ams2"), "2019-03-01"),
    ]);
    assert_eq!(
        told(records.clone(), "flood", Some("ams1")),
        (PriorFrom::Record, 2.0, 5.0, 0.12)
    );
    assert_eq!(told(records, "flood", Some("ams2")).1, 1.0);
}

#[test]
fn without_a_time_of_looking_nothing_seen_counts() {
    let records = json!([
        hazard(
            "flood",
            json!({ "prior": { "events": 1, "years": 20 }, "sites": ["ams1"] })
        ),
        struck("flood", Some("ams1"), "2017-03-01"),
    ]);
    assert_eq!(
        told(records, "flood", Some("ams1")),
        (PriorFrom::Record, 0.0, 0.0, 0.05)
    );
}

#[test]
fn a_hazard_without_a_prior_takes_one_from_its_like() {
    let window = json!({ "from": "2001-01-01", "to": "2020-12-31" });
    let sites = json!({ "observed": window, "sites": ["a", "b", "c", "d"] });
    let mut records = vec![hazard("flood", sites)];
    records.extend(["a", "b", "c"].map(|site| struck("flood", Some(site), "2010-05-05")));
    let (from, _, years, mean) = told(json!(records), "flood", Some("d"));
    assert_eq!((from, years), (PriorFrom::OtherSites, 20.0));
    // Three in sixty years elsewhere, none in twenty here.
    assert_eq!(mean, 0.038);
    let mut like: Vec<Value> = ["fire", "hail", "heat"]
        .map(|id| hazard(id, json!({ "observed": window, "sites": ["a"] })))
        .to_vec();
    like.push(struck("fire", Some("a"), "2010-05-05"));
    like.push(hazard(
        "quake",
        json!({ "sites": ["a"], "observed": window }),
    ));
    assert_eq!(told(json!(like), "quake", Some("a")).0, PriorFrom::Class);
}

#[test]
fn for_want_of_anything_better_experts_are_asked_and_it_is_said() {
    let records = json!([{ "kind": "hazard", "id": "ransomware", "class": "malicious" }]);
    let (from, _, _, mean) = told(records, "ransomware", None);
    assert_eq!((from, mean), (PriorFrom::ExpertDefault, 0.075));
    assert_eq!(super::label(from), "expert default, replace");
}

#[test]
fn tv_37_nothing_believed_and_nothing_seen_in_eight_years() {
    let window = json!({ "from": "2013-01-01", "to": "2020-12-31" });
    let records = json!([hazard(
        "meteor",
        json!({ "observed": window, "sites": ["a"] })
    )]);
    assert_eq!(
        told(records, "meteor", Some("a")),
        (PriorFrom::Vague, 0.0, 8.0, 0.063)
    );
}

#[test]
fn of_what_nobody_looked_for_nothing_is_known() {
    let registers = registers(json!([hazard("meteor", json!({ "sites": ["a"] }))]));
    let rates = HazardRates::new(&registers, instant(ASKED), None);
    assert!(rates.rates.is_empty());
    assert_eq!(rates.unknown, [("meteor", Some("a"))]);
}

#[test]
fn peers_weigh_what_they_are_said_to_weigh_and_a_half_life_is_obeyed() {
    let peers = json!([{ "events": 4, "years": 10, "weight": 0.5 }]);
    let prior = json!({ "events": 1, "years": 20 });
    let one = json!([hazard(
        "flood",
        json!({ "prior": prior, "sites": ["a"], "peers": peers })
    )]);
    // 1 + 4·½ events in 20 + 10·½ years.
    assert_eq!(told(one, "flood", Some("a")).3, 0.12);
    // TV-38: aged 1, 4 and 9 of 10 years, half-life 5 years of 365.25 days.
    let records = json!([
        hazard(
            "flood",
            json!({ "prior": prior, "sites": ["a"], "half-life": "43830h",
            "observed": { "from": "2011-01-01", "to": "2020-12-31" } })
        ),
        struck("flood", Some("a"), "2020-01-01"),
        struck("flood", Some("a"), "2017-01-01"),
        struck("flood", Some("a"), "2012-01-01"),
    ]);
    assert_eq!(told(records, "flood", Some("a")).3, 0.108);
}

#[test]
fn what_came_near_or_was_declared_stops_a_site_only_where_someone_says_how_often() {
    let window = json!({ "from": "2001-01-01", "to": "2020-12-31" });
    let prior = json!({ "events": 1, "years": 20 });
    let with = |more: Value| {
        let mut fields = json!({ "prior": prior, "observed": window, "sites": ["a"] });
        for (key, value) in more.as_object().expect("a map") {
            fields[key] = value.clone();
        }
        let registers = registers(json!([hazard("storm", fields)]));
        let rates = HazardRates::new(&registers, instant(ASKED), None);
        rates.stopping().get("a").copied()
    };
    let near = |x: Option<f64>, y: f64| assert!(x.is_some_and(|x| (x - y).abs() < 1e-9), "{x:?}");
    near(with(json!({})), 0.025);
    assert_eq!(with(json!({ "counts": "near" })), None);
    assert_eq!(with(json!({ "counts": "declared" })), None);
    near(with(json!({ "counts": "near", "stops": 0.1 })), 0.0025);
}

#[test]
fn a_belief_is_tried_without_a_record() {
    let registers = registers(json!([
        hazard(
            "flood",
            json!({ "prior": { "events": 1, "years": 20 }, "sites": ["a"] })
        ),
        hazard(
            "fire",
            json!({ "prior": { "events": 1, "years": 20 }, "sites": ["a"] })
        ),
    ]));
    let tried = record::requirements::hazard::Prior {
        events: 1.0,
        years: 2.0,
    };
    let rates = HazardRates::new(&registers, instant(ASKED), Some(("flood", tried)));
    let mean = |id: &str| {
        rates
            .of(id, Some("a"))
            .map(|it| (it.prior_from, it.fit.belief.mean()))
    };
    assert_eq!(mean("flood"), Some((PriorFrom::Tried, 0.5)));
    assert_eq!(mean("fire"), Some((PriorFrom::Record, 0.05)));
}
