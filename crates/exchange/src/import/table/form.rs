//! How a field is written in a cell, derived from its schema, so that every field of every kind
//! can be a column.

use std::collections::HashMap;

use record::kinds;
use record::link::{ItemRef, PartyRef};
use record::node::{Node, Value};
use record::shape::Shape;
use record::value::{Duration, Percent};

/// The form of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// Any text.
    Text,
    /// A value of one text that its own type parses (a date, money).
    Written,
    /// A duration, or a tree in JSON.
    Duration,
    /// A percentage.
    Percent,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// One of some words.
    Words,
    /// An item of the estate, or (in `requires`) a tree in JSON.
    Item,
    /// Who answers for something.
    Party,
    /// The id of a record of one kind.
    Id(String),
    /// Several, separated by `;`, or a list in JSON.
    List(Box<Form>),
    /// Anything else, in JSON.
    Tree,
}

/// The fields of a kind by path: those of the record, and one level into its maps.
pub type Paths = HashMap<String, Form>;

/// The forms of all fields of a kind; none where the kind is unknown.
pub fn paths(kind: &str) -> Option<Paths> {
    let about = kinds::about(kind)?;
    let mut paths = Paths::from([("kind".into(), Form::Text), ("id".into(), Form::Text)]);
    for field in (about.fields)() {
        for (inner, schema) in properties(&field.schema) {
            paths.insert(format!("{}.{inner}", field.key), of(schema));
        }
        paths.insert(field.key, of(&field.schema));
    }
    Some(paths)
}

/// The properties of a schema of a map with known fields.
pub fn properties(schema: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let entries = schema
        .get("properties")
        .and_then(Node::as_map)
        .unwrap_or(&[]);
    entries.iter().map(|entry| (&*entry.key, &entry.value))
}

fn of(schema: &Node) -> Form {
    let schema = &undescribed(schema);
    if *schema == Duration::schema() || first_of(schema) == Some(&Duration::schema()) {
        return Form::Duration;
    }
    if *schema == ItemRef::schema() || first_of(schema) == Some(&ItemRef::schema()) {
        return Form::Item;
    }
    if *schema == PartyRef::schema() {
        return Form::Party;
    }
    if *schema == Percent::schema() {
        return Form::Percent;
    }
    if *schema == String::schema() {
        return Form::Text;
    }
    if schema.get("enum").is_some() {
        return Form::Words;
    }
    if let Some(pattern) = schema.get("pattern").and_then(Node::as_text) {
        let kind = pattern
            .strip_prefix("^(")
            .and_then(|rest| rest.strip_suffix(ID_PATTERN));
        return kind.map_or(Form::Written, |kind| Form::Id(kind.into()));
    }
    match schema.get("type").and_then(Node::as_text) {
        Some("boolean") => Form::Truth,
        Some("integer") => Form::Whole,
        Some("number") => Form::Number,
        Some("array") => {
            let items = schema.get("items").map_or(Form::Tree, of);
            Form::List(Box::new(items))
        }
        _ => Form::Tree,
    }
}

/// A schema without its help text, which the fields of a map carry.
fn undescribed(schema: &Node) -> Node {
    let mut schema = schema.clone();
    if let Value::Map(entries) = &mut schema.value {
        entries.retain(|entry| &*entry.key != "description");
    }
    schema
}

const ID_PATTERN: &str = "/)?[a-z0-9._-]+$";

fn first_of(schema: &Node) -> Option<&Node> {
    schema.get("anyOf")?.as_list()?.first()
}

impl Form {
    /// Whether a cell may hold a tree in JSON.
    pub fn may_be_tree(&self) -> bool {
        matches!(
            self,
            Form::Duration | Form::Item | Form::List(_) | Form::Tree
        )
    }

    /// The node of a plain scalar of this form.
    pub fn scalar(&self, text: &str) -> Node {
        Node::made(Value::Text {
            text: text.into(),
            bare: matches!(self, Form::Whole | Form::Number | Form::Truth),
        })
    }
}
