//! Pages of home, exercises and runs.

use super::{form, page};
use crate::http::route::Route;
use crate::web::home::{confirm, sum};
use crate::web::invocation::{run, runs};
use crate::web::operation::{evidence, exercises, overview, plan, start};

/// The rows.
pub const ROWS: &[Route] = &[
    page("/readiness", "The arithmetic of readiness.", |call| {
        Box::pin(sum::show(call))
    }),
    form("/still-right", "Says that a record still holds.", |call| {
        Box::pin(confirm::done(call))
    }),
    page("/operation", "Whether it would work today.", |call| {
        Box::pin(overview::show(call))
    }),
    page(
        "/operation/exercises",
        "What is planned and what was shown.",
        |call| Box::pin(exercises::list(call)),
    ),
    page("/operation/exercises/{id}", "An exercise.", |call| {
        Box::pin(exercises::show(call))
    }),
    page(
        "/operation/evidence/{kind}/{id}",
        "What shows that an item is back in time.",
        |call| Box::pin(evidence::show(call)),
    ),
    page(
        "/operation/plans/{id}",
        "A plan about to be carried out.",
        |call| Box::pin(plan::show(call)),
    ),
    page(
        "/operation/plans/{id}/start",
        "The same, after a form that had faults.",
        |call| Box::pin(plan::show(call)),
    ),
    form(
        "/operation/plans/{id}/start",
        "Begins to carry a plan out.",
        |call| Box::pin(start::done(call)),
    ),
    page("/runs", "What is and was carried out.", |call| {
        Box::pin(runs::list(call))
    }),
    page("/runs/{run}", "A run.", |call| Box::pin(run::show(call))),
    form(
        "/runs/{run}/steps/{step}",
        "Says how far a step has come.",
        |call| Box::pin(run::ticked(call)),
    ),
    form(
        "/runs/{run}/steps",
        "Brings in what was on paper.",
        |call| Box::pin(run::ticked(call)),
    ),
    form("/runs/{run}/notes", "Notes something of a run.", |call| {
        Box::pin(run::noted(call))
    }),
    form("/runs/{run}/stand-down", "Ends a run.", |call| {
        Box::pin(run::stood_down(call))
    }),
    form("/runs/{run}/verify", "Verifies a run.", |call| {
        Box::pin(run::verified(call))
    }),
];
