//! From rows to records: the heading row found, every row given its kind and id, every cell put at
//! its field.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use record::complaint::{Complaint, Complaints, suggestion};
use record::kinds::{self, Record};
use record::link::{is_id, to_id};
use record::node::{Node, Place, shorten};

use super::building::Building;
use super::field::Field;
use super::form::{Paths, paths};
use super::heading::{self, Heading, Meaning};
use super::kind_word::kind_of_word;
use super::mapping::Mapping;
use super::names::Names;
use super::remarks::Remarks;
use super::{Row, Sheet, address, assessment, cell};
use crate::import::Import;

/// Rows at the top of a table among which its headings are looked for.
const HEAD_WITHIN: usize = 20;

/// A table whose headings are understood.
pub(super) struct Table<'s> {
    pub sheet: &'s Sheet,
    pub headings: Vec<Heading>,
    head: usize,
    kind: String,
    /// Written by an export of ours: references stand as they are meant.
    pub own: bool,
}

/// A row with its kind and id.
pub(super) struct Line<'s> {
    pub row: &'s Row,
    pub kind: String,
    pub id: String,
    /// The id as written, where the row gives one.
    pub given: Option<String>,
    name: Option<String>,
}

/// What all tables of one import share.
pub(super) struct Shared {
    pub names: Names,
    forms: HashMap<String, Rc<Paths>>,
    first: HashMap<(String, String), (usize, usize)>,
    pub suggested: HashMap<String, String>,
}

impl Shared {
    /// The fields of a kind; none where the kind is unknown.
    fn forms(&mut self, kind: &str) -> Option<Rc<Paths>> {
        if !self.forms.contains_key(kind) {
            self.forms.insert(kind.into(), Rc::new(paths(kind)?));
        }
        self.forms.get(kind).cloned()
    }
}

/// Reads tables. The records come with places of complaints by row and cell. Cost: linear in the
/// cells.
pub fn read(sheets: &[Sheet], mapping: &Mapping) -> Import {
    let mut import = Import::default();
    let mut shared = Shared {
        names: Names::default(),
        forms: HashMap::new(),
        first: HashMap::new(),
        suggested: HashMap::new(),
    };
    let mut tables = Vec::new();
    for sheet in sheets {
        tables.extend(Table::find(sheet, mapping, &mut import));
    }
    // In a book of our own, tables of answers stand beside the records.
    let own: HashSet<&str> = tables
        .iter()
        .filter(|t| t.own)
        .map(|t| t.sheet.file.as_str())
        .collect();
    tables.retain(|table| {
        let keeps =
            table.own || table.sheet.name.is_none() || !own.contains(table.sheet.file.as_str());
        let keeps = keeps && !holds_answers(table.sheet);
        if !keeps {
            let text = "holds answers, not records: passed over";
            import
                .remarks
                .push(format!("{}: {text}", table.sheet.title()));
        }
        keeps
    });
    if tables.is_empty() && import.complaints.is_empty() {
        for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()).take(1) {
            let text = "no row of headings was found; head at least one column `name` or `id` \
                        (`mainstay help import-columns` lists all)";
            complain(&mut import, sheet, 1, 1, text.into());
        }
    }
    let mut lines = Vec::new();
    for table in &tables {
        let mut remarks = Remarks::default();
        lines.push((table.lines(&mut shared, &mut remarks, &mut import), remarks));
    }
    for (index, (table, (lines, mut remarks))) in tables.iter().zip(lines).enumerate() {
        table.records(index, &lines, &mut shared, &mut remarks, &mut import);
        remarks.finish(&table.sheet.title(), &mut import.remarks);
    }
    import
}

fn complain(import: &mut Import, sheet: &Sheet, row: u32, column: u32, text: String) {
    let at = Place { line: row, column };
    let field = String::new();
    import
        .complaints
        .push((sheet.file.clone(), Complaint { at, field, text }));
}

impl<'s> Table<'s> {
    fn find(sheet: &'s Sheet, mapping: &Mapping, import: &mut Import) -> Option<Table<'s>> {
        let understood = |row: &Row| -> Vec<Heading> {
            let read = |cell: &String| heading::read(cell::unguarded(cell), mapping.column(cell));
            row.cells.iter().map(read).collect()
        };
        let score = |headings: &[Heading]| {
            let known = |heading: &&Heading| heading.meaning != Meaning::Unknown;
            headings.iter().filter(known).count()
        };
        let mut best: Option<(usize, usize, Vec<Heading>)> = None;
        for (index, row) in sheet.rows.iter().take(HEAD_WITHIN).enumerate() {
            let headings = understood(row);
            let named = headings
                .iter()
                .any(|heading| heading.is("name") || heading.is("id"));
            let known = score(&headings);
            if named && best.as_ref().is_none_or(|(most, ..)| known > *most) {
                best = Some((known, index, headings));
            }
        }
        let Some((_, head, mut headings)) = best else {
            if sheet.name.is_some() && !sheet.rows.is_empty() {
                let text = "no row of headings was found; passed over";
                import.remarks.push(format!("{}: {text}", sheet.title()));
            }
            return None;
        };
        if head > 0 {
            let row = sheet.rows[head].number;
            let text = format!("the headings stand in row {row}; what is above was passed over");
            import.remarks.push(format!("{}: {text}", sheet.title()));
        }
        if !headings
            .iter()
            .any(|heading| matches!(heading.meaning, Meaning::Level(..)))
        {
            // Without levels, `category` is a field like any other.
            for heading in headings
                .iter_mut()
                .filter(|h| h.meaning == Meaning::Category)
            {
                heading.meaning = Meaning::Field(vec!["category".into()]);
            }
        }
        let own = ["kind", "id", "source"];
        let own = own
            .iter()
            .all(|key| headings.iter().any(|heading| heading.title == *key));
        let mut table = Table {
            sheet,
            headings,
            head,
            kind: String::new(),
            own,
        };
        table.kind = table.default_kind(mapping, import);
        table.remark_headings(import);
        Some(table)
    }

    /// The kind of rows that do not say theirs.
    fn default_kind(&self, mapping: &Mapping, import: &mut Import) -> String {
        let sheet_name = self.sheet.name.as_deref();
        let said = mapping.kind_of(sheet_name);
        if let Some(kind) = said.or_else(|| sheet_name.and_then(kind_of_word)) {
            return kind.into();
        }
        let levels = |heading: &Heading| matches!(heading.meaning, Meaning::Level(..));
        if self.headings.iter().any(levels) {
            return "activity".into();
        }
        let name = self.headings.iter().find(|heading| heading.is("name"));
        let words = name
            .map(|heading| heading::plain(&heading.title))
            .unwrap_or_default();
        let head = words.strip_suffix(" name").unwrap_or(&words);
        if let Some(kind) = kind_of_word(head) {
            return kind.into();
        }
        if !self.headings.iter().any(|heading| heading.is("kind")) {
            let text = "the rows are taken as services, for nothing says otherwise; a column \
                        `kind` or a mapping with `kind:` would";
            import
                .remarks
                .push(format!("{}: {text}", self.sheet.title()));
        }
        "service".into()
    }

    fn remark_headings(&self, import: &mut Import) {
        let unknown =
            |heading: &&Heading| heading.meaning == Meaning::Unknown && !heading.title.is_empty();
        let named = |heading: &Heading| {
            let near = heading::suggestion(&heading.title);
            format!("`{}`{near}", shorten(&heading.title))
        };
        let unknown: Vec<String> = self.headings.iter().filter(unknown).map(named).collect();
        if !unknown.is_empty() {
            let shown = unknown
                .iter()
                .take(20)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            let more = if unknown.len() > 20 { ", …" } else { "" };
            let title = self.sheet.title();
            import.remarks.push(format!(
                "{title}: columns that mean nothing here were left out: {shown}{more}"
            ));
        }
    }

    /// The cell under the first heading of a path, unless it is empty or says nothing.
    fn cell_of(&self, row: &'s Row, path: &str) -> Option<(usize, &'s str)> {
        let at = self.headings.iter().position(|heading| heading.is(path))?;
        let text = cell::unguarded(row.cells.get(at)?);
        (!text.is_empty() && !cell::says_nothing(text)).then_some((at, text))
    }

    fn lines(
        &self,
        shared: &mut Shared,
        remarks: &mut Remarks,
        import: &mut Import,
    ) -> Vec<Line<'s>> {
        let mut lines: Vec<Line<'s>> = Vec::new();
        let continues = self
            .headings
            .iter()
            .any(|heading| heading.meaning == Meaning::Category);
        for row in &self.sheet.rows[self.head + 1..] {
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let kind = match self.cell_of(row, "kind") {
                None => self.kind.clone(),
                Some((at, word)) => match kind_of_word(word) {
                    Some(kind) => kind.into(),
                    None => {
                        let names = kinds::ALL.iter().map(|about| about.name);
                        let hint = suggestion(word, names);
                        let (cell, word) = (address(at, row.number), shorten(word));
                        let text = format!("cell {cell}: unknown kind `{word}`{hint}");
                        complain(import, self.sheet, row.number, at as u32 + 1, text);
                        continue;
                    }
                },
            };
            let name = self.cell_of(row, "name").map(|(_, text)| text.to_string());
            let given = self.cell_of(row, "id").map(|(_, text)| text.to_string());
            // Below a merged cell, the activity of the row above goes on.
            let above = lines
                .last()
                .filter(|_| continues)
                .map(|line| line.id.as_str());
            let id = match (&given, &name, above) {
                (Some(id), ..) if is_id(id) => id.clone(),
                (Some(text), ..) | (None, Some(text), _) => to_id(text),
                (None, None, Some(above)) => above.into(),
                (None, None, None) => {
                    remarks.add("neither a name nor an id: passed over".into(), row.number);
                    continue;
                }
            };
            for name in [&Some(id.clone()), &given, &name].into_iter().flatten() {
                shared.names.add(name, &kind, &id);
            }
            if let Some((_, also)) = self.cell_of(row, "also") {
                also.split(';')
                    .for_each(|name| shared.names.add(name, &kind, &id));
            }
            lines.push(Line {
                row,
                kind,
                id,
                given,
                name,
            });
        }
        lines
    }

    fn records(
        &self,
        index: usize,
        lines: &[Line<'s>],
        shared: &mut Shared,
        remarks: &mut Remarks,
        import: &mut Import,
    ) {
        let long = self
            .headings
            .iter()
            .any(|heading| heading.meaning == Meaning::Category);
        for (at, line) in lines.iter().enumerate() {
            let key = (line.kind.clone(), line.id.clone());
            if let Some(&(table, first)) = shared.first.get(&key) {
                let same = table == index && lines[first].row.cells == line.row.cells;
                if same {
                    remarks.add("the same row twice: read once".into(), line.row.number);
                } else if !(long && table == index) {
                    let what = line.name.as_deref().unwrap_or(&line.id);
                    let first = if table == index {
                        lines[first].row.number
                    } else {
                        0
                    };
                    let place = if first > 0 {
                        format!("row {first}")
                    } else {
                        "a table".into()
                    };
                    let text = format!(
                        "`{}` stands in {place} before; merge the rows, or give each its own `id`",
                        shorten(what)
                    );
                    complain(import, self.sheet, line.row.number, 1, text);
                }
                continue;
            }
            shared.first.insert(key, (index, at));
            let node = self.node(line, shared, remarks, import);
            if let Some(node) = node {
                self.record(&node, import);
            }
        }
        assessment::read(self, lines, remarks, import);
    }

    /// Reads a record and says of its complaints in which cell they stand.
    pub(super) fn record(&self, node: &Node, import: &mut Import) {
        let mut complaints = Complaints::new();
        import
            .records
            .extend(Record::read(node, 0, &mut complaints));
        for mut complaint in complaints.all {
            let column = complaint.at.column.saturating_sub(1) as usize;
            if let Some(heading) = self
                .headings
                .get(column)
                .filter(|_| !complaint.field.is_empty())
            {
                let cell = address(column, complaint.at.line);
                let title = shorten(&heading.title);
                complaint.text = format!("cell {cell} (`{title}`): {}", complaint.text);
            }
            import.complaints.push((self.sheet.file.clone(), complaint));
        }
    }

    fn node(
        &self,
        line: &Line<'s>,
        shared: &mut Shared,
        remarks: &mut Remarks,
        import: &mut Import,
    ) -> Option<Node> {
        let forms = shared.forms(&line.kind)?;
        let mut building = Building::of(self, line);
        let before = import.complaints.len();
        let row = line.row.number;
        for (at, heading) in self.headings.iter().enumerate() {
            let text = line
                .row
                .cells
                .get(at)
                .map_or("", |cell| cell::unguarded(cell));
            let Meaning::Field(candidates) = &heading.meaning else {
                continue;
            };
            if text.is_empty() || heading.is("kind") || heading.is("id") {
                continue;
            }
            let title = shorten(&heading.title);
            if cell::says_nothing(text) {
                let text = format!("column `{title}`: `{}` counts as missing", shorten(text));
                remarks.add(text, row);
                continue;
            }
            let Some(path) = candidates.iter().find(|path| forms.contains_key(*path)) else {
                let kind = &line.kind;
                remarks.add(
                    format!("column `{title}` is no field of a {kind}: left out"),
                    row,
                );
                continue;
            };
            let field = Field {
                text,
                heading,
                path,
                own: self.own,
                row,
            };
            match field.read(&forms[path], shared, remarks) {
                Ok(Some(node)) => building.put(path, node, at, remarks),
                Ok(None) => {}
                Err(why) => {
                    let text = format!("cell {} (`{title}`): {why}", address(at, row));
                    complain(import, self.sheet, row, at as u32 + 1, text);
                }
            }
        }
        let beyond = line.row.cells.iter().skip(self.headings.len());
        if beyond.into_iter().any(|cell| !cell.trim().is_empty()) {
            remarks.add(
                "more cells than headings: the rest was left out".into(),
                row,
            );
        }
        (import.complaints.len() == before).then(|| building.finish())
    }
}

/// Whether a sheet is the table of targets and verdicts that our own export writes.
fn holds_answers(sheet: &Sheet) -> bool {
    let heads = |wanted: &str| {
        let first = sheet.rows.first();
        first.is_some_and(|row| row.cells.iter().any(|cell| cell.trim() == wanted))
    };
    heads("verdict") && heads("needs seconds")
}
