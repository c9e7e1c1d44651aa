//! Pages of the stage in which what was decided is put to use.

use super::page;
use crate::http::route::Route;
use crate::web::implementation::recover;

/// The rows.
pub const ROWS: &[Route] = &[Route {
    query: recover::ASKED,
    ..page(
        "/implementation/recover",
        "Order and timeline after a loss, under the limits of people.",
        |call| Box::pin(recover::show(call)),
    )
}];
