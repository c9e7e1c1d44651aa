//! A register in numbers: what is written, what follows from hazards and recoveries, what is
//! missing; measures; common events; the matrix that ranks wrongly (TV-51).

use std::num::NonZeroUsize;

use engine::annual_loss::Sampling;
use serde_json::{Value, json};

use super::annual_loss::{AnnualLoss, annual_loss};
use super::band::{HARD, OFTEN, cell};
use super::downtime::{Downtime, downtime};
use super::year::TwoYears;
use super::{Register, RiskNumbers, Supposed, risk_numbers};
use crate::requirements::loss::losses;
use crate::standpoint::Standpoint;
use crate::testing::{NOON, instant, registers};

fn numbers(records: Value, supposed: &Supposed) -> Register {
    let registers = registers(records);
    risk_numbers(&Standpoint::new(&registers, instant(NOON)), supposed)
}

fn drawn(register: &Register, threads: usize) -> AnnualLoss {
    let threads = NonZeroUsize::new(threads).unwrap();
    let sampling = Sampling {
        years: 100_000,
        seed: 1,
        threads,
    };
    annual_loss(register, sampling)
}

fn of<'r>(register: &'r Register, id: &str) -> &'r RiskNumbers {
    register.risks.iter().find(|it| it.id == id).unwrap()
}

fn near(found: f64, expected: f64, share: f64) {
    assert!(
        (found - expected).abs() <= share * expected,
        "{found} {expected}"
    );
}

fn risk(id: &str, more: Value) -> Value {
    let mut risk = json!({ "kind": "risk", "id": id });
    for (key, value) in more.as_object().unwrap() {
        risk[key] = value.clone();
    }
    risk
}

fn tv_34(id: &str, more: Value) -> Value {
    let mut written = risk(id, more);
    written["severity"] = json!({ "median": "200000 EUR", "p90": "900000 EUR" });
    written
}

#[test]
fn tv_34_and_35_from_records() {
    let measure = json!({ "kind": "measure", "id": "half", "answers": ["risk/r"],
        "frequency-left": "50%", "severity-left": "60%", "state": "planned" });
    let records = json!([tv_34("r", json!({ "frequency": "0.4/yr" })), measure]);
    let today = numbers(records.clone(), &Supposed::default());
    let found = of(&today, "risk/r");
    near(found.residual_per_year.unwrap(), 159_292.0, 1e-5);
    assert_eq!(found.planned, ["measure/half"]);
    let with = Supposed {
        with: ["half".to_string()].into(),
        ..Supposed::default()
    };
    let supposed = numbers(records, &with);
    near(
        of(&supposed, "risk/r").residual_per_year.unwrap(),
        47_788.0,
        1e-4,
    );
    near(
        of(&supposed, "risk/r").inherent_per_year.unwrap(),
        159_292.0,
        1e-5,
    );
    let [today, supposed] = [today, supposed].map(|it| drawn(&it, 2));
    near(today.mean.unwrap(), 159_292.0, 0.03);
    near(today.none_probability.unwrap(), 0.670_32, 0.01);
    assert!(supposed.p99.unwrap() < today.p99.unwrap());
    assert!(!today.lower_bound && today.missing.is_empty());
}

#[test]
fn a_hazard_gives_the_frequency_with_its_interval() {
    // TV-36: one event in 20 years believed, two seen in five.
    let struck = |id: &str, at: &str| json!({ "kind": "occurrence", "id": id, "hazard": "fire", "site": "s", "at": at });
    let register = numbers(
        json!([
            { "kind": "site", "id": "s" },
            { "kind": "component", "id": "c", "site": "s" },
            { "kind": "hazard", "id": "fire", "sites": ["s"], "prior": { "events": 1, "years": 20 },
              "observed": { "from": "2021-05-15", "to": "2026-05-15" } },
            struck("one", "2022-03-01"), struck("two", "2024-03-01"),
            tv_34("r", json!({ "hazard": "fire", "affects": ["component/c"] })),
        ]),
        &Supposed::default(),
    );
    let found = of(&register, "risk/r").frequency.clone().unwrap();
    near(found.per_year, 0.12, 0.01);
    assert_eq!(found.from, "hazard/fire");
    assert!(found.p10.unwrap() < 0.12 && found.p90.unwrap() > 0.12);
    assert_eq!(of(&register, "risk/r").places, ["site/s"]);
    let drivers = drawn(&register, 1).drivers;
    assert_eq!(drivers.len(), 2, "frequency and loss both have a range");
}

/// A service on one component that takes so long, whose stop was priced at 1,000 an hour.
fn shop(takes: &str, risk: Value) -> Value {
    json!([
        { "kind": "component", "id": "c", "recovery": { "takes": takes } },
        { "kind": "activity", "id": "sell", "requires": ["c"] },
        { "kind": "impact", "id": "i", "activity": "sell", "status": "approved",
          "after": ["1h", "10h"], "levels": { "financial": [1, 2] },
          "loss": ["1000 EUR", "10000 EUR"] },
        risk,
    ])
}

#[test]
fn a_faster_recovery_costs_less() {
    let risk = || {
        risk(
            "r",
            json!({ "frequency": "2/yr", "affects": ["component/c"],
        "fixed": "500 EUR" }),
        )
    };
    let cost = |takes: &str| {
        let register = numbers(shop(takes, risk()), &Supposed::default());
        of(&register, "risk/r").residual_per_year.unwrap()
    };
    near(cost("4h"), 2.0 * 4_500.0, 1e-9);
    near(cost("1h"), 2.0 * 1_500.0, 1e-9);
}

#[test]
fn what_is_not_known_is_listed_and_the_figure_is_a_lower_bound() {
    let mut records = shop(
        "4h",
        risk(
            "priced",
            json!({ "frequency": "1/yr",
        "affects": ["component/c"] }),
        ),
    );
    let all = records.as_array_mut().unwrap();
    all.push(risk("unheard", json!({ "affects": ["component/c"] })));
    all.push(risk(
        "unpriced",
        json!({ "frequency": "1/yr", "affects": ["component/alone"] }),
    ));
    all.push(json!({ "kind": "component", "id": "alone" }));
    let foreign = json!({ "frequency": "1/yr",
        "severity": { "median": "1 USD", "p90": "2 USD" } });
    all.push(risk("foreign", foreign));
    let register = numbers(records, &Supposed::default());
    assert_eq!(register.currency.as_deref(), Some("EUR"));
    for id in ["unheard", "unpriced", "foreign"] {
        let found = of(&register, &format!("risk/{id}"));
        assert_eq!(found.residual_per_year, None, "{id}");
        assert!(!found.missing.is_empty(), "{id}");
    }
    let year = drawn(&register, 2);
    assert!(year.lower_bound);
    assert_eq!(year.missing.len(), 3);
    near(year.mean_by_formula.unwrap(), 4_000.0, 1e-9);
    let nothing = drawn(&numbers(json!([]), &Supposed::default()), 1);
    assert_eq!(
        (nothing.mean, nothing.p99, nothing.none_probability),
        (None, None, None)
    );
}

#[test]
fn one_hazard_in_one_place_strikes_together() {
    let there = |site: &str| {
        json!([
            { "kind": "site", "id": "s" }, { "kind": "site", "id": "t" },
            { "kind": "component", "id": "c", "site": "s" },
            { "kind": "component", "id": "d", "site": site },
            { "kind": "hazard", "id": "flood" },
            tv_34("one", json!({ "hazard": "flood", "frequency": "0.2/yr",
                "affects": ["component/c"] })),
            tv_34("other", json!({ "hazard": "flood", "frequency": "0.1/yr",
                "affects": ["component/d"] })),
        ])
    };
    let [together, apart] = ["s", "t"].map(|site| numbers(there(site), &Supposed::default()));
    let (together, threaded, apart) = (drawn(&together, 1), drawn(&together, 3), drawn(&apart, 1));
    assert_eq!(together.together, [["risk/one", "risk/other"]]);
    assert!(apart.together.is_empty());
    assert_eq!(together.mean_by_formula, apart.mean_by_formula);
    assert!(together.tail_mean.unwrap() > 1.05 * apart.tail_mean.unwrap());
    let written = |it: &AnnualLoss| serde_json::to_string(it).unwrap();
    assert_eq!(written(&together), written(&threaded));
    let sum = |of: &[super::annual_loss::Added]| of.iter().map(|it| it.tail).sum::<f64>();
    near(sum(&together.items), together.tail_mean.unwrap(), 1e-9);
    near(sum(&together.hazards), together.tail_mean.unwrap(), 1e-9);
    assert_eq!(together.hazards.len(), 1);
}

#[test]
fn tv_51_the_matrix_ranks_the_small_risk_above_the_large_one() {
    let (a, b) = (cell(0.09, 9_900_000.0), cell(0.11, 1_100_000.0));
    let words = |(often, hard): (usize, usize)| (OFTEN[often].0, HARD[hard].0);
    assert_eq!(words(a), ("unlikely", "major"));
    assert_eq!(words(b), ("possible", "major"));
    assert!(b > a, "the cell of the small one is the higher");
    near(0.09 * 9_900_000.0 / (0.11 * 1_100_000.0), 7.36, 1e-3);
}

/// Two risks of one flood; measures on the more frequent of them.
fn flooded(measure: Value) -> Value {
    json!([
        { "kind": "site", "id": "s" }, { "kind": "component", "id": "c", "site": "s" },
        { "kind": "component", "id": "d", "site": "s" }, { "kind": "hazard", "id": "flood" },
        tv_34("often", json!({ "hazard": "flood", "frequency": "0.8/yr",
            "affects": ["component/c"] })),
        tv_34("seldom", json!({ "hazard": "flood", "frequency": "0.3/yr",
            "affects": ["component/d"] })),
        tv_34("apart", json!({ "frequency": "0.5/yr", "affects": ["component/d"] })),
        measure,
    ])
}

fn two_years(measure: Value) -> TwoYears {
    let registers = registers(flooded(measure));
    let standpoint = Standpoint::new(&registers, instant(NOON));
    let today = risk_numbers(&standpoint, &Supposed::default());
    let with = Supposed {
        with: ["m".to_string()].into(),
        ..Supposed::default()
    };
    let then = today.supposing(&registers, &with);
    // Reckoned anew it is the same.
    let anew = risk_numbers(&standpoint, &with);
    let written = |it: &Register| serde_json::to_string(it).unwrap();
    assert_eq!(written(&then), written(&anew));
    let sampling = Sampling {
        years: 20_000,
        seed: 3,
        threads: NonZeroUsize::new(2).unwrap(),
    };
    TwoYears::of_registers(&today, &then, sampling).unwrap()
}

#[test]
fn a_measure_that_changes_nothing_is_worth_exactly_nothing() {
    let two = two_years(
        json!({ "kind": "measure", "id": "m", "answers": ["risk/often"],
        "frequency-left": "100%", "severity-left": "100%", "state": "planned" }),
    );
    assert_eq!(two.without, two.with);
    assert_eq!((two.less.mean, two.less.mean_error), (0.0, 0.0));
    assert_eq!((two.less.p99, two.less.worse_probability), (0.0, 0.0));
}

#[test]
fn a_measure_that_lessens_one_of_several_is_worse_in_no_year() {
    for left in ["90%", "10%", "0%"] {
        for field in ["frequency-left", "severity-left"] {
            let mut measure = json!({ "kind": "measure", "id": "m", "answers": ["risk/often"],
                "state": "planned" });
            measure[field] = json!(left);
            let less = two_years(measure).less;
            assert_eq!(less.worse_probability, 0.0, "{field} {left}");
            assert!(less.mean > 4.0 * less.mean_error, "{field} {left}");
            for figure in [less.p90, less.p95, less.p99, less.tail_mean] {
                assert!(figure >= 0.0, "{field} {left}: {less:?}");
            }
        }
    }
}

fn still(records: Value) -> Vec<Downtime> {
    let registers = registers(records);
    let standpoint = Standpoint::new(&registers, instant(NOON));
    let register = risk_numbers(&standpoint, &Supposed::default());
    let sampling = Sampling {
        years: 100_000,
        seed: 1,
        threads: NonZeroUsize::new(2).unwrap(),
    };
    downtime(&standpoint, &register, sampling)
}

#[test]
fn downtime_is_how_often_times_how_long() {
    let found = still(shop(
        "3h",
        risk(
            "r",
            json!({ "frequency": "0.4/yr", "affects": ["component/c"] }),
        ),
    ));
    assert_eq!(found.len(), 1);
    let sell = &found[0];
    assert_eq!(
        (sell.id.as_str(), sell.lower_bound),
        ("activity/sell", false)
    );
    let hours = sell.hours.unwrap();
    near(hours.mean, 0.4 * 3.0, 0.02);
    near(hours.any_probability, 1.0 - (-0.4f64).exp(), 0.02);
    // No strike in 67 % of the years, at most one in 93.8 %.
    assert_eq!(hours.p90, 3.0);
    assert_eq!(sell.parts[0].per_year, Some(0.4));
    assert_eq!(sell.parts[0].hours_each, Some(3.0));
}

#[test]
fn downtime_needs_no_price_and_ends_with_what_struck() {
    // Nobody priced the stop; a power cut of one hour is over before the recovery of three.
    let cut = risk(
        "cut",
        json!({ "frequency": "2/yr", "affects": ["component/c"], "outage": "1h" }),
    );
    let mut records = shop("3h", cut);
    records.as_array_mut().unwrap().remove(2);
    let half = json!({ "kind": "measure", "id": "half", "answers": ["risk/cut"],
        "frequency-left": "50%", "severity-left": "0%", "state": "operating" });
    let all = |more: Vec<Value>| {
        let mut records = records.clone();
        records.as_array_mut().unwrap().extend(more);
        still(records)[0].hours.unwrap().mean
    };
    near(all(Vec::new()), 2.0, 0.02);
    near(all(vec![half]), 1.0, 0.02);
    let register = numbers(records, &Supposed::default());
    assert_eq!(drawn(&register, 1).mean, None, "no price, no loss in money");
}

#[test]
fn downtime_of_what_is_not_known_is_a_lower_bound_or_unknown() {
    let struck = |id: &str, more: Value| risk(id, more);
    let never = struck("never-said", json!({ "affects": ["component/c"] }));
    let only = still(shop("3h", never.clone()));
    assert!(only[0].lower_bound && only[0].hours.is_none());
    let mut records = shop("3h", never);
    records.as_array_mut().unwrap().push(struck(
        "said",
        json!({ "frequency": "1/yr", "affects": ["component/c"] }),
    ));
    let both = still(records);
    assert!(both[0].lower_bound);
    near(both[0].hours.unwrap().mean, 3.0, 0.02);
    let dark = json!([
        { "kind": "component", "id": "dark" },
        { "kind": "service", "id": "s", "requires": ["dark"] },
        struck("r", json!({ "frequency": "1/yr", "affects": ["dark"] })),
    ]);
    let dark = still(dark);
    assert!(dark[0].lower_bound && dark[0].hours.is_none());
}

#[test]
fn what_one_event_stops_in_two_ways_counts_once() {
    let flood = |id: &str, item: &str| {
        risk(
            id,
            json!({ "hazard": "flood", "frequency": "0.5/yr", "affects": [item] }),
        )
    };
    let component = |id: &str, takes: &str| json!({ "kind": "component", "id": id, "site": "s", "recovery": { "takes": takes } });
    let found = still(json!([
        { "kind": "site", "id": "s" },
        { "kind": "hazard", "id": "flood", "sites": ["s"] },
        component("a", "2h"), component("b", "6h"),
        { "kind": "service", "id": "web", "requires": ["a", "b"] },
        flood("one", "component/a"), flood("two", "component/b"),
    ]));
    near(found[0].hours.unwrap().mean, 0.5 * 6.0, 0.03);
    assert_eq!(found[0].parts.len(), 2);
}

#[test]
fn a_policy_lays_down_how_alike_costs_are() {
    let alike = |policy: Option<Value>| {
        let mut records = vec![tv_34("r", json!({ "frequency": "0.4/yr" }))];
        records.extend(policy);
        let year = drawn(&numbers(Value::Array(records), &Supposed::default()), 1);
        (year.correlation, year.correlation_from)
    };
    assert_eq!(alike(None), (0.5, None));
    let policy = |share: &str| {
        json!({ "kind": "policy", "id": "chance",
        "simulation": { "costs-alike": share } })
    };
    let by = Some("policy/chance".to_string());
    assert_eq!(alike(Some(policy("80%"))), (0.8, by));
}

#[test]
fn a_scenario_is_touched_by_what_takes_something_that_it_loses() {
    let registers = registers(json!([
        { "kind": "site", "id": "here" }, { "kind": "site", "id": "there" },
        { "kind": "component", "id": "a", "site": "here" },
        { "kind": "component", "id": "b", "site": "here" },
        { "kind": "component", "id": "c", "site": "there" },
        { "kind": "service", "id": "web", "requires": ["a", "c"] },
        { "kind": "team", "id": "ops" },
        { "kind": "scenario", "id": "a-lost", "name": "A", "loses": ["component/a"] },
        { "kind": "scenario", "id": "ill", "name": "Ill", "mode": "people",
          "loses": [{ "team": "ops", "share": "40%" }] },
        risk("of-a", json!({ "affects": ["component/a"] })),
        risk("of-the-site", json!({ "affects": ["site/here"] })),
        risk("of-b", json!({ "affects": ["component/b"] })),
        risk("of-c", json!({ "affects": ["component/c"] })),
        risk("flu", json!({ "affects": ["team/ops"] })),
    ]));
    let standpoint = Standpoint::new(&registers, instant(NOON));
    let touching = |scenario: &str| {
        let filed = registers.scenarios.get(scenario).unwrap();
        let losses = losses(&standpoint.estate, filed);
        let found = super::struck::touching(&standpoint.estate, &losses);
        found
            .iter()
            .map(|it| it.id.to_string())
            .collect::<Vec<String>>()
    };
    assert_eq!(touching("a-lost"), ["of-a", "of-the-site"]);
    assert_eq!(touching("ill"), ["flu"]);
}
