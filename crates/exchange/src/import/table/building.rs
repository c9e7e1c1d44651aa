//! A record put together from the cells of a row, each value at the place of its cell.

use record::node::{Entry, Node, Place, Value};

use super::remarks::Remarks;
use super::rows::{Line, Table};

/// The entries so far.
pub(super) struct Building {
    entries: Vec<Entry>,
    row: u32,
    source: String,
}

impl Building {
    /// Begins with the kind and id of a row, and where it stands.
    pub(super) fn of(table: &Table<'_>, line: &Line<'_>) -> Building {
        let row = line.row.number;
        let mut building = Building {
            entries: Vec::new(),
            row,
            source: String::new(),
        };
        building.entry("kind", Node::text(line.kind.as_str()), 0);
        building.entry("id", Node::text(line.id.as_str()), 0);
        if !table.headings.iter().any(|heading| heading.is("source")) {
            building.source = source(table, row);
        }
        if let Some(given) = line.given.as_ref().filter(|given| **given != line.id) {
            building.entry("also", Node::list([Node::text(given.as_str())]), 0);
        }
        building
    }

    fn entry(&mut self, key: &str, value: Node, column: usize) {
        let at = Place {
            line: self.row,
            column: column as u32 + 1,
        };
        self.entries.push(entry(key, value, at));
    }

    /// Puts a value at its field; a second one for the same field only where it holds several.
    pub(super) fn put(&mut self, path: &str, value: Node, column: usize, remarks: &mut Remarks) {
        let at = Place {
            line: self.row,
            column: column as u32 + 1,
        };
        let (outer, inner) = path
            .split_once('.')
            .map_or((path, None), |(o, i)| (o, Some(i)));
        let mut entries = &mut self.entries;
        let mut key = outer;
        if let Some(inner) = inner {
            let found = entries.iter().position(|entry| &*entry.key == outer);
            let index = found.unwrap_or_else(|| {
                entries.push(entry(outer, Node::map::<&str>([]), at));
                entries.len() - 1
            });
            let Value::Map(inside) = &mut entries[index].value.value else {
                return;
            };
            (entries, key) = (inside, inner);
        }
        match entries.iter_mut().find(|entry| &*entry.key == key) {
            None => entries.push(entry(key, value, at)),
            Some(Entry {
                value:
                    Node {
                        value: Value::List(first),
                        ..
                    },
                ..
            }) => {
                if let Value::List(more) = value.value {
                    for mut node in more {
                        place_all(&mut node, at);
                        if !first.contains(&node) {
                            first.push(node);
                        }
                    }
                }
            }
            Some(_) => {
                let text = format!("a second column for `{path}` was left out");
                remarks.add(text, self.row);
            }
        }
    }

    /// The record as a tree.
    pub(super) fn finish(mut self) -> Node {
        if !self.source.is_empty() {
            let source = std::mem::take(&mut self.source);
            self.entry("source", Node::text(source), 0);
        }
        let at = Place {
            line: self.row,
            column: 1,
        };
        Node {
            at,
            value: Value::Map(self.entries),
        }
    }
}

/// Where a row stands, for provenance.
pub(super) fn source(table: &Table<'_>, row: u32) -> String {
    let sheet = table.sheet;
    format!("{} {}, row {row}", sheet.format, sheet.title())
}

fn entry(key: &str, mut value: Node, at: Place) -> Entry {
    place_all(&mut value, at);
    Entry {
        key: key.into(),
        at,
        value,
    }
}

/// Gives a tree from a cell the place of the cell.
fn place_all(node: &mut Node, at: Place) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        node.at = at;
        match &mut node.value {
            Value::List(nodes) => open.extend(nodes),
            Value::Map(entries) => {
                for entry in entries {
                    entry.at = at;
                    open.push(&mut entry.value);
                }
            }
            Value::Null | Value::Text { .. } => {}
        }
    }
}
