//! What is written of an item, from where and how old, with one button to say that it still holds.

use maud::{Markup, html};
use record::node::{Node, Value};

use super::Seen;
use crate::http::withhold;
use crate::web::form;
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, party, state};
use crate::web::when::ago;

/// Fields that stand elsewhere on the page.
const ELSEWHERE: &[&str] = &[
    "kind",
    "id",
    "name",
    "description",
    "confirmed",
    "source",
    "owner",
];

pub(super) fn block(seen: &Seen<'_>, may_confirm: bool) -> Markup {
    let (told, envelope) = (seen.told, &seen.told.envelope);
    let (kind, id) = told.reference.split_once('/').unwrap_or_default();
    let record = seen.now.present.state.registers.record(kind, id);
    let written = record.map(|record| {
        let mut written = record.write();
        if !seen.may_see_money {
            withhold::money(&mut written);
        }
        written
    });
    let filing = seen.now.present.state.filing(kind, id);
    html! {
        section.sheet #facts {
            h2 { "What is written" }
            dl.facts {
                dt { "Confirmed" }
                dd { (confirmed(seen)) }
                dt { "From" }
                dd { @match &envelope.source { Some(source) => { (source) }, None => { span.quiet
                    { "nobody says from where" } } } }
                @if envelope.assumption { dt { "Certainty" } dd { (state(Mark::Warn,
                    "an assumption")) } }
                @for entry in written.iter().flat_map(|node| node.as_map().unwrap_or_default()) {
                    @if !ELSEWHERE.contains(&&*entry.key) {
                        dt { (entry.key.replace('-', " ")) }
                        dd { (value(seen, &entry.value)) }
                    }
                }
            }
            div.actions {
                @if may_confirm && filing.is_some() {
                    form method="post" action={ (link::place(&told.reference)) "/confirm" } {
                        (form::request())
                        button type="submit" { "Still right" }
                    }
                }
                a href={ (link::filed(&told.reference)) "/history" } { "History" }
                a href={ (link::filed(&told.reference)) "/edit" } { "Change" }
            }
        }
    }
}

fn confirmed(seen: &Seen<'_>) -> Markup {
    let registers = seen.now.registers();
    let Some(confirmed) = &seen.told.envelope.confirmed else {
        return state(Mark::Open, "by nobody yet");
    };
    let at = confirmed.at.0.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let days = at.as_ref().map_or(0, |at| {
        seen.instant.duration_since(at.timestamp()).as_secs() / 86_400
    });
    // A fact that nobody has looked at for a year is old, for two is doubtful.
    let mark = match days {
        ..365 => Mark::Good,
        365..730 => Mark::Warn,
        _ => Mark::Bad,
    };
    html! {
        (state(mark, &at.map_or_else(String::new, |at| match days {
            0 => "today".to_owned(),
            _ => ago(at.timestamp(), seen.instant),
        })))
        " by " @match party(registers, &confirmed.by) {
            Some(person) => { (named(registers, &person)) }
            None => { (confirmed.by) }
        }
        " " small { (confirmed.at) }
    }
}

/// A value as it was written: references as links, lists as lists, tables as lines.
fn value(seen: &Seen<'_>, node: &Node) -> Markup {
    let mut rows: Vec<(usize, String, Option<String>)> = Vec::new();
    let mut open: Vec<(usize, String, &Node)> = vec![(0, String::new(), node)];
    while let Some((depth, key, node)) = open.pop() {
        match &node.value {
            Value::Map(entries) => {
                if !key.is_empty() {
                    rows.push((depth, key, None));
                }
                let inner = entries.iter().rev();
                open.extend(inner.map(|it| (depth + 1, it.key.replace('-', " "), &it.value)));
            }
            Value::List(entries) => {
                if !key.is_empty() {
                    rows.push((depth, key, None));
                }
                open.extend(
                    entries
                        .iter()
                        .rev()
                        .map(|it| (depth + 1, String::new(), it)),
                );
            }
            _ => rows.push((
                depth,
                key,
                Some(node.as_text().unwrap_or_default().to_owned()),
            )),
        }
    }
    let registers = seen.now.registers();
    let text = |text: &str| match text.split_once('/') {
        Some((kind, id)) if registers.has(kind, id) => named(registers, text),
        _ => html! { (text) },
    };
    if let [(_, _, Some(only))] = rows.as_slice() {
        return text(only);
    }
    html! { ul.written { @for (depth, key, shown) in &rows {
        li data-depth=(depth) {
            @if !key.is_empty() { span.quiet { (key) } " " }
            @if let Some(shown) = shown { (text(shown)) }
        }
    } } }
}
