//! What of a record a proof rests on: all it says but its name and its papers. That someone looked
//! at it, confirmed it or measured it changes nothing that was shown before.

use record::kinds::Record;
use record::node::{Entry, Node, Value};

/// Keys whose change takes nothing from what was shown.
const PAPERS: &[&str] = &[
    "name",
    "status",
    "owner",
    "deputy",
    "review-due",
    "tags",
    "also",
    "source",
    "confirmed",
    "assumption",
    "description",
    "reviewed",
    "offline-copy",
    "executed",
    "tried",
    "verified",
    "verified-by",
    "contact-verified",
];

/// The same inside a part of a record.
const PAPERS_WITHIN: &[(&str, &[&str])] = &[
    ("recovery", &["observed"]),
    ("protection", &["verified", "verified-at", "missed"]),
];

/// Whether two contents of a record say the same in all that a proof rests on.
pub fn same(one: &Record, other: &Record) -> bool {
    one == other || stripped(one) == stripped(other)
}

/// The fields in which two contents differ in what a proof rests on, in their order.
pub fn differing(one: &Record, other: &Record) -> Vec<String> {
    let (one, other) = (stripped(one), stripped(other));
    let keys = |entries: &[Entry]| -> Vec<String> {
        entries.iter().map(|entry| entry.key.to_string()).collect()
    };
    let of = |entries: &[Entry], key: &str| -> Option<Node> {
        let found = entries.iter().find(|entry| &*entry.key == key);
        found.map(|entry| entry.value.clone())
    };
    let mut all = keys(&one);
    all.extend(
        keys(&other)
            .into_iter()
            .filter(|key| !all.contains(key))
            .collect::<Vec<_>>(),
    );
    all.retain(|key| of(&one, key) != of(&other, key));
    all
}

fn stripped(record: &Record) -> Vec<Entry> {
    let Value::Map(mut entries) = record.write().value else {
        return Vec::new();
    };
    entries.retain(|entry| !PAPERS.contains(&&*entry.key));
    for (part, papers) in PAPERS_WITHIN {
        let within = entries.iter_mut().find(|entry| &*entry.key == *part);
        let Some(within) = within else { continue };
        match &mut within.value.value {
            Value::Map(inner) => inner.retain(|entry| !papers.contains(&&*entry.key)),
            Value::List(nodes) => nodes.iter_mut().for_each(|node| strip(node, papers)),
            _ => {}
        }
    }
    // A part that held nothing but papers is as if it were not there.
    entries.retain(|entry| !matches!(&entry.value.value, Value::Map(inner) if inner.is_empty()));
    entries
}

fn strip(node: &mut Node, papers: &[&str]) {
    if let Value::Map(inner) = &mut node.value {
        inner.retain(|entry| !papers.contains(&&*entry.key));
    }
}
