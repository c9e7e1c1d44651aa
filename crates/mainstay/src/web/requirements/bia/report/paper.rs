//! The whole report on paper: title, method, the ranking, and each activity on pages of its own. A
//! large estate makes several documents.

use axum::response::Response;
use maud::html;

use super::super::PLACE;
use super::one::{Heading, whole};
use super::{HELP, HERE, asked, forms, head, lists, method, ranked, rolled_up};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::reckoned;

/// Activities in one document.
const MOST: usize = 50;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[Parameter::new(
    "from",
    Sort::Typed,
    "After so many activities.",
)];

/// The document.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let from = call.query.text("from").unwrap_or_default();
    let from: usize = from.parse().unwrap_or(0);
    let all = rolled_up(&call, &now).await?;
    let part = all.rows.iter().skip(from).take(MOST);
    let ids: Vec<String> = part
        .map(|row| record::link::split(&row.id).1.to_string())
        .collect();
    let found = asked(&call, &now, move |ground| {
        let ids = ids.iter().filter_map(|id| ground.activity(id));
        Ok((ground.method(), ids.collect::<Vec<_>>()))
    });
    let (scale, activities) = found.await?;
    let count = all.rows.len();
    let to = (from + MOST).min(count);
    let rows = &all.rows[from.min(count)..to];
    let body = html! {
        div.paper-report {
            (head(&now, "Business impact analysis: report"))
            @if count > MOST {
                p { "Activities " (from.min(count) + 1) " to " (to) " of " (count) ", those first \
                    that are intolerable soonest." }
                nav.filter aria-label="Other parts" {
                    @if from > 0 { a href={ (HERE) "/paper?from=" (from.saturating_sub(MOST)) } rel="prev" {
                        "The part before" } }
                    @if to < count { a href={ (HERE) "/paper?from=" (to) } rel="next" { "The next part" } }
                }
            }
            h2 { "Method and scale" }
            (method::block(&now, &scale))
            h2 { "Soonest intolerable first" }
            (ranked::whole(&now, rows, &scale))
            (lists::open(&now, &all))
            h2 { "What that asks of services" }
            (lists::services(&now, &all))
            h2 { "Conflicts" }
            (lists::conflicts(&now, &all))
            @for activity in &activities { (whole(&now, activity, &scale, Heading::Paper)) }
        }
    };
    let page = Page::new("Business impact analysis: report", PLACE, body);
    framed(&call, page.help(HELP).export(forms())).await
}
