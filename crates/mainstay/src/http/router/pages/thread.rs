//! Pages of home, exercises and runs.

use crate::http::route::Route;

/// The rows.
pub const ROWS: &[Route] = &[];
