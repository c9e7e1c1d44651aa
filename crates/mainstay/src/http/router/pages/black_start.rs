//! The page of the start from black.

use super::page;
use crate::http::route::Route;
use crate::web::implementation::black_start;

/// The rows.
pub const ROWS: &[Route] = &[page(
    "/implementation/black-start",
    "What locks recovery, and the fewest break-glass ways that open it.",
    |call| Box::pin(black_start::show(call)),
)];
