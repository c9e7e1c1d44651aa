//! Pages of warnings.

use super::{form, page};
use crate::http::route::Route;
use crate::web::requirements::warnings;

/// The rows.
pub const ROWS: &[Route] = &[
    page(
        "/requirements/warnings",
        "Warnings, and what they mean here.",
        |call| Box::pin(warnings::show(call)),
    ),
    form(
        "/requirements/warnings",
        "Takes a file of warnings in.",
        |call| Box::pin(warnings::taken(call)),
    ),
    page(
        "/requirements/warnings/{warning}",
        "A warning and what can still be done.",
        |call| Box::pin(warnings::one::show(call)),
    ),
    form(
        "/requirements/warnings/{warning}/precautions",
        "Decides on a measure.",
        |call| Box::pin(warnings::one::decided(call)),
    ),
    form(
        "/requirements/warnings/{warning}/outcome",
        "Says what came of a warning.",
        |call| Box::pin(warnings::one::judged(call)),
    ),
];
