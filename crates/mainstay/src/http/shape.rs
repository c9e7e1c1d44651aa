//! The shapes of what is sent and answered, by name, as JSON Schema 2020-12. What people write has
//! its shape from the kinds of records; what answers hold is described as far as others rely on it.

pub mod initiation;
pub mod strategy;
pub mod campaign;
pub mod signal;

use exchange::write::json;
use record::node::Node;
use record::shape::Shape as _;
use serde_json::{Value, json};

/// A shape by name.
pub struct Shape {
    /// Its name, unique.
    pub name: &'static str,
    /// Its schema.
    pub schema: fn() -> Value,
}

/// A tree of ours as a value.
pub fn value(node: &Node) -> Value {
    serde_json::from_str(&json::line(node)).expect("our writer writes JSON")
}

/// A reference to a shape.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn object(properties: Value) -> Value {
    let required: Vec<&String> = properties
        .as_object()
        .map_or(Vec::new(), |all| all.keys().collect());
    json!({ "type": "object", "required": required, "properties": properties })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn or_null(of: &str) -> Value {
    json!({ "type": [of, "null"] })
}

/// A record as it is sent; the path says of which kind.
pub static RECORD: Shape = Shape {
    name: "record",
    schema: || json!({ "type": "object", "required": ["kind", "id"] }),
};

/// A record as it is answered.
pub static FILED: Shape = Shape {
    name: "filed-record",
    schema: || {
        json!({
            "type": "object",
            "required": ["record", "meta"],
            "properties": {
                "record": {
                    "description": "As files hold it; money may be withheld.",
                    "type": "object",
                    "required": ["kind", "id"],
                    "properties": { "kind": text(), "id": { "type": ["string", "number"] } },
                },
                "meta": object(json!({
                    "revision": number(),
                    "in_force": or_null("integer"),
                    "status": { "enum": ["draft", "in-review", "approved", "retired"] },
                    "proposed": { "type": "boolean" },
                    "home": or_null("string"),
                    "at": or_null("object"),
                    "seq": number(),
                    "author": text(),
                    "approver": or_null("string"),
                })),
                "withheld": list(text()),
            },
        })
    },
};

/// A page of records.
pub static PAGE: Shape = Shape {
    name: "page",
    schema: || object(json!({ "items": list(reference(FILED.name)), "next": or_null("string") })),
};

/// What came of a command.
pub static RECEIPT: Shape = Shape {
    name: "receipt",
    schema: || {
        object(json!({
            "first": or_null("integer"),
            "last": or_null("integer"),
            "at": { "type": "string", "format": "date-time" },
            "subjects": list(object(json!({ "id": text(), "revision": number() }))),
        }))
    },
};

/// Why a step is taken.
pub static REASON: Shape = Shape {
    name: "reason",
    schema: || value(&super::record_api::Reason::schema()),
};

/// Entries of the journal.
pub static ENTRIES: Shape = Shape {
    name: "entries",
    schema: || {
        let entry = object(json!({
            "seq": number(),
            "at": { "type": "string", "format": "date-time" },
            "id": text(),
            "event": text(),
            "actor": text(),
            "what": { "type": "object" },
        }));
        json!({
            "type": "object",
            "required": ["items"],
            "properties": { "items": list(entry), "next": or_null("string") },
        })
    },
};

/// A list of things.
pub static ITEMS: Shape = Shape {
    name: "items",
    schema: || object(json!({ "items": list(json!({ "type": "object" })) })),
};

/// A problem (RFC 9457).
pub static PROBLEM: Shape = Shape {
    name: "problem",
    schema: || {
        json!({
            "type": "object",
            "required": ["type", "title", "status", "detail", "code", "remedy"],
            "properties": {
                "type": { "type": "string", "format": "uri-reference" },
                "title": text(),
                "status": { "type": "integer", "minimum": 400, "maximum": 599 },
                "detail": text(),
                "code": text(),
                "remedy": { "description": "What would help.", "type": "string" },
                "errors": list(json!({
                    "type": "object",
                    "required": ["field", "text"],
                    "properties": {
                        "field": text(),
                        "text": text(),
                        "file": text(),
                        "line": number(),
                        "column": number(),
                    },
                })),
            },
        })
    },
};

/// The answer of `check`.
pub static CHECK: Shape = Shape {
    name: "check",
    schema: || {
        let counts = object(json!({ "error": number(), "warning": number(), "note": number() }));
        object(json!({ "counts": counts, "findings": list(reference(FINDING.name)) }))
    },
};

/// A finding.
pub static FINDING: Shape = Shape {
    name: "finding-of-check",
    schema: || {
        object(json!({
            "code": text(),
            "severity": { "enum": ["note", "warning", "error", "refuse"] },
            "subject": text(),
            "text": text(),
            "because": list(text()),
            "needs_seconds": or_null("integer"),
            "has_seconds": or_null("integer"),
            "at": or_null("object"),
        }))
    },
};

/// The answer of `targets`.
pub static TARGETS: Shape = Shape {
    name: "targets",
    schema: || {
        let item = json!({
            "type": "object",
            "required": ["id", "verdict", "rto_required_seconds", "rtc_seconds"],
            "properties": {
                "id": text(),
                "verdict": { "enum": ["meets", "misses", "unknown", "infeasible", "no-target"] },
                "rto_required_seconds": or_null("integer"),
                "rtc_seconds": or_null("integer"),
            },
        });
        object(json!({ "items": list(item) }))
    },
};

/// The answer of `impact`.
pub static IMPACT: Shape = Shape {
    name: "impact-of-loss",
    schema: || {
        let objects = list(json!({ "type": "object" }));
        object(json!({
            "lost": list(text()),
            "stopped": list(text()),
            "degraded": objects,
            "on_redundancy": objects,
            "unresolved": list(text()),
            "breaches": objects,
        }))
    },
};

/// The answer of `recover`.
pub static RECOVER: Shape = Shape {
    name: "recovery-schedule",
    schema: || {
        let objects = list(json!({ "type": "object" }));
        object(json!({
            "scenario": or_null("string"),
            "at": text(),
            "lost": list(text()),
            "tasks": objects,
            "items": objects,
            "makespan_seconds": number(),
            "longest_path_seconds": number(),
            "lower_bound_seconds": number(),
            "critical": list(text()),
            "bottleneck": or_null("string"),
            "teams": objects,
            "plans": objects,
            "conflict": or_null("object"),
            "arrangements": objects,
            "calls": objects,
            "seed": number(),
            "budget_schedules": number(),
            "schedules_built": number(),
            "runs": number(),
            "verified": { "type": "boolean" },
            "overbooked": list(text()),
        }))
    },
};

/// The answer of `simulate`.
pub static SIMULATE: Shape = Shape {
    name: "simulate",
    schema: || {
        let objects = list(json!({ "type": "object" }));
        object(json!({
            "runs": number(),
            "item_runs": number(),
            "seed": number(),
            "scenario": or_null("string"),
            "items": objects,
            "annual_loss": { "type": "object" },
            "covers": { "type": "object" },
            "downtime": objects,
            "supposed": { "type": "object" },
            "notes": list(text()),
        }))
    },
};

/// The answer of `risks`.
pub static RISKS: Shape = Shape {
    name: "risks",
    schema: || {
        object(json!({
            "currency": or_null("string"),
            "risks": list(json!({ "type": "object" })),
            "costs_alike": { "type": "object" },
        }))
    },
};

/// The answer of `forecast`.
pub static FORECAST: Shape = Shape {
    name: "forecast",
    schema: || {
        let objects = list(json!({ "type": "object" }));
        object(json!({
            "at": text(),
            "within_days": number(),
            "drift": objects,
            "sites": objects,
            "organisation": objects,
            "score": { "type": ["object", "null"] },
            "unknown": list(text()),
        }))
    },
};

/// The forecasts that were kept.
pub static KEPT_FORECASTS: Shape = Shape {
    name: "kept-forecasts",
    schema: || {
        let objects = list(json!({ "type": "object" }));
        object(json!({
            "score": { "type": ["object", "null"] },
            "open": number(),
            "unknown": number(),
            "kept": number(),
            "items": objects,
        }))
    },
};

/// The answer of `weaknesses`.
pub static WEAKNESSES: Shape = Shape {
    name: "weaknesses",
    schema: || {
        object(json!({
            "of": text(),
            "breach": { "type": "boolean" },
            "order_max": number(),
            "complete": { "type": "boolean" },
            "count_by_order": { "type": "object" },
            "sets": list(json!({ "type": "object" })),
            "unavailability": or_null("number"),
            "missing": list(text()),
        }))
    },
};

/// The answer of `margin`.
pub static MARGIN: Shape = Shape {
    name: "margin",
    schema: || {
        let items = || list(json!({ "type": "object" }));
        object(json!({
            "at": text(),
            "signals": items(),
            "lost": list(text()),
            "stopped": list(text()),
            "degraded": list(text()),
            "on_last_redundancy": items(),
            "services": items(),
            "counts": { "type": "object" },
            "under_way": list(text()),
            "planned": items(),
        }))
    },
};

/// The answer of `unknown`.
pub static UNKNOWN: Shape = Shape {
    name: "unknown",
    schema: || {
        object(json!({
            "order_max": number(),
            "complete": { "type": "boolean" },
            "untried": number(),
            "activities": list(json!({ "type": "object" })),
            "loss_types": { "type": "object" },
            "stories": list(json!({ "type": "object" })),
        }))
    },
};

/// The answer of `black-start`.
pub static BLACK_START: Shape = Shape {
    name: "black-start",
    schema: || {
        object(json!({
            "locked": list(json!({ "type": "object" })),
            "fewest": { "type": "boolean" },
            "there": list(json!({ "type": "object" })),
            "waves": list(list(text())),
        }))
    },
};

/// The answer of `ask`.
pub static ASK: Shape = Shape {
    name: "ask",
    schema: || {
        object(json!({
            "known": number(),
            "unknown": number(),
            "questions": list(json!({ "type": "object" })),
        }))
    },
};

/// The answer of `readiness`.
pub static READINESS: Shape = Shape {
    name: "readiness",
    schema: || {
        object(json!({
            "required": number(),
            "calculated": number(),
            "shown": number(),
            "services": list(reference(EVIDENCE.name)),
        }))
    },
};

/// What speaks for an item's coming back in time.
pub static EVIDENCE: Shape = Shape {
    name: "evidence",
    schema: || {
        object(json!({
            "id": text(),
            "name": text(),
            "level": { "enum": ["none", "claimed", "projected", "tested", "proven"] },
            "verdict": { "enum": ["meets", "misses", "unknown", "infeasible", "no-target"] },
            "freshness": { "enum": ["fresh", "due-soon", "stale", null] },
            "target_seconds": or_null("integer"),
            "calculated_seconds": or_null("integer"),
            "shown": or_null("object"),
            "reasons": list(json!({ "type": "object", "required": ["text"] })),
        }))
    },
};

/// A run as it stands.
pub static RUN: Shape = Shape {
    name: "run",
    schema: || {
        object(json!({
            "run": text(),
            "mode": { "enum": ["exercise", "live", "precaution"] },
            "plan": text(),
            "started_at": { "type": "string", "format": "date-time" },
            "elapsed_seconds": { "type": "integer" },
            "is_on": { "type": "boolean" },
            "steps": list(json!({ "type": "object", "required": ["id", "phase", "may"] })),
            "targets": list(json!({ "type": "object", "required": ["id", "due_at"] })),
            "end": or_null("object"),
            "verified": or_null("object"),
            "log": list(json!({ "type": "object" })),
        }))
    },
};

/// The answer of `deadline`.
pub static DEADLINE: Shape = Shape {
    name: "deadline",
    schema: || {
        json!({
            "type": "object",
            "required": ["deadline", "elapsed_seconds"],
            "properties": {
                "deadline": { "type": "string", "format": "date-time" },
                "elapsed_seconds": { "type": "integer" },
                "remark": text(),
            },
        })
    },
};

/// The answer of `diff`.
pub static DIFF: Shape = Shape {
    name: "diff",
    schema: || {
        let findings = list(reference(FINDING.name));
        object(json!({
            "broke": findings,
            "introduced": findings,
            "mended": findings,
            "evidence_lost": list(json!({ "type": "object" })),
        }))
    },
};

/// What a code means, or a list of such.
pub static EXPLAIN: Shape = Shape {
    name: "explain",
    schema: || json!({ "type": ["object", "array"] }),
};

/// Anything in JSON.
pub static ANY: Shape = Shape {
    name: "any",
    schema: || json!({ "type": "object" }),
};

/// What an import would change, or did.
pub static CHANGE: Shape = Shape {
    name: "change-by-import",
    schema: || {
        object(json!({
            "counts": { "type": "object" },
            "added": list(text()),
            "changed": list(json!({ "type": "object" })),
            "vanished": list(text()),
            "unresolved": list(json!({ "type": "object" })),
            "remarks": list(text()),
            "says": text(),
        }))
    },
};

/// A file that was put.
pub static ATTACHED: Shape = Shape {
    name: "attached",
    schema: || {
        object(json!({
            "digest": text(),
            "seq": number(),
            "at": { "type": "string", "format": "date-time" },
        }))
    },
};

/// Why a file is erased.
pub static ERASING: Shape = Shape {
    name: "erasing",
    schema: || value(&super::attachment_api::Erasing::schema()),
};

/// What happened after an entry.
pub static NEWS: Shape = Shape {
    name: "news",
    schema: || object(json!({ "items": list(json!({ "type": "object" })), "after": number() })),
};

/// The head of the journal.
pub static HEAD: Shape = Shape {
    name: "head",
    schema: || {
        object(json!({
            "seq": number(),
            "digest": text(),
            "root": text(),
            "origin": text(),
            "entries_max": number(),
            "bytes": number(),
            "bytes_max": number(),
        }))
    },
};

/// A proof.
pub static PROOF: Shape = Shape {
    name: "proof",
    schema: || object(json!({ "size": number(), "root": text(), "hashes": list(text()) })),
};

/// Folders that are homes.
pub static HOMES: Shape = Shape {
    name: "homes",
    schema: || {
        let row = object(json!({
            "home": text(),
            "folder": text(),
            "records": number(),
            "collisions": list(text()),
            "synced_at": text(),
        }));
        object(json!({ "items": list(row) }))
    },
};

/// What bringing a folder into step changes.
pub static SYNC: Shape = Shape {
    name: "sync",
    schema: || {
        let rows = || list(json!({ "type": "object", "required": ["id", "at"] }));
        object(json!({
            "home": text(),
            "folder": text(),
            "counts": { "type": "object" },
            "added": rows(),
            "changed": rows(),
            "retired": rows(),
            "taken_over": rows(),
            "collisions": rows(),
            "findings": list(reference(FINDING.name)),
            "says": text(),
        }))
    },
};

/// How the journal is kept.
pub static KEEPING: Shape = Shape {
    name: "keeping",
    schema: || {
        let remark = object(json!({
            "about": text(),
            "level": text(),
            "text": text(),
            "mend": text(),
        }));
        object(json!({
            "head": number(),
            "backup": or_null("object"),
            "backup_folder": or_null("string"),
            "same_device": { "type": "boolean" },
            "rehearsal": or_null("object"),
            "checkpoint": or_null("object"),
            "verifier": or_null("string"),
            "deliveries": list(json!({ "type": "object" })),
            "remarks": list(remark),
            "banner": list(text()),
        }))
    },
};

/// Files as JSON has them.
pub static FILES: Shape = Shape {
    name: "files",
    schema: || value(&super::sent::JsonFiles::schema()),
};

/// Shapes that others refer to by name without a route naming them.
pub static BESIDE: &[&Shape] = &[&FINDING, &FILED, &PROBLEM, &FILES];
