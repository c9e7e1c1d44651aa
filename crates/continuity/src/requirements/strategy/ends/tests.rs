//! What the records say of the ends of an assumption is taken from them, and what they do not say
//! is assumed and said to be; what a strike costs scatters as in the register of risks.

use std::num::NonZeroUsize;

use engine::annual_loss::Sampling;
use record::requirements::scenario::Mode;
use serde_json::{Value, json};

use super::{End, Said};
use crate::requirements::risk_numbers::{Supposed, risk_numbers};
use crate::requirements::strategy::comparison::{Assumed, Column, Comparison, comparison};
use crate::requirements::strategy::frontier::Driver;
use crate::requirements::strategy::workings::Workings;
use crate::requirements::strategy::{measure_effect::measure_effects, years};
use crate::testing::judged;

/// A hall that is lost, what an outage costs, doing nothing for ten days, and a warm way of one.
fn hall(impact: Value, more: Value) -> Value {
    let mut all = json!([
        { "kind": "activity", "id": "ordering", "requires": ["orders"] },
        { "kind": "service", "id": "orders", "targets": { "rto": "24h" }, "site": "hall" },
        { "kind": "site", "id": "hall" },
        { "kind": "impact", "id": "orders-2026", "status": "approved", "activity": "ordering",
          "after": ["0s", "24h"], "levels": { "financial": [1, 2] } },
        { "kind": "option", "id": "nothing", "covers": ["service/orders"], "type": "do-nothing",
          "mode": "loss", "rtc": "240h", "level": "100%" },
        { "kind": "option", "id": "warm", "covers": ["service/orders"], "type": "intermediate",
          "mode": "loss", "rtc": "24h", "level": "100%", "cost-per-year": "20000 EUR" },
    ]);
    let list = all.as_array_mut().expect("a list");
    for (key, value) in impact.as_object().expect("fields") {
        list[3][key] = value.clone();
    }
    list.extend(more.as_array().expect("a list").iter().cloned());
    all
}

fn lost(fields: Value) -> Value {
    let mut scenario = json!({ "kind": "scenario", "id": "hall-lost", "loses": ["site/hall"] });
    for (key, value) in fields.as_object().expect("fields") {
        scenario[key] = value.clone();
    }
    scenario
}

fn sampling() -> Sampling {
    Sampling {
        years: 400_000,
        seed: 7,
        threads: NonZeroUsize::MIN,
    }
}

fn drawn(records: Value) -> Comparison {
    judged(records, |judge| {
        let workings = Workings::new(judge);
        let of = "service/orders";
        let found = comparison(&workings, of, Some(Mode::Loss), Assumed::NOTHING, None);
        let mut found = found.expect("an item");
        years::draw(&workings, &mut found, sampling());
        found
    })
}

fn column<'c>(all: &'c Comparison, id: &str) -> &'c Column {
    all.options.iter().find(|it| it.id == id).expect("a column")
}

fn near(is: f64, wanted: f64, share: f64) {
    assert!((is / wanted - 1.0).abs() < share, "{is} and not {wanted}");
}

#[test]
fn tv_34_a_bad_year_of_a_way_is_drawn_as_widely_as_the_risk_that_strikes_the_same() {
    let fire = json!({ "kind": "risk", "id": "fire", "affects": ["site/hall"],
        "frequency": "0.4/yr", "severity": { "median": "200000 EUR", "p90": "900000 EUR" } });
    // One day out costs on average what a strike of TV-34 does.
    let all = drawn(hall(
        json!({ "loss": ["0 EUR", "398230 EUR"] }),
        json!([lost(json!({ "frequency": "0.4/yr" })), fire]),
    ));
    let warm = column(&all, "option/warm");
    let event = &warm.events[0];
    assert_eq!(event.scatter.as_deref(), Some("risk/fire"));
    near(event.loss.expect("known"), 398_230.0, 1e-6);
    near(warm.residual_per_year.expect("known"), 159_292.0, 1e-5);
    let year = warm.year.expect("drawn");
    near(year.p95, 830_000.0, 0.03);
    near(year.p99, 2_160_000.0, 0.05);
    near(year.tail_mean, 1_740_000.0, 0.05);
    assert!((year.none_probability - 0.670_32).abs() < 0.005);
    // The same luck for both: ten days cost ten times as much, in every year.
    let nothing = column(&all, "option/nothing").year.expect("drawn");
    near(nothing.p99, 10.0 * year.p99, 1e-9);
    assert_eq!(warm.less.expect("drawn").worse_probability, 0.0);
}

#[test]
fn what_the_impacts_say_at_the_most_scatters_in_both_the_strategy_and_the_register() {
    let records = hall(
        json!({ "loss": ["0 EUR", "300000 EUR"], "loss-low": ["0 EUR", "200000 EUR"],
                "loss-high": ["0 EUR", "600000 EUR"] }),
        json!([
            lost(json!({ "frequency": "0.1/yr" })),
            { "kind": "risk", "id": "fire", "affects": ["site/hall"], "frequency": "0.1/yr",
              "outage": "24h" },
        ]),
    );
    let all = drawn(records.clone());
    let event = &column(&all, "option/warm").events[0];
    assert_eq!(event.scatter.as_deref(), Some("impacts"));
    near(event.loss_high.expect("known"), 600_000.0, 1e-9);
    let sigma: f64 = 2f64.ln() / 1.281_551_565_544_600_4;
    near(
        event.loss.expect("known"),
        300_000.0 * (sigma * sigma / 2.0).exp(),
        1e-9,
    );
    let source = &event.sources[0];
    assert_eq!(
        (source.low, source.high),
        (Some(200_000.0), Some(600_000.0))
    );
    let of_register = judged(records, |judge| {
        let register = risk_numbers(&judge.standpoint, &Supposed::default());
        register.risks[0].severity
    });
    assert_eq!(event.severity, of_register);
    assert_eq!(said(&all, "what an outage costs"), Said::Stated);
    // Without any of that it is taken as sure, and said to be.
    let plain = drawn(hall(
        json!({ "loss": ["0 EUR", "300000 EUR"] }),
        json!([lost(json!({ "frequency": "0.1/yr" }))]),
    ));
    let event = &column(&plain, "option/warm").events[0];
    assert_eq!(
        (event.scatter.as_deref(), event.loss),
        (None, Some(300_000.0))
    );
    assert_eq!(event.loss_low, event.loss_high);
}

fn driver<'c>(all: &'c Comparison, what: &str) -> &'c Driver {
    let mut found = all.drivers.iter();
    found
        .find(|it| it.what.starts_with(what))
        .expect("a driver")
}

fn said(all: &Comparison, what: &str) -> Said {
    driver(all, what).said
}

#[test]
fn ends_that_are_written_are_taken_and_the_others_are_assumed_aloud() {
    let mut records = hall(
        json!({ "loss": ["0 EUR", "300000 EUR"] }),
        json!([lost(json!({
            "frequency": "0.1/yr", "frequency-low": "0.08/yr", "frequency-high": "0.3/yr"
        }))]),
    );
    records[5]["rtc-best"] = json!("12h");
    records[5]["rtc-worst"] = json!("36h");
    records[5]["cost-per-year-max"] = json!("30000 EUR");
    let all = drawn(records);
    // Ten days less one, 300,000 a day.
    let saved = 9.0 * 300_000.0;
    let often = driver(&all, "how often it happens");
    assert_eq!(
        often.what,
        "how often it happens, from its lower to its upper end"
    );
    assert_eq!(often.said, Said::Stated);
    near(often.low, 0.08 * saved - 25_000.0, 1e-9);
    near(often.high, 0.3 * saved - 25_000.0, 1e-9);
    let loss = driver(&all, "what an outage costs");
    assert_eq!(loss.what, "what an outage costs, assumed half to twice");
    near(loss.low, 0.05 * saved - 25_000.0, 1e-9);
    // The warm way says its ends; doing nothing does not: half of ten days, and twice.
    let time = driver(&all, "how long claimed recoveries take");
    assert_eq!(time.said, Said::Partly);
    near(time.low, 0.1 * (5.0 - 0.5) * 300_000.0 - 25_000.0, 1e-9);
    near(time.high, 0.1 * (20.0 - 1.5) * 300_000.0 - 25_000.0, 1e-9);
    let warm = column(&all, "option/warm");
    let between = warm.avoided_between.expect("known");
    near(between.low, 0.08 * saved, 1e-9);
    near(between.high, 0.3 * saved, 1e-9);
    assert_eq!(warm.payback.expect("known").said, Said::Stated);
}

#[test]
fn a_measure_takes_its_ends_from_what_is_believed_of_its_risks() {
    let records = |frequency: Value, hazards: Value| {
        let mut all = json!([
            { "kind": "risk", "id": "fire", "affects": ["site/hall"],
              "severity": { "median": "10000 EUR", "p90": "10000 EUR" } },
            { "kind": "site", "id": "hall" },
            { "kind": "measure", "id": "doors", "answers": ["risk/fire"], "state": "planned",
              "frequency-left": "50%", "cost": "1000 EUR", "cost-max": "3000 EUR",
              "cost-per-year": "100 EUR" },
        ]);
        for (key, value) in frequency.as_object().expect("fields") {
            all[0][key] = value.clone();
        }
        let list = all.as_array_mut().expect("a list");
        list.extend(hazards.as_array().expect("a list").iter().cloned());
        all
    };
    let effect = |records: Value| {
        judged(records, |judge| {
            let workings = Workings::new(judge);
            measure_effects(&workings, None).remove(0)
        })
    };
    let plain = effect(records(json!({ "frequency": "0.2/yr" }), json!([])));
    let payback = plain.payback.expect("known");
    assert_eq!(payback.said, Said::Assumed);
    // 1,000 once at the least, 100 a year, and twice 1,000 avoided.
    near(
        payback.soonest_years.expect("it pays"),
        1_000.0 / 1_900.0,
        1e-9,
    );
    near(
        payback.latest_years.expect("it pays"),
        3_000.0 / 400.0,
        1e-9,
    );
    let range = plain.cost_per_year.expect("known");
    assert_eq!((range.low, range.high), (300.0, 700.0));
}

#[test]
fn an_end_is_as_written_else_half_or_twice() {
    assert_eq!(End::Low.of(8.0, None, Some(9.0)), 4.0);
    assert_eq!(End::Low.of(8.0, Some(7.0), None), 7.0);
    assert_eq!(End::High.of(8.0, Some(7.0), None), 16.0);
    assert_eq!(End::Middle.of(8.0, Some(7.0), Some(9.0)), 8.0);
    assert_eq!(Said::of([true, true]), Said::Stated);
    assert_eq!(Said::of([true, false]), Said::Partly);
    assert_eq!(Said::of([]), Said::Assumed);
}

/// The fields of a record that are complained of.
fn faults(value: Value) -> Vec<String> {
    let mut complaints = record::complaint::Complaints::new();
    record::kinds::Record::read(&crate::testing::node(&value), 0, &mut complaints);
    let mut fields: Vec<String> = complaints.all.iter().map(|it| it.field.clone()).collect();
    fields.sort();
    fields
}

#[test]
fn ends_that_lie_on_the_wrong_side_are_told_at_their_field() {
    let impact = |more: Value| {
        let mut impact = json!({ "kind": "impact", "id": "i", "activity": "a",
            "after": ["1h", "4h"], "levels": { "financial": [1, 2] } });
        for (key, value) in more.as_object().expect("fields") {
            impact[key] = value.clone();
        }
        faults(impact)
    };
    let none: [String; 0] = [];
    let loss = json!(["10 EUR", "20 EUR"]);
    let whole = json!({ "loss": loss, "loss-low": ["5 EUR", "20 EUR"],
                        "loss-high": ["10 EUR", "90 EUR"] });
    assert_eq!(impact(whole), none);
    let above = json!({ "loss": loss, "loss-low": ["11 EUR", "20 EUR"] });
    assert_eq!(impact(above), ["loss-low"]);
    let below = json!({ "loss": loss, "loss-high": ["10 EUR", "19 EUR"] });
    assert_eq!(impact(below), ["loss-high"]);
    let other = json!({ "loss": loss, "loss-high": ["10 USD", "90 USD"] });
    assert_eq!(impact(other), ["loss-high"]);
    let few = json!({ "loss": loss, "loss-high": ["30 EUR"] });
    assert_eq!(impact(few), ["loss-high"]);
    assert_eq!(
        impact(json!({ "loss-low": ["5 EUR", "6 EUR"] })),
        ["loss-low"]
    );

    let scenario = |more: Value| {
        let mut all = lost(more);
        all["kind"] = json!("scenario");
        faults(all)
    };
    let fine = json!({ "frequency": "1/yr", "frequency-low": "0.5/yr", "frequency-high": "1/yr" });
    assert_eq!(scenario(fine), none);
    let wrong = json!({ "frequency": "1/yr", "frequency-low": "2/yr", "frequency-high": "0.5/yr" });
    assert_eq!(scenario(wrong), ["frequency-high", "frequency-low"]);
    assert_eq!(
        scenario(json!({ "frequency-low": "2/yr" })),
        ["frequency-low"]
    );

    let option = |best: &str, worst: &str| {
        faults(
            json!({ "kind": "option", "id": "o", "covers": ["service/s"], "rtc": "4h",
            "rtc-best": best, "rtc-worst": worst }),
        )
    };
    assert_eq!(option("2h", "4h"), none);
    assert_eq!(option("5h", "3h"), ["rtc-best", "rtc-worst"]);
}
