//! The shapes of the answers about strategy.

use serde_json::{Value, json};

use super::{Shape, list, number, object, or_null, text};

fn range() -> Value {
    let range = object(json!({ "low": { "type": "number" }, "high": { "type": "number" } }));
    json!({ "anyOf": [range, { "type": "null" }] })
}

fn option() -> Value {
    json!({
        "type": "object",
        "required": ["id", "name", "ground", "verdict", "cost"],
        "properties": {
            "id": text(),
            "name": text(),
            "type": or_null("string"),
            "ground": { "enum": ["today", "computed", "claimed", "unknown"] },
            "rtc_seconds": or_null("integer"),
            "rpc_seconds": {},
            "margin_seconds": or_null("integer"),
            "verdict": { "enum": ["meets", "misses", "unknown", "infeasible", "no-target"] },
            "because": list(text()),
            "cost": { "type": "object", "properties": { "per_year": range() } },
            "residual_per_year": or_null("number"),
            "avoided_per_year": or_null("number"),
            "total_per_year": or_null("number"),
            "break_even_per_year": or_null("number"),
            "fixes": list(text()),
            "broken": list(text()),
            "beaten_by": or_null("string"),
        },
    })
}

/// The answer of `strategy`.
pub static STRATEGY: Shape = Shape {
    name: "strategy",
    schema: || {
        let row = json!({
            "type": "object",
            "required": ["id", "name", "mode", "standing"],
            "properties": {
                "id": text(),
                "name": text(),
                "mode": text(),
                "standing": {
                    "enum": ["decided", "gap-accepted", "expired", "proposed", "open"],
                },
                "cost_per_year": range(),
                "avoided_per_year": or_null("number"),
            },
        });
        let band = object(json!({
            "within_seconds": number(),
            "option": or_null("string"),
            "total_per_year": or_null("number"),
            "price_per_year": or_null("number"),
            "asked": { "type": "boolean" },
        }));
        let all = object(json!({
            "currency": text(),
            "rows": list(row),
            "decided": number(),
            "of": number(),
            "gaps_accepted": number(),
            "cost_per_year": range(),
        }));
        let one = object(json!({
            "id": text(),
            "mode": text(),
            "currency": text(),
            "required_seconds": or_null("integer"),
            "options": list(option()),
            "cheapest_in_time": or_null("string"),
            "cheapest": or_null("string"),
            "bands": list(band),
        }));
        json!({ "anyOf": [all, one] })
    },
};

/// The answer of `measure-effects`.
pub static MEASURES: Shape = Shape {
    name: "measure-effects",
    schema: || {
        let measure = json!({
            "type": "object",
            "required": ["id", "name", "risks", "recovery"],
            "properties": {
                "id": text(),
                "name": text(),
                "avoided_per_year": or_null("number"),
                "cost_per_year": range(),
                "value_per_year": or_null("number"),
            },
        });
        object(json!({ "currency": text(), "measures": list(measure) }))
    },
};

/// The answer of `recovery-turns`.
pub static TURNS: Shape = Shape {
    name: "recovery-turns",
    schema: || {
        let turn = object(json!({
            "id": text(),
            "takes_seconds": number(),
            "due_seconds": or_null("integer"),
            "ends_seconds": number(),
            "late_seconds": number(),
        }));
        list(object(json!({
            "team": text(),
            "turns": list(turn),
            "unknown": list(text()),
        })))
    },
};
