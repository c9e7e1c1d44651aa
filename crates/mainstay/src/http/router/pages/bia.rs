//! Pages of the business impact analysis.

use crate::http::route::Route;

/// The rows.
pub const ROWS: &[Route] = &[];
