//! Pages of hazards and forecasts.

use super::{form, page};
use crate::http::route::Route;
use crate::web::requirements::forecast;

/// The rows.
pub const ROWS: &[Route] = &[
    Route {
        query: forecast::ASKED,
        ..page(
            "/requirements/forecast",
            "What may come to each site, and how well the past was foretold.",
            |call| Box::pin(forecast::show(call)),
        )
    },
    form(
        "/requirements/forecast",
        "Keeps the forecast of this moment.",
        |call| Box::pin(forecast::kept(call)),
    ),
];
