//! Pages of Initiation and of the stages.

use crate::http::route::Route;

/// The rows.
pub const ROWS: &[Route] = &[];
