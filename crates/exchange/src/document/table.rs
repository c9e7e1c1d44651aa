//! A table that goes out: a name, headings and rows of texts. How it looks in a file is the
//! writer's.

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its name: a sheet, or a file.
    pub name: String,
    /// Its headings.
    pub head: Vec<String>,
    /// Its rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

/// Whether a spreadsheet may take a cell as a formula: it begins with a sign that starts one, in
/// usual or full width, or with a tab or carriage return.
pub fn is_risky(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}
