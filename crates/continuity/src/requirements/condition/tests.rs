//! TV-5 whole: each condition keeps its own MTPD, the headline is the least, and the day says
//! which applies; harm to life stands as entered.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{ConditionNow, From};
use crate::requirements::own_target::{OwnTarget, own_target};
use crate::standpoint::Standpoint;
use crate::testing::{instant, registers};

const HOUR: i64 = 3_600;

fn asked<T>(records: Json, at: &str, ask: impl FnOnce(&OwnTarget, Option<ConditionNow>) -> T) -> T {
    let registers = registers(records);
    let at: Timestamp = instant(at);
    let standpoint = Standpoint::new(&registers, at);
    let item = standpoint.estate.ask("a").expect("it is an item");
    let listed = standpoint.estate.listed(item);
    let own = own_target(&standpoint, listed);
    let hours = standpoint.days_of(listed.item.hours.as_ref());
    let now = super::at("activity/a", &own, hours, at);
    ask(&own, now)
}

fn impact(id: &str, when: &str, levels: Json) -> Json {
    json!({ "kind": "impact", "id": id, "status": "approved", "activity": "a", "when": when,
        "after": ["1h", "4h", "24h", "72h"], "levels": { "financial": levels } })
}

/// Normal 24 h, at month-end 4 h, in Berlin.
fn month_end() -> Json {
    json!([
        { "kind": "calendar", "id": "office", "zone": "Europe/Berlin",
          "windows": [{ "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "18:00" }] },
        { "kind": "activity", "id": "a", "hours": "office",
          "peaks": [{ "name": "month-end", "days": "last-3-working" }] },
        impact("n", "normal", json!([0, 1, 3, 4])),
        impact("m", "month-end", json!([1, 3, 4, 4])),
    ])
}

fn figures(now: &Option<ConditionNow>) -> (&str, Option<i64>, Option<i64>) {
    let now = now.as_ref().expect("it has conditions");
    (
        &now.when,
        now.mtpd_seconds.map(|it| it / HOUR),
        now.headline_mtpd_seconds.map(|it| it / HOUR),
    )
}

#[test]
fn tv_5_the_tenth_is_normal_and_month_end_is_not() {
    asked(month_end(), "2026-06-10T10:00:00Z", |own, now| {
        assert_eq!(figures(&now), ("normal", Some(24), Some(4)));
        let whens: Vec<_> = own
            .conditions
            .iter()
            .map(|it| (&*it.when, it.is_headline))
            .collect();
        assert_eq!(whens, [("normal", false), ("month-end", true)]);
        assert_eq!(
            now.expect("one applies").headline_when.as_deref(),
            Some("month-end")
        );
    });
    for day in ["2026-06-26", "2026-06-29", "2026-06-30"] {
        asked(month_end(), &format!("{day}T10:00:00Z"), |_, now| {
            assert_eq!(figures(&now), ("month-end", Some(4), Some(4)), "{day}");
        });
    }
    asked(month_end(), "2026-06-25T10:00:00Z", |_, now| {
        assert_eq!(figures(&now).0, "normal")
    });
}

#[test]
fn the_day_is_that_of_the_hours_and_what_is_coming_is_said() {
    // 22:30 UTC on the 25th is the 26th in Berlin.
    asked(month_end(), "2026-06-25T22:30:00Z", |_, now| {
        assert_eq!(figures(&now).0, "month-end")
    });
    // Ten hours before it begins, within the 24 h of a normal day.
    asked(month_end(), "2026-06-25T12:00:00Z", |_, now| {
        let then = now.and_then(|it| it.then).expect("month-end is near");
        assert_eq!(
            (&*then.when, then.begins_after_seconds),
            ("month-end", 10 * HOUR)
        );
        assert_eq!(
            (&*then.begins, then.mtpd_seconds),
            ("2026-06-25T22:00:00Z", Some(4 * HOUR))
        );
    });
    asked(month_end(), "2026-06-24T12:00:00Z", |_, now| {
        assert_eq!(
            now.and_then(|it| it.then),
            None,
            "34 h ahead is beyond the 24 h of today"
        );
    });
}

#[test]
fn without_hours_the_day_is_that_of_the_programme() {
    let mut records = month_end();
    records[1]
        .as_object_mut()
        .expect("an activity")
        .remove("hours");
    asked(records, "2026-06-25T22:30:00Z", |_, now| {
        assert_eq!(figures(&now).0, "month-end")
    });
}

#[test]
fn what_nobody_said_of_a_peak_is_as_in_normal_times_and_the_peak_may_say_its_own() {
    let records = |peak: Json, mtpd: Json| json!([{ "kind": "activity", "id": "a", "targets": { "mtpd": mtpd }, "peaks": [peak] }]);
    let silent = json!({ "name": "p", "days": "mon" });
    asked(
        records(silent, json!("24h")),
        "2026-06-08T10:00:00Z",
        |own, now| {
            assert_eq!(own.conditions[1].from, From::Normal);
            assert_eq!(figures(&now), ("p", Some(24), Some(24)));
        },
    );
    let own = json!({ "name": "p", "days": "mon", "mtpd": "6h" });
    asked(
        records(own, json!("24h")),
        "2026-06-08T10:00:00Z",
        |own, now| {
            assert_eq!(own.conditions[1].from, From::Peak);
            assert_eq!(figures(&now), ("p", Some(6), Some(6)));
        },
    );
    asked(
        json!([{ "kind": "activity", "id": "a" }]),
        "2026-06-08T10:00:00Z",
        |own, now| {
            assert_eq!(own.conditions[0].from, From::Nothing);
            assert_eq!(figures(&now), ("normal", None, None));
        },
    );
}

#[test]
fn what_the_owner_declared_for_a_peak_stands_for_what_was_judged_of_it() {
    let impact = |id: &str, level: u32| {
        json!({ "kind": "impact", "id": id, "status": "approved", "activity": "a", "when": "p",
            "after": ["4h", "12h"], "levels": { "legal": [level, 3] } })
    };
    let records = |mtpd: &str| {
        let mut activity = json!({ "kind": "activity", "id": "a",
            "peaks": [{ "name": "p", "days": "mon" }] });
        if !mtpd.is_empty() {
            activity["peaks"][0]["mtpd"] = mtpd.into();
        }
        json!([activity, impact("strict", 3), impact("mild", 0)])
    };
    asked(records(""), "2026-06-08T10:00:00Z", |own, now| {
        assert_eq!(own.conditions[1].from, From::Impact);
        assert_eq!(figures(&now), ("p", Some(4), Some(4)));
    });
    asked(records("8h"), "2026-06-08T10:00:00Z", |own, now| {
        assert_eq!(own.conditions[1].from, From::Peak);
        assert_eq!(figures(&now), ("p", Some(8), Some(8)));
    });
}

#[test]
fn of_two_peaks_on_one_day_the_one_that_is_borne_least_applies() {
    let records = json!([{ "kind": "activity", "id": "a", "targets": { "mtpd": "24h" }, "peaks": [
        { "name": "mondays", "days": "mon", "mtpd": "8h" },
        { "name": "the-day", "days": "2026-06-08", "mtpd": "2h" }] }]);
    asked(records.clone(), "2026-06-08T10:00:00Z", |_, now| {
        assert_eq!(figures(&now).0, "the-day")
    });
    asked(records, "2026-06-15T10:00:00Z", |_, now| {
        assert_eq!(figures(&now).0, "mondays")
    });
}

/// Harm to life from 4 h on, money that crosses its limit at a moment between two.
fn safety(loss: Json, report: &str) -> Json {
    json!([
        { "kind": "policy", "id": "p", "impact-scale": { "intolerable": 3, "report": report,
          "intolerable-loss": "100 EUR", "life-safety": ["patients"] } },
        { "kind": "activity", "id": "a" },
        { "kind": "impact", "id": "i", "status": "approved", "activity": "a",
          "after": ["1h", "4h", "24h"], "loss": loss,
          "levels": { "patients": [1, 3, 4], "reputation": [0, 2, 3] } },
    ])
}

#[test]
fn harm_to_life_stands_as_entered_and_money_never_puts_it_off() {
    let late = json!(["0 EUR", "10 EUR", "200 EUR"]);
    for (report, hours) in [("first-intolerable", 4), ("last-tolerable", 1)] {
        asked(
            safety(late.clone(), report),
            "2026-06-08T10:00:00Z",
            |own, _| {
                let normal = &own.conditions[0];
                assert_eq!(normal.mtpd_seconds, Some(hours * HOUR), "{report}");
                assert_eq!(
                    (normal.driver.as_deref(), normal.life_safety),
                    (Some("patients"), true)
                );
                let crossing = normal
                    .indicative_loss_crossing_seconds
                    .expect("there is a curve");
                assert!(crossing > 4 * HOUR, "the money crosses later: {crossing}");
            },
        );
    }
    // Money that is intolerable before anyone is hurt decides, and says that it is money.
    let early = json!(["50 EUR", "150 EUR", "200 EUR"]);
    asked(
        safety(early, "first-intolerable"),
        "2026-06-08T10:00:00Z",
        |own, _| {
            let normal = &own.conditions[0];
            assert_eq!(normal.mtpd_seconds, Some(9_000));
            assert_eq!(
                (normal.driver.as_deref(), normal.life_safety),
                (Some("loss"), false)
            );
            assert_eq!(
                normal.first_intolerable_seconds,
                Some(4 * HOUR),
                "that of the category stands"
            );
        },
    );
}
