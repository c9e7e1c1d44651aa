//! The door of a demonstration.

use super::AWAY;
use crate::http::demonstration_api;
use crate::http::page_api::BE;
use crate::http::route::Needs::Nothing;
use crate::http::route::{Route, Takes};

/// The rows.
pub const ROWS: &[Route] = &[Route {
    takes: Takes::Form(BE),
    headers: &[],
    denies: &[403, 404],
    gives: AWAY,
    ..Route::post(
        "/sign-in/as",
        "Signs in as someone, where this is a demonstration.",
        Nothing,
        |call| Box::pin(demonstration_api::be(call)),
    )
}];
