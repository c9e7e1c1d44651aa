//! Cases: owners, hours, numbers, training and contact.

use serde_json::{Value, json};

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    let mut all = vec![owner(), hours(), role_hours(), enough()];
    all.extend(dated());
    all
}

fn owner() -> Case {
    let role = |holders: &[&str]| {
        let mut all = vec![
            json!({ "kind": "role", "id": "lead" }),
            json!({ "kind": "service", "id": "shop", "owner": "role/lead" }),
        ];
        for person in holders {
            all.push(json!({ "kind": "person", "id": person }));
            all.push(json!({ "kind": "assignment", "id": person, "role": "lead",
                             "person": person }));
        }
        Value::Array(all)
    };
    Case {
        condition: "owner-and-deputy",
        subject: "service/shop",
        with: json!({}),
        fails: role(&["ann"]),
        holds: role(&["ann", "bob"]),
    }
}

fn office(days: &[&str], from: &str, to: &str) -> Value {
    json!({ "kind": "calendar", "id": "office", "zone": "Europe/Berlin",
            "windows": [{ "days": days, "from": from, "to": to }] })
}

const WEEK: &[&str] = &["mon", "tue", "wed", "thu", "fri"];
const ALL_DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn hours() -> Case {
    let shop = |shop_hours: Value| {
        json!([
            office(WEEK, "08:00", "18:00"),
            { "kind": "team", "id": "dba", "hours": "office", "call-out": "45m" },
            { "kind": "service", "id": "shop", "hours": shop_hours, "recovery": { "by": "dba" } },
        ])
    };
    Case {
        condition: "hours-covered",
        subject: "service/shop",
        with: json!({}),
        fails: shop(Value::Null),
        holds: shop(json!("office")),
    }
}

fn role_hours() -> Case {
    let role = |night: &str| {
        json!([
            { "kind": "role", "id": "duty" },
            { "kind": "person", "id": "ann" },
            { "kind": "person", "id": "bob" },
            { "kind": "calendar", "id": "day", "zone": "UTC",
              "windows": [{ "days": ALL_DAYS, "from": "06:00", "to": "20:00" }] },
            { "kind": "calendar", "id": "night", "zone": "UTC",
              "windows": [{ "days": ALL_DAYS, "from": "19:30", "to": night }] },
            { "kind": "assignment", "id": "a", "role": "duty", "person": "ann", "hours": "day" },
            { "kind": "assignment", "id": "b", "role": "duty", "person": "bob", "hours": "night" },
        ])
    };
    Case {
        condition: "hours-covered",
        subject: "role/duty",
        with: json!({}),
        fails: role("05:30"),
        holds: role("06:00"),
    }
}

fn enough() -> Case {
    let team = |capacity: u32| {
        json!([
            { "kind": "team", "id": "dba", "capacity": capacity },
            { "kind": "plan", "id": "back", "status": "approved", "steps": [
                { "id": "one", "by": "dba", "people": 3 }
            ] },
        ])
    };
    Case {
        condition: "people-enough",
        subject: "team/dba",
        with: json!({ "absent": "40%" }),
        fails: team(4),
        holds: team(5),
    }
}

fn dated() -> Vec<Case> {
    let role = |day: &str| {
        json!([
            { "kind": "role", "id": "lead" },
            { "kind": "person", "id": "ann", "contact-verified": day,
              "trained": [{ "role": "lead", "at": day }] },
            { "kind": "assignment", "id": "a", "role": "lead", "person": "ann" },
        ])
    };
    let team = |day: &str| {
        json!([
            { "kind": "team", "id": "dba", "members": ["ann"] },
            { "kind": "person", "id": "ann", "contact-verified": day,
              "trained": [{ "competence": "restore", "at": day }] },
        ])
    };
    let tree = |day: &str| {
        json!([{ "kind": "call-tree", "id": "night", "verified": day,
                 "calls": [{ "to": "role/lead" }] }])
    };
    let case = |condition, subject, fails, holds| Case {
        condition,
        subject,
        with: json!({ "within": "90d" }),
        fails,
        holds,
    };
    let (old, new) = ("2026-01-10", "2026-03-10");
    vec![
        case("trained-within", "role/lead", role(old), role(new)),
        case("trained-within", "team/dba", team(old), team(new)),
        case("trained-within", "person/ann", team(old), team(new)),
        case("contact-verified-within", "role/lead", role(old), role(new)),
        case("contact-verified-within", "team/dba", team(old), team(new)),
        case(
            "contact-verified-within",
            "person/ann",
            team(old),
            team(new),
        ),
        case(
            "contact-verified-within",
            "call-tree/night",
            tree(old),
            tree(new),
        ),
    ]
}
