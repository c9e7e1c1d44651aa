//! The whole report on paper: title, method, the ranking, what is open, what that asks of services,
//! and each activity on pages of its own. Of a large estate it makes several documents, of which
//! the first holds all of the lists; or one, for whoever asks for it. No list is cut short.

use std::sync::Arc;

use axum::response::Response;
use maud::{Markup, html};

use super::super::PLACE;
use super::one::{Heading, whole};
use super::{HELP, HERE, afterwards, asked, forms, head, lists, method, ranked, rolled_up};
use crate::answer::impact_report::activity::ActivityReport;
use crate::answer::impact_report::method::Method;
use crate::answer::impact_report::roll_up::RollUp;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::reckoned;
use crate::web::reckoned::Reckoned;

/// Activities in one document of several.
const MOST: usize = 50;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("from", Sort::Typed, "After so many activities."),
    Parameter::new(
        "whole",
        Sort::Typed,
        "`yes`: all activities in one document, however many there are.",
    ),
];

/// Which activities stand in a document.
#[derive(Clone, Copy)]
struct Part {
    from: usize,
    to: usize,
    /// Of how many.
    count: usize,
}

impl Part {
    fn of(call: &Call, count: usize) -> Part {
        let text = |name: &str| call.query.text(name).unwrap_or_default();
        let from = text("from").parse().unwrap_or(0).min(count);
        match text("whole") {
            "yes" => Part {
                from: 0,
                to: count,
                count,
            },
            _ => Part {
                from,
                to: (from + MOST).min(count),
                count,
            },
        }
    }

    fn is_all(self) -> bool {
        self.to - self.from == self.count
    }
}

/// The document.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let all = rolled_up(&call, &now).await?;
    let part = Part::of(&call, all.rows.len());
    let ids = all.rows[part.from..part.to].iter();
    let ids: Vec<String> = ids
        .map(|row| record::link::split(&row.id).1.to_string())
        .collect();
    let found = asked(&call, &now, move |ground| {
        let ids = ids.iter().filter_map(|id| ground.activity(id));
        Ok((ground.method(), ids.collect::<Vec<_>>()))
    });
    let (scale, activities) = found.await?;
    let (ground, whole) = (Arc::clone(&now), Arc::clone(&all));
    let made = move || document(&ground, &whole, part, (&scale, &activities));
    let body = call.doors.compute(made).await?;
    let page = Page::new("Business impact analysis: report", PLACE, body);
    framed(&call, page.help(HELP).export(forms())).await
}

fn document(
    now: &Arc<Reckoned>,
    all: &RollUp,
    part: Part,
    (scale, activities): (&Method, &[ActivityReport]),
) -> Markup {
    html! { div.paper-report {
        (head(now, "Business impact analysis: report"))
        @if part.count > MOST { (others(part)) }
        h2 { "Method and scale" }
        (method::block(now, scale))
        h2 { "Soonest intolerable first" }
        (ranked::whole(now, &all.rows[part.from..part.to], scale))
        @if part.from == 0 {
            (lists::open(now, all, lists::ALL))
            h2 { "What that asks of services" }
            (lists::services(now, all, lists::ALL))
            h2 { "Once all is back" }
            (afterwards::of_all(now, all, lists::ALL))
            h2 { "Conflicts" }
            (lists::conflicts(now, all, lists::ALL))
        }
        @for activity in activities { (whole(now, activity, scale, Heading::Paper)) }
    } }
}

/// Which part this is, and where the others are.
fn others(part: Part) -> Markup {
    let Part { from, to, count } = part;
    html! {
        @if part.is_all() {
            p { "All " (count) " activities, those first that are intolerable soonest." }
        } @else {
            p { "Activities " (from.min(count.saturating_sub(1)) + 1) " to " (to) " of " (count)
                ", those first that are intolerable soonest. What is open, what services are asked \
                and all conflicts stand in the first part." }
        }
        nav.filter aria-label="Other parts" {
            @if from > 0 {
                a href={ (HERE) "/paper" } { "The first part" }
                a href={ (HERE) "/paper?from=" (from.saturating_sub(MOST)) } rel="prev" {
                    "The part before" } }
            @if to < count { a href={ (HERE) "/paper?from=" (to) } rel="next" { "The next part" } }
            @if !part.is_all() { a href={ (HERE) "/paper?whole=yes" } {
                "All " (count) " in one document" } " " small { "(large)" } }
        }
    }
}
