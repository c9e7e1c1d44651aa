//! The stories in a list, worst first: what happens, who is late first, who answers it or what is
//! missing for that.

use continuity::requirements::unknown::{Late, Story, UnknownDisasters};
use maud::{Markup, html};
use record::kinds::Registers;

use super::answered::{answered, missing};
use crate::web::link::{escaped, several};
use crate::web::requirements::words::count;
use crate::web::when::span;

/// How many stories are shown before one asks for all.
const SHOWN: usize = 25;

/// The list.
pub(super) fn block(registers: &Registers, found: &UnknownDisasters, all: bool) -> Markup {
    let shown = if all { found.stories.len() } else { SHOWN };
    html! {
        section.sheet #stories {
            h2 { "Worst first" }
            @if found.stories.is_empty() { (nothing(found)) }
            ol.stories { @for story in found.stories.iter().take(shown) {
                (line(registers, story, found.order_max)) } }
            @if found.stories.len() > shown {
                p { a href={ "/requirements/unknown?all=yes&order=" (found.order_max) "#stories" } {
                    "All " (found.stories.len()) } }
            }
        }
    }
}

fn nothing(found: &UnknownDisasters) -> Markup {
    html! { p {
        @if found.activities.is_empty() {
            "There is no activity, no service and no component here, so that nothing can stop."
        } @else if found.stops_only {
            "No loss of so few things stops anything that others stand on, as far as what is \
             written down can tell."
        } @else {
            "No loss of so few things makes anything late, as far as what is written down can \
             tell. What is not written down cannot be lost here."
        }
    } }
}

fn line(registers: &Registers, story: &Story, order: usize) -> Markup {
    html! { li {
        p {
            strong { a href={ "/requirements/unknown/stories/" (escaped(&story.key)) "?order=" (order) } {
                (story.title) } } " "
            (answered(story))
        }
        p { (story.text) }
        @if let Some(late) = first(story) { p { (when(registers, story, late)) } }
        @if let Some(late) = worst(story) { (missing(registers, late, 1)) }
        p.quiet { (count(story.order, "loss", "losses")) ", "
            (count(story.sets.len(), "way", "ways")) ". " (likely(story)) }
    } }
}

/// Who is late first, and who else.
fn when(registers: &Registers, story: &Story, late: &Late) -> Markup {
    html! {
        @match (late.required_seconds, late.back_seconds) {
            (None, _) => {
                "Stops: " (several(registers, &story.activities, 3))
                ". Nothing says by when it must be back." }
            (Some(due), Some(back)) => { "Late: " (several(registers, &story.activities, 3))
                ". The first is due after " (span(due)) " and back after " (span(back)) "." }
            (Some(due), None) => { "Late: " (several(registers, &story.activities, 3))
                ". The first is due after " (span(due))
                "; how long it takes to come back is not known." }
        }
    }
}

/// The activity that is due first, after any of the sets.
fn first(story: &Story) -> Option<&Late> {
    let all = story.sets.iter().flat_map(|set| &set.activities);
    all.min_by_key(|late| late.required_seconds.unwrap_or(i64::MAX))
}

/// The one that is answered least, of those the one due first.
fn worst(story: &Story) -> Option<&Late> {
    let all = story.sets.iter().flat_map(|set| &set.activities);
    all.filter(|late| !late.missing.is_empty())
        .min_by_key(|late| {
            let due = late.required_seconds.unwrap_or(i64::MAX);
            (late.covered, due, late.missing[0].why)
        })
}

/// How likely, in words.
pub(super) fn likely(story: &Story) -> String {
    let Some(share) = story.probability else {
        return "How likely is not known: nobody wrote down how often these fail.".into();
    };
    let some = match story.unknown_probability {
        0 => String::new(),
        1 => ", beside one way of unknown likelihood".into(),
        more => format!(", beside {more} ways of unknown likelihood"),
    };
    let hours = share * 8_766.0;
    match hours {
        hours if hours >= 0.1 => format!("So for {hours:.1} hours a year, on average{some}."),
        hours if hours * 3_600.0 >= 1.0 => {
            format!(
                "So for {:.0} seconds a year, on average{some}.",
                hours * 3_600.0
            )
        }
        _ => format!("So for less than a second a year, on average{some}."),
    }
}
