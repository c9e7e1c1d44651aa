//! Unknown disasters: what may make each activity late whatever the cause, as stories, worst
//! first; and the scenarios that every organisation should be able to answer.

pub mod adhoc;
pub mod one;
pub mod scenario;

mod standard;

use std::sync::Arc;

use axum::response::Response;
use continuity::requirements::unknown::{Story, UnknownDisasters};
use maud::{Markup, html};
use record::kinds::Registers;

use super::words::{count, named, state};
use crate::answer::unknown::{standard as the_standard, unknown};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::link::{escaped, several};
use crate::web::navigation::Mark;
use crate::web::reckoned::{self, Reckoned};
use crate::web::when::span;

/// How many stories are shown before one asks for all.
const SHOWN: usize = 25;

/// What is searched for is kept with the rest of what was computed for an entry.
pub(super) async fn found(
    call: &Call,
    now: &Arc<Reckoned>,
) -> Result<Arc<UnknownDisasters>, Problem> {
    let asked = Arc::clone(now);
    let compute = move || {
        asked
            .unknown
            .get_or_init(|| Arc::new(asked.given(unknown)))
            .clone()
    };
    call.doors.compute(compute).await
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let found = found(&call, &now).await?;
    let offered = now.given(the_standard);
    let all = call.query.text("all").is_some();
    let body = html! {
        h1 { "Unknown disasters" }
        p.lead { "Whatever the cause: which losses make an activity late, fewest first?" }
        (summary(&found))
        (stories(now.registers(), &found, all))
        (asked(now.registers(), &found))
        (standard::block(&call, now.registers(), &offered))
    };
    let page = Page::new("Unknown disasters", "/requirements", body)
        .help("2-requirements#unknown-disasters")
        .export([("JSON", "/api/v1/unknown".to_owned())]);
    frame(&call, page).await
}

fn summary(found: &UnknownDisasters) -> Markup {
    let bare = found.stories.iter().filter(|it| it.uncovered > 0).count();
    let single = found.stories.iter().filter(|it| it.order == 1).count();
    html! {
        p {
            strong { (count(found.stories.len(), "story", "stories")) "." } " "
            (single) " of them " (if single == 1 { "takes" } else { "take" }) " one loss only; for "
            (bare) " no plan in force covers every way. Searched: up to "
            (count(found.order_max, "loss", "losses")) " at once, of components, data, places, \
             suppliers and the last people who can do it."
            @if !found.complete { " The search was cut short for some activities: there may be more." }
        }
        div.actions { a.button href="/requirements/unknown/adhoc" { "Something else is lost" } }
    }
}

fn stories(registers: &Registers, found: &UnknownDisasters, all: bool) -> Markup {
    let shown = if all { found.stories.len() } else { SHOWN };
    html! {
        section.sheet #stories {
            h2 { "Worst first" }
            @if found.stories.is_empty() {
                p { "No loss of one or two things makes an activity late, as far as what is \
                     written down can tell. What is not written down cannot be lost here." }
            }
            ol.stories { @for story in found.stories.iter().take(shown) {
                (line(registers, story)) } }
            @if found.stories.len() > shown {
                p { a href="/requirements/unknown?all=yes#stories" {
                    "All " (found.stories.len()) } }
            }
        }
    }
}

fn line(registers: &Registers, story: &Story) -> Markup {
    html! { li {
        p {
            strong { a href={ "/requirements/unknown/stories/" (escaped(&story.key)) } { (story.title) } } " "
            (covered(story))
        }
        p { (story.text) }
        p.quiet { (count(story.order, "loss", "losses")) ". Late: "
            (several(registers, &story.activities, 4)) ". " (likely(story)) }
    } }
}

/// Whether plans cover it, in words.
pub(super) fn covered(story: &Story) -> Markup {
    match (story.uncovered, story.sets.len()) {
        (0, _) => state(Mark::Good, "covered by a plan in force"),
        (bare, all) if bare == all => state(Mark::Bad, "no plan in force covers it"),
        (bare, all) => {
            let words = format!("{bare} of {all} ways not covered");
            state(Mark::Warn, &words)
        }
    }
}

/// How likely, in words.
pub(super) fn likely(story: &Story) -> String {
    match story.probability {
        None => "How likely is not known: nobody wrote down how often these fail.".into(),
        Some(share) => {
            let share = match share {
                share if share > 0.0 => format!("{:.1} hours a year", share * 8_766.0),
                _ => "no time".into(),
            };
            let some = match story.unknown_probability {
                0 => String::new(),
                more => format!(" beside {more} ways of unknown likelihood"),
            };
            format!("Lost at once for about {share}{some}.")
        }
    }
}

fn asked(registers: &Registers, found: &UnknownDisasters) -> Markup {
    html! {
        section.sheet #activities {
            h2 { "Activity by activity" }
            div.scroll { table {
                thead { tr { th { "Activity" } th.number { "Back within" } th.number { "Ways to be late" }
                    th.number { "Not covered" } th { "Search" } } }
                tbody { @for one in &found.activities { tr {
                    td { (named(registers, &one.id)) }
                    td.number { @match one.rto_required_seconds {
                        Some(seconds) => (span(seconds)), None => "nothing demands it" } }
                    td.number { a href={ "/api/v1/weaknesses?breach=true&people=true&order=2&of="
                        (escaped(&one.id)) } { (one.sets) } }
                    td.number { (one.uncovered) }
                    td { (if one.complete { "whole" } else { "cut short" }) }
                } } }
            } }
        }
    }
}
