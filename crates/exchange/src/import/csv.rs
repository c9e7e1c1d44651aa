//! Comma, semicolon or tab separated text, as spreadsheets save it or as it is pasted. What the
//! cells mean is read by `table`.

use record::complaint::Complaint;
use record::node::{Place, shorten};

use super::table::mapping::Mapping;
use super::table::{self, CELLS_MAX, COLUMNS_MAX, ROWS_MAX, Row, Sheet};
use super::{File, Import};
use crate::read::{fault, utf8};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Bytes in which the delimiter is looked for.
const SAMPLE_BYTES: usize = 64 * 1024;

/// Reads files: each a table; one that ends in `.yaml` is a mapping.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let (mapping, files) = mapping(files, &mut import);
    let mut sheets = Vec::new();
    for file in files {
        match sheet(file, &mapping) {
            Ok(sheet) => sheets.push(sheet),
            Err(complaint) => import.complaints.push((file.name.into(), complaint)),
        }
    }
    if import.complaints.is_empty() {
        import = table::read(&sheets, &mapping);
    }
    import
}

/// The mapping among the files, and the files that are tables.
pub(super) fn mapping<'f, 'b>(
    files: &'f [File<'b>],
    import: &mut Import,
) -> (Mapping, Vec<&'f File<'b>>) {
    let is_mapping = |file: &&File| file.name.ends_with(".yaml") || file.name.ends_with(".yml");
    let (mappings, tables): (Vec<&File>, Vec<&File>) = files.iter().partition(is_mapping);
    let mut mapping = Mapping::empty();
    for (index, file) in mappings.iter().enumerate() {
        if index > 0 {
            let text = "a second mapping file; give one";
            import
                .complaints
                .push((file.name.into(), fault(Place::default(), text)));
        }
        match Mapping::read(file.bytes) {
            Ok(read) => mapping = read,
            Err(found) => {
                let name = || file.name.to_string();
                import
                    .complaints
                    .extend(found.into_iter().map(|fault| (name(), fault)));
            }
        }
    }
    (mapping, tables)
}

/// The rows of a file, or why it has none.
pub(super) fn sheet(file: &File<'_>, mapping: &Mapping) -> Result<Sheet, Complaint> {
    let wide = utf16(file.bytes);
    let text = match &wide {
        Some(text) => text.as_str(),
        None => utf8(file.bytes, 1)?,
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find('\0') {
        let line = 1 + text[..at].matches('\n').count() as u32;
        let text = "a NUL byte: this is no text; save the table as CSV in UTF-8";
        return Err(fault(Place { line, column: 1 }, text));
    }
    let (text, skipped, declared) = declared_delimiter(text);
    let mapped = mapping
        .delimiter
        .as_ref()
        .and_then(|text| text.chars().next());
    let delimiter = mapped
        .or(declared)
        .unwrap_or_else(|| likely_delimiter(text, mapping));
    let mut sheet = Sheet {
        format: "csv",
        file: base_name(file.name),
        ..Sheet::default()
    };
    sheet.rows = rows(text.as_bytes(), delimiter, skipped)?;
    Ok(sheet)
}

/// The last part of a path, so that provenance holds wherever the file lay.
pub(super) fn base_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_string()
}

/// UTF-16 with its mark, as spreadsheets save "Unicode text".
fn utf16(bytes: &[u8]) -> Option<String> {
    let (mark, rest) = bytes.split_at_checked(2)?;
    let unit: fn([u8; 2]) -> u16 = match mark {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let chars = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(chars.collect())
}

/// A first line `sep=;`, which spreadsheets obey, and the text without it.
fn declared_delimiter(text: &str) -> (&str, u32, Option<char>) {
    let declared = text
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="));
    let line_end = text.find('\n').filter(|_| declared.is_some());
    let Some(line_end) = line_end else {
        return (text, 0, None);
    };
    let named = text[4..line_end].trim_end_matches('\r');
    match named.chars().next().filter(|c| DELIMITERS.contains(c)) {
        Some(delimiter) => (&text[line_end + 1..], 1, Some(delimiter)),
        None => (text, 0, None),
    }
}

/// The delimiter under which most headings are known; among equals the one with most cells.
fn likely_delimiter(text: &str, mapping: &Mapping) -> char {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let known = |cell: &String| {
        let heading = table::heading::read(cell, mapping.column(cell));
        heading.meaning != table::heading::Meaning::Unknown
    };
    let score = |delimiter: char| {
        let Ok(sample) = rows(&text.as_bytes()[..end], delimiter, 0) else {
            // Too many columns to read: still the delimiter, and the complaint will say so.
            return (0, COLUMNS_MAX + 1);
        };
        let score = |row: &Row| {
            let cells = row.cells.iter().take(COLUMNS_MAX);
            (cells.filter(|cell| known(cell)).count(), row.cells.len())
        };
        sample.iter().take(20).map(score).max().unwrap_or_default()
    };
    // `max_by_key` keeps the last of equals; a comma is the most usual.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| score(*delimiter))
        .unwrap_or(',')
}

/// The rows under a delimiter, with the lines in which they begin.
fn rows(bytes: &[u8], delimiter: char, skipped: u32) -> Result<Vec<Row>, Complaint> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(bytes);
    let (mut rows, mut cells) = (Vec::new(), 0usize);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(rows),
            Err(error) => {
                let line = error
                    .position()
                    .map_or(0, |position| position.line() as u32);
                let text = format!("not readable as a table: {}", shorten(&error.to_string()));
                return Err(fault(
                    Place {
                        line: line + skipped,
                        column: 1,
                    },
                    text,
                ));
            }
        }
        let line = record
            .position()
            .map_or(0, |position| position.line() as u32)
            + skipped;
        let at = Place { line, column: 1 };
        if record.len() > COLUMNS_MAX {
            let text = format!("{} columns; at most {COLUMNS_MAX} are read", record.len());
            return Err(fault(at, text));
        }
        cells += record.len();
        if rows.len() >= ROWS_MAX || cells > CELLS_MAX {
            let text = format!("a table of more than {ROWS_MAX} rows or {CELLS_MAX} cells");
            return Err(fault(at, text));
        }
        let cells = record.iter().map(str::to_string).collect();
        rows.push(Row {
            number: line,
            cells,
        });
    }
}
