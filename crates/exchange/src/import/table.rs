//! Tables as people keep them, whatever file they came in: headings matched leniently, cells read
//! by the form of their field, names resolved among the rows. It guesses no value.

mod assessment;
mod building;
pub(crate) mod cell;
pub mod columns;
mod field;
pub(crate) mod form;
pub(crate) mod heading;
mod kind_word;
pub mod mapping;
mod names;
mod remarks;
mod rows;

pub use rows::read;

/// Most columns of a table.
pub const COLUMNS_MAX: usize = 1_000;
/// Most cells of a table.
pub const CELLS_MAX: usize = 10_000_000;
/// Most rows of a table.
pub const ROWS_MAX: usize = 1_000_000;

/// One table as it stood in a file.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The format's word, for provenance (`csv`).
    pub format: &'static str,
    /// The name of the file.
    pub file: String,
    /// The name of the sheet, where the format has sheets.
    pub name: Option<String>,
    /// Its rows; those without any cell may be missing.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its number as the file counts, from 1: the line, or the row of a spreadsheet.
    pub number: u32,
    /// Its cells, as texts.
    pub cells: Vec<String>,
}

impl Sheet {
    /// How messages call it: the file, with the sheet where there is one.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("{}, sheet {}", self.file, record::node::shorten(name)),
            None => self.file.clone(),
        }
    }
}

/// A cell as spreadsheets call it: `D7`.
pub(crate) fn address(column: usize, row: u32) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().map(char::from).collect();
    format!("{letters}{row}")
}
