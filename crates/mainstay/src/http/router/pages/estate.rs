//! Pages of items, the map, findings and what-if.

use crate::http::route::Route;

/// The rows.
pub const ROWS: &[Route] = &[];
