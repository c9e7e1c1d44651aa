//! A record as people read it: values in words, durations humane, references as links, tables for
//! what has rows, and what nobody said named as such.

use maud::{Markup, html};
use record::node::Node;
use record::value::Duration;

use super::label;
use super::names::Names;
use super::outline::{Measure, Part, Sort};
use super::values::line;
use crate::web::when;

/// What is said under some parts, as a list of facts.
pub fn facts(parts: &[&Part], node: &Node, names: &Names<'_>) -> Markup {
    let said = parts
        .iter()
        .filter_map(|part| Some((part, node.get(&part.key)?)));
    html! {
        dl.facts { @for (part, value) in said {
            dt { (part.label) }
            dd { (shown(&part.sort, value, names)) }
        } }
    }
}

/// The parts under which nothing is said.
pub fn unsaid<'p>(parts: &[&'p Part], node: &Node) -> Vec<&'p Part> {
    let unsaid = parts.iter().filter(|part| {
        let truth = matches!(part.sort, Sort::Truth);
        node.get(&part.key).is_none() && !truth
    });
    unsaid.copied().collect()
}

/// A value as people read it. As deep as the parts are.
pub fn shown(sort: &Sort, node: &Node, names: &Names<'_>) -> Markup {
    match sort {
        Sort::Group(parts) => facts(&parts.iter().collect::<Vec<_>>(), node, names),
        Sort::Either(short, parts) => match node.as_map() {
            Some(_) if !parts.is_empty() => compact(parts, node, names),
            _ => shown(short, node, names),
        },
        Sort::Rows(of) => rows(of, node.as_list().unwrap_or_default(), names),
        Sort::Series(of) => {
            let nodes = node.as_list().unwrap_or_default();
            html! { @for (place, node) in nodes.iter().enumerate() {
                @if place > 0 { ", " }
                (shown(of, node, names))
            } }
        }
        Sort::Map(of) => html! {
            dl.facts { @for entry in node.as_map().unwrap_or_default() {
                dt { (entry.key) }
                dd { (shown(of, &entry.value, names)) }
            } }
        },
        Sort::Reference(kinds) => names.link(node.as_text().unwrap_or_default(), kinds),
        Sort::Text => {
            let text = node.as_text().unwrap_or_default();
            html! { @if text.contains('\n') { span.prose { (text) } } @else { (text) } }
        }
        sort => html! { (plain(sort, node)) },
    }
}

/// A value that one line holds, as text.
pub fn plain(sort: &Sort, node: &Node) -> String {
    let text = line(sort, node);
    match sort {
        Sort::Truth => if text == "true" { "yes" } else { "no" }.to_owned(),
        Sort::Words(_) => label::inside(&text),
        Sort::Written(unit) if unit.measure == Measure::Span => span(&text),
        Sort::Either(short, _) if node.as_map().is_none() => plain(short, node),
        Sort::Group(parts) | Sort::Either(_, parts) if !parts.is_empty() => {
            let said = parts
                .iter()
                .filter_map(|part| Some((part, node.get(&part.key)?)));
            let words = |(part, value): (&Part, &Node)| {
                format!(
                    "{}: {}",
                    part.label.to_lowercase(),
                    plain(&part.sort, value)
                )
            };
            said.map(words).collect::<Vec<_>>().join("; ")
        }
        Sort::Series(of) => {
            let nodes = node.as_list().unwrap_or_default().iter();
            nodes
                .map(|node| plain(of, node))
                .collect::<Vec<_>>()
                .join(", ")
        }
        Sort::Text | Sort::Reference(_) | Sort::Whole | Sort::Number => text,
        Sort::Written(_) => text,
        _ => written(node),
    }
}

fn written(node: &Node) -> String {
    let mut out = String::new();
    exchange::write::yaml::flow(node, &mut out);
    out
}

/// A length of time in words; as it is written where it is none.
fn span(text: &str) -> String {
    Duration::parse(text).map_or_else(|_| text.to_owned(), |duration| when::span(duration.0))
}

/// The parts of a map on one line: `How many must be up 1; of one, two, three`.
fn compact(parts: &[Part], node: &Node, names: &Names<'_>) -> Markup {
    let said = parts.iter();
    let said = said.filter_map(|part| Some((part, node.get(&part.key)?)));
    html! { @for (place, (part, value)) in said.enumerate() {
        @if place > 0 { "; " }
        span.quiet { (part.label) } " "
        @match (&part.sort, value.as_list()) {
            (Sort::Rows(of), Some(nodes)) => {
                @for (place, node) in nodes.iter().enumerate() {
                    @if place > 0 { ", " }
                    (shown(of, node, names))
                }
            }
            (sort, _) => (shown(sort, value, names)),
        }
    } }
}

/// Rows as a table where they have parts, else as a list.
fn rows(of: &Sort, nodes: &[Node], names: &Names<'_>) -> Markup {
    let Sort::Group(parts) = of else {
        return html! { ul.plain-list { @for node in nodes { li { (shown(of, node, names)) } } } };
    };
    let said = |part: &&Part| nodes.iter().any(|node| node.get(&part.key).is_some());
    let columns: Vec<&Part> = parts.iter().filter(said).collect();
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr { @for part in &columns { th scope="col" { (part.label) } } } }
            tbody { @for node in nodes { tr { @for part in &columns {
                td data-label=(part.label) {
                    @if let Some(value) = node.get(&part.key) { (shown(&part.sort, value, names)) }
                }
            } } } }
        } }
    }
}
