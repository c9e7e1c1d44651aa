//! Pages of Initiation and of the stages.

use super::page;
use crate::http::route::Route;
use crate::web::initiation::overview;

/// The rows.
pub const ROWS: &[Route] = &[
    page("/initiation", "Stage 1 and how far it has come.", |call| {
        Box::pin(overview::initiation(call))
    }),
    page(
        "/requirements",
        "Stage 2 and how far it has come.",
        |call| Box::pin(overview::requirements(call)),
    ),
    page(
        "/implementation",
        "Stage 3 and how far it has come.",
        |call| Box::pin(overview::implementation(call)),
    ),
    page("/invocation", "Stage 5 and how far it has come.", |call| {
        Box::pin(overview::invocation(call))
    }),
];
