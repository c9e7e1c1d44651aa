//! A spreadsheet impact analysis: columns of a category and a time, whose cells are levels of harm.
//! They become draft impacts; what a respondent left open is not filled in.

use std::collections::BTreeMap;

use record::complaint::Complaint;
use record::link::to_id;
use record::node::{Entry, Node, Place, Value, shorten};
use record::value::Duration;

use super::cell;
use super::heading::Meaning;
use super::remarks::Remarks;
use super::rows::{Line, Table};
use crate::import::Import;

/// The levels of one category by time, each with the place of its cell.
type Levels = BTreeMap<Duration, Node>;

/// Reads the impacts of a table, where it has columns of levels.
pub(super) fn read(
    table: &Table<'_>,
    lines: &[Line<'_>],
    remarks: &mut Remarks,
    import: &mut Import,
) {
    let leveled = |heading: &super::heading::Heading| matches!(heading.meaning, Meaning::Level(..));
    if !table.headings.iter().any(leveled) {
        return;
    }
    let (mut order, mut wrong) = (Vec::<&str>::new(), Vec::new());
    let mut found: std::collections::HashMap<&str, (u32, BTreeMap<String, Levels>)> =
        std::collections::HashMap::new();
    for line in lines {
        if line.kind != "activity" {
            let text = format!(
                "levels of harm belong to activities, not to a {}",
                line.kind
            );
            remarks.add(text, line.row.number);
            continue;
        }
        let entry = found.entry(&line.id).or_insert_with(|| {
            order.push(&line.id);
            (line.row.number, BTreeMap::new())
        });
        gather(table, line, &mut entry.1, remarks, &mut wrong);
    }
    if !wrong.is_empty() {
        let file = &table.sheet.file;
        import
            .complaints
            .extend(wrong.into_iter().map(|complaint| (file.clone(), complaint)));
        return;
    }
    for id in order {
        let (row, categories) = &found[id];
        if let Some(node) = impact(table, id, *row, categories, remarks) {
            table.record(&node, import);
        }
    }
}

/// Adds the levels of one row.
fn gather(
    table: &Table<'_>,
    line: &Line<'_>,
    categories: &mut BTreeMap<String, Levels>,
    remarks: &mut Remarks,
    wrong: &mut Vec<Complaint>,
) {
    let row = line.row.number;
    let cells = || table.headings.iter().zip(&line.row.cells).enumerate();
    let named = cells()
        .find(|(_, (heading, _))| heading.meaning == Meaning::Category)
        .map(|(_, (_, cell))| cell::unguarded(cell))
        .filter(|text| !text.is_empty());
    for (at, (heading, text)) in cells() {
        let Meaning::Level(category, after) = &heading.meaning else {
            continue;
        };
        let text = cell::unguarded(text);
        if text.is_empty() {
            continue;
        }
        let title = shorten(&heading.title);
        if cell::says_nothing(text) {
            let text = format!("column `{title}`: `{}` counts as missing", shorten(text));
            remarks.add(text, row);
            continue;
        }
        if text.parse::<u32>().is_err() {
            let (cell, text) = (super::address(at, row), shorten(text));
            let text = format!(
                "cell {cell} (`{title}`): `{text}` is no level; write the number it has in the \
                 scale of your policy"
            );
            let at = Place {
                line: row,
                column: at as u32 + 1,
            };
            wrong.push(Complaint {
                at,
                field: String::new(),
                text,
            });
            continue;
        }
        let Some(category) = category.clone().or_else(|| named.map(to_id)) else {
            let text = format!(
                "column `{title}` names no category of harm: left out; head it \
                 `financial {title}`, or add a column `category`"
            );
            remarks.add(text, row);
            continue;
        };
        let at = Place {
            line: row,
            column: at as u32 + 1,
        };
        let value = Node::bare(text).value;
        categories
            .entry(category)
            .or_default()
            .insert(*after, Node { at, value });
    }
}

/// The impact of one activity; none where no category was judged at every time.
fn impact(
    table: &Table<'_>,
    id: &str,
    row: u32,
    categories: &BTreeMap<String, Levels>,
    remarks: &mut Remarks,
) -> Option<Node> {
    let mut times: Vec<Duration> = categories
        .values()
        .flat_map(BTreeMap::keys)
        .copied()
        .collect();
    times.sort_unstable();
    times.dedup();
    let mut levels = Vec::new();
    for (category, by_time) in categories {
        if by_time.len() < times.len() {
            let text = format!(
                "`{category}` is not judged at every time and was left out of the impact; judge \
                 it after each, or after none"
            );
            remarks.add(text, row);
            continue;
        }
        let nodes: Vec<Node> = by_time.values().cloned().collect();
        let at = nodes.first().map_or_else(Place::default, |node| node.at);
        let value = Node {
            at,
            value: Value::List(nodes),
        };
        levels.push(Entry {
            key: category.as_str().into(),
            at,
            value,
        });
    }
    let at = Place {
        line: row,
        column: 1,
    };
    let first = levels.first()?.at;
    let after = Node::list(times.iter().map(|time| Node::text(time.to_string())));
    let levels = Node {
        at: first,
        value: Value::Map(levels),
    };
    let source = super::building::source(table, row);
    let entries = [
        ("kind", Node::text("impact")),
        ("id", Node::text(id)),
        ("activity", Node::text(id)),
        ("after", after),
        ("levels", levels),
        ("source", Node::text(source)),
    ];
    let mut node = Node::map(entries);
    node.at = at;
    Some(node)
}
