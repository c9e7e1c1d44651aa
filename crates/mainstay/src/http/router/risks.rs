//! The routes of risk in numbers.

use continuity::access::Action::Read;

use crate::http::risk_api as risks;
use crate::http::route::Needs::May;
use crate::http::route::On::Whole;
use crate::http::route::{Gives, Route};
use crate::http::shape;

/// The rows.
pub const ANSWERS: &[Route] = &[
    Route {
        query: risks::RISKS,
        gives: &[Gives::json(200, &shape::RISKS, "The risks, dearest first.")],
        ..Route::get(
            "/api/v1/risk-numbers",
            "Every risk in force: how often, how dear, with and without what is in place.",
            May(Read, Whole),
            |call| Box::pin(risks::risks(call)),
        )
    },
    Route {
        query: risks::SIMULATE,
        gives: &[Gives::json(
            200,
            &shape::SIMULATE,
            "Recovery times and the loss of a year.",
        )],
        ..Route::get(
            "/api/v1/simulate",
            "Recovery times and the loss of a year, drawn many times from a seed.",
            May(Read, Whole),
            |call| Box::pin(risks::simulate(call)),
        )
    },
];
