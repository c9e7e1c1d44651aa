//! Spreadsheets (XLSX): each sheet a table, its name the kind of its rows. The archive is inflated
//! and counted here before the reader of spreadsheets sees it. Formulas are never evaluated: the
//! value that the spreadsheet kept is used, and a remark says so.

pub(crate) mod archive;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, Xlsx};
use record::complaint::Complaint;
use record::node::{Place, shorten};
use record::value::Duration;

use super::csv::{base_name, mapping};
use super::table::{self, CELLS_MAX, COLUMNS_MAX, ROWS_MAX, Row, Sheet};
use super::{File, Import};
use crate::read::fault;

/// Most sheets of a file.
const SHEETS_MAX: usize = 200;

/// Reads files: each sheet a table; a file that ends in `.yaml` is a mapping.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let (mapping, files) = mapping(files, &mut import);
    let (mut all, mut remarks) = (Vec::new(), Vec::new());
    for file in files {
        match sheets(file, &mut remarks) {
            Ok(sheets) => all.extend(sheets),
            Err(complaint) => import.complaints.push((file.name.into(), complaint)),
        }
    }
    if import.complaints.is_empty() {
        import = table::read(&all, &mapping);
        remarks.append(&mut import.remarks);
        import.remarks = remarks;
    }
    import
}

fn broken(error: calamine::XlsxError) -> Complaint {
    let text = format!(
        "not readable as a spreadsheet: {}",
        shorten(&error.to_string())
    );
    fault(Place::default(), text)
}

/// The sheets of a file. The reader of spreadsheets is not ours and stumbles over some broken
/// references: what it breaks off at is a complaint like any other.
fn sheets(file: &File<'_>, remarks: &mut Vec<String>) -> Result<Vec<Sheet>, Complaint> {
    archive::check(file.bytes).map_err(|why| fault(Place::default(), why))?;
    catch_unwind(AssertUnwindSafe(|| read(file, remarks))).unwrap_or_else(|_| {
        let text = "not readable as a spreadsheet: a cell or sheet in it has an impossible place";
        Err(fault(Place::default(), text))
    })
}

fn read(file: &File<'_>, remarks: &mut Vec<String>) -> Result<Vec<Sheet>, Complaint> {
    let mut book = Xlsx::new(Cursor::new(file.bytes)).map_err(broken)?;
    let names = book.sheet_names();
    if names.len() > SHEETS_MAX {
        let text = format!("{} sheets; at most {SHEETS_MAX} are read", names.len());
        return Err(fault(Place::default(), text));
    }
    let (mut sheets, mut cells) = (Vec::new(), 0);
    for name in names {
        let mut sheet = Sheet {
            format: "xlsx",
            file: base_name(file.name),
            name: Some(name.clone()),
            rows: Vec::new(),
        };
        fill(&mut book, &name, &mut sheet, &mut cells, remarks)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The rows of one sheet. Cells are taken one by one: a sheet with one cell far out is as small as
/// its cells are few.
fn fill(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    sheet: &mut Sheet,
    cells: &mut usize,
    remarks: &mut Vec<String>,
) -> Result<(), Complaint> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(broken(error)),
    };
    let (mut formulas, mut errors) = (Vec::new(), Vec::new());
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        if cell.formula.is_some() {
            formulas.push(cell.pos);
        }
        match &cell.value {
            DataRef::Error(_) => errors.push(cell.pos),
            value => put(sheet, cell.pos, text(value), cells)?,
        }
    }
    let title = sheet.title();
    remark(
        remarks,
        &title,
        &formulas,
        "formulas: the value kept beside each was read",
    );
    remark(
        remarks,
        &title,
        &errors,
        "cells hold an error of the spreadsheet and count as missing",
    );
    Ok(())
}

/// Puts a cell at its row and column, both from 0; rows come in their order.
fn put(
    sheet: &mut Sheet,
    (row, column): (u32, u32),
    text: String,
    cells: &mut usize,
) -> Result<(), Complaint> {
    if text.is_empty() {
        return Ok(());
    }
    let (number, width) = (row.saturating_add(1), column as usize + 1);
    let at = Place {
        line: number,
        column: column.saturating_add(1),
    };
    if width > COLUMNS_MAX {
        let text = format!("a cell beyond column {COLUMNS_MAX}, up to which cells are read");
        return Err(fault(at, text));
    }
    if sheet.rows.last().is_none_or(|last| last.number != number) {
        sheet.rows.push(Row {
            number,
            cells: Vec::new(),
        });
    }
    let rows = sheet.rows.len();
    let Some(last) = sheet.rows.last_mut() else {
        return Ok(());
    };
    // The places between count too: they take memory as well.
    *cells += width.saturating_sub(last.cells.len());
    if rows > ROWS_MAX || *cells > CELLS_MAX {
        let text = format!("more than {ROWS_MAX} rows or {CELLS_MAX} cells");
        return Err(fault(at, text));
    }
    if last.cells.len() < width {
        last.cells.resize(width, String::new());
    }
    last.cells[width - 1] = text;
    Ok(())
}

fn remark(remarks: &mut Vec<String>, title: &str, cells: &[(u32, u32)], what: &str) {
    let Some((row, column)) = cells.first() else {
        return;
    };
    let first = table::address(*column as usize, row.saturating_add(1));
    remarks.push(format!(
        "{title}: {} {what} (first in {first})",
        cells.len()
    ));
}

/// A cell as the text that a person would type.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(time) if time.is_duration() => {
            let seconds = (time.as_f64() * 86_400.0).round();
            if (0.0..1e12).contains(&seconds) {
                Duration(seconds as i64).to_string()
            } else {
                time.as_f64().to_string()
            }
        }
        DataRef::DateTime(time) => {
            let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
            let whole = time.as_f64().fract() == 0.0;
            match time.as_f64() {
                days if (0.0..1.0).contains(&days) => format!("{hour:02}:{minute:02}"),
                _ if whole => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        value => match Data::from(value.clone()) {
            Data::Bool(truth) => truth.to_string(),
            Data::Float(number) => number.to_string(),
            value => value.to_string(),
        },
    }
}
