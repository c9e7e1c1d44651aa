//! Pages of risk in numbers.

use super::{form, page};
use crate::http::route::{Gives, Route};
use crate::web::requirements::risks::{curve, decide, export, matrix, one, register};

const CSV: &[Gives] = &[Gives::body(200, "text/csv; charset=utf-8", "The rows.")];

/// The rows.
pub const ROWS: &[Route] = &[
    Route {
        query: register::ASKED,
        ..page("/requirements/risks", "The register of risks.", |call| {
            Box::pin(register::show(call))
        })
    },
    Route {
        gives: CSV,
        ..page("/requirements/risks.csv", "The same as a table.", |call| {
            Box::pin(export::register(call))
        })
    },
    Route {
        query: curve::ASKED,
        ..page(
            "/requirements/risks/curve",
            "What a year may cost.",
            |call| Box::pin(curve::show(call)),
        )
    },
    Route {
        query: curve::ASKED,
        gives: CSV,
        ..page(
            "/requirements/risks/curve.csv",
            "The same as a table.",
            |call| Box::pin(export::curve(call)),
        )
    },
    page(
        "/requirements/risks/matrix",
        "The risks as a matrix, with what that hides.",
        |call| Box::pin(matrix::show(call)),
    ),
    page(
        "/requirements/risks/of/{id}",
        "One risk and its arithmetic.",
        |call| Box::pin(one::show(call)),
    ),
    form(
        "/requirements/risks/of/{id}",
        "Decides what is done about it.",
        |call| Box::pin(decide::done(call)),
    ),
];
