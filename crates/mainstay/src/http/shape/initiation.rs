//! The shapes of the answers of Initiation.

use serde_json::{Value, json};

use super::{Shape, list, number, object, or_null, text};

/// The answer of `programme-status`.
pub static PROGRAMME_STATUS: Shape = Shape {
    name: "programme-status",
    schema: || {
        let criterion = object(json!({
            "words": text(),
            "holds": { "type": "boolean" },
            "why": text(),
            "records": list(text()),
            "finding": or_null("string"),
        }));
        let overdue = object(json!({ "id": text(), "due": text() }));
        let sub_stage = object(json!({
            "id": text(),
            "stage": number(),
            "name": text(),
            "state": { "enum": ["not-started", "in-progress", "done", "overdue"] },
            "criteria": list(criterion),
            "overdue": list(overdue),
        }));
        object(json!({ "sub_stages": list(sub_stage) }))
    },
};

/// The answer of `who`.
pub static WHO: Shape = Shape {
    name: "who",
    schema: || {
        let holder = json!({
            "type": "object",
            "required": ["who", "rank", "from", "after_seconds"],
            "properties": {
                "who": list(text()),
                "rank": number(),
                "from": { "type": "string", "format": "date-time" },
                "after_seconds": { "type": "integer" },
            },
        });
        let absent = object(json!({ "who": text(), "why": text(), "next": or_null("string") }));
        let duty = object(json!({
            "function": text(),
            "item": or_null("string"),
            "role": or_null("string"),
            "name": text(),
            "limit": or_null("string"),
            "two_person": { "type": "boolean" },
            "answer_within_seconds": or_null("integer"),
            "holder": { "anyOf": [holder, { "type": "null" }] },
            "deputies": list(holder),
            "absent": list(absent),
            "gap": or_null("string"),
        }));
        object(json!({ "at": text(), "lost": list(text()), "functions": list(duty) }))
    },
};

/// The answer of `scope-board`.
pub static SCOPE_BOARD: Shape = Shape {
    name: "scope-board",
    schema: || {
        let row = object(json!({
            "id": text(),
            "name": text(),
            "side": { "enum": ["in", "out", "undecided"] },
            "why": text(),
            "scope": or_null("string"),
            "needed_by": list(text()),
            "reason": or_null("string"),
            "approver": or_null("string"),
            "expires": or_null("string"),
            "faults": list(text()),
        }));
        object(json!({ "scopes": list(text()), "items": list(row) }))
    },
};

/// The answer of `role-board`.
pub static ROLE_BOARD: Shape = Shape {
    name: "role-board",
    schema: || object(json!({ "roles": rows(&["id", "name", "may", "held_by", "faults"]) })),
};

/// The answer of `programme-plan`.
pub static PROGRAMME_PLAN: Shape = Shape {
    name: "programme-plan",
    schema: || object(json!({ "tranches": rows(&["name", "deliverables", "slip_days"]) })),
};

/// The answer of `budget-use`.
pub static BUDGET_USE: Shape = Shape {
    name: "budget-use",
    schema: || {
        object(json!({
            "lines": rows(&["budget", "title", "amount", "pays", "short", "overspent"]),
            "totals": rows(&["currency", "amount", "spent"]),
            "unpaid": rows(&["id", "once", "per_year"]),
        }))
    },
};

/// The answer of `steering`.
pub static STEERING: Shape = Shape {
    name: "steering",
    schema: || {
        let body = [
            "id", "name", "members", "decides", "meetings", "reached", "overdue",
        ];
        object(json!({ "bodies": rows(&body) }))
    },
};

/// A list of rows of which others rely on these fields.
fn rows(fields: &[&str]) -> Value {
    list(json!({ "type": "object", "required": fields }))
}
