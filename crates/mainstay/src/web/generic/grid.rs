//! The records of a kind as a table that is edited like a spreadsheet: cells of text, a whole table
//! pasted, a hundred rows at once. What it would change is shown first; then all of it is saved or
//! nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use continuity::command::Command;
use continuity::written::Written;
use maud::{Markup, html};
use record::kind::Status;
use record::kinds::About;

use super::cells::{self, Column, Outcome, ROWS_MAX, Row};
use super::outline::Outline;
use super::preview::{self, Preview};
use super::table::{Grid, Line, hidden};
use super::values::Values;
use super::{label, subject};
use crate::http::call::Call;
use crate::http::order;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form;
use crate::web::frame::{Page, show_as};
use crate::web::{link, reckoned};

/// Columns that are shown where nobody chose, beside name and owner.
const COLUMNS: usize = 6;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "fields",
        Sort::Typed,
        "The columns: paths with commas between.",
    ),
    Parameter::new("field", Sort::Typed, "A column.").many(),
    Parameter::new("from", Sort::Typed, "Begin after this id."),
    Parameter::new("did", Sort::Typed, "What was just saved."),
];

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let about = subject::kind(&call)?;
    let outline = subject::outline(&call, about);
    let (lines, next) = lines(&call, about, &outline);
    let columns = chosen(&call, &outline, &lines);
    let saved = call.query.text("did") == Some("saved");
    let notice = html! {
        @if saved {
            p.banner.done role="status" { strong { "Saved, all of it." } " " a href="/changes" { "What changed" } " · " a href="/findings" { "What is found now" } }
        }
    };
    let faults = Vec::new();
    let rows = lines;
    let grid = Grid {
        call: &call,
        about,
        outline: &outline,
        columns,
        rows,
        faults,
        notice,
        next,
    };
    grid.show(StatusCode::OK).await
}

/// The records of a page of the table, and after which id the next begins.
fn lines(call: &Call, about: &About, outline: &Outline) -> (Vec<Line>, Option<String>) {
    let state = &call.doors.ledger.present().state;
    let from = call.query.text("from").unwrap_or_default();
    let (all, parts) = (cells::columns(outline), outline.parts());
    let (mut lines, mut next): (Vec<Line>, Option<String>) = (Vec::new(), None);
    state.registers.after(about.name, from, &mut |record| {
        if record.status() == Status::Retired {
            return true;
        }
        if lines.len() == ROWS_MAX {
            next = lines.last().map(|line| line.row.id.clone());
            return false;
        }
        let latest = state.latest(about.name, record.id()).unwrap_or(record);
        let tree = subject::tree(call, &latest);
        let values = Values::of(&parts, &tree);
        let (mut cells, mut locked) = (BTreeMap::new(), Vec::new());
        for column in &all {
            match cells::cell(column, &values, &tree) {
                Some(text) => drop(cells.insert(column.path.clone(), text)),
                None => locked.push(column.path.clone()),
            }
        }
        let filing = state.filing(about.name, latest.id());
        let row = Row {
            id: latest.id().to_owned(),
            revision: filing.map(|filing| filing.revision),
            cells,
        };
        lines.push(Line {
            row,
            known: true,
            locked,
        });
        true
    });
    (lines, next)
}

/// The columns that are asked for, else name, owner and those that say most.
fn chosen(call: &Call, outline: &Outline, lines: &[Line]) -> Vec<Column> {
    let all = cells::columns(outline);
    let picked = call.query.texts("field");
    let listed = call.query.text("fields").unwrap_or_default().split(',');
    let asked: Vec<&str> = listed
        .map(str::trim)
        .chain(picked.iter().map(String::as_str))
        .collect();
    if asked
        .iter()
        .any(|path| all.iter().any(|column| column.path == *path))
    {
        let wanted = |column: &Column| asked.contains(&column.path.as_str());
        return all.into_iter().filter(wanted).collect();
    }
    let always = |column: &Column| ["name", "owner"].contains(&column.path.as_str());
    let filled = |column: &Column| {
        let said = |line: &&Line| {
            line.row
                .cells
                .get(&column.path)
                .is_none_or(|it| !it.is_empty())
        };
        lines.iter().filter(said).count()
    };
    let own = |column: &&Column| {
        let first = column.path.split('.').next().unwrap_or_default();
        outline.own.iter().any(|part| part.key == first)
    };
    let mut ranked: Vec<&Column> = all.iter().filter(own).collect();
    ranked.sort_by_key(|column| std::cmp::Reverse(filled(column)));
    let most: Vec<&str> = ranked
        .iter()
        .take(COLUMNS)
        .map(|it| it.path.as_str())
        .collect();
    let first = all.iter().filter(|column| always(column));
    let then = all
        .iter()
        .filter(|column| most.contains(&column.path.as_str()));
    first.chain(then).cloned().collect()
}

/// Cells or a pasted table are sent: shown, or saved.
pub async fn taken(call: Call) -> Result<Response, Problem> {
    let about = subject::kind(&call)?;
    let outline = subject::outline(&call, about);
    let all = cells::columns(&outline);
    let columns = call.fields().text("_columns").split(',');
    let columns: Vec<&str> = columns.collect();
    let mut grid = Grid {
        call: &call,
        about,
        outline: &outline,
        columns: all
            .iter()
            .filter(|it| columns.contains(&it.path.as_str()))
            .cloned()
            .collect(),
        rows: Vec::new(),
        faults: Vec::new(),
        notice: Markup::default(),
        next: None,
    };
    let pasted = call.fields().text("_paste");
    let rows = match pasted.trim().is_empty() {
        true => sent(&call),
        false => match cells::pasted(pasted, &all) {
            Ok(rows) => rows,
            Err(unknown) => {
                grid.rows = lines(&call, about, &outline).0;
                grid.notice = html! {
                    p.banner.bad role="alert" { strong { "Nothing was changed." } " These headings name no column: " (unknown.join(", ")) ". The first line holds the headings." }
                };
                return grid.show(StatusCode::UNPROCESSABLE_ENTITY).await;
            }
        },
    };
    grid.add_columns(&rows, &all);
    if rows.len() > 5 * ROWS_MAX {
        let text = format!(
            "More than {} rows are not taken at once; import them as a file.",
            5 * ROWS_MAX
        );
        return Err(Problem::invalid(text));
    }
    let mut outcome = cells::outcome(&call, about, &outline, &rows);
    if !outcome.faults.is_empty() {
        grid.faults = std::mem::take(&mut outcome.faults);
        grid.rows = rows.into_iter().map(|row| grid.line(row)).collect();
        return grid.show(StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    grid.decided(&rows, outcome).await
}

/// The rows of the form's cells.
fn sent(call: &Call) -> Vec<Row> {
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    for (name, value) in call.fields().pairs() {
        let Some((number, path)) = name
            .strip_prefix("c.")
            .and_then(|rest| rest.split_once('.'))
        else {
            continue;
        };
        let Ok(number) = number.parse() else { continue };
        let row: &mut Row = rows.entry(number).or_default();
        match path {
            "_id" => row.id = value.to_owned(),
            "_revision" => row.revision = value.parse().ok(),
            path => drop(row.cells.insert(path.to_owned(), value.to_owned())),
        }
    }
    rows.retain(|_, row| !row.is_empty());
    rows.into_values().collect()
}

impl Grid<'_> {
    /// Columns that rows brought along are shown too.
    fn add_columns(&mut self, rows: &[Row], all: &[Column]) {
        let brought =
            |column: &&Column| rows.iter().any(|row| row.cells.contains_key(&column.path));
        let known = |column: &&Column| self.columns.iter().any(|it| it.path == column.path);
        let both = all.iter().filter(|column| brought(column) || known(column));
        self.columns = both.cloned().collect();
    }

    fn line(&self, mut row: Row) -> Line {
        let state = &self.call.doors.ledger.present().state;
        let filing = state.filing(self.about.name, &row.id);
        // Whoever sends it again has been told that it changed meanwhile.
        row.revision = filing.map(|filing| filing.revision);
        let known = filing.is_some();
        let missing = self.columns.iter().map(|column| column.path.clone());
        let locked = missing
            .filter(|path| known && !row.cells.contains_key(path))
            .collect();
        Line { row, known, locked }
    }

    /// Saves what was shown, or shows it.
    async fn decided(self, rows: &[Row], outcome: Outcome) -> Result<Response, Problem> {
        let now = reckoned::of(self.call).await?;
        let head = self.call.doors.ledger.present().seq;
        let seen: u64 = self.call.fields().text("_seen").parse().unwrap_or(0);
        let save = self.call.fields().text("_then") == "save";
        if save && seen == head {
            return self.save(outcome, seen).await;
        }
        let mut after = now.present.state.registers.clone();
        let all = outcome.added.iter().chain(&outcome.changed);
        all.for_each(|record| after.replace(record.clone()));
        let preview = Preview {
            says: says(self.about, &outcome),
            added: outcome.added,
            changed: outcome.changed,
            unchanged: outcome.unchanged,
            vanished: Vec::new(),
            unresolved: Vec::new(),
            remarks: Vec::new(),
            after,
        };
        let preview = Arc::new(preview);
        let view = preview::shown(self.call, &now, Arc::clone(&preview)).await?;
        let body = html! {
            p.crumbs { a href=(self.path()) { (label::sentence(self.about.plural)) " as a table" } }
            h1 { "What it would change" }
            @if save {
                p.banner role="alert" { strong { "Not saved yet: " } "the journal went on since this was shown. This is what it would change now." }
            }
            (view)
            form.actions method="post" action=(self.path()) {
                (form::request())
                input type="hidden" name="_seen" value=(now.present.seq);
                input type="hidden" name="_columns" value=(self.paths());
                (hidden(rows))
                @if !preview.is_empty() { button type="submit" name="_then" value="save" { "Save all of this" } }
                a.button.plain href=(self.path()) { "Leave it" }
            }
        };
        show_as(
            self.call,
            StatusCode::OK,
            Page::new("What it would change", "/records", body),
        )
        .await
    }

    async fn save(&self, outcome: Outcome, seen: u64) -> Result<Response, Problem> {
        let records = outcome.added.into_iter().chain(outcome.changed);
        let command = Command::Import {
            source: format!("table of {}", self.about.plural),
            records: records.map(Written::made).collect(),
            seen: Some(seen),
        };
        let receipt = order::execute(self.call, command).await?;
        let fields = link::escaped(&self.paths());
        Ok(form::away(
            &format!("{}?did=saved&fields={fields}", self.path()),
            &receipt,
        ))
    }
}

/// The change in a sentence.
fn says(about: &About, outcome: &Outcome) -> String {
    let counted = |count: usize| match count {
        1 => format!("1 {} is", label::inside(about.name)),
        count => format!("{count} {} are", label::inside(about.plural)),
    };
    let parts = [
        (outcome.added.len(), "new"),
        (outcome.changed.len(), "changed"),
        (outcome.unchanged, "as before"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, word)| format!("{} {word}", counted(*count)))
        .collect();
    match parts.is_empty() {
        true => "Nothing would change.".into(),
        false => format!("{}.", parts.join("; ")),
    }
}
