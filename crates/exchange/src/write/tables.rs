//! Records as tables, one for each kind: a column for every field that any of them has. What a cell
//! cannot hold plainly stands in it as JSON, so that reading gives equal records.

use std::collections::{HashMap, HashSet};

use record::kinds::{self, Record, Registers};
use record::node::{Node, Value};

use super::json;
use crate::document::table::Table;
use crate::import::table::cell::says_nothing;
use crate::import::table::columns::heading;
use crate::import::table::form::{self, Form};

/// A table for each kind that has records, kinds in order, rows by id. Cost: linear in the records.
pub fn of(registers: &Registers) -> Vec<Table> {
    let mut rows: HashMap<&'static str, Vec<Vec<(String, String)>>> = HashMap::new();
    let mut forms: HashMap<&'static str, form::Paths> = HashMap::new();
    registers.each(&mut |record: Record| {
        let kind = record.kind();
        let forms = forms
            .entry(kind)
            .or_insert_with(|| form::paths(kind).unwrap_or_default());
        rows.entry(kind)
            .or_default()
            .push(cells(&record.write(), forms));
    });
    let mut tables = Vec::new();
    for about in kinds::ALL {
        if let Some(rows) = rows.remove(about.name) {
            tables.push(table(about, rows));
        }
    }
    tables
}

/// The cells of a record by the path of their field.
fn cells(node: &Node, forms: &form::Paths) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for entry in node.as_map().unwrap_or_default() {
        let prefix = format!("{}.", entry.key);
        let known = |inner: &Node| {
            let entries = inner.as_map().unwrap_or_default();
            let is_known =
                |e: &record::node::Entry| forms.contains_key(&format!("{prefix}{}", e.key));
            !entries.is_empty() && entries.iter().all(is_known)
        };
        if known(&entry.value) {
            for inner in entry.value.as_map().unwrap_or_default() {
                let path = format!("{prefix}{}", inner.key);
                cells.push((path.clone(), cell(&inner.value, forms.get(&path))));
            }
        } else {
            let path = entry.key.to_string();
            cells.push((path.clone(), cell(&entry.value, forms.get(&path))));
        }
    }
    cells
}

fn cell(node: &Node, form: Option<&Form>) -> String {
    let form = form.unwrap_or(&Form::Tree);
    match &node.value {
        _ if *form == Form::Tree => json::line(node),
        Value::Text { text, .. } if is_plain(text) => text.to_string(),
        Value::List(nodes) if matches!(form, Form::List(_)) => {
            let texts: Option<Vec<&str>> = nodes.iter().map(plain_text).collect();
            match texts {
                Some(texts) if !texts.is_empty() => texts.join("; "),
                _ => json::line(node),
            }
        }
        _ => json::line(node),
    }
}

/// A text that can stand among others in a cell.
fn plain_text(node: &Node) -> Option<&str> {
    let text = node.as_text()?;
    (is_plain(text) && !text.contains([';', '\n', '\''])).then_some(text)
}

/// Whether a text in a cell reads back as itself.
fn is_plain(text: &str) -> bool {
    let odd = |c: char| c.is_control() && c != '\n';
    !text.is_empty()
        && text.trim() == text
        && !says_nothing(text)
        && !text.starts_with(['"', '[', '{'])
        && !text.contains(odd)
}

/// One table: the columns that any row has, in the order of the fields.
fn table(about: &kinds::About, rows: Vec<Vec<(String, String)>>) -> Table {
    let mut order: Vec<String> = vec!["kind".into(), "id".into()];
    for field in (about.fields)() {
        order.push(field.key.clone());
        let inner = form::properties(&field.schema).map(|(key, _)| format!("{}.{key}", field.key));
        order.extend(inner);
    }
    let all: HashSet<String> = order.iter().cloned().collect();
    let used: HashSet<&str> = rows
        .iter()
        .flatten()
        .map(|(path, _)| path.as_str())
        .collect();
    // `source` always stands there: by it our own tables are known again.
    order.retain(|path| used.contains(path.as_str()) || path == "source");
    let at: HashMap<&str, usize> = order
        .iter()
        .enumerate()
        .map(|(i, p)| (p.as_str(), i))
        .collect();
    let row = |cells: &Vec<(String, String)>| {
        let mut row = vec![String::new(); order.len()];
        for (path, cell) in cells {
            if let Some(at) = at.get(path.as_str()) {
                row[*at].clone_from(cell);
            }
        }
        row
    };
    // A short heading is taken only where no field of the kind has it as its own.
    let head_of = |path: &String| match heading(path) {
        short if all.contains(short) => path.clone(),
        short => short.to_string(),
    };
    let head = order.iter().map(head_of).collect();
    Table {
        name: about.plural.into(),
        head,
        rows: rows.iter().map(row).collect(),
    }
}
