//! What not every reader sees: figures of money. Which fields hold money follows from their shape,
//! so that a new field needs no line here; a record without them is still a whole record.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use exchange::write::schema;
use record::complaint::Complaints;
use record::kinds::{ALL, Record, Registers};
use record::node::{Node, Value};
use record::shape::Shape as _;
use record::value::Money;

/// Takes the money out of a written record; gives back the paths of what was taken.
pub fn money(record: &mut Node) -> Vec<String> {
    let kind = record.get("kind").and_then(Node::as_text);
    let Some(schema) = kind.and_then(|kind| schemas().get(kind)) else {
        return Vec::new();
    };
    let (mut path, mut taken) = (String::new(), Vec::new());
    strip(record, schema, &mut path, &mut taken);
    taken.sort();
    taken
}

/// Takes the money out of every record in an entry of the journal as it is shown.
pub fn money_of_entry(entry: &mut Node) -> Vec<String> {
    let what = entry_of(entry, "what").and_then(|what| entry_of(what, "written"));
    let record = what.and_then(|written| entry_of(written, "record"));
    record.map_or(Vec::new(), money)
}

/// The records without money.
pub fn registers(registers: &Registers) -> Registers {
    let mut without = registers.clone();
    registers.each(&mut |record| {
        let mut node = record.write();
        if money(&mut node).is_empty() {
            return;
        }
        let file = record.origin().file;
        if let Some(record) = Record::read(&node, file, &mut Complaints::new()) {
            without.replace(record);
        }
    });
    without
}

/// What someone without a view of money sends, with what they could not see put back. Errors: the
/// fields that hold money and that they changed.
pub fn restored(sent: &Node, current: &Node) -> Result<Node, Vec<String>> {
    let mut seen = current.clone();
    money(&mut seen);
    let mut hidden: Vec<&str> = Vec::new();
    for entry in current.as_map().unwrap_or_default() {
        if seen.get(&entry.key) != Some(&entry.value) {
            hidden.push(&entry.key);
        }
    }
    let mut stripped = sent.clone();
    let mut changed = money(&mut stripped);
    let mut restored = sent.clone();
    for key in hidden {
        if sent.get(key) != seen.get(key) {
            changed.push(key.to_string());
            continue;
        }
        let (Value::Map(entries), Some(value)) = (&mut restored.value, current.get(key)) else {
            continue;
        };
        entries.retain(|entry| &*entry.key != key);
        entries.push(record::node::Entry {
            key: key.into(),
            at: Default::default(),
            value: value.clone(),
        });
    }
    match changed.is_empty() {
        true => Ok(restored),
        false => Err(changed),
    }
}

fn schemas() -> &'static BTreeMap<&'static str, Node> {
    static SCHEMAS: OnceLock<BTreeMap<&'static str, Node>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let of = ALL.iter().map(|about| (about.name, schema::kind(about)));
        of.collect()
    })
}

/// Whether a schema is that of money.
fn is_money(schema: &Node) -> bool {
    static PATTERN: OnceLock<Node> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| {
        let schema = Money::schema();
        schema
            .get("pattern")
            .cloned()
            .expect("money is a text with a pattern")
    });
    schema.get("pattern") == Some(pattern)
}

/// Takes money out of a value; whether the value must go as a whole. As deep as the schema is.
fn strip(node: &mut Node, schema: &Node, path: &mut String, taken: &mut Vec<String>) -> bool {
    if is_money(schema) {
        return node.as_text().is_some();
    }
    let either = schema
        .get("anyOf")
        .and_then(Node::as_list)
        .unwrap_or_default();
    for schema in either {
        if strip(node, schema, path, taken) {
            return true;
        }
    }
    match &mut node.value {
        Value::List(nodes) => {
            let Some(items) = schema.get("items") else {
                return false;
            };
            let mut inner = Vec::new();
            for (index, node) in nodes.iter_mut().enumerate() {
                let outside = path.len();
                path.push_str(&format!("[{index}]"));
                let gone = strip(node, items, path, &mut inner);
                path.truncate(outside);
                if gone {
                    return true;
                }
            }
            taken.append(&mut inner);
            false
        }
        Value::Map(entries) => strip_map(entries, schema, path, taken),
        _ => false,
    }
}

fn strip_map(
    entries: &mut Vec<record::node::Entry>,
    schema: &Node,
    path: &mut String,
    taken: &mut Vec<String>,
) -> bool {
    let required = schema
        .get("required")
        .and_then(Node::as_list)
        .unwrap_or_default();
    let required = |key: &str| required.iter().any(|word| word.as_text() == Some(key));
    let properties = schema.get("properties");
    let (mut gone, mut inner) = (Vec::new(), Vec::new());
    for entry in entries.iter_mut() {
        let own = properties.and_then(|properties| properties.get(&entry.key));
        let Some(own) = own.or_else(|| schema.get("additionalProperties")) else {
            continue;
        };
        let outside = path.len();
        if outside > 0 {
            path.push('.');
        }
        path.push_str(&entry.key);
        let must_go = strip(&mut entry.value, own, path, &mut inner);
        if must_go && required(&entry.key) && outside > 0 {
            path.truncate(outside);
            return true;
        }
        if must_go {
            inner.push(path.clone());
            gone.push(entry.key.clone());
        }
        path.truncate(outside);
    }
    entries.retain(|entry| !gone.contains(&entry.key));
    taken.append(&mut inner);
    false
}

fn entry_of<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let Value::Map(entries) = &mut node.value else {
        return None;
    };
    let entry = entries.iter_mut().find(|entry| &*entry.key == key)?;
    Some(&mut entry.value)
}
