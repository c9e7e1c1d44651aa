//! The shapes of campaigns and questionnaires.

use record::shape::Shape as _;
use serde_json::{Value, json};

use super::{Shape, list, number, object, or_null, text, value};
use crate::http::campaign_api as api;

/// A campaign to be begun.
pub static BEGIN: Shape = Shape {
    name: "campaign-begin",
    schema: || value(&api::Begin::schema()),
};

/// An answer to one question.
pub static ANSWER: Shape = Shape {
    name: "campaign-answer",
    schema: || value(&api::Answer::schema()),
};

/// A step about one activity.
pub static STEP: Shape = Shape {
    name: "campaign-step",
    schema: || value(&api::Step::schema()),
};

/// A doubt.
pub static DOUBT: Shape = Shape {
    name: "campaign-doubt",
    schema: || value(&api::Doubt::schema()),
};

/// A question to be handed on.
pub static HANDING: Shape = Shape {
    name: "campaign-handing",
    schema: || value(&api::Handing::schema()),
};

/// A reminder.
pub static REMINDER: Shape = Shape {
    name: "campaign-reminder",
    schema: || value(&api::Reminder::schema()),
};

/// Why a campaign is closed.
pub static CLOSING: Shape = Shape {
    name: "campaign-closing",
    schema: || value(&api::Closing::schema()),
};

/// The campaigns.
pub static CAMPAIGNS: Shape = Shape {
    name: "campaigns",
    schema: || object(json!({ "items": list(object(summary())) })),
};

/// A campaign with its questionnaires.
pub static CAMPAIGN: Shape = Shape {
    name: "campaign",
    schema: || {
        let mut whole = summary();
        whole["questionnaires"] = list(object(json!({
            "id": text(),
            "name": text(),
            "to": or_null("string"),
            "standing": standing(),
            "sent_at": text(),
            "answered_count": number(),
            "questions_count": number(),
            "delegated": list(list(text())),
            "contested": list(json!({ "type": "object" })),
            "chased_count": number(),
            "chased_at": or_null("string"),
            "signed_by": or_null("string"),
            "signed_at": or_null("string"),
        })));
        object(whole)
    },
};

/// The questionnaire about an activity.
pub static QUESTIONNAIRE: Shape = Shape {
    name: "questionnaire",
    schema: || {
        object(json!({
            "id": text(),
            "name": text(),
            "campaign": or_null("string"),
            "minutes": number(),
            "questions": list(object(json!({
                "number": number(),
                "question": text(),
                "asks": text(),
                "known": or_null("object"),
                "answered_by": or_null("string"),
                "remark": or_null("string"),
                "delegated_to": or_null("string"),
            }))),
            "peers": { "type": "object" },
            "changes": list(json!({ "type": "object" })),
            "consequence": { "type": "object" },
        }))
    },
};

/// The report of the analysis.
pub static REPORT: Shape = Shape {
    name: "impact-report",
    schema: || {
        object(json!({
            "at": text(),
            "entry": or_null("integer"),
            "method": method(),
            "rows": list(object(json!({
                "id": text(),
                "name": text(),
                "owner": or_null("string"),
                "covered": or_null("string"),
                "mtpd_seconds": or_null("integer"),
                "category": or_null("string"),
                "mtpd": { "type": "object" },
                "required_seconds": or_null("integer"),
                "back_seconds": or_null("integer"),
                "verdict": text(),
                "heat": list(or_null("integer")),
                "contested": list(text()),
                "not_approved": list(text()),
                "untried": list(text()),
            }))),
            "counts": list(json!({ "type": "array" })),
            "excluded_count": number(),
            "undecided_count": number(),
            "moments_seconds": list(number()),
            "services": list(object(json!({
                "id": text(),
                "name": text(),
                "required_seconds": or_null("integer"),
                "driver": or_null("string"),
                "business_seconds": or_null("integer"),
                "path": list(json!({ "type": "object" })),
                "promised_seconds": or_null("integer"),
                "back_seconds": or_null("integer"),
                "verdict": text(),
                "rpo_required_seconds": or_null("integer"),
                "conflict": or_null("string"),
            }))),
            "catch_ups": list(catch_up()),
            "together": list(object(json!({
                "group": text(),
                "members": list(text()),
                "rpo_required_seconds": or_null("integer"),
                "loses": { "type": ["object", "null"] },
                "modes": list(json!({ "type": "object" })),
            }))),
            "conflicts": list(conflict()),
            "unanswered": list(object(json!({
                "id": text(),
                "campaign": text(),
                "asked": or_null("string"),
                "standing": standing(),
                "open_count": number(),
            }))),
            "activities": list(reported()),
        }))
    },
};

fn catch_up() -> Value {
    object(json!({
        "id": text(),
        "name": text(),
        "wrt_seconds": or_null("integer"),
        "makes_anew": list(text()),
        "makes_anew_in_vain": list(text()),
        "puts_right": list(text()),
        "takes_seconds": or_null("integer"),
        "fits": or_null("boolean"),
        "piles_up": { "type": "boolean" },
        "backlog_seconds": or_null("integer"),
        "never_clears": { "type": "boolean" },
        "rekey_seconds": or_null("integer"),
    }))
}

fn method() -> Value {
    let by = object(json!({ "by": text() }));
    object(json!({
        "levels": list(object(json!({
            "level": number(),
            "word": or_null("string"),
            "intolerable": { "type": "boolean" },
        }))),
        "intolerable_level": number(),
        "intolerable_loss": list(by.clone()),
        "reports": { "enum": ["first-intolerable", "last-tolerable"] },
        "margins": list(by),
        "categories": list(text()),
        "money_shown": { "type": "boolean" },
    }))
}

fn conflict() -> Value {
    object(json!({ "code": text(), "severity": text(), "subject": text(), "text": text() }))
}

/// An activity in the report.
fn reported() -> Value {
    let condition = object(json!({
        "when": text(),
        "agreement": { "enum": ["unjudged", "one", "agreed", "undecided", "decided"] },
        "least_seconds": or_null("integer"),
        "greatest_seconds": or_null("integer"),
        "views": list(object(json!({
            "impact": text(),
            "status": text(),
            "respondent": or_null("string"),
            "last_tolerable_seconds": number(),
            "first_intolerable_seconds": or_null("integer"),
            "after_seconds": list(number()),
            "levels": list(object(json!({ "category": text(), "levels": list(number()) }))),
            "loss": list(text()),
        }))),
    }));
    object(json!({
        "id": text(),
        "name": text(),
        "owner": or_null("string"),
        "covered": or_null("string"),
        "judged_on": or_null("string"),
        "due_on": or_null("string"),
        "mtpd": { "type": "object" },
        "conditions": list(condition),
        "arithmetic": { "type": "object" },
        "recovery_point": { "type": "object" },
        "catching_up": { "type": ["object", "null"] },
        "workarounds": list(json!({ "type": "object" })),
        "needs": list(json!({ "type": "object" })),
        "needs_count": number(),
        "approvals": list(json!({ "type": "object" })),
        "answering": { "type": ["object", "null"] },
        "conflicts": list(conflict()),
    }))
}

fn summary() -> Value {
    json!({
        "id": text(),
        "name": text(),
        "due": or_null("string"),
        "overdue": { "type": "boolean" },
        "begun_by": text(),
        "begun_at": text(),
        "closed_at": or_null("string"),
        "closed_reason": or_null("string"),
        "counts": list(object(json!({ "standing": standing(), "count": number() }))),
    })
}

fn standing() -> Value {
    json!({ "enum": ["sent", "chased", "contested", "answered", "closed"] })
}
