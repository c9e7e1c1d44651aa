//! Pages of options, decisions and measures.

use super::{form, page};
use crate::http::route::{Gives, Route};
use crate::web::requirements::strategy::{compare, decide, export, follow, overview};
use crate::web::requirements::{measures, turns};

const CSV: &[Gives] = &[Gives::body(200, "text/csv; charset=utf-8", "The rows.")];

/// The rows.
pub const ROWS: &[Route] = &[
    page(
        "/requirements/strategy",
        "Every service with its strategy.",
        |call| Box::pin(overview::show(call)),
    ),
    Route {
        gives: CSV,
        ..page(
            "/requirements/strategy.csv",
            "The same as a table.",
            |call| Box::pin(export::overview(call)),
        )
    },
    Route {
        query: compare::ASKED,
        ..page(
            "/requirements/strategy/{kind}/{id}",
            "The options of one item beside each other.",
            |call| Box::pin(compare::show(call)),
        )
    },
    Route {
        query: compare::ASKED,
        gives: CSV,
        ..page(
            "/requirements/strategy/{kind}/{id}/options.csv",
            "The same as a table.",
            |call| Box::pin(export::options(call)),
        )
    },
    form(
        "/requirements/strategy/{kind}/{id}/decide",
        "Files the draft of a decision.",
        |call| Box::pin(decide::done(call)),
    ),
    form(
        "/requirements/strategy/{kind}/{id}/follow",
        "Files a draft of what follows from a decision.",
        |call| Box::pin(follow::done(call)),
    ),
    page(
        "/requirements/measures",
        "What each measure does.",
        |call| Box::pin(measures::show(call)),
    ),
    Route {
        gives: CSV,
        ..page(
            "/requirements/measures.csv",
            "The same as a table.",
            |call| Box::pin(export::measures(call)),
        )
    },
    Route {
        query: turns::ASKED,
        ..page(
            "/requirements/turns",
            "Who comes back when on each team after a scenario.",
            |call| Box::pin(turns::show(call)),
        )
    },
];
