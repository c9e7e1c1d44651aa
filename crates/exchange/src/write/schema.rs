//! The JSON Schema (draft-07) of the file format: what an editor needs to complete and to check a
//! record while it is written. It says what the reader says, except what only values can show
//! (unique ids, k above n); those remain the reader's complaints.

use record::kinds::{ALL, About};
use record::node::{Entry, Node, Value};
use record::shape::object_schema;

/// The schema of a document: a record of any kind, a list of records, or nothing.
pub fn schema() -> Node {
    let definitions = ALL.iter().map(|about| (about.name, kind(about)));
    let record = Node::map([("$ref", Node::text("#/definitions/any-record"))]);
    let list = Node::map([("type", Node::text("array")), ("items", record.clone())]);
    let nothing = Node::map([("type", Node::text("null"))]);
    Node::map([
        (
            "$schema",
            Node::text("http://json-schema.org/draft-07/schema#"),
        ),
        ("title", Node::text("A record of Mainstay")),
        (
            "description",
            Node::text(
                "Continuity as code: every record has `kind` and `id`; the rest is the kind's own.",
            ),
        ),
        ("if", typed("object")),
        ("then", record),
        ("else", Node::map([("anyOf", Node::list([list, nothing]))])),
        (
            "definitions",
            Node::map(definitions.chain([("any-record", any_record())])),
        ),
    ])
}

/// A record whose `kind` decides what else it may hold. One `if` for each kind keeps an editor's
/// complaint about the field at fault, where `oneOf` would complain of every kind at once.
fn any_record() -> Node {
    let chosen = ALL.iter().map(|about| {
        let is = Node::map([("kind", Node::map([("const", Node::text(about.name))]))]);
        let is = Node::map([("required", words(&["kind"])), ("properties", is)]);
        let then = format!("#/definitions/{}", about.name);
        Node::map([
            ("if", is),
            ("then", Node::map([("$ref", Node::text(then))])),
        ])
    });
    let kinds = Node::list(ALL.iter().map(|about| Node::text(about.name)));
    let properties = Node::map([
        (
            "kind",
            Node::map([
                ("description", Node::text("What the record is.")),
                ("enum", kinds),
            ]),
        ),
        ("id", id()),
    ]);
    Node::map([
        ("type", Node::text("object")),
        ("required", words(&["kind", "id"])),
        ("properties", properties),
        ("allOf", Node::list(chosen)),
    ])
}

/// What a record of one kind may hold.
pub fn kind(about: &About) -> Node {
    let mut schema = object_schema(&(about.fields)());
    let Value::Map(entries) = &mut schema.value else {
        return schema;
    };
    let entry = |key: &str, value: Node| Entry {
        key: key.into(),
        at: Default::default(),
        value,
    };
    entries.insert(1, entry("description", Node::text(about.about)));
    for own in entries.iter_mut() {
        match (&*own.key, &mut own.value.value) {
            ("properties", Value::Map(properties)) => {
                let word = Node::map([("const", Node::text(about.name))]);
                properties.insert(0, entry("kind", word));
                properties.insert(1, entry("id", id()));
            }
            ("required", Value::List(required)) => {
                required.splice(0..0, ["kind", "id"].map(Node::text));
            }
            _ => {}
        }
    }
    if !entries.iter().any(|own| &*own.key == "required") {
        entries.push(entry("required", words(&["kind", "id"])));
    }
    schema
}

fn id() -> Node {
    let about = "Unique within its kind: lower-case letters, digits, `-`, `.`, `_`.";
    Node::map([
        ("description", Node::text(about)),
        ("type", words(&["string", "number"])),
        ("pattern", Node::text("^[a-z0-9._-]+$")),
        ("maxLength", Node::bare(200)),
    ])
}

fn typed(name: &str) -> Node {
    Node::map([("type", Node::text(name))])
}

fn words(words: &[&str]) -> Node {
    Node::list(words.iter().map(|word| Node::text(*word)))
}
