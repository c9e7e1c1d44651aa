//! Where things have their page, and links to them.

use maud::{Markup, html};
use record::kinds::{Registers, about};
use record::link::split;

/// The kinds whose records are items: they have a page of figures beside that of their record.
pub const ITEMS: [&str; 7] = [
    "activity",
    "service",
    "component",
    "dataset",
    "site",
    "supplier",
    "team",
];

/// The page of a record, by `kind/id`.
pub fn place(reference: &str) -> String {
    if let Some((policy, rule)) = reference.split_once('#') {
        // A rule stands in its policy and has a page of its own.
        return format!("/rules/{}/{}", escaped(split(policy).1), escaped(rule));
    }
    let (kind, id) = split(reference);
    if kind == Some("campaign") {
        return format!("/requirements/bia?campaign={}", escaped(id));
    }
    let Some(about) = kind.and_then(about) else {
        return format!("/search?q={}", escaped(reference));
    };
    match about.name {
        kind if ITEMS.contains(&kind) => format!("/items/{kind}/{}", escaped(id)),
        "policy" => format!("/initiation/policies/{}", escaped(id)),
        _ => filed(reference),
    }
}

/// The page of a record as it was filed.
pub fn filed(reference: &str) -> String {
    let (kind, id) = split(reference);
    let plural = kind.and_then(about).map_or("", |about| about.plural);
    format!("/records/{plural}/{}", escaped(id))
}

/// A link to a record's page with its name; its id beside where that says more.
pub fn record(reference: &str, name: &str) -> Markup {
    html! { a href=(place(reference)) { (name) } }
}

/// A link to a record's page, with the name that the records know, else as it is written.
pub fn named(registers: &Registers, reference: &str) -> Markup {
    let (kind, id) = split(reference);
    let known = kind.and_then(|kind| registers.envelope(kind, id));
    let name = known.and_then(|(envelope, ..)| envelope.name.as_deref());
    match known {
        Some(_) => record(reference, name.unwrap_or(id)),
        None => html! { code { (reference) } },
    }
}

/// Several such links, the first ones of many.
pub fn several(registers: &Registers, references: &[String], most: usize) -> Markup {
    html! {
        @for (place, reference) in references.iter().take(most).enumerate() {
            @if place > 0 { ", " }
            (named(registers, reference))
        }
        @if references.len() > most { " and " (references.len() - most) " more" }
    }
}

/// A text as a part of an address.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
