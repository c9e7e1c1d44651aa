//! The shapes of what monitors send and are answered.

use serde_json::json;

use super::{Shape, list, object, or_null, text};

/// A message of Alertmanager, as far as it is read.
pub static ALERTMANAGER: Shape = Shape {
    name: "alertmanager",
    schema: || {
        json!({
            "type": "object",
            "required": ["alerts"],
            "properties": {
                "version": { "type": "string" },
                "truncatedAlerts": { "type": "integer" },
                "alerts": { "type": "array", "items": {
                    "type": "object",
                    "required": ["status", "labels"],
                    "properties": {
                        "status": { "enum": ["firing", "resolved"] },
                        "labels": { "type": "object" },
                        "annotations": { "type": "object" },
                        "startsAt": { "type": "string" },
                        "endsAt": { "type": "string" },
                        "fingerprint": { "type": "string" },
                    },
                } },
            },
        })
    },
};

/// What was heard.
pub static HEARD: Shape = Shape {
    name: "heard",
    schema: || {
        object(json!({
            "signals": list(json!({ "type": "object" })),
            "remarks": list(text()),
            "last": or_null("integer"),
        }))
    },
};

/// An event of PagerDuty's interface.
pub static EVENT: Shape = Shape {
    name: "event",
    schema: || {
        json!({
            "type": "object",
            "required": ["routing_key", "event_action"],
            "properties": {
                "routing_key": { "type": "string" },
                "event_action": { "enum": ["trigger", "acknowledge", "resolve"] },
                "dedup_key": { "type": "string", "maxLength": 255 },
                "payload": { "type": "object" },
            },
        })
    },
};

/// What its sender is answered.
pub static PROCESSED: Shape = Shape {
    name: "processed",
    schema: || {
        object(json!({
            "status": text(),
            "message": text(),
            "dedup_key": text(),
        }))
    },
};
