//! What the day makes of a loss: of each activity that stops, whether it is a normal day or a
//! peak, and how long it can be borne then. Targets keep to the headline and stand elsewhere.

use continuity::requirements::condition::ConditionNow;
use jiff::Timestamp;
use maud::{Markup, html};

use super::Seen;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, state};
use crate::web::when::{both, span};

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let Some(exposure) = &seen.overlay.exposure else {
        return html! {};
    };
    let known = exposure.conditions.iter();
    let known: Vec<&ConditionNow> = known
        .filter(|it| it.headline_mtpd_seconds.is_some())
        .collect();
    let shown: Vec<&ConditionNow> = known
        .iter()
        .copied()
        .filter(|it| it.is_worth_saying())
        .collect();
    html! {
        @if !known.is_empty() { section.sheet #day {
            h2 { "What the day makes of it" }
            p { "Targets are made for the worst day. How long each activity can be borne on this "
                "one says what to bring back first." }
            @if shown.is_empty() { p { "For everything that stops, this day is like the worst." } }
            @else { div.scroll { table.stack {
                thead { tr {
                    th scope="col" { "What" } th scope="col" { "Applies" }
                    th scope="col" { "Unbearable after" } th scope="col" { "On the worst day" }
                    th scope="col" { "Coming" }
                } }
                tbody { @for it in &shown { (row(seen, it)) } }
            } } }
            @if !shown.is_empty() && shown.len() < known.len() {
                p.quiet { "For the other " (known.len() - shown.len())
                    " this day is like the worst." }
            }
        } }
    }
}

fn row(seen: &Seen<'_>, it: &ConditionNow) -> Markup {
    let bears = |mtpd: Option<i64>| {
        html! { @match mtpd {
            Some(mtpd) => { (span(mtpd)) }
            None => { "not known" }
        } }
    };
    let why = format!("/items/{}#conditions", it.id);
    html! { tr {
        th scope="row" { (named(seen.registers(), &it.id)) }
        td data-label="Applies" {
            @if it.when == "normal" { (state(Mark::Open, "normal day")) }
            @else { (state(Mark::Warn, &it.when)) }
        }
        td data-label="Unbearable after" { a href=(why) { (bears(it.mtpd_seconds)) } }
        td data-label="On the worst day" {
            (bears(it.headline_mtpd_seconds))
            @if let Some(when) = &it.headline_when { br; small { (when) } }
        }
        td data-label="Coming" { @match &it.then {
            Some(then) => {
                (state(Mark::Warn, &then.when)) " in " (span(then.begins_after_seconds)) ", then "
                (bears(then.mtpd_seconds))
                @if let Ok(begins) = then.begins.parse::<Timestamp>() {
                    br; small { (both(begins, &seen.zone)) }
                }
            }
            None => { span.quiet { "nothing stricter before then" } }
        } }
    } }
}
