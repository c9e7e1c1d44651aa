//! The home page: how ready we are, and what to do next.

use axum::response::Response;
use maud::html;

use super::frame::{Page, show};
use super::reckoned;
use crate::http::call::Call;
use crate::http::problem::Problem;

/// The page.
pub async fn show_home(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let body = html! {
        h1 { "Readiness" }
        p { a href="/findings" { (now.findings.len()) " findings" } " over " (now.items.len()) " items." }
    };
    show(&call, Page::new("Home", "/", body)).await
}
