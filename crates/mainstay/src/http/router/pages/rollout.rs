//! Pages from policy to practice.

use super::page;
use crate::http::route::{Gives, Route};
use crate::web::implementation::rollout;

const CSV: &[Gives] = &[Gives::body(200, "text/csv; charset=utf-8", "The rows.")];

/// The rows.
pub const ROWS: &[Route] = &[
    Route {
        query: rollout::ASKED,
        ..page(
            "/implementation/rollout",
            "What realises what was decided, and the order of the work left.",
            |call| Box::pin(rollout::show(call)),
        )
    },
    Route {
        query: rollout::ASKED,
        gives: CSV,
        ..page(
            "/implementation/rollout.csv",
            "The work left, as a table.",
            |call| Box::pin(rollout::work_csv(call)),
        )
    },
    Route {
        query: rollout::ASKED,
        gives: CSV,
        ..page(
            "/implementation/decided.csv",
            "What was decided and what realises it, as a table.",
            |call| Box::pin(rollout::decided_csv(call)),
        )
    },
];
