//! What conditions say at their edges.

use serde_json::{Value, json};

use super::{outcome, why};
use crate::rule::Outcome;
use crate::rule::distance_at_least::distance_km;

#[test]
fn a_copy_verified_on_a_day_to_come_proves_nothing() {
    let records = json!([{ "kind": "dataset", "id": "d", "protection": [
        { "method": "backup", "verified": "restored", "verified-at": "2026-12-01" }
    ] }]);
    let found = outcome("restored-within", "dataset/d", &json!({}), &records);
    assert_eq!(
        why(&found),
        "No restore of d is recent enough: 2026-12-01 is still to come."
    );
}

#[test]
fn a_checksum_is_no_restore() {
    let records = json!([{ "kind": "dataset", "id": "d", "protection": [
        { "method": "backup", "verified": "checksum", "verified-at": "2026-05-01" }
    ] }]);
    let found = outcome("restored-within", "dataset/d", &json!({}), &records);
    assert!(why(&found).contains("was ever restored"));
}

#[test]
fn a_single_service_counts_only_where_nothing_is_known_below_it() {
    let records = |below: Value| {
        json!([
            { "kind": "component", "id": "a" },
            { "kind": "component", "id": "b" },
            { "kind": "service", "id": "login", "requires": below },
            { "kind": "service", "id": "shop", "requires": ["login"] },
        ])
    };
    let ask = |below| {
        outcome(
            "no-single-point",
            "service/shop",
            &json!({}),
            &records(below),
        )
    };
    assert_eq!(
        why(&ask(json!([]))),
        "shop stops when service/login alone is lost."
    );
    assert_eq!(ask(json!([{ "any": 1, "of": ["a", "b"] }])), Outcome::Holds);
    let with = json!({ "kinds": "service" });
    let below = json!([{ "any": 1, "of": ["a", "b"] }]);
    let found = outcome("no-single-point", "service/shop", &with, &records(below));
    assert!(matches!(found, Outcome::Broken(_)));
}

#[test]
fn a_site_shared_far_below_is_found() {
    let records = |second: &str| {
        json!([
            { "kind": "site", "id": "a" },
            { "kind": "site", "id": "b" },
            { "kind": "component", "id": "power-a", "site": "a" },
            { "kind": "component", "id": "power-b", "site": "b" },
            { "kind": "component", "id": "one", "requires": ["power-a"] },
            { "kind": "component", "id": "two", "requires": [second] },
            { "kind": "service", "id": "shop", "requires": [{ "any": 1, "of": ["one", "two"] }] },
        ])
    };
    let ask = |second| {
        outcome(
            "no-shared-site",
            "service/shop",
            &json!({}),
            &records(second),
        )
    };
    assert!(why(&ask("power-a")).contains("site/a takes too many"));
    assert_eq!(ask("power-b"), Outcome::Holds);
}

#[test]
fn a_group_bears_what_leaves_enough() {
    let records = |needed: u32| {
        json!([
            { "kind": "site", "id": "a" },
            { "kind": "site", "id": "b" },
            { "kind": "component", "id": "one", "site": "a" },
            { "kind": "component", "id": "two", "site": "a" },
            { "kind": "component", "id": "three", "site": "b" },
            { "kind": "service", "id": "shop",
              "requires": [{ "any": needed, "of": ["one", "two", "three"] }] },
        ])
    };
    let ask = |needed| {
        outcome(
            "no-shared-site",
            "service/shop",
            &json!({}),
            &records(needed),
        )
    };
    assert_eq!(ask(1), Outcome::Holds);
    assert!(matches!(ask(2), Outcome::Broken(_)));
    assert_eq!(
        ask(3),
        Outcome::Silent,
        "without spare members nothing stands in"
    );
}

#[test]
fn where_nobody_says_the_site_nothing_is_known_to_be_apart() {
    let records = json!([
        { "kind": "component", "id": "one" },
        { "kind": "component", "id": "two" },
        { "kind": "service", "id": "shop", "requires": [{ "any": 1, "of": ["one", "two"] }] },
    ]);
    let found = outcome("no-shared-site", "service/shop", &json!({}), &records);
    assert!(why(&found).starts_with("Nobody says at which site"));
    let found = outcome("no-shared-supplier", "service/shop", &json!({}), &records);
    assert_eq!(found, Outcome::Holds, "what names no supplier is one's own");
    let found = outcome("distance-at-least", "service/shop", &json!({}), &records);
    assert!(matches!(found, Outcome::Broken(_)));
}

#[test]
fn a_call_out_covers_every_hour_where_that_is_allowed() {
    let records = json!([
        { "kind": "calendar", "id": "office", "zone": "Europe/Berlin",
          "windows": [{ "days": ["mon"], "from": "08:00", "to": "18:00" }] },
        { "kind": "team", "id": "dba", "hours": "office", "call-out": "45m" },
        { "kind": "service", "id": "shop", "recovery": { "by": "dba" } },
    ]);
    let ask = |with: Value| outcome("hours-covered", "service/shop", &with, &records);
    assert_eq!(
        why(&ask(json!({}))),
        "At 2026-05-15T12:00:00Z shop must be covered, and team/dba is not at work."
    );
    assert_eq!(ask(json!({ "call-out": "45m" })), Outcome::Holds);
    assert!(matches!(
        ask(json!({ "call-out": "30m" })),
        Outcome::Broken(_)
    ));
    assert_eq!(ask(json!({ "calendar": "office" })), Outcome::Holds);
}

#[test]
fn a_deputy_team_covers_for_the_team() {
    let records = json!([
        { "kind": "calendar", "id": "office", "zone": "Europe/Berlin",
          "windows": [{ "days": ["mon"], "from": "08:00", "to": "18:00" }] },
        { "kind": "team", "id": "dba", "hours": "office", "deputy": "noc" },
        { "kind": "team", "id": "noc" },
        { "kind": "service", "id": "shop", "recovery": { "by": "dba" } },
    ]);
    assert_eq!(
        outcome("hours-covered", "service/shop", &json!({}), &records),
        Outcome::Holds
    );
}

#[test]
fn half_a_tested_plan_is_not_tested() {
    let records = |executed: &str| {
        json!([
            { "kind": "service", "id": "shop",
              "recovery": { "observed": [{ "took": "1h", "at": "2026-05-01" }] } },
            { "kind": "component", "id": "db" },
            { "kind": "procedure", "id": "restore", "executed": executed },
            { "kind": "plan", "id": "p1", "status": "approved", "steps": [
                { "id": "db", "restores": "db", "procedure": "restore" },
                { "id": "shop", "restores": "shop" },
            ] },
        ])
    };
    let ask = |day| outcome("plan-tested-within", "plan/p1", &json!({}), &records(day));
    assert!(why(&ask("2020-01-01")).contains("step db"));
    assert_eq!(ask("2026-04-01"), Outcome::Holds);
}

#[test]
fn a_contract_that_ended_promises_nothing() {
    let records = json!([
        { "kind": "supplier", "id": "cloud" },
        { "kind": "service", "id": "shop", "supplier": "cloud", "targets": { "rto": "4h" } },
        { "kind": "contract", "id": "c", "supplier": "cloud", "rto": "1h", "end": "2026-05-14" },
    ]);
    let found = outcome("contract-promise", "service/shop", &json!({}), &records);
    assert_eq!(why(&found), "No contract in force covers shop.");
}

#[test]
fn what_nobody_supplies_needs_no_contract() {
    let records = json!([{ "kind": "service", "id": "shop", "targets": { "rto": "4h" } }]);
    let found = outcome("contract-promise", "service/shop", &json!({}), &records);
    assert_eq!(found, Outcome::Silent);
}

#[test]
fn who_has_left_is_nobody_s_deputy_and_needs_no_training() {
    let records = json!([
        { "kind": "role", "id": "lead" },
        { "kind": "person", "id": "ann" },
        { "kind": "person", "id": "bob", "leaves": "2026-05-01" },
        { "kind": "assignment", "id": "a", "role": "lead", "person": "ann" },
        { "kind": "assignment", "id": "b", "role": "lead", "person": "bob" },
        { "kind": "service", "id": "shop", "owner": "role/lead" },
    ]);
    let found = outcome("owner-and-deputy", "service/shop", &json!({}), &records);
    assert!(why(&found).contains("has no deputy"));
    let found = outcome("trained-within", "person/bob", &json!({}), &records);
    assert_eq!(found, Outcome::Silent);
    let found = outcome(
        "contact-verified-within",
        "person/bob",
        &json!({}),
        &records,
    );
    assert_eq!(found, Outcome::Silent);
}

#[test]
fn expired_training_does_not_count() {
    let records = json!([
        { "kind": "person", "id": "ann",
          "trained": [{ "at": "2026-01-01", "expires": "2026-05-14" }] },
    ]);
    let found = outcome("trained-within", "person/ann", &json!({}), &records);
    assert!(matches!(found, Outcome::Broken(_)));
}

#[test]
fn an_unknown_return_breaks_a_target_unless_the_rule_lets_it_pass() {
    let records = json!([{ "kind": "service", "id": "shop", "targets": { "rto": "4h" } }]);
    let found = outcome("meets-rto", "service/shop", &json!({}), &records);
    assert_eq!(why(&found), "Nobody knows when shop would be back.");
    let found = outcome(
        "meets-rto",
        "service/shop",
        &json!({ "unknown": false }),
        &records,
    );
    assert_eq!(found, Outcome::Silent);
}

#[test]
fn a_workaround_below_the_minimum_is_too_small() {
    let records = |capacity: &str| {
        json!([
            { "kind": "activity", "id": "pay", "targets": { "mbco": "60%" } },
            { "kind": "workaround", "id": "paper", "activity": "pay", "capacity": capacity },
        ])
    };
    let ask = |capacity| {
        outcome(
            "capacity-enough",
            "workaround/paper",
            &json!({}),
            &records(capacity),
        )
    };
    assert!(matches!(ask("59%"), Outcome::Broken(_)));
    assert_eq!(ask("60%"), Outcome::Holds);
}

#[test]
fn distances_run_along_the_great_circle() {
    use record::initiation::site::Location;
    let place = |lat, lon| Location { lat, lon };
    // A quarter of a meridian of the mean sphere is 10,007.6 km.
    let quarter = distance_km(&place(0.0, 0.0), &place(90.0, 0.0));
    assert!((quarter - 10_007.6).abs() < 0.1, "{quarter}");
    // Across the date line two degrees of the equator are as short as anywhere.
    let across = distance_km(&place(0.0, 179.0), &place(0.0, -179.0));
    assert!((across - 222.4).abs() < 0.1, "{across}");
    assert_eq!(distance_km(&place(52.0, 4.0), &place(52.0, 4.0)), 0.0);
}
