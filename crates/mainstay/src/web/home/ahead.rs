//! What we will miss next, as far as something must be done about it soon.

use std::sync::Arc;

use continuity::requirements::drift::{Row, WITHIN_DAYS};
use jiff::ToSpan;
use maud::{Markup, html};

use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::link::escaped;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::ahead::{PATH, do_by, foreseen};

/// How many stand on the page.
const SHOWN: usize = 5;
/// So many days ahead something is shown as due.
const AHEAD_DAYS: i32 = 30;

/// The sheet. What is missed already stands among the findings and in the list itself.
pub async fn sheet(call: &Call, now: &Arc<Reckoned>) -> Result<Markup, Problem> {
    let drift = foreseen(call, now, WITHIN_DAYS).await?;
    let soon = drift.from.saturating_add(AHEAD_DAYS.days());
    let due = |row: &&Row| !row.missed && row.do_by.or(row.on).is_some_and(|day| day <= soon);
    let rows: Vec<&Row> = drift.rows.iter().filter(due).collect();
    let missed = drift.rows.iter().filter(|row| row.missed).count();
    Ok(html! {
        section.sheet aria-labelledby="due-ahead" {
            h2 #due-ahead { "What we will miss next" }
            @if rows.is_empty() {
                p { span.good { "Nothing must be begun in the coming " (AHEAD_DAYS) " days." } }
            }
            ul.due { @for row in rows.iter().take(SHOWN) { li {
                a href={ (PATH) "/" (escaped(&row.key)) } { (row.text) } " "
                "Begin: " (do_by(row, drift.from))
            } } }
            p { a href=(PATH) { "All " (drift.rows.len()) }
                @if missed > 0 { ", " (missed) " of them missed already" }
                @if !drift.asked.is_empty() { "; " (drift.asked.len()) " cannot be foreseen" } }
        }
    })
}
