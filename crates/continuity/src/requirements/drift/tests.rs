//! Each indicator, failing and holding, and the test vectors TV-25 to TV-27.

use jiff::civil::date;
use record::kinds::Registers;
use serde_json::{Value, json};

use super::capacity::{Level, Thresholds, USED};
use super::outcome::{came_true, statements};
use super::restore_time::{chance, in_months};
use super::{Drift, Row, What, drift};
use crate::requirements::kept_forecast::Statement;
use crate::requirements::recovery_targets::recovery_targets;
use crate::standpoint::Standpoint;
use crate::testing::{NOON, instant, registers};

/// What is foreseen at [`NOON`], 2026-05-15.
fn foreseen(records: Value, within_days: u32) -> Drift {
    seen_at(&registers(records), NOON, within_days)
}

fn seen_at(registers: &Registers, at: &str, within_days: u32) -> Drift {
    let standpoint = Standpoint::new(registers, instant(at));
    let targets = recovery_targets(&standpoint);
    drift(&standpoint, &targets, None, within_days)
}

fn of(drift: &Drift, what: What) -> Vec<&Row> {
    drift.rows.iter().filter(|row| row.what == what).collect()
}

fn only(drift: &Drift, what: What) -> &Row {
    let [row] = of(drift, what)[..] else {
        panic!("not one row of {what:?}: {:#?}", drift.rows);
    };
    row
}

fn asked(drift: &Drift, what: What) -> Vec<&str> {
    let of = drift.asked.iter().filter(|it| it.what == what);
    of.map(|it| it.subject.as_str()).collect()
}

fn grown(growth: Option<&str>, rto: &str) -> Value {
    let mut orders = json!({ "kind": "dataset", "id": "orders", "size": "6 TB", "protection":
        [{ "method": "backup", "every": "24h", "restore-rate": "400 MB/s" }] });
    if let Some(growth) = growth {
        orders["growth"] = growth.into();
    }
    json!([orders,
        { "kind": "component", "id": "db", "holds": ["orders"], "recovery": { "takes": "0s" } },
        { "kind": "service", "id": "shop", "requires": ["db"], "recovery": { "takes": "0s" },
          "owner": "role/shop", "targets": { "rto": { "within": rto, "from": "invocation" } } }])
}

#[test]
fn tv_26_and_27_a_restore_outgrows_five_hours_in_month_seven() {
    let drift = foreseen(grown(Some("3%/month"), "5h"), 365);
    let row = only(&drift, What::RestoreTime);
    assert_eq!(row.subject, "dataset/orders");
    assert_eq!(row.text, "Restoring orders takes too long from month 7 on.");
    // 6.17 months after 15 May: in the month that begins on 15 November.
    assert_eq!(row.on, Some(date(2026, 11, 20)));
    assert_eq!(row.do_by, Some(date(2026, 9, 21)));
    assert!(!row.missed);
    let because: Vec<&str> = row.because.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(because[1], "Restoring it takes 4h 10m today.");
    assert!(
        because[3].contains("7.200 TB") && because[3].contains("6.17"),
        "{because:?}"
    );
    // 12 months are 1.94 times the line's 6.17: ln 1.94 / 0.3 = 2.216 deviations.
    let probability = row.probability.expect("a figure");
    assert!((probability - 0.9866).abs() < 0.001, "{probability}");
}

#[test]
fn in_thirty_days_nothing_has_to_begin_and_it_is_not_listed() {
    let drift = foreseen(grown(Some("3%/month"), "5h"), 30);
    assert_eq!(of(&drift, What::RestoreTime), [] as [&Row; 0]);
}

#[test]
fn a_restore_that_is_too_long_today_is_missed() {
    let drift = foreseen(grown(Some("3%/month"), "4h"), 30);
    let row = only(&drift, What::RestoreTime);
    assert!(row.missed);
    assert_eq!(
        (row.on, row.probability),
        (Some(date(2026, 5, 15)), Some(1.0))
    );
}

#[test]
fn without_growth_nothing_is_foreseen_and_it_is_asked_for() {
    let drift = foreseen(grown(None, "5h"), 365);
    assert_eq!(of(&drift, What::RestoreTime), [] as [&Row; 0]);
    assert_eq!(asked(&drift, What::RestoreTime), ["dataset/orders"]);
}

#[test]
fn months_are_those_of_the_calendar() {
    // Clamped to the end of February, in a leap year and in another.
    assert_eq!(in_months(date(2028, 1, 31), 1.0), Some(date(2028, 2, 29)));
    assert_eq!(in_months(date(2027, 1, 31), 1.0), Some(date(2027, 2, 28)));
    assert_eq!(in_months(date(2026, 5, 15), 0.0), Some(date(2026, 5, 15)));
    assert_eq!(in_months(date(2026, 5, 15), -1.0), None);
    assert_eq!(in_months(date(2026, 5, 15), f64::INFINITY), None);
}

#[test]
fn a_growth_is_as_likely_slower_as_faster_than_it_is_stated() {
    assert!((chance(6.0, 6.0) - 0.5).abs() < 1e-9);
    assert!(chance(6.0, 3.0) < 0.02 && chance(6.0, 12.0) > 0.98);
    assert_eq!((chance(0.0, 0.0), chance(3.0, 0.0)), (1.0, 0.0));
}

fn copied(newest: &str) -> Value {
    json!([
        { "kind": "dataset", "id": "orders", "protection":
            [{ "method": "backup", "every": "4h", "runs": "1h" }] },
        { "kind": "component", "id": "db", "holds": ["orders"] },
        { "kind": "service", "id": "shop", "requires": ["db"], "targets": { "rpo": "24h" } },
        { "kind": "signal", "id": "backup-orders", "of": "dataset/orders",
          "heard": "2026-05-15T11:00:00Z", "newest-point": newest }])
}

#[test]
fn the_newest_copy_decides_though_the_schedule_looks_fine() {
    let missed = foreseen(copied("2026-05-14T08:00:00Z"), 30);
    let row = only(&missed, What::RecoveryPoint);
    assert!(row.missed && row.text.contains("28h old"), "{row:#?}");
    assert!(
        row.because
            .iter()
            .any(|it| it.text.contains("no copy is older than 5h"))
    );

    let late = foreseen(copied("2026-05-15T04:00:00Z"), 30);
    let row = only(&late, What::RecoveryPoint);
    assert_eq!((row.missed, row.on), (false, Some(date(2026, 5, 16))));
    // One reading, none of them too old: 1 of 3.
    assert_eq!(row.probability, Some(1.0 / 3.0));

    let fresh = foreseen(copied("2026-05-15T10:00:00Z"), 30);
    assert_eq!(of(&fresh, What::RecoveryPoint), [] as [&Row; 0]);
    assert_eq!(asked(&fresh, What::RecoveryPoint), [] as [&str; 0]);
}

#[test]
fn copies_that_nobody_watches_are_asked_about() {
    let mut records = copied("2026-05-15T10:00:00Z");
    records.as_array_mut().expect("a list").pop();
    let drift = foreseen(records, 30);
    assert_eq!(asked(&drift, What::RecoveryPoint), ["dataset/orders"]);
    assert_eq!(drift.rows, []);
}

fn replicated(lags: &[&str]) -> Value {
    let mut records = json!([
        { "kind": "dataset", "id": "orders", "protection":
            [{ "method": "async", "lag-p99": "45s", "lag-max": "20m" }] },
        { "kind": "component", "id": "db", "holds": ["orders"] },
        { "kind": "service", "id": "shop", "requires": ["db"], "targets": { "rpo": "1m" } }]);
    for (index, lag) in lags.iter().enumerate() {
        let day = 15 - (lags.len() - 1 - index);
        records
            .as_array_mut()
            .expect("a list")
            .push(json!({ "kind": "signal",
            "id": format!("lag-{index}"), "of": "dataset/orders", "lag": lag,
            "heard": format!("2026-05-{day:02}T12:00:00Z") }));
    }
    records
}

#[test]
fn tv_25_a_lag_within_what_is_stated_is_no_news_and_one_above_it_is() {
    let steady = foreseen(replicated(&["40s", "41s", "40s", "40s"]), 1);
    assert_eq!(of(&steady, What::ReplicationLag), [] as [&Row; 0]);

    let above = foreseen(replicated(&["2s", "20m"]), 1);
    let row = only(&above, What::ReplicationLag);
    assert!(row.missed && row.text.contains("20m"), "{row:#?}");

    let unlike = foreseen(replicated(&["50s"]), 1);
    let row = only(&unlike, What::ReplicationLag);
    assert_eq!((row.missed, row.on), (false, None), "nobody can say when");
    assert_eq!(row.probability, Some(1.0 / 3.0));
}

#[test]
fn a_rising_lag_leads_to_a_day() {
    let rising = foreseen(replicated(&["20s", "25s", "30s", "35s"]), 30);
    let row = only(&rising, What::ReplicationLag);
    // 5 s a day: 60 s in five days.
    assert_eq!(row.on, Some(date(2026, 5, 20)));
    assert_eq!(row.probability, Some(1.0));
}

fn filling(values: &[&str]) -> Value {
    let readings = values.iter().enumerate().map(|(index, used)| {
        let day = 15 - (values.len() - 1 - index);
        json!({ "kind": "signal", "id": format!("disk-{index}"), "of": "component/san",
            "used": used, "heard": format!("2026-05-{day:02}T12:00:00Z") })
    });
    let mut records = vec![json!({ "kind": "component", "id": "san" })];
    records.extend(readings);
    Value::Array(records)
}

#[test]
fn room_that_fills_up_has_a_day_and_room_that_does_not_is_no_news() {
    let full = foreseen(filling(&["77%", "79%", "81%", "83%"]), 30);
    let row = only(&full, What::Capacity);
    assert_eq!((row.on, row.missed), (Some(date(2026, 5, 21)), false));
    assert_eq!(row.probability, Some(1.0));
    let flat = foreseen(filling(&["40%", "40%", "40%"]), 365);
    assert_eq!(flat.rows, []);
    let acted = foreseen(filling(&["96%"]), 30);
    assert!(only(&acted, What::Capacity).missed);
    let lone = foreseen(filling(&["80%"]), 30);
    let row = only(&lone, What::Capacity);
    assert_eq!(
        (row.on, row.probability),
        (None, None),
        "one reading leads nowhere"
    );
}

#[test]
fn an_indicator_may_be_bad_where_it_is_low() {
    let mut records = vec![
        json!({ "kind": "site", "id": "hall" }),
        json!({ "kind": "indicator", "id": "fuel", "unit": "h", "watch": 48, "warn": 36,
            "act": 24 }),
    ];
    for (day, hours) in [(12, 60), (13, 54), (14, 48), (15, 42)] {
        records.push(
            json!({ "kind": "signal", "id": format!("fuel-{day}"), "of": "site/hall",
            "heard": format!("2026-05-{day}T12:00:00Z"), "indicator": "fuel", "value": hours }),
        );
    }
    let drift = foreseen(Value::Array(records), 30);
    let row = only(&drift, What::Capacity);
    assert_eq!(row.on, Some(date(2026, 5, 18)));
    assert!(
        row.text.contains("42.0 h") && row.text.contains("24.0 h"),
        "{}",
        row.text
    );
}

#[test]
fn a_value_on_the_edge_does_not_flicker() {
    let levels = |values: &[f64]| USED.level(values.iter().copied());
    assert_eq!(levels(&[0.851, 0.849, 0.851]), Level::Warn);
    assert_eq!(
        levels(&[0.851, 0.849]),
        Level::Warn,
        "it is not clearly below"
    );
    assert_eq!(levels(&[0.851, 0.82]), Level::Watch);
    assert_eq!(levels(&[0.849]), Level::Watch, "it never was above");
    assert_eq!(levels(&[0.96, 0.94, 0.5]), Level::Normal);
    let same = Thresholds {
        watch: 1.0,
        warn: 1.0,
        act: 1.0,
        back: 0.0,
    };
    assert_eq!(same.level([1.0, 0.99]), Level::Normal);
}

#[test]
fn what_ends_within_the_days_is_listed_by_the_day_of_its_mend() {
    let drift = foreseen(
        json!([
            { "kind": "component", "id": "tls", "class": "certificate", "expires": "2026-06-01" },
            { "kind": "component", "id": "token", "class": "certificate" },
            { "kind": "component", "id": "erp", "licence-until": "2026-06-10",
              "supported-until": "2026-11-01" },
            { "kind": "component", "id": "far", "expires": "2030-01-01" },
            { "kind": "supplier", "id": "colo" },
            { "kind": "contract", "id": "hall", "supplier": "colo", "end": "2026-09-30",
              "notice": "90d" },
            { "kind": "contract", "id": "open", "supplier": "colo" },
            { "kind": "arrangement", "id": "desks", "expires": "2026-07-01" },
            { "kind": "waiver", "id": "w", "finding": "no-plan", "subject": "component/erp",
              "expires": "2026-05-01" },
            { "kind": "risk", "id": "flood", "accepted-until": "2026-06-05" },
            { "kind": "person", "id": "ann", "contact-verified": "2026-02-28",
              "trained": [{ "competence": "restoring", "at": "2025-06-01",
                "expires": "2026-06-01" }] },
            { "kind": "plan", "id": "p", "status": "approved", "reviewed": "2025-05-31",
              "steps": [{ "id": "a" }] },
            { "kind": "service", "id": "shop", "review-due": "2026-05-15" }]),
        60,
    );
    let listed: Vec<(&str, &str, bool)> = drift
        .rows
        .iter()
        .map(|row| (row.what.as_str(), row.subject.as_str(), row.missed))
        .collect();
    let expected = [
        ("waiver", "waiver/w", true),
        ("review", "service/shop", false),
        ("standby", "arrangement/desks", false),
        ("support", "component/erp", false),
        ("accepted-risk", "risk/flood", false),
        ("licence", "component/erp", false),
        ("plan-review", "plan/p", false),
        ("certificate", "component/tls", false),
        ("contact", "person/ann", false),
        ("training", "person/ann", false),
        ("contract", "contract/hall", false),
    ];
    for row in expected {
        assert!(listed.contains(&row), "{row:?} in {listed:#?}");
    }
    assert_eq!(listed.len(), expected.len(), "{listed:#?}");
    assert!(drift.rows.is_sorted_by_key(|row| row.do_by));
    assert_eq!(asked(&drift, What::Certificate), ["component/token"]);
    assert_eq!(asked(&drift, What::Contract), ["contract/open"]);
    let contract = only(&drift, What::Contract);
    assert_eq!(
        (contract.do_by, contract.mend_days),
        (Some(date(2026, 7, 2)), 90)
    );
    assert_eq!(
        contract.probability,
        Some(0.0),
        "its day is beyond; its notice is not"
    );
    let contact = only(&drift, What::Contact);
    assert_eq!(contact.on, Some(date(2026, 5, 28)));
    assert_eq!(only(&drift, What::PlanReview).on, Some(date(2026, 5, 31)));
}

#[test]
fn how_likely_a_day_is_missed_comes_from_its_like() {
    let certificates = |past: usize| {
        let each = (0..5).map(|index| {
            let expires = if index < past {
                "2026-01-01"
            } else {
                "2026-06-01"
            };
            json!({ "kind": "component", "id": format!("c{index}"), "expires": expires })
        });
        foreseen(Value::Array(each.collect()), 30)
    };
    let chance = |drift: &Drift| drift.rows.last().and_then(|row| row.probability);
    assert_eq!(chance(&certificates(0)), Some(1.0 / 7.0));
    assert_eq!(chance(&certificates(3)), Some(4.0 / 7.0));
}

fn changed(planned: bool) -> Value {
    let mut records = vec![
        json!({ "kind": "component", "id": "router" }),
        json!({ "kind": "component", "id": "rest" }),
        json!({ "kind": "change", "id": "untold", "touches": ["rest"], "from": "2026-04-01" }),
    ];
    for index in 0..20 {
        let (touches, result) = match index {
            0..=3 => ("router", "failed"),
            4 => ("router", "succeeded"),
            _ => ("rest", "succeeded"),
        };
        records.push(
            json!({ "kind": "change", "id": format!("c{index}"), "result": result,
            "touches": [touches], "from": format!("2026-03-{:02}", index + 1) }),
        );
    }
    if planned {
        records.push(
            json!({ "kind": "change", "id": "next", "touches": ["router"],
            "from": "2026-05-20T20:00:00Z" }),
        );
    }
    Value::Array(records)
}

#[test]
fn changes_that_fail_more_often_than_their_peers_tell_of_the_next() {
    let drift = foreseen(changed(true), 30);
    let row = only(&drift, What::FailedChanges);
    assert_eq!(
        (row.subject.as_str(), row.on),
        ("component/router", Some(date(2026, 5, 20)))
    );
    // 4 of 5 failed: Beta(5, 2), mean 5/7.
    let probability = row.probability.expect("a figure");
    assert!((probability - 5.0 / 7.0).abs() < 1e-12, "{probability}");
    assert_eq!(asked(&drift, What::FailedChanges), ["change/untold"]);
    let none = foreseen(changed(false), 30);
    let row = only(&none, What::FailedChanges);
    assert_eq!((row.on, row.probability), (None, None));
}

#[test]
fn one_who_leaves_takes_what_only_they_can_do() {
    let team = |leaves: &str, second: Value| {
        json!([
            { "kind": "person", "id": "ann", "skills": ["cobol"], "leaves": leaves },
            second,
            { "kind": "role", "id": "lead" },
            { "kind": "assignment", "id": "a", "person": "ann", "role": "lead" },
            { "kind": "procedure", "id": "vault", "credentials-at": "person/ann" }])
    };
    let knows_nothing = json!({ "kind": "person", "id": "bob" });
    let drift = foreseen(team("2026-06-30", knows_nothing), 60);
    let row = only(&drift, What::Leaver);
    assert_eq!(
        (row.on, row.do_by),
        (Some(date(2026, 6, 30)), Some(date(2026, 5, 31)))
    );
    let because: Vec<&str> = row.because.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(
        because,
        [
            "Nobody who stays can do \"cobol\".",
            "Keeps the credentials of vault.",
            "Alone holds the role lead.",
            "The mend is taken to need 30 days; that is our judgement, no record says it; \
             `mend-times` of a policy would."
        ]
    );
    let knows = json!({ "kind": "person", "id": "bob", "skills": ["cobol"] });
    let drift = foreseen(team("2026-06-30", knows), 60);
    assert_eq!(only(&drift, What::Leaver).because.len(), 3);
}

#[test]
fn nothing_known_foresees_nothing() {
    let drift = foreseen(json!([]), u32::MAX);
    assert_eq!((drift.rows.len(), drift.asked.len()), (0, 0));
    assert_eq!(drift.within_days, 36_525);
}

fn tls(expires: &str) -> Registers {
    registers(json!([{ "kind": "component", "id": "tls", "expires": expires }]))
}

#[test]
fn what_was_foreseen_is_judged_by_what_is_seen_later() {
    let foreseen = seen_at(&tls("2026-06-01"), NOON, 30);
    let [statement] = &statements(&foreseen)[..] else {
        panic!("one statement");
    };
    assert_eq!(statement.key, "drift/certificate@component/tls");
    assert_eq!(statement.from, instant("2026-05-15T00:00:00Z"));
    assert_eq!(statement.until, instant("2026-06-15T00:00:00Z"));
    assert_eq!(
        (statement.probability, statement.base),
        (1.0 / 3.0, Some(1.0 / 3.0))
    );
    let judged = |registers: &Registers, at: &str| {
        came_true(statement, &seen_at(registers, at, 30), registers)
    };
    let (left, renewed) = (tls("2026-06-01"), tls("2027-06-01"));
    assert_eq!(
        judged(&left, "2026-06-10T00:00:00Z"),
        None,
        "it is not over yet"
    );
    assert_eq!(judged(&left, "2026-06-15T00:00:00Z"), Some(true));
    assert_eq!(judged(&renewed, "2026-06-15T00:00:00Z"), Some(false));
    let gone = registers(json!([]));
    assert_eq!(
        judged(&gone, "2026-06-15T00:00:00Z"),
        None,
        "nobody can say"
    );
}

#[test]
fn what_is_missed_already_foresees_nothing() {
    assert_eq!(statements(&seen_at(&tls("2026-05-01"), NOON, 30)), []);
}

#[test]
fn a_failed_change_makes_its_statement_true() {
    let statement = Statement {
        key: "drift/failed-changes@component/router".into(),
        subject: "component/router".into(),
        what: "the next change may fail: router".into(),
        from: instant("2026-05-15T00:00:00Z"),
        until: instant("2026-06-15T00:00:00Z"),
        probability: 0.7,
        base: None,
        by: String::new(),
    };
    let judged = |result: Option<&str>| {
        let mut next = json!({ "kind": "change", "id": "next", "touches": ["router"],
            "from": "2026-05-20" });
        if let Some(result) = result {
            next["result"] = result.into();
        }
        let registers = registers(json!([{ "kind": "component", "id": "router" }, next]));
        came_true(
            &statement,
            &seen_at(&registers, "2026-06-15T00:00:00Z", 30),
            &registers,
        )
    };
    assert_eq!(judged(Some("backed-out")), Some(true));
    assert_eq!(judged(Some("succeeded")), Some(false));
    assert_eq!(judged(None), None, "nobody said what came of it");
}

#[test]
fn the_words_are_found_again() {
    for what in What::ALL {
        assert_eq!(What::of(what.as_str()), Some(*what));
    }
    assert_eq!(What::of("nothing"), None);
}
