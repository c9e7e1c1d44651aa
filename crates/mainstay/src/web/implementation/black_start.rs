//! The start from black: circles that lock recovery, the fewest break-glass ways that open them,
//! and the waves in which everything comes up.

use std::sync::Arc;

use axum::response::Response;
use maud::{Markup, html};
use record::kinds::Registers;

use crate::answer::black_start::{BlackStart, Locked, Way, black_start};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::reckoned;
use crate::web::requirements::words::{count, named, state};

/// How many items of a wave are named before the rest is counted.
const NAMED: usize = 40;

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let asked = Arc::clone(&now);
    let compute = move || asked.given(black_start);
    let start = call.doors.compute(compute).await?;
    let registers = now.registers();
    let body = html! {
        h1 { "Start from black" }
        p.lead { "Everything is down. What can be the first, and what waits for itself?" }
        (verdict(&start))
        @for (at, locked) in start.locked.iter().enumerate() { (circle(registers, at + 1, locked)) }
        (written(registers, &start.there))
        (order(registers, &start))
    };
    let page = Page::new("Start from black", "/implementation", body)
        .help("3-implementation#start-from-black")
        .export([("JSON", "/api/v1/black-start")]);
    frame(&call, page).await
}

fn verdict(start: &BlackStart) -> Markup {
    let ways: usize = start.locked.iter().map(|locked| locked.ways.len()).sum();
    html! {
        p {
            @if start.locked.is_empty() {
                (state(Mark::Good, "no deadlock"))
                " Nothing waits for itself: everything can be recovered in the order below."
            } @else {
                (state(Mark::Bad, "deadlock"))
                " " (count(start.locked.len(), "circle locks", "circles lock")) " recovery. "
                strong { (count(ways, "break-glass way", "break-glass ways")) }
                @if start.locked.len() == 1 { " opens it" } @else { " open them all" }
                @if start.fewest { "; fewer would not do." }
                @else { "; perhaps fewer would do, the search gave up at its limit." }
            }
        }
    }
}

fn circle(registers: &Registers, number: usize, locked: &Locked) -> Markup {
    html! {
        section.sheet {
            h2 { "Circle " (number) ": " (count(locked.items.len(), "item", "items")) }
            ol.path {
                @for item in locked.round.iter().chain(locked.round.first()) {
                    li { (named(registers, item)) }
                }
            }
            p.quiet { "Each needs the next before it can be recovered, and the last needs the first." }
            h3 { "Make a way to" }
            ul {
                @for way in &locked.ways {
                    li {
                        strong { (named(registers, &way.to)) }
                        " that works while it is down: a sealed account, a printed key, a copy \
                         kept elsewhere. Then write " code { "bootstrap: true" } " at the need of it in "
                        (link::several(registers, &way.used_by, NAMED)) "."
                    }
                }
            }
        }
    }
}

fn written(registers: &Registers, there: &[Way]) -> Markup {
    html! {
        h2 { "Ways written down" }
        @if there.is_empty() {
            p.quiet { "None. Where nothing locks, none is needed." }
        } @else {
            p.quiet { "Each is only as good as its last try: put them into an exercise." }
            ul { @for way in there {
                li { (named(registers, &way.to)) ", used by " (link::several(registers, &way.used_by, NAMED)) }
            } }
        }
    }
}

fn order(registers: &Registers, start: &BlackStart) -> Markup {
    html! {
        h2 { "The order" }
        p.quiet {
            "What stands in one wave can be worked on at the same time. "
            @if !start.locked.is_empty() { "It holds once the ways above are made." }
        }
        ol {
            @for wave in &start.waves {
                li {
                    strong { (count(wave.len(), "item", "items")) ": " }
                    (link::several(registers, wave, NAMED))
                }
            }
        }
    }
}
