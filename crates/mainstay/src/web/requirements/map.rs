//! The dependency map: what stands around one item, drawn on the server, with what a loss would
//! stop, in which order it comes back, and the same as a list. Every change of view is a link.

pub mod address;
pub mod drawing;
mod export;
mod listing;
mod notes;
pub mod overlay;

use std::sync::Arc;

use axum::response::Response;
use continuity::requirements::neighbourhood::{self, HOPS_MAX, MOST, Neighbourhood};
use continuity::requirements::recovery_targets::recovery_targets;
use maud::{Markup, html};

use self::address::Address;
use self::overlay::{Overlay, overlay};
use super::words::{count, name, named};
use crate::answer::Wrong;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::web::frame::{Page, show};
use crate::web::link::ITEMS;
use crate::web::reckoned::{self, Reckoned};
use crate::web::when::span;

/// What the map may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("after", Sort::Typed, "An entry that must be seen."),
    Parameter::new("as-of", Sort::Typed, "A point in the past."),
    Parameter::new("of", Sort::Typed, "The item in the middle."),
    Parameter::new("hops", Sort::Typed, "How many steps both ways, 1 to 6."),
    Parameter::new("lose", Sort::Typed, "What is lost.").many(),
    Parameter::new("hide", Sort::Typed, "Kinds that are left out.").many(),
    Parameter::new("hours", Sort::Typed, "Hours after the loss."),
    Parameter::new("zoom", Sort::Typed, "Percent of the natural size."),
];

/// All that the page shows of one question.
pub struct Seen {
    /// Where one is.
    pub address: Address,
    /// What stands around.
    pub around: Neighbourhood,
    /// What a loss does to it.
    pub overlay: Overlay,
}

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let address = Address::read(&call.query);
    if address.of.is_empty() {
        return show(
            &call,
            Page::new("Dependency map", "/map", beginning(&now, None)),
        )
        .await;
    }
    match seen(&call, &now, address).await? {
        Ok(seen) => {
            let focus = name(now.registers(), &seen.around.focus);
            let exports = [("SVG", "svg"), ("DOT", "dot"), ("Mermaid", "mmd")];
            let exports = exports.map(|(word, form)| (word, seen.address.export(form)));
            let page = Page::new(format!("Map: {focus}"), "/map", whole(&now, &seen))
                .about(&seen.around.focus)
                .script("estate")
                .script("map")
                .help("2-requirements")
                .export(exports);
            show(&call, page).await
        }
        Err(Wrong(why)) => {
            let body = beginning(&now, Some(&why));
            show(&call, Page::new("Dependency map", "/map", body)).await
        }
    }
}

/// The map as a file, in the form that the path names.
pub async fn file(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let address = Address::read(&call.query);
    let seen = seen(&call, &now, address).await?;
    let seen = seen.map_err(|Wrong(why)| Problem::invalid(why))?;
    Ok(match call.path.get("form") {
        "svg" => reply::body("image/svg+xml", drawing::alone(&seen)),
        "dot" => reply::body("text/vnd.graphviz; charset=utf-8", export::dot(&now, &seen)),
        "mmd" => reply::body("text/plain; charset=utf-8", export::mermaid(&now, &seen)),
        other => return Err(Problem::unknown(&format!("`{other}`"))),
    })
}

async fn seen(
    call: &Call,
    now: &Arc<Reckoned>,
    mut address: Address,
) -> Result<Result<Seen, Wrong>, Problem> {
    let now = Arc::clone(now);
    let compute = move || {
        now.given(|given| {
            let standpoint = given.standpoint();
            let focus = crate::answer::item(&standpoint.estate, &address.of)?;
            address.of = standpoint.estate.reference(focus).to_owned();
            let targets = recovery_targets(&standpoint);
            let asked = neighbourhood::Asked {
                focus,
                hops: address.hops,
                hide: address.hide.iter().cloned().collect(),
                most: MOST,
            };
            let around = neighbourhood::neighbourhood(&standpoint, &targets, &asked);
            let overlay = overlay(given, &address.lose, address.hours)?;
            address.lose.clone_from(&overlay.lost);
            Ok(Seen {
                address,
                around,
                overlay,
            })
        })
    };
    call.doors.compute(compute).await
}

/// Where one begins: a field to name something, and what the organisation does.
fn beginning(now: &Reckoned, why: Option<&str>) -> Markup {
    let registers = now.registers();
    html! {
        h1 { "Dependency map" }
        p.lead { "The map begins with one thing and shows what it needs and what needs it." }
        @if let Some(why) = why { p.banner.bad role="alert" { (why) } }
        form.row action="/map" {
            div.field {
                label for="of" { "What stands in the middle? "
                    span.hint { "A name or an id, such as " code { "service/…" } } }
                input #of name="of" data-search="items";
            }
            button type="submit" { "Show" }
        }
        h2 { "What the organisation does" }
        ul { @for activity in registers.activities.live().take(60) {
            li { a href=(Address::of(&activity.reference()).link()) { (activity.title()) } }
        } }
        p { a href="/items" { "Everything in a list" } }
    }
}

fn whole(now: &Reckoned, seen: &Seen) -> Markup {
    let (around, registers) = (&seen.around, now.registers());
    html! {
        h1 { "Around " (named(registers, &around.focus)) }
        p { (count(around.items.len(), "thing", "things")) " within "
            (count(seen.address.hops as usize, "step", "steps")) " both ways"
            @if around.left_out > 0 {
                "; " strong { (around.left_out) " more found no room" }
                    " - take fewer steps, hide a kind, "
                "or look from another place"
            } "." }
        (controls(seen))
        (losses(now, seen))
        (notes::block(now, seen))
        section.drawing aria-label="Drawing" {
            p.zoom { span.script-only {
                button.plain type="button" data-zoom="in" { "Larger" } " "
                button.plain type="button" data-zoom="out" { "Smaller" } " "
                button.plain type="button" data-zoom="fit" { "Fit" } " "
            }
                @for percent in [50, 100, 150] {
                    a href=(seen.address.with_zoom(percent).link()) { (percent) " %" } " "
                }
                span.quiet.script-only { "Arrow keys walk from one to the next." }
            }
            div.scroll.canvas tabindex="0" role="region" aria-label="The drawing, scrollable" {
                (drawing::of(seen))
            }
            (drawing::legend(seen))
        }
        (listing::block(now, seen))
    }
}

/// How many steps, which kinds: as links.
fn controls(seen: &Seen) -> Markup {
    let address = &seen.address;
    html! {
        nav.choices aria-label="View" {
            p { "Steps: " @for hops in 1..=HOPS_MAX {
                @if hops == address.hops { strong aria-current="true" { (hops) } }
                @else { a href=(address.with_hops(hops).link()) { (hops) } }
                " "
            } }
            details {
                summary { "Kinds shown" }
                p { @for kind in ITEMS {
                    @let hidden = address.hide.iter().any(|it| it == kind);
                    a href=(address.toggling(kind).link()) {
                        @if hidden { "show " (kind) } @else { "hide " (kind) }
                    } " "
                } }
            }
        }
        form.row action="/map" {
            (address.hidden("of"))
            div.field {
                label for="look" { "Look from" }
                input #look name="of" data-search="items";
            }
            button type="submit" { "Go" }
        }
    }
}

/// What is lost, and at which hour one looks.
fn losses(now: &Reckoned, seen: &Seen) -> Markup {
    let (address, overlay) = (&seen.address, &seen.overlay);
    html! {
        section.sheet #losses {
            h2 { "What if?" }
            form.row action="/map" {
                (address.hidden("lose"))
                div.field {
                    label for="lose" { "Lost, too "
                        span.hint { "A name, or " code { "scenario/…" }
                            "; or choose \"lose\" in the drawing" } }
                    input #lose name="lose" data-search="items";
                }
                button type="submit" { "Lose it" }
            }
            @if !address.lose.is_empty() {
                ul.plain-list { @for lost in &address.lose {
                    li { (named(now.registers(), lost)) " is lost. "
                        a href=(address.without(lost).link()) { "Give it back" } }
                } }
                p { strong { (overlay.stopped) } " things stop in the whole estate. "
                    a href=(address.impact()) { "All of them, with targets" } }
                (hours(address, overlay))
            }
        }
    }
}

fn hours(address: &Address, overlay: &Overlay) -> Markup {
    let last = overlay.last_hours().max(1);
    html! {
        form.row action="/map" {
            (address.hidden("hours"))
            div.field {
                label for="hours" { "Hours after the loss: " output {
                    (address.hours.unwrap_or(0)) } }
                input #hours name="hours" type="range" min="0" max=(last)
                    value=(address.hours.unwrap_or(0));
            }
            button type="submit" { "Show" }
        }
        p { @for hours in overlay.steps() {
            a href=(address.with_hours(hours).link()) { "after " (span(i64::from(hours) * 3_600))
                } " "
        } }
    }
}
