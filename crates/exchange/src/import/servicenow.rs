//! ServiceNow tables as CSV: configuration items and services (`cmdb_ci`, `cmdb_ci_service`) and
//! their relations (`cmdb_rel_ci`). A relation becomes a need only where its type has a direction
//! that is known here.

mod relations;

use std::collections::HashMap;

use record::item::Item;
use record::kinds::Record;
use record::link::to_id;
use record::node::Place;

use super::csv::sheet;
use super::table::heading::plain;
use super::table::mapping::Mapping;
use super::table::{self, Row, Sheet};
use super::{File, Import};
use relations::Relation;

/// Headings of ServiceNow by their column here; each in plain words.
const COLUMNS: &[(&str, &str)] = &[
    ("name", "name"),
    ("sys id", "also"),
    ("sys class name", "class"),
    ("class", "class"),
    ("short description", "description"),
    ("owned by", "owner"),
    ("business criticality", "tier"),
    ("busines criticality", "tier"),
    ("location", "site"),
    ("vendor", "supplier"),
    ("support group", "team"),
    ("environment", "environment"),
    ("used for", "environment"),
];

/// Imports the tables, each recognised by its headings. Cost: linear in the cells.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let (mut items, mut relations) = (Vec::new(), Vec::new());
    for file in files {
        let mut sheet = match sheet(file, &Mapping::empty()) {
            Ok(sheet) => sheet,
            Err(fault) => {
                import.complaints.push((file.name.into(), fault));
                continue;
            }
        };
        sheet.format = "servicenow";
        let head = sheet.rows.first().map(head_of).unwrap_or_default();
        let has = |name: &str| head.iter().any(|heading| heading == name);
        if has("parent") && has("child") && has("type") {
            relations.push((head, sheet));
        } else if has("name") {
            items.push((head, sheet));
        } else {
            let text = "neither a table of items (a column `name`) nor of relations (`parent`, \
                        `child`, `type`)";
            import.complain(file.name, Place { line: 1, column: 1 }, text);
        }
    }
    if !import.complaints.is_empty() {
        return import;
    }
    let (sheets, cis) = identified(items, &mut import);
    let read = table::read(&sheets, &mapping());
    import.remarks.extend(read.remarks);
    (import.records, import.complaints) = (read.records, read.complaints);
    if import.complaints.is_empty() {
        relations::read(&relations, &cis, &mut import);
    }
    import
}

fn head_of(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| plain(cell)).collect()
}

fn mapping() -> Mapping {
    let mut mapping = Mapping::empty();
    let pairs = COLUMNS
        .iter()
        .map(|(name, column)| (name.to_string(), column.to_string()));
    mapping.columns = pairs.collect();
    mapping
}

/// Configuration items by what relations may call them.
#[derive(Default)]
pub(super) struct Items {
    by_sys_id: HashMap<String, (&'static str, String)>,
    by_name: HashMap<String, Vec<(&'static str, String)>>,
}

/// What a relation's end came to.
pub(super) enum End<'i> {
    One(&'i (&'static str, String)),
    Several(usize),
    None,
}

impl Items {
    fn find(&self, text: &str) -> End<'_> {
        let text = text.trim();
        if let Some(item) = self.by_sys_id.get(text) {
            return End::One(item);
        }
        match self.by_name.get(&text.to_lowercase()).map(Vec::as_slice) {
            Some([item]) => End::One(item),
            Some(items) => End::Several(items.len()),
            None => End::None,
        }
    }
}

/// The tables with `kind` and `id` added to each row: one item, one id, in whatever order.
fn identified(items: Vec<(Vec<String>, Sheet)>, import: &mut Import) -> (Vec<Sheet>, Items) {
    let mut found = Items::default();
    let mut counts: HashMap<(&str, String), usize> = HashMap::new();
    let column = |head: &[String], name: &str| head.iter().position(|heading| heading == name);
    for (head, sheet) in &items {
        let (name, kind) = (column(head, "name"), Kinds::of(head, sheet));
        for row in &sheet.rows[1..] {
            let name = name
                .and_then(|at| row.cells.get(at))
                .map_or("", |cell| cell.trim());
            *counts.entry((kind.of_row(row), to_id(name))).or_default() += 1;
        }
    }
    let (mut sheets, mut twice) = (Vec::new(), 0);
    for (head, mut sheet) in items {
        let (name, sys_id) = (column(&head, "name"), column(&head, "sys id"));
        let kinds = Kinds::of(&head, &sheet);
        let width = head.len();
        sheet.rows[0].cells.resize(width, String::new());
        sheet.rows[0]
            .cells
            .extend(["kind".to_string(), "id".to_string()]);
        sheet.rows[0].cells[..width].clone_from_slice(&head);
        let mut rows = std::mem::take(&mut sheet.rows).into_iter();
        sheet.rows.extend(rows.next());
        for mut row in rows {
            let cell = |at: Option<usize>| {
                at.and_then(|at| row.cells.get(at))
                    .map_or("", |cell| cell.trim())
                    .to_string()
            };
            let (name, sys_id) = (cell(name), cell(sys_id));
            if name.is_empty() || found.by_sys_id.contains_key(&sys_id) {
                // `cmdb_ci` lists services too: the row that came first stands.
                twice += usize::from(!name.is_empty());
                continue;
            }
            let kind = kinds.of_row(&row);
            let mut id = to_id(&name);
            if counts
                .get(&(kind, id.clone()))
                .is_some_and(|count| *count > 1)
                && !sys_id.is_empty()
            {
                let start: String = sys_id.chars().take(32).collect();
                let clip = id.len().min(120);
                id = format!("{}-{}", &id[..clip], to_id(&start));
            }
            let item = (kind, id.clone());
            if !sys_id.is_empty() {
                found.by_sys_id.insert(sys_id, item.clone());
            }
            found
                .by_name
                .entry(name.to_lowercase())
                .or_default()
                .push(item);
            row.cells.resize(width, String::new());
            row.cells.extend([kind.to_string(), id]);
            sheet.rows.push(row);
        }
        sheets.push(sheet);
    }
    if twice > 0 {
        import.remark(format!(
            "{twice} items stand in more than one row and were read once"
        ));
    }
    (sheets, found)
}

/// How the rows of a table say that they are services.
struct Kinds {
    class: Option<usize>,
    fallback: &'static str,
}

impl Kinds {
    fn of(head: &[String], sheet: &Sheet) -> Kinds {
        let class = |heading: &String| heading == "sys class name" || heading == "class";
        let services = sheet.file.to_lowercase().contains("cmdb_ci_service");
        Kinds {
            class: head.iter().position(class),
            fallback: if services { "service" } else { "component" },
        }
    }

    fn of_row(&self, row: &Row) -> &'static str {
        let class = self
            .class
            .and_then(|at| row.cells.get(at))
            .map(|cell| plain(cell));
        match class.as_deref() {
            None | Some("") => self.fallback,
            Some(class) if class.starts_with("cmdb ci service") => "service",
            Some(
                "service"
                | "business service"
                | "application service"
                | "technical service"
                | "technology management service"
                | "business app"
                | "mapped application service",
            ) => "service",
            Some(_) => "component",
        }
    }
}

/// The part of a record that carries its needs.
pub(super) fn item_of(record: &mut Record) -> Option<&mut Item> {
    match record {
        Record::Service(filed) => Some(&mut filed.own.item),
        Record::Component(filed) => Some(&mut filed.own.item),
        _ => None,
    }
}

/// The columns of a table of relations.
fn relation<'r>(head: &[String], row: &'r Row) -> Relation<'r> {
    let cell = |name: &str| {
        let at = head.iter().position(|heading| heading == name);
        at.and_then(|at| row.cells.get(at))
            .map_or("", |cell| cell.trim())
    };
    Relation {
        parent: cell("parent"),
        child: cell("child"),
        kind: cell("type"),
        row: row.number,
    }
}
