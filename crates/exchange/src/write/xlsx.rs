//! Tables as a spreadsheet: a sheet each, every cell a typed text or number, never a formula.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::document::table::Table;

/// Most rows and columns of a sheet.
const ROWS_MAX: usize = 1_048_576;
/// Most characters of a cell.
const CELL_MAX: usize = 32_767;

/// The file. Cost: linear in the cells.
pub fn book(tables: &[Table]) -> Result<Vec<u8>, String> {
    let mut names: Vec<String> = Vec::new();
    let mut book = Workbook::new();
    let head_format = Format::new().set_bold();
    for table in tables {
        if table.rows.len() >= ROWS_MAX {
            let name = &table.name;
            return Err(format!(
                "`{name}` has more rows than a sheet holds; export it as csv"
            ));
        }
        let sheet = book.add_worksheet();
        let name = sheet_name(&table.name, &names);
        sheet.set_name(&name).map_err(failed)?;
        names.push(name.to_lowercase());
        for (column, heading) in (0u16..).zip(&table.head) {
            sheet
                .write_string_with_format(0, column, clipped(heading), &head_format)
                .map_err(failed)?;
        }
        for (row, cells) in (1u32..).zip(&table.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                if !cell.is_empty() {
                    sheet
                        .write_string(row, column, clipped(cell))
                        .map_err(failed)?;
                }
            }
        }
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
    }
    book.save_to_buffer().map_err(failed)
}

fn failed(error: XlsxError) -> String {
    format!("the spreadsheet cannot be written: {error}")
}

/// A name that a sheet may have: short, without its forbidden signs, no two alike.
fn sheet_name(name: &str, taken: &[String]) -> String {
    let clean = |c: char| {
        if "[]:*?/\\'".contains(c) || c.is_control() {
            '-'
        } else {
            c
        }
    };
    let base: String = name.chars().map(clean).take(26).collect();
    let base = if base.trim().is_empty() {
        "table".to_string()
    } else {
        base
    };
    let mut name = base.clone();
    let mut count = 2;
    while taken.contains(&name.to_lowercase()) {
        name = format!("{base} {count}");
        count += 1;
    }
    name
}

fn clipped(cell: &str) -> &str {
    // Cells count UTF-16 units; a character is at most two.
    match cell.char_indices().nth(CELL_MAX / 2) {
        Some((at, _)) if cell.encode_utf16().count() > CELL_MAX => &cell[..at],
        _ => cell,
    }
}
