//! The routes of forecasts.

use continuity::access::Action::{KeepForecasts, Read};

use crate::http::route::Needs::May;
use crate::http::route::On::Whole;
use crate::http::route::{Gives, Route};
use crate::http::{forecast_api as forecasts, shape};

/// The rows.
pub const FORECASTS: &[Route] = &[
    Route {
        query: forecasts::FORECAST,
        gives: &[Gives::json(200, &shape::FORECAST, "What may come.")],
        ..Route::get(
            "/api/v1/forecast",
            "What may come to each site, how likely, and how well that would have been foretold.",
            May(Read, Whole),
            |call| Box::pin(forecasts::forecast(call)),
        )
    },
    Route {
        query: forecasts::KEPT,
        gives: &[Gives::json(
            200,
            &shape::KEPT_FORECASTS,
            "They, the latest first.",
        )],
        ..Route::get(
            "/api/v1/forecasts",
            "The forecasts that were kept, what became of them, and their score.",
            May(Read, Whole),
            |call| Box::pin(forecasts::kept(call)),
        )
    },
    Route {
        query: forecasts::KEEP,
        gives: &[Gives::json(200, &shape::RECEIPT, "They are kept.")],
        ..Route::post(
            "/api/v1/forecasts",
            "Keeps the forecast of this moment, to be scored by what comes.",
            May(KeepForecasts, Whole),
            |call| Box::pin(forecasts::keep(call)),
        )
    },
];
