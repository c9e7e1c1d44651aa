//! Cases: targets, redundancy, data, plans, suppliers, governance.

use serde_json::json;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    let mut all = targets();
    all.extend(redundancy());
    all.extend(data());
    all.extend(plans());
    all.extend(suppliers());
    all.extend(governance());
    all
}

fn targets() -> Vec<Case> {
    let impact = |status: &str| {
        json!([
            { "kind": "activity", "id": "pay" },
            { "kind": "impact", "id": "i", "activity": "pay", "status": status,
              "after": ["1h", "4h"], "levels": { "money": [1, 3] } },
        ])
    };
    let shop = |takes: &str| {
        json!([{ "kind": "service", "id": "shop", "targets": { "rto": "4h" },
                 "recovery": { "takes": takes } }])
    };
    let data = |every: &str| {
        json!([
            { "kind": "component", "id": "db", "holds": ["orders"] },
            { "kind": "dataset", "id": "orders", "targets": { "rpo": "1h" },
              "protection": [{ "method": "snapshot", "every": every }] },
        ])
    };
    vec![
        Case {
            condition: "approved-impact",
            subject: "activity/pay",
            with: json!({}),
            fails: impact("draft"),
            holds: impact("approved"),
        },
        Case {
            condition: "target-set",
            subject: "service/shop",
            with: json!({}),
            fails: json!([{ "kind": "service", "id": "shop" }]),
            holds: shop("1h"),
        },
        Case {
            condition: "meets-rto",
            subject: "service/shop",
            with: json!({ "spare": "30m" }),
            fails: shop("3h45m"),
            holds: shop("3h30m"),
        },
        Case {
            condition: "meets-rpo",
            subject: "dataset/orders",
            with: json!({ "modes": ["local", "corruption"] }),
            fails: data("2h"),
            holds: data("1h"),
        },
    ]
}

fn redundancy() -> Vec<Case> {
    let pair = |one: &str, other: &str, field: &str| {
        json!([
            { "kind": "site", "id": "a", "location": { "lat": 52.37, "lon": 4.90 } },
            { "kind": "site", "id": "b", "location": { "lat": 50.11, "lon": 8.68 } },
            { "kind": "supplier", "id": "x" },
            { "kind": "supplier", "id": "y" },
            { "kind": "component", "id": "db1", field: one },
            { "kind": "component", "id": "db2", field: other },
            { "kind": "service", "id": "shop", "requires": [{ "any": 1, "of": ["db1", "db2"] }] },
        ])
    };
    vec![
        Case {
            condition: "no-single-point",
            subject: "service/shop",
            with: json!({}),
            fails: pair("a", "a", "site"),
            holds: pair("a", "b", "site"),
        },
        Case {
            condition: "no-shared-site",
            subject: "service/shop",
            with: json!({}),
            fails: pair("a", "a", "site"),
            holds: pair("a", "b", "site"),
        },
        Case {
            condition: "no-shared-supplier",
            subject: "service/shop",
            with: json!({}),
            fails: pair("x", "x", "supplier"),
            holds: pair("x", "y", "supplier"),
        },
        Case {
            condition: "distance-at-least",
            subject: "service/shop",
            with: json!({ "km": 100 }),
            fails: pair("a", "a", "site"),
            holds: pair("a", "b", "site"),
        },
    ]
}

fn data() -> Vec<Case> {
    let copy = |copy: serde_json::Value| {
        json!([
            { "kind": "site", "id": "a", "location": { "lat": 52.37, "lon": 4.90 } },
            { "kind": "site", "id": "b", "location": { "lat": 50.11, "lon": 8.68 } },
            { "kind": "site", "id": "near", "location": { "lat": 52.30, "lon": 4.80 } },
            { "kind": "component", "id": "db", "site": "a", "admin-domain": "prod",
              "holds": ["orders"] },
            { "kind": "dataset", "id": "orders", "protection": [copy] },
        ])
    };
    let orders = |condition, with, fails, holds| Case {
        condition,
        subject: "dataset/orders",
        with,
        fails: copy(fails),
        holds: copy(holds),
    };
    vec![
        orders(
            "separate-admin-domain",
            json!({}),
            json!({ "method": "backup", "admin-domain": "prod", "immutable": true }),
            json!({ "method": "backup", "admin-domain": "backup" }),
        ),
        orders(
            "immutable-copy",
            json!({ "retention": "30d", "elsewhere": true }),
            json!({ "method": "backup", "at": "site/b", "immutable": true, "retention": "7d" }),
            json!({ "method": "backup", "at": "site/b", "immutable": true, "retention": "30d" }),
        ),
        orders(
            "restored-within",
            json!({ "within": "90d" }),
            json!({ "method": "backup", "verified": "restored", "verified-at": "2026-01-01" }),
            json!({ "method": "backup", "verified": "restored", "verified-at": "2026-03-01" }),
        ),
        orders(
            "no-shared-site",
            json!({}),
            json!({ "method": "backup", "at": "site/a" }),
            json!({ "method": "backup", "at": "site/b" }),
        ),
        Case {
            condition: "distance-at-least",
            subject: "site/a",
            with: json!({ "km": 300 }),
            fails: copy(json!({ "method": "backup", "at": "site/near" })),
            holds: copy(json!({ "method": "backup", "at": "site/b" })),
        },
        orders(
            "distance-at-least",
            json!({ "km": 300 }),
            json!({ "method": "backup", "at": "site/a" }),
            json!({ "method": "backup", "at": "site/b" }),
        ),
    ]
}

fn plans() -> Vec<Case> {
    let plan = |status: &str, observed: &str| {
        json!([
            { "kind": "scenario", "id": "fire", "loses": ["shop"] },
            { "kind": "service", "id": "shop",
              "recovery": { "observed": [{ "took": "2h", "at": observed }] } },
            { "kind": "plan", "id": "back", "status": status, "scenarios": ["fire"],
              "steps": [{ "id": "one", "restores": "shop", "takes": "1h" }] },
        ])
    };
    let review = |day: &str| {
        let confirmed = json!({ "by": "cio", "at": day });
        json!([{ "kind": "risk", "id": "flood", "confirmed": confirmed }])
    };
    let tested = |condition, subject| Case {
        condition,
        subject,
        with: json!({ "within": "365d" }),
        fails: plan("approved", "2025-01-10"),
        holds: plan("approved", "2026-01-10"),
    };
    vec![
        Case {
            condition: "plan-in-force",
            subject: "service/shop",
            with: json!({ "scenario": "fire" }),
            fails: plan("draft", "2026-01-10"),
            holds: plan("approved", "2026-01-10"),
        },
        tested("plan-tested-within", "plan/back"),
        tested("plan-tested-within", "service/shop"),
        tested("exercise-within", "service/shop"),
        Case {
            condition: "review-within",
            subject: "risk/flood",
            with: json!({}),
            fails: review("2025-05-14"),
            holds: review("2025-05-15"),
        },
        Case {
            condition: "capacity-enough",
            subject: "arrangement/warm",
            with: json!({ "spare": "20%" }),
            fails: json!([{ "kind": "arrangement", "id": "warm", "capacity": 110, "demand": 100 }]),
            holds: json!([{ "kind": "arrangement", "id": "warm", "capacity": 120, "demand": 100 }]),
        },
    ]
}

fn suppliers() -> Vec<Case> {
    let contract = |rto: &str| {
        json!([
            { "kind": "supplier", "id": "cloud" },
            { "kind": "component", "id": "db", "supplier": "cloud",
              "recovery": { "takes": "1h" } },
            { "kind": "service", "id": "shop", "targets": { "rto": "4h" },
              "recovery": { "takes": "1h" }, "requires": ["db"] },
            { "kind": "contract", "id": "c", "supplier": "cloud", "covers": ["db"], "rto": rto },
        ])
    };
    let exit = |status: &str| {
        json!([
            { "kind": "supplier", "id": "cloud", "exit-plan": "plan/leave" },
            { "kind": "plan", "id": "leave", "status": status, "steps": [{ "id": "one" }] },
        ])
    };
    vec![
        Case {
            condition: "contract-promise",
            subject: "component/db",
            with: json!({}),
            fails: contract("4h"),
            holds: contract("3h"),
        },
        Case {
            condition: "contract-promise",
            subject: "supplier/cloud",
            with: json!({}),
            fails: contract("4h"),
            holds: contract("3h"),
        },
        Case {
            condition: "exit-plan",
            subject: "supplier/cloud",
            with: json!({}),
            fails: exit("draft"),
            holds: exit("approved"),
        },
    ]
}

fn governance() -> Vec<Case> {
    let obligation = |status: &str| {
        json!([
            { "kind": "obligation", "id": "law", "evidence": ["plan/back"] },
            { "kind": "plan", "id": "back", "status": status, "steps": [{ "id": "one" }] },
        ])
    };
    let scope = |expires: &str| {
        json!([
            { "kind": "service", "id": "old" },
            { "kind": "scope", "id": "all", "excludes": [
                { "item": "service/old", "reason": "is switched off", "approver": "role/cio",
                  "expires": expires }
            ] },
        ])
    };
    vec![
        Case {
            condition: "obligation-evidenced",
            subject: "obligation/law",
            with: json!({}),
            fails: obligation("in-review"),
            holds: obligation("approved"),
        },
        Case {
            condition: "exclusion-approved",
            subject: "scope/all",
            with: json!({}),
            fails: scope("2026-05-14"),
            holds: scope("2026-05-15"),
        },
    ]
}
