//! Pages of what we will miss next.

use super::{form, page};
use crate::http::route::{Gives, Route};
use crate::web::requirements::ahead;

/// The rows.
pub const ROWS: &[Route] = &[
    Route {
        query: ahead::ASKED,
        ..page("/requirements/ahead", "What we will miss next.", |call| {
            Box::pin(ahead::page(call))
        })
    },
    Route {
        query: ahead::ASKED,
        gives: &[Gives::body(200, "text/csv; charset=utf-8", "The rows.")],
        ..page(
            "/requirements/ahead.csv",
            "The same rows as a table.",
            |call| Box::pin(ahead::csv(call)),
        )
    },
    Route {
        query: ahead::ASKED,
        gives: &[Gives::body(
            200,
            "text/calendar; charset=utf-8",
            "The days.",
        )],
        ..page(
            "/requirements/ahead.ics",
            "The same rows as a calendar.",
            |call| Box::pin(ahead::ical(call)),
        )
    },
    Route {
        query: ahead::ASKED,
        ..page(
            "/requirements/ahead/{key}",
            "Why something will be missed.",
            |call| Box::pin(ahead::one(call)),
        )
    },
    Route {
        query: ahead::ASKED,
        ..form(
            "/requirements/ahead/{key}",
            "Files an action about it.",
            |call| Box::pin(ahead::filed(call)),
        )
    },
];
