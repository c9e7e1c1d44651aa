//! The routes of runs, of readiness and of the evidence behind it.

use continuity::access::Action::{Read, Tick, VerifyRun};

use crate::http::route::Needs::May;
use crate::http::route::On::Whole;
use crate::http::route::{Gives, Route, Takes};
use crate::http::{readiness_api as answers, run_api as runs, shape};

/// Readiness and evidence.
pub const READINESS: &[Route] = &[
    Route {
        query: answers::READINESS,
        gives: &[Gives::json(
            200,
            &shape::READINESS,
            "The three figures, and each service.",
        )],
        ..Route::get(
            "/api/v1/readiness",
            "How many services must be back by some time, how many would be by calculation, for \
             how many a run showed it; the worst first.",
            May(Read, Whole),
            |call| Box::pin(answers::readiness(call)),
        )
    },
    Route {
        query: answers::EVIDENCE,
        gives: &[Gives::json(200, &shape::EVIDENCE, "What speaks for it.")],
        ..Route::get(
            "/api/v1/evidence",
            "What speaks for an item's coming back in time: level, verdict, freshness, and why.",
            May(Read, Whole),
            |call| Box::pin(answers::evidence(call)),
        )
    },
];

/// Runs.
pub const RUNS: &[Route] = &[
    Route {
        query: runs::LIST,
        gives: &[Gives::json(
            200,
            &shape::ITEMS,
            "The runs, the latest first.",
        )],
        ..Route::get(
            "/api/v1/runs",
            "Plans that are or were carried out, the latest first.",
            May(Read, Whole),
            |call| Box::pin(runs::list(call)),
        )
    },
    Route {
        takes: Takes::Json(&runs::START),
        gives: &[Gives::json(201, &shape::RECEIPT, "It is on.")],
        ..Route::post(
            "/api/v1/runs",
            "Begins to carry out a plan, as an exercise or in earnest.",
            May(Read, Whole),
            |call| Box::pin(runs::start(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::RUN, "Where it stands.")],
        ..Route::get(
            "/api/v1/runs/{run}",
            "A run: where it stands, how it ended, what happened in it.",
            May(Read, Whole),
            |call| Box::pin(runs::read(call)),
        )
    },
    Route {
        takes: Takes::Json(&runs::TICK),
        gives: &[Gives::json(200, &shape::RECEIPT, "It is told.")],
        ..Route::post(
            "/api/v1/runs/{run}/steps/{step}",
            "Says how far a step has come.",
            May(Tick, Whole),
            |call| Box::pin(runs::tick(call)),
        )
    },
    Route {
        takes: Takes::Json(&runs::NOTE),
        gives: &[Gives::json(200, &shape::RECEIPT, "It is noted.")],
        ..Route::post(
            "/api/v1/runs/{run}/notes",
            "Notes something of a run.",
            May(Tick, Whole),
            |call| Box::pin(runs::note(call)),
        )
    },
    Route {
        takes: Takes::Json(&runs::END),
        gives: &[Gives::json(200, &shape::RECEIPT, "It is at its end.")],
        ..Route::post(
            "/api/v1/runs/{run}/stand-down",
            "Ends a run: what came of it, criterion by criterion. Who started it may, too.",
            May(Tick, Whole),
            |call| Box::pin(runs::stand_down(call)),
        )
    },
    Route {
        takes: Takes::Json(&runs::VERIFICATION),
        gives: &[Gives::json(200, &shape::RECEIPT, "It is told.")],
        ..Route::post(
            "/api/v1/runs/{run}/verification",
            "Says, as one who did not carry it out, whether it was as it says.",
            May(VerifyRun, Whole),
            |call| Box::pin(runs::verify(call)),
        )
    },
];
