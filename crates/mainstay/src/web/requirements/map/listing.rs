//! The list that says the same as the drawing.

use continuity::requirements::neighbourhood::Neighbour;
use maud::{Markup, html};

use super::Seen;
use super::overlay::from_loss;
use crate::web::link;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::words::{self, kind, state};
use crate::web::when::{span, span_or_unknown};

pub(super) fn block(now: &Reckoned, seen: &Seen) -> Markup {
    html! {
        section #list {
            h2 { "The same as a list" }
            div.scroll { table.stack {
                thead { tr {
                    th scope="col" { "What" } th scope="col" { "Steps" }
                    @if seen.overlay.asked { th scope="col" { "State" } th scope="col" { "Wave" }
                        th scope="col" { "Back after" } }
                    th scope="col" { "Needs" } th scope="col" { span.unseen { "Go on" } }
                } }
                tbody { @for (place, item) in seen.around.items.iter().enumerate() {
                    (row(now, seen, place, item))
                } }
            } }
        }
    }
}

fn row(now: &Reckoned, seen: &Seen, place: usize, item: &Neighbour) -> Markup {
    let (address, overlay) = (&seen.address, &seen.overlay);
    let how = overlay.state(&item.id);
    let comeback = overlay.comeback(&item.id);
    let lost = address.lose.contains(&item.id);
    html! { tr {
        th scope="row" {
            (link::record(&item.id, &item.name)) " " small { (kind(&item.id)) }
        }
        td data-label="Steps" { (item.hops) }
        @if overlay.asked {
            td data-label="State" { (state(how.mark(), &how.word())) }
            td data-label="Wave" { @if let Some(back) = comeback { (back.wave) } }
            td data-label="Back after" { @if let Some(back) = comeback {
                (span_or_unknown(from_loss(back))) } }
        }
        td data-label="Needs" { (needs(now, seen, place)) }
        td.go {
            a href=(address.from(&item.id).link()) { "look from here" } " "
            @if lost { a href=(address.without(&item.id).link()) { "give back" } }
            @else { a href=(address.losing(&item.id).link()) { "lose" } }
        }
    } }
}

fn needs(now: &Reckoned, seen: &Seen, place: usize) -> Markup {
    let edges = seen.around.edges.iter().filter(|edge| edge.from == place);
    let first = edges.clone().next();
    html! {
        @if let Some(edge) = first { p.quiet {
            @match &edge.source { Some(source) => { "from " (source) }, None => {
                "from nowhere named" } }
            @if edge.assumed { ", assumed" } @else if edge.confirmed { ", confirmed" } @else {
                ", confirmed by nobody" }
        } }
        ul.plain-list { @for edge in edges {
        @let other = &seen.around.items[edge.to];
        li {
            span.quiet { (words::tie(edge.tie, edge.needed, edge.of, edge.remains)) } " "
            (link::record(&other.id, &other.name))
            @if let Some(bridge) = &edge.bridged_by { " " small { "bridged by hand: "
                (words::named(now.registers(), bridge)) } }
            @if let Some(mismatch) = edge.mismatch {
                " " strong { "(" (mismatch.number) ")" } " "
                span.bad-word { (span(mismatch.has_seconds - mismatch.needs_seconds)) " too late" }
            }
        }
    } } }
}
