//! The page of documents to be printed or edited.

use super::page;
use crate::http::route::Route;
use crate::web::implementation::documents;

/// The rows.
pub const ROWS: &[Route] = &[page(
    "/implementation/documents",
    "Every document that is made from the records, in each format.",
    |call| Box::pin(documents::show(call)),
)];
