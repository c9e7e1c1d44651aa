//! What stands around an item, told as small estates.

use serde_json::{Value, json};

use super::*;
use crate::testing::judged;

fn asked_about(records: Value, focus: &str, hops: u32, most: usize) -> Neighbourhood {
    judged(records, |judge| {
        let asked = Asked {
            focus: judge.estate().find(focus).expect("it is there"),
            hops,
            hide: BTreeSet::from(["team".to_string()]),
            most,
        };
        neighbourhood(&judge.standpoint, &judge.targets, &asked)
    })
}

fn ids(around: &Neighbourhood) -> Vec<&str> {
    around.items.iter().map(|item| item.id.as_str()).collect()
}

fn chain() -> Value {
    json!([
        { "kind": "activity", "id": "sell", "requires": ["shop"] },
        { "kind": "service", "id": "shop", "requires": ["db"] },
        { "kind": "component", "id": "db", "site": "hall", "requires": ["disk"],
          "recovery": { "by": "dba" } },
        { "kind": "component", "id": "disk", "site": "hall" },
        { "kind": "component", "id": "other", "site": "hall" },
        { "kind": "site", "id": "hall" },
        { "kind": "team", "id": "dba" },
    ])
}

#[test]
fn steps_go_down_and_up_but_never_down_and_up_again() {
    let around = asked_about(chain(), "db", 1, MOST);
    assert_eq!(
        ids(&around),
        [
            "component/db",
            "service/shop",
            "component/disk",
            "site/hall"
        ]
    );
    assert_eq!(
        around.items[1].more_above, 1,
        "what sells stands a step away"
    );
    let around = asked_about(chain(), "db", 4, MOST);
    assert!(ids(&around).contains(&"activity/sell"));
    // What stands in the same hall is no neighbour.
    assert!(!ids(&around).contains(&"component/other"));
    let around = asked_about(chain(), "site/hall", 1, MOST);
    assert!(ids(&around).contains(&"component/other"));
}

#[test]
fn what_finds_no_room_is_counted() {
    let around = asked_about(chain(), "db", 4, 3);
    assert_eq!((around.items.len(), around.left_out), (3, 2));
    assert!(around.edges.iter().all(|edge| edge.from < 3 && edge.to < 3));
}

#[test]
fn ties_have_their_kinds() {
    let around = asked_about(
        json!([
            { "kind": "service", "id": "shop", "supplier": "acme", "confirmed":
              { "by": "ann", "at": "2026-01-01" }, "requires": [
                { "any": 1, "of": ["one", "two"] },
                { "item": "fraud", "effect": "degrade", "to": "80%" },
                { "item": "vault", "phase": "recover" } ] },
            { "kind": "component", "id": "one" }, { "kind": "component", "id": "two" },
            { "kind": "component", "id": "fraud" }, { "kind": "component", "id": "vault" },
            { "kind": "supplier", "id": "acme" },
        ]),
        "shop",
        1,
        MOST,
    );
    let tie = |id: &str| {
        let edge = around
            .edges
            .iter()
            .find(|edge| around.items[edge.to].id == id);
        let edge = edge.expect("it is needed");
        assert!(edge.confirmed && !edge.by_plan);
        (edge.tie, edge.needed, edge.of, edge.remains)
    };
    assert_eq!(tie("component/one"), (Tie::Stops, 1, 2, None));
    assert_eq!(tie("component/fraud"), (Tie::Degrades, 1, 1, Some(8_000)));
    assert_eq!(tie("component/vault"), (Tie::Recovers, 1, 1, None));
    assert_eq!(tie("supplier/acme"), (Tie::ComesFrom, 1, 1, None));
}

#[test]
fn a_mismatch_says_what_is_left_and_when_it_is_back() {
    let estate = |any: u32| {
        json!([
            { "kind": "service", "id": "shop", "targets": { "rto": "2h" },
              "recovery": { "takes": "30m" }, "requires": [
                { "any": any, "of": ["slow", "quick"], "switch": "5m" } ] },
            { "kind": "component", "id": "slow", "recovery": { "takes": "3h" } },
            { "kind": "component", "id": "quick", "recovery": { "takes": "1h" } },
        ])
    };
    let both = asked_about(estate(2), "shop", 1, MOST);
    let late: Vec<Option<Mismatch>> = both.edges.iter().map(|edge| edge.mismatch).collect();
    let expected = Mismatch {
        number: 1,
        needs_seconds: 7_200 - 1_800 - 300,
        has_seconds: 10_800,
    };
    // 2 h less 30 min of its own and 5 min to switch.
    assert_eq!(late, [Some(expected), None]);
    let one = asked_about(estate(1), "shop", 1, MOST);
    assert!(one.edges.iter().all(|edge| edge.mismatch.is_none()));
}

#[test]
fn a_circle_is_shown_with_where_to_break_it() {
    let around = asked_about(
        json!([
            { "kind": "service", "id": "sign-in", "requires": [{ "item": "names", "phase": "run" }] },
            { "kind": "service", "id": "names", "requires": ["sign-in"] },
        ]),
        "sign-in",
        1,
        MOST,
    );
    let round = &around.circles[0];
    assert_eq!((round.members, round.deadlock), (2, false));
    assert_eq!(
        round.break_here,
        Some(("service/names".to_string(), "service/sign-in".to_string()))
    );
}

#[test]
fn every_edge_is_written_or_asked_for_by_a_plan() {
    let around = asked_about(
        json!([
            { "kind": "service", "id": "shop", "requires": ["db"] },
            { "kind": "component", "id": "db" }, { "kind": "component", "id": "vault" },
            { "kind": "plan", "id": "p", "status": "approved", "steps": [
                { "id": "a", "takes": "10m", "restores": "vault" },
                { "id": "b", "takes": "10m", "after": ["a"], "restores": "shop" } ] },
        ]),
        "shop",
        1,
        MOST,
    );
    let planned: Vec<(&str, bool)> = around
        .edges
        .iter()
        .map(|edge| (around.items[edge.to].id.as_str(), edge.by_plan))
        .collect();
    assert_eq!(
        planned,
        [("component/db", false), ("component/vault", true)]
    );
}
