//! The report as tables for spreadsheets.

use axum::response::Response;
use exchange::document::table::Table;
use exchange::write::csv;

use super::asked;
use crate::answer::impact_report::{ImpactReport, impact_report, table};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::web::reckoned;

/// One row for each activity.
pub async fn activities(call: Call) -> Result<Response, Problem> {
    written(&call, table::activities).await
}

/// One row for each activity, condition, view and time.
pub async fn harm(call: Call) -> Result<Response, Problem> {
    written(&call, table::harm).await
}

async fn written(call: &Call, table: fn(&ImpactReport) -> Table) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let made = move |ground: &crate::answer::impact_report::Ground<'_>| {
        Ok(csv::table(&table(&impact_report(ground, &[])?)))
    };
    let text = asked(call, &now, made).await?;
    Ok(reply::body("text/csv; charset=utf-8", text))
}
