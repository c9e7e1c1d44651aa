//! What answers say otherwise than the answers of last time: field by field, each with the topic
//! under which it is asked. Values are compared as they are written.

use record::kinds::Record;
use record::node::{Node, Value};
use serde::Serialize;

use super::{Answers, Topic};

/// One field that says something else.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The question under which it is asked, `impact`, `loss`, ...; nothing: it is not asked.
    pub topic: Option<&'static str>,
    /// The record, `kind/id`.
    pub record: String,
    /// The field, as its path in the record.
    pub field: String,
    /// What it said; nothing: it said nothing.
    pub before: Option<String>,
    /// What it says.
    pub after: Option<String>,
}

/// What the life of a record writes, and nobody answers.
const OF_ITS_LIFE: &[&str] = &["kind", "id", "status", "confirmed", "source", "review-due"];
/// What binds an impact or a workaround to its activity, and nobody answers.
const BINDS: &[&str] = &["activity", "owner", "when"];

/// The fields that differ, in the order of the records' fields. Cost: linear in the fields.
pub fn changes(before: Option<&Answers>, after: &Answers) -> Vec<Change> {
    let old = before.map(Answers::records).unwrap_or_default();
    let mut all = Vec::new();
    for record in after.records() {
        let twin = old.iter().find(|it| it.reference() == record.reference());
        let was = twin.map(fields).unwrap_or_default();
        let is = fields(&record);
        let value = |list: &[(String, String)], field: &str| {
            let found = list.iter().find(|(known, _)| known == field);
            found.map(|(_, value)| value.clone())
        };
        let gone = was.iter().filter(|(field, _)| value(&is, field).is_none());
        for (field, _) in is.iter().chain(gone) {
            let (before, after) = (value(&was, field), value(&is, field));
            if before != after {
                all.push(Change {
                    topic: topic(record.kind(), field).map(Topic::as_str),
                    record: record.reference(),
                    field: field.clone(),
                    before,
                    after,
                });
            }
        }
    }
    all
}

/// Everything that answers say about a question, record by record and field by field, as it is
/// written. Records that say nothing of it are left out.
pub fn said(answers: &Answers, topic: Topic) -> Vec<(Record, Vec<(String, String)>)> {
    let of = |record: &Record| {
        let all = fields(record).into_iter();
        all.filter(|(field, _)| self::topic(record.kind(), field) == Some(topic))
            .collect()
    };
    let records = answers.records().into_iter();
    let all = records.map(|record| {
        let said: Vec<(String, String)> = of(&record);
        (record, said)
    });
    all.filter(|(_, said)| !said.is_empty()).collect()
}

/// The question under which a field is asked.
pub fn topic(kind: &str, field: &str) -> Option<Topic> {
    let head = field.split(['.', '[']).next().unwrap_or(field);
    match (kind, head) {
        ("impact", "after" | "levels") => Some(Topic::Impact),
        ("impact", "loss" | "loss-low" | "loss-high") => Some(Topic::Loss),
        ("impact", "respondent" | "confidence") => Some(Topic::Confidence),
        ("workaround", "name") => None,
        ("workaround", _) => Some(Topic::Workaround),
        ("activity", "peaks") => Some(Topic::Peaks),
        ("activity", "people" | "people-minimum" | "people-after") => Some(Topic::Minimum),
        ("activity", "backlog") => Some(Topic::Backlog),
        ("activity", "requires" | "site" | "supplier" | "holds") => Some(Topic::Needs),
        ("activity", "targets") => match field {
            "targets.wrt" | "targets.mtpd-ends" => Some(Topic::Backlog),
            "targets.mbco" => Some(Topic::Minimum),
            _ => Some(Topic::Targets),
        },
        _ => None,
    }
}

/// Every field with its value as it is written; a list of plain values is one.
fn fields(record: &Record) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let whole = record.write();
    let mut todo: Vec<(String, &Node)> = Vec::new();
    let entries = whole.as_map().unwrap_or_default().iter().rev();
    let bound = record.kind() != "activity";
    let asked = |key: &str| !OF_ITS_LIFE.contains(&key) && !(bound && BINDS.contains(&key));
    todo.extend(
        entries
            .filter(|entry| asked(&entry.key))
            .map(|entry| (entry.key.to_string(), &entry.value)),
    );
    while let Some((path, node)) = todo.pop() {
        match &node.value {
            Value::Null => {}
            Value::Map(entries) => todo.extend(
                entries
                    .iter()
                    .rev()
                    .map(|entry| (format!("{path}.{}", entry.key), &entry.value)),
            ),
            Value::List(nodes) if path == "requires" => all.extend(nodes.iter().map(need)),
            Value::List(nodes) if path == "people-after" => all.extend(nodes.iter().map(people)),
            Value::List(nodes) if nodes.iter().all(|it| it.as_text().is_some()) => {
                let texts: Vec<&str> = nodes.iter().filter_map(Node::as_text).collect();
                all.push((path, texts.join(", ")));
            }
            Value::List(nodes) => {
                let parts = nodes.iter().enumerate().rev();
                todo.extend(parts.map(|(at, node)| (format!("{path}{}", part(at, node)), node)));
            }
            _ => all.push((path, node.as_text().unwrap_or_default().to_string())),
        }
    }
    all
}

/// A part of a list, by its name where it has one: so that a new first one is one change.
fn part(at: usize, node: &Node) -> String {
    match node.get("name").and_then(Node::as_text) {
        Some(name) => format!(".{name}"),
        None => format!("[{at}]"),
    }
}

/// How many people from a time on, as one field by that time.
fn people(node: &Node) -> (String, String) {
    let text = |key: &str| node.get(key).and_then(Node::as_text).unwrap_or_default();
    (
        format!("people-after.{}", text("after")),
        text("people").to_string(),
    )
}

/// A need as one field, by what is needed, with what else is said of it.
fn need(node: &Node) -> (String, String) {
    if let Some(item) = node.as_text() {
        return (format!("requires.{item}"), "needed".into());
    }
    let entries = node.as_map().unwrap_or_default();
    let text = |node: &Node| match node.as_list() {
        Some(nodes) => {
            let texts: Vec<&str> = nodes.iter().filter_map(Node::as_text).collect();
            texts.join(" or ")
        }
        None => node.as_text().unwrap_or_default().to_string(),
    };
    let is_item = |key: &str| key == "item" || key == "of";
    let item = entries.iter().find(|entry| is_item(&entry.key));
    let item = item.map(|entry| text(&entry.value)).unwrap_or_default();
    let rest = entries.iter().filter(|entry| !is_item(&entry.key));
    let rest: Vec<String> = rest
        .map(|entry| format!("{} {}", entry.key, text(&entry.value)))
        .collect();
    let said = match rest.is_empty() {
        true => "needed".to_string(),
        false => rest.join(", "),
    };
    (format!("requires.{item}"), said)
}
