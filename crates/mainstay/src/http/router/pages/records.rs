//! Pages of records of every kind.

use crate::http::route::Route;

/// The rows.
pub const ROWS: &[Route] = &[];
