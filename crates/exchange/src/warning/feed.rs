//! Atom and RSS feeds of warnings: entries that hold a whole alert, or the fields of one. An entry
//! that only points elsewhere is counted and said; what it points to is never fetched.

use continuity::requirements::warning::{Certainty, Message, Severity, Urgency, Warning};
use record::complaint::Complaint;

use super::xml::{Element, Tree};
use super::{Reading, cap, when};
use crate::read::fault;

/// Fields of an alert by which an entry is known to carry one.
const TELLING: &[&str] = &[
    "event",
    "effective",
    "expires",
    "urgency",
    "severity",
    "certainty",
    "areaDesc",
    "msgType",
];

/// Reads a feed.
pub fn read(tree: &Tree) -> Result<Reading, Complaint> {
    let root = tree.root();
    let form = match root.name.as_str() {
        "feed" | "entry" => "Atom",
        _ => "RSS",
    };
    let mut reading = Reading {
        form: form.into(),
        warnings: Vec::new(),
        remarks: Vec::new(),
        complaints: Vec::new(),
    };
    let mut pointing = 0;
    for entry in entries(tree) {
        let mut held = Vec::new();
        alerts(tree, entry, &mut held);
        let read: Vec<Result<Warning, Complaint>> = match held.as_slice() {
            [] if told(tree, entry) >= 2 => vec![entry_fields(tree, entry, form)],
            [] => {
                pointing += 1;
                continue;
            }
            held => held
                .iter()
                .map(|alert| cap::alert(tree, alert, &cap::version(alert)))
                .collect(),
        };
        for warning in read {
            match warning {
                Ok(warning) => reading.warnings.push(warning),
                Err(complaint) => reading.complaints.push(complaint),
            }
        }
    }
    if pointing > 0 {
        let text = format!(
            "{pointing} of its entries hold no alert and only point to one elsewhere; nothing is \
             fetched"
        );
        reading.remarks.push(text);
    }
    Ok(reading)
}

/// The entries of a feed, wherever its form keeps them.
fn entries(tree: &Tree) -> Vec<&Element> {
    let root = tree.root();
    if root.name == "entry" {
        return vec![root];
    }
    let mut all: Vec<&Element> = tree.named(root, "entry").collect();
    all.extend(tree.named(root, "item"));
    for channel in tree.named(root, "channel") {
        all.extend(tree.named(channel, "item"));
    }
    all
}

/// The alerts within an entry, at whatever depth.
fn alerts<'t>(tree: &'t Tree, entry: &'t Element, found: &mut Vec<&'t Element>) {
    let mut open = vec![entry];
    while let Some(element) = open.pop() {
        for child in tree.children(element) {
            match child.name.as_str() {
                "alert" => found.push(child),
                _ => open.push(child),
            }
        }
    }
}

fn told(tree: &Tree, entry: &Element) -> usize {
    let telling = TELLING.iter();
    telling
        .filter(|name| tree.text(entry, name).is_some())
        .count()
}

/// An entry with the fields of an alert among its own.
fn entry_fields(tree: &Tree, entry: &Element, form: &str) -> Result<Warning, Complaint> {
    let any = |names: &[&'static str]| names.iter().find_map(|name| tree.text(entry, name));
    let own = any(&["identifier", "id", "guid"]).unwrap_or_default();
    let mut warning = Warning::named(own, form);
    let mut remarks = Vec::new();
    let author = tree.named(entry, "author").find_map(|it| {
        let name = tree.text(it, "name");
        name.or(Some(it.text.trim()).filter(|text| !text.is_empty()))
    });
    warning.sender = any(&["sender"]).or(author).map(str::to_string);
    if let Some(status) = any(&["status"]) {
        warning.status = status.to_string();
    }
    warning.message = cap::word(
        tree,
        entry,
        "msgType",
        Message::ALL,
        Message::as_str,
        &mut remarks,
    )
    .unwrap_or(Message::Alert);
    warning.urgency = cap::word(
        tree,
        entry,
        "urgency",
        Urgency::ALL,
        Urgency::as_str,
        &mut remarks,
    );
    warning.severity = cap::word(
        tree,
        entry,
        "severity",
        Severity::ALL,
        Severity::as_str,
        &mut remarks,
    );
    warning.certainty = cap::word(
        tree,
        entry,
        "certainty",
        Certainty::ALL,
        Certainty::as_str,
        &mut remarks,
    );
    instants(tree, entry, &mut warning, &mut remarks);
    let title = any(&["title"]).map(str::to_string);
    match any(&["event"]) {
        Some(event) => warning.events.push(event.to_string()),
        None => {
            remarks.push("`event` is missing; its title stands for it".into());
            warning.events.extend(title.clone());
        }
    }
    let categories = tree.named(entry, "category").map(|it| it.text.trim());
    let categories = categories.filter(|text| !text.is_empty());
    warning.categories = categories.map(str::to_string).collect();
    warning.headline = title;
    warning.text = any(&["summary", "description"]).map(str::to_string);
    let area = cap::area(tree, entry, &mut remarks);
    warning.areas.push(area);
    warning.remarks = remarks;
    cap::finish(&mut warning).map_err(|why| fault(tree.place(entry), why))?;
    Ok(warning)
}

/// When it was sent, from when and until when it holds.
fn instants(tree: &Tree, entry: &Element, warning: &mut Warning, remarks: &mut Vec<String>) {
    let mut at = |names: &[&'static str]| {
        let named = names
            .iter()
            .find_map(|name| Some((*name, tree.text(entry, name)?)));
        named.and_then(|(name, text)| when::instant(text, name, remarks))
    };
    warning.sent = at(&["sent", "updated", "published", "pubDate"]);
    warning.effective = at(&["effective"]);
    warning.onset = at(&["onset"]);
    warning.expires = at(&["expires"]);
}
