//! What an item needs and what needs it, as lists, with conflicts said, beside a small map.

use continuity::requirements::bond::Tie;
use maud::{Markup, html};

use super::Seen;
use super::told::Bonded;
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::requirements::map::drawing;
use crate::web::requirements::words::{self, kind, named, state};
use crate::web::when::{needed, span, span_or_unknown};

/// Rows that stand open; the rest is a click away.
const OPEN: usize = 12;

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let told = seen.told;
    html! {
        div.columns {
            section.sheet #needs {
                h2 { "Depends on (" (told.needs.len()) ")" }
                (conflicts(seen))
                (list(seen, &told.needs, true))
            }
            section.sheet #uses {
                h2 { "Used by (" (told.uses.len()) ")" }
                (list(seen, &told.uses, false))
            }
        }
        section.sheet #map {
            h2 { "One step around it" }
            (drawing::small(&told.around))
            p { a href={ "/map?of=" (link::escaped(&told.reference)) } {
                "The map, with more steps" } }
        }
    }
}

fn conflicts(seen: &Seen<'_>) -> Markup {
    let late = seen
        .told
        .needs
        .iter()
        .filter_map(|bond| Some((bond, bond.mismatch?)));
    html! { @for (bond, mismatch) in late {
        p.banner.bad {
            "Depends on " (named(seen.now.registers(), &bond.id)) ", which is back after "
            (span(mismatch.has_seconds)) "; for this it " @if mismatch.needs_seconds >= 0 { "is " }
            (needed(mismatch.needs_seconds))
            ": " strong { (span(mismatch.has_seconds - mismatch.needs_seconds)) " too late" } "."
        }
    } }
}

fn list(seen: &Seen<'_>, bonds: &[Bonded], down: bool) -> Markup {
    let rows = |bonds: &[Bonded]| {
        html! { ul.bonds { @for bond in bonds { li { (row(seen, bond, down)) } } } }
    };
    html! {
        @if bonds.is_empty() { p.quiet { "Nothing." } }
        (rows(&bonds[..bonds.len().min(OPEN)]))
        @if bonds.len() > OPEN {
            details {
                summary { (bonds.len() - OPEN) " more" }
                (rows(&bonds[OPEN..]))
            }
        }
    }
}

fn row(seen: &Seen<'_>, bond: &Bonded, down: bool) -> Markup {
    let words = match down {
        true => words::tie(bond.tie, bond.of.0, bond.of.1, bond.remains),
        false => bond.tie.words_back().to_owned(),
    };
    let target = seen.now.item(&bond.id);
    let critical = bond.tie == Tie::Stops && bond.of.0 == bond.of.1;
    html! {
        @if critical { (state(Mark::Warn, "critical")) " " }
        @if down { span.quiet { (words) } " " (named(seen.now.registers(), &bond.id)) }
        @else { (named(seen.now.registers(), &bond.id)) " " span.quiet { (words) } }
        " " small { (kind(&bond.id)) }
        @if let Some(target) = target {
            @if kind(&bond.id) != "team" {
                " " small { "back after " (span_or_unknown(target.rtc_seconds)) }
            }
        }
        @if bond.by_plan { " " small { "(a plan says so)" } }
        @if bond.mismatch.is_some() { " " (state(Mark::Bad, "too late")) }
    }
}
