//! The drawing of a neighbourhood as SVG. It is readable by itself: colours stand as attributes,
//! which the sheet of the pages takes over for light and dark; every state has a pattern and a
//! word beside its colour.

use std::collections::BTreeMap;

use continuity::requirements::bond::Tie;
use continuity::requirements::neighbourhood::{Edge, Neighbour, Neighbourhood, rank};
use engine::layers::{Drawing, Frame, Line, Node, Spacing, Spot, layered};
use maud::{Markup, html};

use super::Seen;
use super::address::Address;
use super::overlay::{Overlay, State};
use crate::web::link;
use crate::web::requirements::words::kind;
use crate::web::when::{needed, span};

const WIDTH: i32 = 188;
const HEIGHT: i32 = 70;
/// Signs of a name that fit into a box.
const SIGNS: usize = 22;
const ROOM: Spacing = Spacing {
    beside: 22,
    below: 66,
    around: 12,
    most: 8,
};

/// The states with their patterns, as the legend shows them.
const PATTERNS: [(&str, &str); 5] = [
    ("is-lost", "lost"),
    ("is-stopped", "stopped with it"),
    ("is-degraded", "below normal"),
    ("is-reduced", "on redundancy"),
    ("is-back", "back again"),
];

/// How lines are drawn: class, dashes, words.
const LINES: [(&str, &str, &str); 6] = [
    ("tie-stops", "", "stops without"),
    ("tie-degrades", "9 5", "goes on below normal"),
    ("tie-recovers", "2 4", "needed to come back"),
    ("tie-bridged", "12 3 2 3", "a workaround by hand bridges it"),
    ("tie-stands", "1 3", "comes from, holds, stands in"),
    ("tie-doubt", "5 5", "assumed, confirmed by nobody"),
];

/// The drawing of a view.
pub fn of(seen: &Seen) -> Markup {
    svg(&seen.around, &seen.overlay, Some(&seen.address), "map")
}

/// A small drawing without losses.
pub fn small(around: &Neighbourhood) -> Markup {
    html! {
        div.scroll.canvas tabindex="0" role="region" aria-label="The drawing, scrollable" {
            (svg(around, &Overlay::default(), None, "mini"))
        }
    }
}

/// The drawing as a file of its own.
pub fn alone(seen: &Seen) -> String {
    svg(&seen.around, &seen.overlay, None, "map").into_string()
}

fn svg(
    around: &Neighbourhood,
    overlay: &Overlay,
    address: Option<&Address>,
    prefix: &str,
) -> Markup {
    let (drawing, sites) = laid_out(around);
    let (width, height) = (drawing.width.max(1), drawing.height.max(1) + 8);
    let zoom = address.map_or(100, |address| address.zoom) as i32;
    let drawn = || around.edges.iter().filter(|edge| is_drawn(around, edge));
    html! {
        svg.map xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 -8 {width} {height}"))
            width=(width * zoom / 100) height=(height * zoom / 100) role="group"
            aria-label={ "What stands around " (around.items[0].name) }
            font-family="system-ui, sans-serif" font-size="13" data-focus=(around.focus) {
            (definitions(prefix))
            rect x="0" y="-8" width=(width) height=(height) fill="none" {}
            @for frame in &drawing.frames { (site(frame, &sites, address)) }
            @for (edge, line) in drawn().zip(&drawing.lines) { (tie(edge, line, prefix)) }
            @for (edge, line) in drawn().zip(&drawing.lines) { (marker(edge, line)) }
            @for (item, spot) in around.items.iter().zip(&drawing.spots) {
                (node(item, *spot, overlay, address, prefix))
            }
        }
    }
}

/// Whether a need has a line: what stands in a site stands in its frame, and the frame says so.
fn is_drawn(around: &Neighbourhood, edge: &Edge) -> bool {
    edge.tie != Tie::StandsIn
        || around.items[edge.to].hops == 0
        || around.items[edge.from].site.is_none()
}

/// Where everything stands: kinds in bands, sites side by side.
fn laid_out(around: &Neighbourhood) -> (Drawing, Vec<String>) {
    let mut sites: BTreeMap<&str, u32> = BTreeMap::new();
    for site in around.items.iter().filter_map(|item| item.site.as_deref()) {
        let next = sites.len() as u32;
        sites.entry(site).or_insert(next);
    }
    let nodes: Vec<Node> = around
        .items
        .iter()
        .map(|item| Node {
            width: WIDTH,
            height: HEIGHT,
            band: rank(kind(&item.id)),
            group: item.site.as_deref().map(|site| sites[site]),
        })
        .collect();
    let drawn = around.edges.iter().filter(|edge| is_drawn(around, edge));
    let arcs: Vec<(u32, u32)> = drawn
        .map(|edge| (edge.from as u32, edge.to as u32))
        .collect();
    let mut names = vec![String::new(); sites.len()];
    for (site, place) in sites {
        names[place as usize] = site.to_owned();
    }
    (layered(&nodes, &arcs, ROOM), names)
}

fn definitions(prefix: &str) -> Markup {
    let pattern = |class: &str, path: &str, ink: &str| {
        html! {
            pattern id={ (prefix) "-" (class) } width="8" height="8" patternUnits="userSpaceOnUse" {
                path.{ "ink-" (class) } d=(path) stroke=(ink) stroke-width="1.4" fill="none" {}
            }
        }
    };
    html! {
        defs {
            (pattern("is-lost", "M0 0L8 8M8 0L0 8", "#a3201d"))
            (pattern("is-stopped", "M-2 2L2 -2M0 8L8 0M6 10L10 6", "#a3201d"))
            (pattern("is-degraded", "M0 4H8", "#8a5200"))
            (pattern("is-reduced", "M4 0V8", "#8a5200"))
            (pattern("is-back", "M4 3V5M3 4H5", "#1c6b3a"))
            marker id={ (prefix) "-arrow" } viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"
                markerHeight="7" orient="auto-start-reverse" {
                path.arrow d="M0 0L8 4L0 8Z" fill="#56646a" {}
            }
        }
    }
}

fn site(frame: &Frame, sites: &[String], address: Option<&Address>) -> Markup {
    let site = &sites[frame.group as usize];
    let reference = format!("site/{site}");
    let name = html! {
        text.site-name x=(frame.x + 6) y=(frame.y + 7) font-size="10" fill="#56646a" { (site) }
    };
    html! {
        rect.site x=(frame.x) y=(frame.y - 4) width=(frame.width) height=(frame.height + 4) rx="8"
            fill="none" stroke="#dcd6ca" {}
        @match address {
            Some(address) if !address.lose.contains(&reference) => {
                a.lose href=(address.losing(&reference).link()) {
                    title { "Lose the site " (site) } (name)
                }
            }
            _ => { (name) }
        }
    }
}

/// The class of an edge, its dashes, and what it says.
fn style(edge: &Edge) -> (&'static str, &'static str) {
    let class = match edge.tie {
        _ if edge.assumed => "tie-doubt",
        Tie::Stops if edge.bridged_by.is_some() => "tie-bridged",
        Tie::Stops => "tie-stops",
        Tie::Degrades => "tie-degrades",
        Tie::Recovers => "tie-recovers",
        _ => "tie-stands",
    };
    let found = LINES.iter().find(|(known, ..)| *known == class);
    (class, found.map_or("", |(_, dashes, _)| dashes))
}

fn tie(edge: &Edge, line: &Line, prefix: &str) -> Markup {
    let Some(path) = path(&line.points) else {
        return html! {};
    };
    let (class, dashes) = style(edge);
    let dashes = (!dashes.is_empty()).then_some(dashes);
    let label = match (edge.of, edge.remains) {
        (2.., _) => Some(format!("{} of {}", edge.needed, edge.of)),
        (_, Some(remains)) => Some(super::super::words::percent(remains)),
        _ => None,
    };
    let (x, y) = near_end(&line.points);
    html! {
        g.tie.(class) {
            title { (super::super::words::tie(edge.tie, edge.needed, edge.of, edge.remains))
                @if edge.by_plan { " (a plan says so)" }
                @if !edge.confirmed { " (confirmed by nobody)" } }
            path d=(path) fill="none" stroke="#56646a" stroke-width="1.6" stroke-dasharray=[dashes]
                marker-end={ "url(#" (prefix) "-arrow)" } {}
            @if let Some(label) = label {
                text.tie-label x=(x + 4) y=(y) font-size="10" fill="#56646a" { (label) }
            }
        }
    }
}

/// A smooth line through the points of an arc.
fn path(points: &[(i32, i32)]) -> Option<String> {
    let (&(x, y), rest) = points.split_first()?;
    let mut path = format!("M{x} {y}");
    let mut at = (x, y);
    for &(x, y) in rest {
        let middle = (at.1 + y) / 2;
        match at.0 == x {
            true => path.push_str(&format!("V{y}")),
            false => path.push_str(&format!("C{} {middle} {x} {middle} {x} {y}", at.0)),
        }
        at = (x, y);
    }
    Some(path)
}

/// A point of the line a little before its end, for a label.
fn near_end(points: &[(i32, i32)]) -> (i32, i32) {
    match points {
        [.., before, end] => (
            end.0 + (before.0 - end.0) / 9,
            end.1 + (before.1 - end.1) / 3,
        ),
        _ => (0, 0),
    }
}

/// The number of a mismatch, near the end of its line.
fn marker(edge: &Edge, line: &Line) -> Markup {
    let (Some(mismatch), [.., before, end]) = (edge.mismatch, line.points.as_slice()) else {
        return html! {};
    };
    let (x, y) = (
        end.0 + (before.0 - end.0) / 6,
        end.1 + (before.1 - end.1) / 3,
    );
    html! {
        g.mismatch {
            title { "Mismatch " (mismatch.number) ": back after " (span(mismatch.has_seconds))
                ", " (needed(mismatch.needs_seconds)) }
            circle cx=(x) cy=(y) r="10" fill="#ffffff" stroke="#a3201d" stroke-width="2" {}
            text x=(x) y=(y + 4) text-anchor="middle" font-size="11" font-weight="700"
                fill="#a3201d" {
                (mismatch.number)
            }
        }
    }
}

fn node(
    item: &Neighbour,
    spot: Spot,
    overlay: &Overlay,
    address: Option<&Address>,
    prefix: &str,
) -> Markup {
    let state = overlay.state(&item.id);
    let (x, y) = (spot.x, spot.y);
    let focus = if item.hops == 0 { "focus" } else { "" };
    let fill = match state {
        State::Up => "none".to_owned(),
        state => format!("url(#{prefix}-{})", state.class()),
    };
    html! {
        g.node.(state.class()).(focus) data-id=(item.id) data-x=(x + WIDTH / 2) data-y=(y +
            HEIGHT / 2) {
            a href=(link::place(&item.id)) {
                title { (item.name) " (" (item.id) ")" @if overlay.asked { ": " (state.word()) } }
                rect.box x=(x) y=(y) width=(WIDTH) height=(HEIGHT) rx=(radius(&item.id))
                    fill="#ffffff"
                    stroke="#7d8a8f" stroke-width=(if item.hops == 0 { "3" } else { "1.4" }) {}
                rect x=(x) y=(y) width=(WIDTH) height=(HEIGHT) rx=(radius(&item.id)) fill=(fill)
                    opacity="0.45" {}
                text.name x=(x + 10) y=(y + 21) font-weight="600" fill="#1b2529" {
                    (short(&item.name)) }
                text.kind x=(x + 10) y=(y + 37) font-size="11" fill="#56646a" {
                    (second_line(item, overlay))
                }
            }
            (below_name(item, spot, overlay, address))
        }
    }
}

/// What it is; after a loss, the wave in which it is back, and when.
fn second_line(item: &Neighbour, overlay: &Overlay) -> String {
    let Some(back) = overlay.comeback(&item.id) else {
        return kind(&item.id).to_owned();
    };
    match super::overlay::from_loss(back) {
        Some(seconds) => format!("wave {} · back T+{}", back.wave, span(seconds)),
        None => format!("wave {} · back unknown", back.wave),
    }
}

fn below_name(
    item: &Neighbour,
    spot: Spot,
    overlay: &Overlay,
    address: Option<&Address>,
) -> Markup {
    let (x, y) = (spot.x, spot.y);
    let state = overlay.state(&item.id);
    let more = item.more_above + item.more_below;
    html! {
        @if overlay.asked {
            text.word x=(x + 10) y=(y + 60) font-size="11" font-weight="700" fill="#1b2529" {
                (state.word()) }
        }
        @if let Some(address) = address {
            @let lost = address.lose.contains(&item.id);
            a.lose href=(if lost { address.without(&item.id) } else { address.losing(&item.id)
                }.link()) {
                title { @if lost { "Give back " } @else { "Lose " } (item.name) }
                rect.touch x=(x + WIDTH - 66) y=(y + HEIGHT - 27) width="64" height="26" fill="none"
                    pointer-events="all" {}
                text x=(x + WIDTH - 10) y=(y + 60) text-anchor="end" font-size="11" fill="#0f5257" {
                    @if lost { "give back" } @else { "lose" }
                }
            }
            @if more > 0 && !overlay.asked {
                a.more href=(address.from(&item.id).link()) {
                    title { (more) " more around " (item.name) }
                    text x=(x + 10) y=(y + 60) font-size="11" fill="#0f5257" { "+" (more) " more" }
                }
            }
        }
    }
}

fn radius(reference: &str) -> &'static str {
    match kind(reference) {
        "activity" => "28",
        "service" => "8",
        "dataset" => "16",
        _ => "2",
    }
}

fn short(name: &str) -> String {
    if name.chars().count() <= SIGNS {
        return name.to_owned();
    }
    let cut: String = name.chars().take(SIGNS - 1).collect();
    format!("{}…", cut.trim_end())
}

/// What lines and patterns mean.
pub fn legend(seen: &Seen) -> Markup {
    html! {
        details.legend open[seen.overlay.asked] {
            summary { "What lines and patterns mean" }
            ul.legend-list {
                @for (class, dashes, words) in LINES {
                    @let dashes = (!dashes.is_empty()).then_some(dashes);
                    li { svg width="56" height="14" aria-hidden="true" { g.tie.(class) {
                        path d="M2 7H54" fill="none" stroke="#56646a" stroke-width="1.6"
                            stroke-dasharray=[dashes] {}
                    } } " " (words) }
                }
                @if seen.overlay.asked { @for (class, words) in PATTERNS {
                    li { svg width="56" height="20" aria-hidden="true" { g.node.(class) {
                        rect.box x="1" y="1" width="54" height="18" rx="3" fill="#ffffff"
                            stroke="#7d8a8f" {}
                        rect x="1" y="1" width="54" height="18" rx="3"
                            fill=(format!("url(#map-{class})"))
                            opacity="0.45" {}
                    } } " " (words) }
                } }
                li { "A frame: a site, with what stands in it" }
                li { "A number in a ring: what is needed is back too late" }
            }
        }
    }
}
