//! The table of a grid as it is shown: its cells as inputs, faults where they stand, the choice of
//! columns, a place to paste into.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use maud::{Markup, html};
use record::kinds::About;

use super::cells::{self, Column, Fault, ROWS_MAX, Row};
use super::outline::Outline;
use super::{HELP, label};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::link;

/// Empty rows at the end.
const EMPTY: usize = 3;

/// The table as it is to be shown.
pub struct Grid<'g> {
    /// Who asks.
    pub call: &'g Call,
    /// The kind.
    pub about: &'static About,
    /// What the kind asks for.
    pub outline: &'g Outline,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Line>,
    /// What is wrong with cells.
    pub faults: Vec<Fault>,
    /// What is to be said above.
    pub notice: Markup,
    /// After which id the next page begins.
    pub next: Option<String>,
}

/// A row as it is shown.
#[derive(Default)]
pub struct Line {
    /// The row.
    pub row: Row,
    /// Whether the record is there.
    pub known: bool,
    /// The paths of cells that no text can hold.
    pub locked: Vec<String>,
}

impl Grid<'_> {
    /// The path of the page.
    pub fn path(&self) -> String {
        format!("/records/{}/grid", self.about.plural)
    }

    /// The paths of its columns, with commas between.
    pub fn paths(&self) -> String {
        let paths: Vec<&str> = self
            .columns
            .iter()
            .map(|column| column.path.as_str())
            .collect();
        paths.join(",")
    }

    /// The page with the table in it.
    pub async fn show(&self, status: StatusCode) -> Result<Response, Problem> {
        let title = format!("{} as a table", label::sentence(self.about.plural));
        let may = self.call.may(Action::Import);
        let rows = self.rows.len();
        let body = html! {
            p.crumbs { a href={ "/records/" (self.about.plural) } { (label::sentence(self.about.plural)) } }
            h1 { (title) }
            p.lead { "Change cells, add rows at the end, or paste a table. You see what it would change before it is saved, all of it or nothing." }
            (self.notice)
            (self.summary())
            (self.picker())
            @if !may {
                p.banner {
                    "You may look here. Many records at once are saved by an administrator or a "
                    "continuity manager; a single one you change in its own form."
                }
            }
            form.grid method="post" action=(self.path()) novalidate {
                (form::request())
                input type="hidden" name="_columns" value=(self.paths());
                @if may {
                    button.unseen aria-hidden="true" type="submit" name="_then" value="show" tabindex="-1" {
                        "Show what it would change"
                    }
                }
                div.scroll tabindex="0" { table.grid-table data-grid="" {
                    caption { (rows) " rows. Several values of a cell stand with semicolons between." }
                    thead { tr {
                        th scope="col" { "Id" }
                        @for column in &self.columns { th scope="col" { (column.label) } }
                    } }
                    tbody {
                        @for (number, line) in self.rows.iter().enumerate() {
                            (self.row(number, line))
                        }
                        @for number in rows..rows + EMPTY { (self.row(number, &Line::default())) }
                    }
                } }
                details open[rows == 0] {
                    summary { "Paste a table" }
                    (form::area(Ask::new("_paste", "A table from a spreadsheet", "The first line holds the headings: keys (rto) or words (Back within). Rows are found by id or by name; others are new. When this is filled, the cells above are left alone."), self.call.fields().text("_paste"), 6, &Faults::default()))
                }
                @if may { div.actions.sticky { button type="submit" name="_then" value="show" { "Show what it would change" } } }
            }
            @if let Some(next) = &self.next {
                @let fields = link::escaped(&self.paths());
                p.actions {
                    a.button.plain href={ "?from=" (link::escaped(next)) "&fields=" (fields) } { "Next " (ROWS_MAX) }
                }
            }
        };
        let page = Page::new(title, "/records", body).help(HELP).script("grid");
        show_as(self.call, status, page).await
    }

    /// Which columns are shown.
    fn picker(&self) -> Markup {
        html! {
            details {
                summary { "Choose columns" }
                form action=(self.path()) {
                    div.fields { @for column in cells::columns(self.outline) {
                        @let shown = self.columns.iter().any(|it| it.path == column.path);
                        label.check { input type="checkbox" name="field" value=(column.path) checked[shown]; " " (column.label) }
                    } }
                    button.plain type="submit" { "Show these" }
                }
            }
        }
    }

    fn summary(&self) -> Markup {
        let title = |path: &str| {
            let found = self.columns.iter().find(|column| column.path == path);
            found.map_or_else(|| path.to_owned(), |column| column.label.clone())
        };
        html! {
            @if !self.faults.is_empty() {
                div.banner.bad role="alert" tabindex="-1" #faults {
                    p { strong { "Nothing was changed." } " Mend these cells; what you typed is kept." }
                    ul { @for (row, path, text) in &self.faults {
                        @let id = form::id(&format!("c.{row}.{}", anchor(path)));
                        li {
                            a href={ "#" (id) } {
                                "Row " (row + 1) @if !path.is_empty() { ", " (title(path)) }
                            }
                            ": " (text)
                        }
                    } }
                }
            }
        }
    }

    fn row(&self, number: usize, line: &Line) -> Markup {
        html! {
            tr {
                th scope="row" {
                    (self.head(number, line))
                    @if let Some(text) = self.fault(number, "") { p.fault { (text) } }
                }
                @for column in &self.columns { td { (self.cell(number, line, column)) } }
            }
        }
    }

    fn fault(&self, number: usize, path: &str) -> Option<&str> {
        let mut all = self.faults.iter();
        let found = all.find(|(row, at, _)| *row == number && at == path);
        found.map(|(_, _, text)| text.as_str())
    }

    fn record(&self, line: &Line) -> String {
        format!(
            "/records/{}/{}",
            self.about.plural,
            link::escaped(&line.row.id)
        )
    }

    /// The id of a row: that of its record, or one to be typed.
    fn head(&self, number: usize, line: &Line) -> Markup {
        let name = format!("c.{number}._id");
        let revision = format!("c.{number}._revision");
        html! {
            @if line.known {
                a #(form::id(&name)) href=(self.record(line)) { (line.row.id) }
                input type="hidden" name=(name) value=(line.row.id);
                @if let Some(seen) = line.row.revision {
                    input type="hidden" name=(revision) value=(seen);
                }
            } @else {
                input #(form::id(&name)) name=(name) value=(line.row.id) autocomplete="off"
                    aria-label={ "Row " (number + 1) ", id" } placeholder="from the name";
            }
        }
    }

    fn cell(&self, number: usize, line: &Line, column: &Column) -> Markup {
        let name = format!("c.{number}.{}", column.path);
        let (id, wrong) = (form::id(&name), self.fault(number, &column.path));
        let text = line.row.cells.get(&column.path);
        html! {
            @if line.locked.contains(&column.path) {
                a href={ (self.record(line)) "/edit#" (form::id(&column.path)) } { "in its form" }
            } @else {
                input #(id) name=(name) value=(text.map_or("", String::as_str)) autocomplete="off"
                    aria-label={ "Row " (number + 1) ", " (column.label) }
                    aria-invalid=[wrong.map(|_| "true")]
                    aria-describedby=[wrong.map(|_| format!("{id}-fault"))];
                @if let Some(text) = wrong { p.fault id={ (id) "-fault" } { (text) } }
            }
        }
    }
}

fn anchor(path: &str) -> &str {
    if path.is_empty() { "_id" } else { path }
}

/// What was typed, to be sent once more with the consent.
pub fn hidden(rows: &[Row]) -> Markup {
    html! {
        @for (number, row) in rows.iter().enumerate() {
            input type="hidden" name={ "c." (number) "._id" } value=(row.id);
            @if let Some(revision) = row.revision { input type="hidden" name={ "c." (number) "._revision" } value=(revision); }
            @for (path, cell) in &row.cells { input type="hidden" name={ "c." (number) "." (path) } value=(cell); }
        }
    }
}
