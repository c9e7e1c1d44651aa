//! Records of a kind as a table of texts: which columns there may be, what stands in a cell, and
//! the records that changed cells come to. A table that is pasted is read by its headings.

use std::collections::BTreeMap;

use continuity::state::Filing;
use record::kinds::{About, Record};
use record::link::to_id;
use record::node::{Entry, Node, Value};

use super::label;
use super::names::Names;
use super::outline::{Outline, Part, Sort};
use super::subject;
use super::values::{Values, line};
use crate::http::call::Call;
use crate::http::withhold;

/// Most rows that are edited at once.
pub const ROWS_MAX: usize = 100;
/// Between the values of a cell that holds several.
const BETWEEN: &str = "; ";

/// A column: its path (`targets.rto`), its words, and the sort of its cells.
#[derive(Clone, Debug)]
pub struct Column {
    /// The path of the field.
    pub path: String,
    /// Its words.
    pub label: String,
    /// What a cell holds.
    pub sort: Sort,
}

/// What is wrong with a cell: its row, its column's path (empty: the row itself), and why.
pub type Fault = (usize, String, String);

/// One row as someone typed it.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The id; empty where it is to be found by the name, or made from it.
    pub id: String,
    /// The revision that was seen; nothing where none was.
    pub revision: Option<u32>,
    /// The cells that were typed, by the path of their column.
    pub cells: BTreeMap<String, String>,
}

impl Row {
    /// Whether nothing was typed into it.
    pub fn is_empty(&self) -> bool {
        self.id.trim().is_empty() && self.cells.values().all(|cell| cell.trim().is_empty())
    }
}

/// What rows come to.
#[derive(Default)]
pub struct Outcome {
    /// Records that are new.
    pub added: Vec<Record>,
    /// Records that differ.
    pub changed: Vec<Record>,
    /// How many rows say what is there already.
    pub unchanged: usize,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// The columns that a kind may have, in order.
pub fn columns(outline: &Outline) -> Vec<Column> {
    let mut all = Vec::new();
    for part in outline.parts() {
        match &part.sort {
            Sort::Group(parts) => {
                for inner in parts.iter().filter(|inner| fits(&inner.sort)) {
                    let path = format!("{}.{}", part.key, inner.key);
                    all.push(column(path, inner));
                }
            }
            sort if fits(sort) => all.push(column(part.key.clone(), part)),
            _ => {}
        }
    }
    all
}

fn column(path: String, part: &Part) -> Column {
    Column {
        path,
        label: part.label.clone(),
        sort: part.sort.clone(),
    }
}

/// Whether a cell can hold it: one value, or several short ones.
fn fits(sort: &Sort) -> bool {
    match sort {
        Sort::Truth => true,
        Sort::Rows(of) => of.is_short(),
        sort => sort.is_short(),
    }
}

/// What stands in a cell; nothing where a cell cannot hold it as it is.
pub fn cell(column: &Column, values: &Values, node: &Node) -> Option<String> {
    let Sort::Rows(of) = &column.sort else {
        let text = values.get(&column.path);
        return (!text.contains(['\n', '\t'])).then(|| text.to_owned());
    };
    let mut at = Some(node);
    for key in column.path.split('.') {
        at = at.and_then(|node| node.get(key));
    }
    let nodes = at.and_then(Node::as_list).unwrap_or_default();
    let texts: Vec<String> = nodes.iter().map(|node| line(of, node)).collect();
    let whole = texts.iter().all(|text| !text.contains([';', '\n', '\t']));
    whole.then(|| texts.join(BETWEEN))
}

/// The rows of a table that was pasted: its first line holds headings, its cells stand between
/// tabs. Errors: headings that name no column.
pub fn pasted(text: &str, columns: &[Column]) -> Result<Vec<Row>, Vec<String>> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let headings: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let (mut named, mut unknown) = (Vec::new(), Vec::new());
    for heading in headings {
        match path(heading, columns) {
            Some(path) => named.push(path),
            None => unknown.push(heading.trim().to_owned()),
        }
    }
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let row = |line: &str| {
        let mut row = Row::default();
        for (path, cell) in named.iter().zip(line.split('\t')) {
            // A spreadsheet puts quotes around a cell that holds quotes itself.
            let cell = cell.trim();
            let bare = cell
                .strip_prefix('"')
                .and_then(|cell| cell.strip_suffix('"'));
            let cell = bare.map_or_else(|| cell.to_owned(), |cell| cell.replace("\"\"", "\""));
            match path.as_str() {
                "id" => row.id = cell,
                path => drop(row.cells.insert(path.to_owned(), cell)),
            }
        }
        row
    };
    Ok(lines.map(row).collect())
}

/// The path of the column that a heading names: by path, by words, or by the last key of its path
/// where only one ends so.
fn path(heading: &str, columns: &[Column]) -> Option<String> {
    let folded = heading.trim().trim_matches('"').to_lowercase();
    let dashed = folded.replace([' ', '_'], "-");
    if folded == "id" {
        return Some(folded);
    }
    let same = columns
        .iter()
        .find(|it| it.path == dashed || it.label.to_lowercase() == folded);
    let ends = |it: &&Column| it.path.rsplit('.').next() == Some(dashed.as_str());
    let mut ending = columns.iter().filter(ends);
    let found = same.or_else(|| {
        let one = ending.next()?;
        ending.next().is_none().then_some(one)
    });
    found.map(|column| column.path.clone())
}

/// What some rows come to, against the records that are there.
pub fn outcome(call: &Call, about: &About, outline: &Outline, rows: &[Row]) -> Outcome {
    let state = &call.doors.ledger.present().state;
    let names = Names::new(&state.registers);
    let columns = columns(outline);
    let (mut outcome, mut taken) = (Outcome::default(), BTreeMap::new());
    for (place, row) in rows.iter().enumerate() {
        if row.is_empty() {
            continue;
        }
        let id = id(row, about, &names);
        if let Some(first) = taken.insert(id.clone(), place) {
            let text = format!("`{id}` stands in row {} too", first + 1);
            outcome.faults.push((place, String::new(), text));
            continue;
        }
        let before = state.latest(about.name, &id);
        if let Some(text) = meanwhile(row, state.filing(about.name, &id)) {
            outcome.faults.push((place, String::new(), text));
            continue;
        }
        match record(call, about, outline, &columns, (&id, before.as_ref(), row)) {
            Err(faults) => {
                let faults = faults.into_iter();
                let faults = faults.map(|(path, text)| (place, path, text));
                outcome.faults.extend(faults);
            }
            Ok(record) if before.as_ref() == Some(&record) => outcome.unchanged += 1,
            Ok(record) if before.is_some() => outcome.changed.push(record),
            Ok(record) => outcome.added.push(record),
        }
    }
    outcome
}

/// Why a row is not what was seen, where it is not.
fn meanwhile(row: &Row, filing: Option<&Filing>) -> Option<String> {
    let (seen, filing) = (row.revision?, filing?);
    (seen != filing.revision).then(|| {
        let author = filing
            .author
            .strip_prefix("account/")
            .unwrap_or(&filing.author);
        format!(
            "{author} changed it meanwhile: look at it, then show it again to put yours in place"
        )
    })
}

/// The id of a row: as typed, else that of the only record with its name, else made from the name.
fn id(row: &Row, about: &About, names: &Names<'_>) -> String {
    let typed = row.id.trim();
    if !typed.is_empty() {
        return typed.to_owned();
    }
    let name = row.cells.get("name").map_or("", |name| name.trim());
    let meant = names.named(name, &[about.name.to_owned()]);
    meant.unwrap_or_else(|| to_id(name))
}

/// The record that a row comes to: what is there with the cells that were typed.
fn record(
    call: &Call,
    about: &About,
    outline: &Outline,
    columns: &[Column],
    (id, before, row): (&str, Option<&Record>, &Row),
) -> Result<Record, Vec<(String, String)>> {
    let state = &call.doors.ledger.present().state;
    let names = Names::new(&state.registers);
    let parts = outline.parts();
    let tree = before.map(|record| subject::tree(call, record));
    let mut values = tree
        .as_ref()
        .map_or_else(Values::default, |tree| Values::of(&parts, tree));
    for (path, cell) in &row.cells {
        let Some(column) = columns.iter().find(|column| column.path == *path) else {
            continue;
        };
        put(&mut values, column, cell, &names);
    }
    let mut built = values.built(&parts);
    if let Value::Map(entries) = &mut built.node.value {
        let status = tree.as_ref().and_then(|tree| tree.get("status")).cloned();
        let head = [
            ("kind", Some(Node::text(about.name))),
            ("id", Some(Node::text(id))),
            ("status", status),
        ];
        for (key, value) in head {
            let (key, at) = (key.into(), Default::default());
            entries.extend(value.map(|value| Entry { key, at, value }));
        }
    }
    let mut faults = built.faults.clone();
    let record = subject::read(&built.node).map_err(|complaints| {
        let all = complaints.all.iter();
        faults.extend(all.map(|it| (built.field(it), it.text.clone())));
    });
    let Ok(record) = record else {
        return Err(faults
            .into_iter()
            .map(|(path, text)| (column_of(&path, columns), text))
            .collect());
    };
    match before {
        Some(before) => withhold::restored(&record.write(), &before.write())
            .ok()
            .and_then(|node| subject::read(&node).ok())
            .ok_or_else(|| {
                vec![(
                    String::new(),
                    "it holds money, which you may not see".to_owned(),
                )]
            }),
        None => Ok(record),
    }
}

/// Puts what was typed into a cell in place of what is there.
fn put(values: &mut Values, column: &Column, cell: &str, names: &Names<'_>) {
    match &column.sort {
        Sort::Rows(of) => {
            values.clear(&column.path);
            for (row, text) in cell
                .split(';')
                .map(str::trim)
                .filter(|it| !it.is_empty())
                .enumerate()
            {
                values.set(&format!("{}.{row}", column.path), meant(of, text, names));
            }
        }
        Sort::Truth => {
            let yes = ["true", "yes", "y", "x", "1"].contains(&cell.trim().to_lowercase().as_str());
            values.set(&column.path, if yes { "true" } else { "" });
        }
        Sort::Words(words) => {
            let folded = cell.trim().to_lowercase();
            let known = words
                .iter()
                .find(|word| **word == folded || label::inside(word) == folded);
            values.set(
                &column.path,
                known.map_or_else(|| cell.trim().to_owned(), Clone::clone),
            );
        }
        sort => values.set(&column.path, meant(sort, cell, names)),
    }
}

/// A name in place of a reference will do where only one record has it.
fn meant(sort: &Sort, text: &str, names: &Names<'_>) -> String {
    match sort {
        Sort::Reference(kinds) => names.meant(text, kinds),
        Sort::Either(short, _) => match &**short {
            Sort::Reference(kinds) if !text.starts_with('{') => names.meant(text, kinds),
            _ => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

/// The path of the column in which a field stands.
fn column_of(name: &str, columns: &[Column]) -> String {
    let holds = |column: &&Column| {
        let rest = name.strip_prefix(column.path.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let found = columns.iter().find(holds);
    found.map_or_else(|| name.to_owned(), |column| column.path.clone())
}
