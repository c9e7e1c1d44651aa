//! Unknown disasters: what may make each activity late whatever the cause, as stories, worst
//! first; and the scenarios that every organisation should be able to answer.

pub mod adhoc;
pub mod one;
pub mod scenario;

mod answered;
mod sorts;
mod standard;
mod stories;

use std::sync::Arc;

use axum::response::Response;
use continuity::requirements::unknown::{Asked, UnknownDisasters};
use maud::{Markup, html};
use record::kinds::Registers;

use super::words::{count, named};
use crate::answer::unknown::{ORDER, ORDER_MAX, standard as the_standard, unknown};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::link::escaped;
use crate::web::reckoned::{self, Reckoned};
use crate::web::when::span;

/// The most losses at once that were asked for.
pub(super) fn order(call: &Call) -> usize {
    let asked = call
        .query
        .text("order")
        .and_then(|text| text.trim().parse().ok());
    asked.unwrap_or(ORDER).clamp(1, ORDER_MAX)
}

/// What is searched for is kept with the rest of what was computed for an entry.
pub(super) async fn found(
    call: &Call,
    now: &Arc<Reckoned>,
    order: usize,
) -> Result<Arc<UnknownDisasters>, Problem> {
    let asked = Arc::clone(now);
    let compute = move || {
        let kept = &asked.unknown[order - 1];
        let search = || Arc::new(asked.given(|given| unknown(given, order)));
        kept.get_or_init(search).clone()
    };
    call.doors.compute(compute).await
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let order = order(&call);
    let found = found(&call, &now, order).await?;
    let asked = Arc::clone(&now);
    let offered = call
        .doors
        .compute(move || asked.given(the_standard))
        .await?;
    let all = call.query.text("all").is_some();
    let body = html! {
        h1 { "Unknown disasters" }
        p.lead { @if found.stops_only { "Whatever the cause: which losses stop the most, and who \
                answers them?" }
            @else { "Whatever the cause: which losses make an activity late, and who answers them?" } }
        (summary(&found))
        (stories::block(now.registers(), &found, all))
        (sorts::block(now.registers(), &found.loss_types))
        (standard::block(&call, now.registers(), &offered))
        (activities(now.registers(), &found))
    };
    let page = Page::new("Unknown disasters", "/requirements", body)
        .help("2-requirements#unknown-disasters")
        .export([("JSON", format!("/api/v1/unknown?order={order}"))]);
    frame(&call, page).await
}

fn summary(found: &UnknownDisasters) -> Markup {
    let open = found.stories.iter().filter(|it| it.uncovered > 0).count();
    let single = found.stories.iter().filter(|it| it.order == 1).count();
    let idle = |it: &&Asked| it.rto_required_seconds.is_none();
    let idle = found.activities.iter().filter(idle).count();
    let asked = found.activities.len();
    let of = match found
        .activities
        .first()
        .map(|it| super::words::kind(&it.id))
    {
        Some("activity") => count(asked, "activity", "activities"),
        Some("component") => count(asked, "component", "components"),
        _ => count(asked, "service", "services"),
    };
    html! {
        p {
            strong { (count(found.stories.len(), "story", "stories")) "." } " "
            (single) " of them " (if single == 1 { "takes" } else { "take" }) " one loss only. For "
            (open) " no plan in force has a whole answer."
        }
        p.quiet { "Asked for " (of) ": components, data, places, suppliers"
            @if !found.stops_only { " and the last people who can do it" } ", up to " (count(found.order_max, "loss", "losses")) " at once."
            @if found.stops_only { " No target is stated anywhere: told is what stops, not what is \
                late. The people who mend are left out, for they stop nothing." }
            @else if idle > 0 { " Nothing says by when " (idle) " of them must be back, so that no loss makes "
                (if idle == 1 { "it" } else { "them" }) " late." } }
        (cut(found))
        nav.filter aria-label="How much is lost at once" {
            @for order in 1..=ORDER_MAX {
                a href={ "/requirements/unknown?order=" (order) }
                    aria-current=[(order == found.order_max).then_some("true")] {
                    @if order == 1 { "One loss" } @else { "Up to " (order) " at once" } }
            }
        }
        div.actions {
            a.button href="/requirements/unknown/adhoc" { "Something else is lost" }
        }
    }
}

/// Where the search ended early, and what was left.
fn cut(found: &UnknownDisasters) -> Markup {
    let cut = found.activities.iter().filter(|it| !it.complete).count();
    html! { @if cut > 0 {
        p.banner.warn { "The search was cut short for " (cut) " of " (found.activities.len())
            ": " (found.untried) " smaller sets were not tried with every further loss. What is shown \
             is right; there may be more. " code { "mainstay weaknesses --of ID --breach --people" }
            " searches one of them alone." }
    } }
}

fn activities(registers: &Registers, found: &UnknownDisasters) -> Markup {
    html! {
        section.sheet #activities {
            h2 { "One by one" }
            div.scroll { table {
                thead { tr { th { "What is asked" } th.number { "Back within" }
                    th.number { (if found.stops_only { "Ways to stop" } else { "Ways to be late" }) } th.number { "Without a whole answer" }
                    th { "Search" } } }
                tbody { @for one in &found.activities { tr {
                    td { (named(registers, &one.id)) }
                    td.number { @match one.rto_required_seconds {
                        Some(seconds) => (span(seconds)), None => "nothing demands it" } }
                    td.number { a href={ "/api/v1/weaknesses?"
                        @if !found.stops_only { "breach=true&people=true&" } "order="
                        (found.order_max) "&of=" (escaped(&one.id)) } { (one.sets) } }
                    td.number { (one.uncovered) }
                    td { (searched(one, found.stops_only)) }
                } } }
            } }
        }
    }
}

fn searched(one: &Asked, stops_only: bool) -> Markup {
    html! { @match (one.rto_required_seconds, one.complete) {
        (None, true) if stops_only => "whole",
        (None, false) if stops_only => "cut short",
        (None, _) => { span.quiet { "not needed" } }
        (_, true) => "whole",
        (_, false) => { "cut short, " (one.untried) " sets not taken further" }
    } }
}
