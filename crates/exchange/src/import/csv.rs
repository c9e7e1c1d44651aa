//! Comma, semicolon or tab separated text, as spreadsheets save it or as it is pasted. What the
//! cells mean is read by `table`.

use std::borrow::Cow;

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

/// A table as text, not yet cut into rows.
pub(super) struct Written<'f> {
    text: Cow<'f, str>,
    /// Where its rows begin.
    begins: usize,
    /// How many lines stand before them.
    skipped: u32,
    delimiter: char,
}

/// The rows of a file, or why it has none.
pub(super) fn sheet(file: &File<'_>, mapping: &Mapping) -> Result<Sheet, Complaint> {
    let mut sheet = Sheet {
        format: "csv",
        file: base_name(file.name),
        ..Sheet::default()
    };
    sheet.rows = written(file, mapping)?.rows()?;
    Ok(sheet)
}

/// The text of a file and how its cells are divided. Errors: it is no text, or a quote in it never
/// ends.
pub(super) fn written<'f>(file: &File<'f>, mapping: &Mapping) -> Result<Written<'f>, Complaint> {
    let text: Cow<'f, str> = match utf16(file.bytes) {
        Some(text) => text.into(),
        None => utf8(file.bytes, 1)?.into(),
    };
    if let Some(at) = text.find('\0') {
        let line = 1 + text[..at].matches('\n').count() as u32;
        let text = "a NUL byte: this is no text; save the table as CSV in UTF-8";
        return Err(fault(Place { line, column: 1 }, text));
    }
    let text = match text.contains('\n') {
        true => text,
        false => text.replace('\r', "\n").into(),
    };
    let whole = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let (rest, skipped, declared) = declared_delimiter(whole);
    let mapped = mapping
        .delimiter
        .as_ref()
        .and_then(|text| text.chars().next());
    let delimiter = mapped
        .or(declared)
        .unwrap_or_else(|| likely_delimiter(rest, mapping));
    if let Some(line) = open_quote(rest.as_bytes(), delimiter) {
        let line = line + skipped;
        let text = "a quote opens a cell here and is never closed: all that follows would be one \
                    cell; close it, or write it twice where it belongs to the text";
        return Err(fault(Place { line, column: 1 }, text));
    }
    let begins = text.len() - rest.len();
    Ok(Written {
        text,
        begins,
        skipped,
        delimiter,
    })
}

impl Written<'_> {
    fn bytes(&self) -> &[u8] {
        &self.text.as_bytes()[self.begins..]
    }

    /// All rows.
    fn rows(&self) -> Result<Vec<Row>, Complaint> {
        rows(self.bytes(), self.delimiter, self.skipped)
    }

    /// The first row, where there is one.
    pub(super) fn first(&self) -> Result<Option<csv::StringRecord>, Complaint> {
        let mut first = None;
        // What is wrong further down is told when all rows are read.
        let read = self.each(1, &mut |_, record| first = Some(record.clone()));
        match (first, read) {
            (Some(first), _) => Ok(Some(first)),
            (None, read) => read.map(|()| None),
        }
    }

    /// Shows every row in turn with the line it begins in, none of them kept. Errors: it is no
    /// table, a row has more than a thousand columns, or there are more rows than may be.
    pub(super) fn each(
        &self,
        rows_max: usize,
        show: &mut dyn FnMut(u32, &csv::StringRecord),
    ) -> Result<(), Complaint> {
        let mut count = 0;
        each(
            self.bytes(),
            self.delimiter,
            self.skipped,
            &mut |at, record| {
                count += 1;
                if count > rows_max {
                    let text = format!("more than {rows_max} rows; give the file in parts");
                    return Err(fault(at, text));
                }
                show(at.line, record);
                Ok(())
            },
        )
    }
}

/// The line in which a quote opens a cell that no quote closes.
fn open_quote(bytes: &[u8], delimiter: char) -> Option<u32> {
    let delimiter = u8::try_from(delimiter).unwrap_or(b',');
    let (mut line, mut opened, mut begins) = (1, None, true);
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let next = bytes.get(index + 1).copied();
        match (byte, opened) {
            (b'"', None) if begins => opened = Some(line),
            (b'"', Some(_)) if next == Some(b'"') => index += 1,
            (b'"', Some(_)) => opened = None,
            _ => {}
        }
        line += u32::from(byte == b'\n');
        begins = byte == delimiter || byte == b'\n' || byte == b'\r';
        index += 1;
    }
    opened
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
    let (mut rows, mut cells) = (Vec::new(), 0usize);
    each(bytes, delimiter, skipped, &mut |at, record| {
        cells += record.len();
        if rows.len() >= ROWS_MAX || cells > CELLS_MAX {
            let text = format!("a table of more than {ROWS_MAX} rows or {CELLS_MAX} cells");
            return Err(fault(at, text));
        }
        let cells = record.iter().map(str::to_string).collect();
        rows.push(Row {
            number: at.line,
            cells,
        });
        Ok(())
    })?;
    Ok(rows)
}

/// Shows the rows under a delimiter one after the other.
fn each(
    bytes: &[u8],
    delimiter: char,
    skipped: u32,
    show: &mut dyn FnMut(Place, &csv::StringRecord) -> Result<(), Complaint>,
) -> Result<(), Complaint> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(bytes);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
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
        show(at, &record)?;
    }
}
