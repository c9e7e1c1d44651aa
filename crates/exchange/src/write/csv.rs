//! Tables as CSV: cells that a spreadsheet would take as formulas begin with `'`, which our own
//! import takes away again.

use std::borrow::Cow;

use crate::document::table::{Table, is_risky};

/// One table with its headings.
pub fn table(table: &Table) -> String {
    let mut out = String::new();
    line(&table.head, &mut out);
    for row in &table.rows {
        line(row, &mut out);
    }
    out
}

fn line(cells: &[String], out: &mut String) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let cell = guarded(cell);
        if cell.contains(['"', ',', ';', '\n', '\r', '\t']) || cells.len() == 1 {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

/// A cell that no spreadsheet takes as a formula.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    let own = cell.strip_prefix('\'');
    let mistakable = own.is_some_and(|rest| is_risky(rest) || rest.starts_with('\''));
    if is_risky(cell) || mistakable {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}
