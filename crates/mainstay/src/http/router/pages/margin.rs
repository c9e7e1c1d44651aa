//! Pages of margin.

use super::{STRIP, page};
use crate::http::route::Route;
use crate::web::home::margin as strip;
use crate::web::requirements::margin;

/// The rows.
pub const ROWS: &[Route] = &[
    page(
        "/requirements/margin",
        "What one more loss would stop, this minute.",
        |call| Box::pin(margin::page(call)),
    ),
    Route {
        gives: STRIP,
        ..page(
            "/requirements/margin/strip",
            "The strip of margin alone, for the page that shows it.",
            |call| Box::pin(strip::alone(call)),
        )
    },
];
