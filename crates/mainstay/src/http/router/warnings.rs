//! The routes of warnings.

use continuity::access::Action::{JudgeWarning, Read, ReceiveWarning};

use crate::http::route::Needs::May;
use crate::http::route::On::Whole;
use crate::http::route::{Gives, Route, Takes};
use crate::http::{shape, warning_api as warnings};

/// Warnings.
pub const WARNINGS: &[Route] = &[
    Route {
        query: warnings::BOARD,
        gives: &[Gives::json(200, &shape::ANY, "The board.")],
        ..Route::get(
            "/api/v1/warnings",
            "Warnings received, what they touch and would break, how hazards and feeds stand.",
            May(Read, Whole),
            |call| Box::pin(warnings::list(call)),
        )
    },
    Route {
        query: warnings::RECEIVE,
        takes: Takes::Bytes,
        gives: &[Gives::json(200, &shape::RECEIPT, "They are taken in.")],
        ..Route::post(
            "/api/v1/warnings",
            "Takes warnings in: CAP, Atom, RSS, GeoJSON or JSON. What is known already changes \
             nothing.",
            May(ReceiveWarning, Whole),
            |call| Box::pin(warnings::receive(call)),
        )
    },
    Route {
        query: warnings::BOARD,
        gives: &[Gives::json(200, &shape::ANY, "The warning.")],
        denies: &[404],
        ..Route::get(
            "/api/v1/warnings/{warning}",
            "A warning: what it means here, and what can still be done.",
            May(Read, Whole),
            |call| Box::pin(warnings::show(call)),
        )
    },
    Route {
        takes: Takes::Json(&warnings::DECISION),
        gives: &[Gives::json(200, &shape::RECEIPT, "It is decided.")],
        denies: &[404],
        ..Route::post(
            "/api/v1/warnings/{warning}/precautions",
            "Decides whether a measure is carried out; accepted, its plan becomes a run.",
            May(Read, Whole),
            |call| Box::pin(warnings::decide(call)),
        )
    },
    Route {
        takes: Takes::Json(&warnings::OUTCOME),
        gives: &[Gives::json(200, &shape::RECEIPT, "It is said.")],
        denies: &[404],
        ..Route::post(
            "/api/v1/warnings/{warning}/outcome",
            "Says what came of a warning.",
            May(JudgeWarning, Whole),
            |call| Box::pin(warnings::judge(call)),
        )
    },
];
