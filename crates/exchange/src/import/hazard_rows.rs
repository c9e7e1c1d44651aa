//! Rows of hazard histories: which column means what, dates as these files write them, and a count
//! of what could not be read. A row that cannot be placed in time and space is passed over and
//! counted, never guessed.

use record::complaint::{Complaint, Complaints};
use record::node::{Node, Place, shorten};
use record::shape::Shape;
use record::value::{Date, Moment};

use super::csv::{Written, base_name, written};
use super::table::heading::plain;
use super::table::mapping::Mapping;
use super::{File, Import};

/// The years in which a row of these histories can lie.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2200;
/// Most rows of a history; what is longer comes in parts.
const ROWS_MAX: usize = 2_000_000;
/// Lines named beside a count.
const LINES_NAMED: usize = 5;

/// The tables among some files whose first row has all columns asked for, in the order of the
/// files; each column may be called by several names. Complains where no file is such a table.
pub fn tables<'f>(files: &[File<'f>], columns: &[&[&str]], import: &mut Import) -> Vec<Table<'f>> {
    let (mut tables, mut passed) = (Vec::new(), Vec::new());
    for file in files {
        let name = file.short_name().to_lowercase();
        if [".md", ".txt", ".yaml", ".json"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            passed.push(file);
            continue;
        }
        match written(file, &Mapping::empty()).and_then(|text| Table::of(file, text, columns)) {
            Err(fault) => import.complaints.push((file.name.into(), fault)),
            Ok(Some(table)) => tables.push(table),
            Ok(None) => passed.push(file),
        }
    }
    if tables.is_empty() && import.complaints.is_empty() {
        let wanted: Vec<&str> = columns.iter().map(|names| names[0]).collect();
        let text = format!("no table with the columns {} here", wanted.join(", "));
        for file in &passed {
            import.complain(file.name, Place { line: 1, column: 1 }, text.as_str());
        }
    }
    tables
}

/// A table whose columns are known. Its rows are read one after the other and never kept: a history
/// of a million rows takes no more memory than its text and what comes of it.
pub struct Table<'f> {
    text: Written<'f>,
    /// Where each column asked for stands.
    at: Vec<usize>,
    name: &'f str,
    /// The name of the file.
    pub file: String,
    head: Vec<String>,
}

/// A row below the headings.
pub struct Row<'r> {
    /// The line it begins in.
    pub line: u32,
    record: &'r csv::StringRecord,
    at: &'r [usize],
}

impl Row<'_> {
    /// The cells of the columns asked for, trimmed, in that order.
    pub fn cells<const COUNT: usize>(&self) -> [&str; COUNT] {
        std::array::from_fn(|index| self.trimmed(self.at.get(index).copied()))
    }

    /// A cell of a column that may be missing, where it says something.
    pub fn cell(&self, column: Option<usize>) -> Option<&str> {
        let text = self.trimmed(column);
        (!text.is_empty()).then_some(text)
    }

    fn trimmed(&self, column: Option<usize>) -> &str {
        let cell = column.and_then(|column| self.record.get(column));
        cell.map_or("", str::trim)
    }
}

/// What is odd about the form of rows, whatever they say.
#[derive(Default)]
struct Forms {
    short: Oddity,
    long: Oddity,
    formulas: Oddity,
}

impl Forms {
    fn look(&mut self, line: u32, record: &csv::StringRecord, width: usize) {
        match record.len() {
            fewer if fewer < width => self.short.at(line),
            more if more > width => self.long.at(line),
            _ => {}
        }
        if record.iter().any(is_formula) {
            self.formulas.at(line);
        }
    }

    fn tell(&self, import: &mut Import) {
        let short = "have fewer cells than the heading: what is missing is read as empty";
        self.short.tell(import, short);
        let long = "have more cells than the heading: what is beyond it is not read";
        self.long.tell(import, long);
        let formulas = "hold a cell that a spreadsheet would take for a formula: it is a text, and \
                        nothing is reckoned";
        self.formulas.tell(import, formulas);
    }
}

/// Whether a spreadsheet would reckon with a cell.
fn is_formula(cell: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().is_ok();
    match cell.trim_start().chars().next() {
        Some('=' | '@') => true,
        Some('+' | '-') => !number(cell.trim()) && moment(cell).is_none(),
        _ => false,
    }
}

impl<'f> Table<'f> {
    fn of(
        file: &File<'f>,
        text: Written<'f>,
        columns: &[&[&str]],
    ) -> Result<Option<Table<'f>>, Complaint> {
        let head: Vec<String> = match text.first()? {
            Some(cells) => cells.iter().map(plain).collect(),
            None => return Ok(None),
        };
        let find = |names: &&[&str]| {
            head.iter()
                .position(|title| names.contains(&title.as_str()))
        };
        let at = columns.iter().map(find).collect::<Option<Vec<usize>>>();
        Ok(at.map(|at| Table {
            text,
            at,
            name: file.name,
            file: base_name(file.name),
            head,
        }))
    }

    /// Shows its rows one after the other; tells what is odd about their form, and complains where
    /// they are none.
    pub fn each(&self, import: &mut Import, mut show: impl FnMut(&Row<'_>)) {
        let (mut forms, mut first) = (Forms::default(), true);
        let twice = self.at.iter().map(|&at| &self.head[at]);
        let twice = twice.filter(|title| self.head.iter().filter(|it| it == title).count() > 1);
        for title in twice {
            let title = shorten(title);
            import.remark(format!(
                "the heading `{title}` stands twice; the first counts"
            ));
        }
        let read = self.text.each(ROWS_MAX + 1, &mut |line, record| {
            if std::mem::take(&mut first) {
                return;
            }
            forms.look(line, record, self.head.len());
            show(&Row {
                line,
                record,
                at: &self.at,
            });
        });
        if let Err(fault) = read {
            import.complaints.push((self.name.into(), fault));
        }
        forms.tell(import);
    }

    /// Where a column that may be missing stands.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.head
            .iter()
            .position(|title| names.contains(&title.as_str()))
    }
}

/// What was odd about rows: how many, and the first lines.
#[derive(Debug, Default)]
pub struct Oddity {
    /// How many.
    pub count: usize,
    lines: Vec<u32>,
}

impl Oddity {
    /// Notes one.
    pub fn at(&mut self, line: u32) {
        self.count += 1;
        if self.lines.len() < LINES_NAMED {
            self.lines.push(line);
        }
    }

    /// Says it, where there is any: `3 rows …  (lines 4, 9, 12)`.
    pub fn tell(&self, import: &mut Import, what: &str) {
        if self.count == 0 {
            return;
        }
        let word = if self.count == 1 { "row" } else { "rows" };
        let lines: Vec<String> = self.lines.iter().map(u32::to_string).collect();
        let more = if self.count > lines.len() {
            ", …"
        } else {
            ""
        };
        let lines = lines.join(", ");
        import.remark(format!("{} {word} {what} (line {lines}{more})", self.count));
    }
}

/// A date or an instant as these files write them: `2023-08-31`, with or without a time in UTC, or
/// `08/31/2023`. The fraction of a second is left out.
pub fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Some(day) = american(text) {
        return sensible(Moment::Day(day));
    }
    let text = text.replace(' ', "T");
    let day = text.get(..10).unwrap_or("");
    // Midnight in UTC of a column of dates is the day, not the minute.
    let whole = ["", "T00:00:00.000Z", "T00:00:00Z", "T00:00:00"];
    let rest = text.get(10..).unwrap_or("");
    if whole.contains(&rest) {
        return sensible(Moment::Day(read(day)?));
    }
    let (seconds, end) = text.split_once('.').unwrap_or((&text, ""));
    let zone: String = end.chars().skip_while(char::is_ascii_digit).collect();
    sensible(read(&format!("{seconds}{zone}"))?)
}

/// The same where the zone stands beside it: an offset, or an abbreviation that means one offset
/// only. Without one that is known, a time of day is left out and the day counts.
pub fn local_moment(text: &str, zone: Option<&str>) -> Option<Moment> {
    let text = text.trim();
    let end = text.get(10..).unwrap_or("");
    let placed = end.ends_with(['Z', 'z']) || end.contains(['+', '-']);
    if end.is_empty() || placed || american(text).is_some() {
        return moment(text);
    }
    let seconds = if end.matches(':').count() == 1 {
        ":00"
    } else {
        ""
    };
    let offset = zone.and_then(offset);
    let at = offset.and_then(|offset| moment(&format!("{text}{seconds}{offset}")));
    at.or_else(|| moment(text.get(..10)?))
}

/// The offset of a zone that stands for one offset only.
fn offset(zone: &str) -> Option<&str> {
    let known = [
        ("UTC", "Z"),
        ("GMT", "Z"),
        ("Z", "Z"),
        ("PST", "-08:00"),
        ("PDT", "-07:00"),
        ("MST", "-07:00"),
        ("MDT", "-06:00"),
        ("CDT", "-05:00"),
        ("EST", "-05:00"),
        ("EDT", "-04:00"),
        ("CET", "+01:00"),
        ("CEST", "+02:00"),
    ];
    let zone = zone.trim();
    let found = known
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(zone));
    let plain = zone.len() == 6 && zone.starts_with(['+', '-']);
    found.map(|(_, offset)| *offset).or(plain.then_some(zone))
}

/// The seconds from one moment to another, where both are instants.
pub fn seconds_between(from: Moment, to: Moment) -> Option<i64> {
    match (from, to) {
        (Moment::Instant(from), Moment::Instant(to)) => Some(to.as_second() - from.as_second()),
        _ => None,
    }
}

/// `MM/DD/YYYY`.
fn american(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    read(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// Reads a value as a file of ours would write it.
pub fn read<T: Shape>(text: &str) -> Option<T> {
    T::read(&Node::bare(text), &mut Complaints::new())
}

/// A moment of a year in which such a history can lie.
pub fn sensible(moment: Moment) -> Option<Moment> {
    YEARS.contains(&moment.date().0.year()).then_some(moment)
}

/// A finite number.
pub fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The earliest and the latest day of some moments.
pub fn span(moments: impl Iterator<Item = Moment>) -> Option<(Date, Date)> {
    moments.map(|moment| moment.date()).fold(None, |span, day| {
        let (from, to) = span.unwrap_or((day, day));
        Some((from.min(day), to.max(day)))
    })
}

#[cfg(test)]
mod tests;
