//! What the drawing calls out: circles with where to break them, and mismatches by number.

use maud::{Markup, html};

use super::Seen;
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::words::{count, named, state};
use crate::web::when::{needed, span};

pub(super) fn block(now: &Reckoned, seen: &Seen) -> Markup {
    let registers = now.registers();
    let around = &seen.around;
    let name = |place: usize| link::record(&around.items[place].id, &around.items[place].name);
    let late = around
        .edges
        .iter()
        .filter_map(|edge| Some((edge, edge.mismatch?)));
    html! {
        @for round in &around.circles {
            div.banner.bad {
                p {
                    (state(Mark::Bad, if round.deadlock { "can never be brought back" } else {
                        "a circle of needs" }))
                    " " @for (place, item) in round.shortest.iter().enumerate() {
                        @if place > 0 { " needs " } (named(registers, item))
                    }
                    @if let Some(first) = round.shortest.first() { " needs " (named(registers,
                        first)) }
                    @if round.members > round.shortest.len() {
                        " (" (count(round.members - round.shortest.len(), "more hangs",
                            "more hang")) " on it both ways)"
                    } "."
                }
                @if let Some((from, to)) = &round.break_here {
                    p { strong { "Break here: " } "does " (named(registers, from)) " need "
                        (named(registers, to))
                        " to run, or also to come back? "
                        a href={ (link::filed(from)) "/edit" } { "Say it in its record" } }
                }
            }
        }
        @if late.clone().next().is_some() {
            ol.mismatches { @for (edge, mismatch) in late {
                li value=(mismatch.number) {
                    (name(edge.to)) " is back after " (span(mismatch.has_seconds)) "; for "
                        (name(edge.from)) " it "
                        @if mismatch.needs_seconds >= 0 { "is " }
                        (needed(mismatch.needs_seconds)) "."
                }
            } }
        }
    }
}
