//! A tree as JSON.

use record::node::{Node, Value};
use serde_json::{Map, Number, Value as Json};

/// The tree as a JSON value: bare numbers and truth values as such, everything else as text.
pub fn value(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Text { text, bare: true } => match &**text {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            text => number(text).map_or_else(|| Json::String(text.into()), Json::Number),
        },
        Value::Text { text, .. } => Json::String(text.to_string()),
        Value::List(nodes) => Json::Array(nodes.iter().map(value).collect()),
        Value::Map(entries) => {
            let pair = |entry: &record::node::Entry| (entry.key.to_string(), value(&entry.value));
            Json::Object(entries.iter().map(pair).collect::<Map<String, Json>>())
        }
    }
}

fn number(text: &str) -> Option<Number> {
    serde_json::from_str(text).ok()
}

/// The tree on one line.
pub fn line(node: &Node) -> String {
    value(node).to_string()
}

/// The tree with an indent of two.
pub fn pretty(node: &Node) -> String {
    serde_json::to_string_pretty(&value(node)).expect("a tree of texts always serialises")
}
