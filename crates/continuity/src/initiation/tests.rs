//! The boards of Initiation: scope, roles, programme, budget, steering, on small estates.

use serde_json::{Value, json};

use super::budget_use::budget_use;
use super::programme_plan::{Standing, programme_plan};
use super::role_board::role_board;
use super::scope_board::{Side, scope_board};
use super::steering::steering;
use crate::testing::{judged, registers};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 5, 15);

fn scope(more: Value) -> Value {
    let mut records = vec![
        json!({ "kind": "activity", "id": "pay", "requires": ["shop"] }),
        json!({ "kind": "service", "id": "shop", "requires": ["db"], "site": "ams1" }),
        json!({ "kind": "service", "id": "blog" }),
        json!({ "kind": "component", "id": "db", "site": "ams1" }),
        json!({ "kind": "component", "id": "alone" }),
        json!({ "kind": "site", "id": "ams1" }),
    ];
    records.push(more);
    Value::Array(records)
}

fn sides(records: Value) -> String {
    let board = judged(records, scope_board);
    let rows = board.items.iter();
    let rows = rows.map(|row| format!("{} {}", row.id, row.side.word()));
    rows.collect::<Vec<_>>().join(", ")
}

#[test]
fn activities_and_services_are_named_and_what_they_stand_on_follows_them() {
    let named = json!({ "kind": "scope", "id": "s", "includes": ["pay", "shop"] });
    assert_eq!(
        sides(scope(named)),
        "activity/pay in, component/alone undecided, component/db in, service/blog undecided, \
         service/shop in, site/ams1 in"
    );
    let draft = json!({ "kind": "scope", "id": "s", "includes": ["pay"], "status": "draft" });
    assert!(
        !sides(scope(draft)).contains(" in,"),
        "a draft decides nothing"
    );
}

#[test]
fn what_is_needed_and_not_named_says_who_needs_it() {
    let named = json!({ "kind": "scope", "id": "s", "includes": ["pay"] });
    let board = judged(scope(named), scope_board);
    let shop = board.row("service/shop").expect("it is on the board");
    assert_eq!(shop.side, Side::Undecided);
    assert_eq!(shop.needed_by, ["activity/pay", "service/shop"]);
    assert!(shop.why.contains("activity/pay needs it"), "{}", shop.why);
}

#[test]
fn an_exclusion_needs_reason_approver_and_end_and_nothing_in_scope_may_need_it() {
    let excludes = json!([{ "item": "component/db" }]);
    let named = json!({ "kind": "scope", "id": "s", "includes": ["pay", "shop"],
                        "excludes": excludes });
    let board = judged(scope(named), scope_board);
    let db = board.row("component/db").expect("it is on the board");
    assert_eq!(
        (db.side, db.faults.len()),
        (Side::Out, 4),
        "{:?}",
        db.faults
    );
    assert_eq!(db.needed_by, ["service/shop", "component/db"]);
    let excludes = json!([{ "item": "service/blog", "reason": "harmless",
                            "approver": "role/chief", "expires": "2026-05-15" }]);
    let named = json!({ "kind": "scope", "id": "s", "includes": ["pay", "shop"],
                        "excludes": excludes });
    let board = judged(scope(named), scope_board);
    let blog = board.row("service/blog").expect("it is on the board");
    assert_eq!(
        (blog.side, blog.faults.len()),
        (Side::Out, 0),
        "{:?}",
        blog.faults
    );
}

#[test]
fn a_role_says_who_holds_it_what_it_may_and_at_which_hours() {
    let records = json!([
        { "kind": "role", "id": "desk", "level": "standing" },
        { "kind": "role", "id": "chief", "level": "gold",
          "authority": { "spend": "500 EUR", "accept-risk": true } },
        { "kind": "role", "id": "new", "status": "draft" },
        { "kind": "person", "id": "ann" },
        { "kind": "person", "id": "bob", "leaves": "2026-05-15" },
        { "kind": "assignment", "id": "a", "role": "chief", "person": "ann" },
        { "kind": "assignment", "id": "b", "role": "chief", "person": "bob", "rank": 2 },
    ]);
    let board = judged(records, role_board);
    let ids: Vec<&str> = board.roles.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["role/chief", "role/desk", "role/new"]);
    let chief = &board.roles[0];
    assert_eq!(
        chief.may,
        ["spend up to 500 EUR", "accept risks and waive rules"]
    );
    assert_eq!(chief.held_by.len(), 1, "who has left holds nothing");
    assert_eq!(chief.faults, ["Nobody stands in."]);
    let coverage = chief.coverage.as_ref().expect("it is in force");
    assert_eq!(coverage.covered, coverage.hours);
    assert_eq!(board.roles[1].faults, ["Nobody holds it."]);
    assert_eq!(board.roles[2].coverage, None);
}

#[test]
fn a_deliverable_slips_until_it_is_accepted() {
    let records = json!([{ "kind": "programme", "id": "p", "deliverables": [
        { "title": "a", "tranche": "one", "due": "2026-05-01", "done": "2026-05-04" },
        { "title": "b", "tranche": "one", "due": "2026-05-01" },
        { "title": "c", "tranche": "two", "due": "2026-06-01", "expected": "2026-06-15" },
        { "title": "d", "tranche": "two", "due": "2026-06-01" },
        { "title": "e", "tranche": "two" },
        { "title": "f", "tranche": "one", "due": "2026-05-01", "expected": "2026-05-10" },
    ] }]);
    let plan = programme_plan(&registers(records), TODAY);
    let rows = plan.tranches.iter().flat_map(|it| &it.deliverables);
    let rows: Vec<_> = rows
        .map(|it| (it.title.as_str(), it.standing, it.slip_days))
        .collect();
    let expected = [
        ("a", Standing::Accepted, Some(3)),
        ("b", Standing::Late, Some(14)),
        ("f", Standing::Late, Some(14)),
        ("c", Standing::WillBeLate, Some(14)),
        ("d", Standing::Open, Some(0)),
        ("e", Standing::Undated, None),
    ];
    assert_eq!(rows, expected);
    assert_eq!(plan.tranches[0].slip_days, Some(14));
}

#[test]
fn a_line_stands_against_what_it_pays() {
    let records = json!([
        { "kind": "measure", "id": "ups", "cost": "800 EUR", "cost-per-year": "300 EUR" },
        { "kind": "measure", "id": "gate", "cost": "50 EUR" },
        { "kind": "arrangement", "id": "spare", "fee": "70 USD" },
        { "kind": "budget", "id": "b", "to": "2026-12-31", "lines": [
            { "title": "Power", "amount": "1000 EUR", "spent": "1200 EUR", "pays": ["measure/ups"] },
            { "title": "Spare", "amount": "100 EUR", "pays": ["arrangement/spare"] },
        ] },
        { "kind": "budget", "id": "past", "to": "2025-12-31", "lines": [
            { "title": "Gate", "amount": "60 EUR", "pays": ["measure/gate"] },
        ] },
    ]);
    let told = budget_use(&registers(records), TODAY);
    assert_eq!(told.lines.len(), 2, "a budget of last year pays nothing");
    let power = &told.lines[0];
    assert_eq!((power.short, power.overspent), (Some(true), true));
    assert_eq!(power.left.as_deref(), Some("-200 EUR"));
    assert_eq!(
        told.lines[1].short, None,
        "another currency is not compared"
    );
    assert_eq!(told.totals[0].amount, "1100 EUR");
    let unpaid: Vec<&str> = told.unpaid.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(unpaid, ["measure/gate"]);
}

#[test]
fn what_exceeds_a_threshold_has_reached_the_body() {
    let records = json!([
        { "kind": "body", "id": "s", "meets-every": "90d", "escalate-after": "14d",
          "escalate-above": "1000 EUR", "escalate-risk-above": "5000 EUR", "meetings": [
            { "at": "2026-01-10", "decisions": ["go"] },
            { "at": "2025-10-10", "decisions": ["wait"] },
            { "at": "2026-07-01" },
        ] },
        { "kind": "measure", "id": "late", "due": "2026-04-30", "state": "building" },
        { "kind": "measure", "id": "just", "due": "2026-05-01", "state": "building" },
        { "kind": "measure", "id": "dear", "cost": "1001 EUR", "state": "planned" },
        { "kind": "measure", "id": "cheap", "cost": "1000 EUR", "state": "planned" },
        { "kind": "risk", "id": "fire", "severity": { "median": "100 EUR", "p90": "5001 EUR" } },
        { "kind": "risk", "id": "rain", "severity": { "median": "100 EUR", "p90": "5000 EUR" } },
    ]);
    let told = steering(&registers(records), TODAY);
    let body = &told.bodies[0];
    let reached: Vec<(&str, &str)> = body
        .reached
        .iter()
        .map(|it| (it.id.as_str(), it.by))
        .collect();
    let expected = [
        ("measure/late", "delay"),
        ("measure/dear", "money"),
        ("risk/fire", "risk"),
    ];
    assert_eq!(reached, expected);
    assert_eq!(body.next_due.as_deref(), Some("2026-04-10"));
    assert!(body.overdue);
}
