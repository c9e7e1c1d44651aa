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
            "year": year(),
            "less": less(),
            "register_less": less(),
            "payback": payback(),
        },
    })
}

fn figures(names: &[&str]) -> Value {
    let all = names
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "type": "number" })));
    let all = object(Value::Object(all.collect()));
    json!({ "anyOf": [all, { "type": "null" }] })
}

fn year() -> Value {
    figures(&["mean", "p90", "p95", "p99", "tail_mean", "none_probability"])
}

fn less() -> Value {
    let names = [
        "mean",
        "mean_error",
        "p90",
        "p95",
        "p99",
        "tail_mean",
        "worse_probability",
    ];
    figures(&names)
}

fn payback() -> Value {
    let payback = object(json!({
        "years": or_null("number"),
        "soonest_years": or_null("number"),
        "latest_years": or_null("number"),
        "said": { "enum": ["stated", "partly", "assumed"] },
        "within_years": number(),
        "probability": or_null("number"),
    }));
    json!({ "anyOf": [payback, { "type": "null" }] })
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
                "payback": payback(),
                "without_year": year(),
                "with_year": year(),
                "less": less(),
            },
        });
        object(json!({
            "currency": text(),
            "years": number(),
            "seed": number(),
            "lower_bound": { "type": "boolean" },
            "measures": list(measure),
        }))
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

/// The answer of `standby-fit`.
pub static STANDBY: Shape = Shape {
    name: "standby-fit",
    schema: || {
        let load = object(json!({
            "id": text(),
            "whole": { "type": "number" },
            "least_percent": { "type": "number" },
            "needed": { "type": "number" },
            "tier": or_null("integer"),
            "dropped": or_null("integer"),
        }));
        list(object(json!({
            "id": text(),
            "name": text(),
            "unit": text(),
            "capacity": or_null("number"),
            "shared_by": or_null("integer"),
            "share": or_null("number"),
            "needed": { "type": "number" },
            "whole": { "type": "number" },
            "short": or_null("number"),
            "loads": list(load),
            "agreed": { "type": "boolean" },
        })))
    },
};
