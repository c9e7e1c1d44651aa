//! What all commands share in showing: JSON, complaints with their place and source line, progress
//! on stderr once a command takes long, and whether colour is welcome.

use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::answer;
use crate::answer::check::listing::seen_from;
use crate::source::Loaded;

/// Writes an answer as JSON on stdout, as it is made: some are larger than one would hold twice.
/// A reader that has gone away is no failure.
pub fn json<T: serde::Serialize>(answer: &T) -> Result<(), super::Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match answer::put_json(answer, &mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a text and a line end on stdout. A reader that has gone away is no failure.
pub fn line(text: &str) -> Result<(), super::Failure> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a text as it is on stdout. A reader that has gone away is no failure.
pub fn raw(text: &str) -> Result<(), super::Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether colour is welcome on stdout.
pub fn colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && terminal()
}

/// Whether stdout is a terminal.
pub fn terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// How wide text is set on a terminal: what COLUMNS says, within reason, else 80.
pub fn width() -> usize {
    let said = std::env::var("COLUMNS").ok();
    let said = said.and_then(|text| text.trim().parse::<usize>().ok());
    said.unwrap_or(80).clamp(40, 100)
}

/// Adds a text, broken between words so that no line is wider than `width`. `column` is how far
/// the first line has come; the others begin with `indent`. A longer word stays whole.
pub fn wrapped(text: &str, width: usize, column: usize, indent: &str, out: &mut String) {
    let (mut column, mut first) = (column, true);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !first && column.saturating_add(1 + length) > width {
            out.push_str(&format!("\n{indent}"));
            column = indent.chars().count();
        } else if !first {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        (column, first) = (column + length, false);
    }
}

/// All complaints about a source: file, line, column, the line itself, and what is wrong.
pub fn complaints(loaded: &Loaded) -> String {
    let mut out = String::new();
    let mut lines: Option<(usize, Vec<String>)> = None;
    for (file, complaint) in &loaded.complaints {
        let path = loaded.files[*file].display();
        let at = complaint.at;
        let field = match complaint.field.as_str() {
            "" => String::new(),
            field => format!("{field}: "),
        };
        out.push_str(&format!(
            "{path}:{}:{}: {field}{}\n",
            at.line, at.column, complaint.text
        ));
        if lines.as_ref().is_none_or(|(known, _)| known != file) {
            lines = Some((*file, source_lines(&loaded.files[*file])));
        }
        let line = lines
            .as_ref()
            .and_then(|(_, lines)| lines.get((at.line as usize).saturating_sub(1)));
        if let Some(line) = line.filter(|_| at.line > 0) {
            let shown: String = line.chars().take(120).collect();
            let gap = " ".repeat((at.column as usize).saturating_sub(1).min(120));
            out.push_str(&format!("  {:>4} | {shown}\n       | {gap}^\n", at.line));
        }
    }
    let count = loaded.complaints.len();
    let faults = if count == 1 { "fault" } else { "faults" };
    out.push_str(&format!(
        "{count} {faults} in the records; nothing was computed\n"
    ));
    out
}

/// A complaint about a source, as other programs read it.
#[derive(serde::Serialize)]
struct Complained<'a> {
    file: String,
    line: u32,
    column: u32,
    field: &'a str,
    text: &'a str,
}

/// All complaints about a source as JSON: `{"complaints": […]}`. Files are seen from the source.
pub fn complaints_json(source: &str, loaded: &Loaded) -> Result<(), super::Failure> {
    let rows = loaded
        .complaints
        .iter()
        .map(|(file, complaint)| Complained {
            file: seen_from(std::path::Path::new(source), &loaded.files[*file]),
            line: complaint.at.line,
            column: complaint.at.column,
            field: &complaint.field,
            text: &complaint.text,
        });
    json(&serde_json::json!({ "complaints": rows.collect::<Vec<_>>() }))
}

/// The lines of a file for showing; none of a large one.
pub fn source_lines(path: &std::path::Path) -> Vec<String> {
    // A pipe would wait for ever to be read; a link could show what is no part of the source.
    let readable = |meta: std::fs::Metadata| meta.is_file() && meta.len() < 5_000_000;
    let bytes = if std::fs::symlink_metadata(path).is_ok_and(readable) {
        std::fs::read(path).unwrap_or_default()
    } else {
        Vec::new()
    };
    let clean = |c: char| {
        if c.is_control() && c != '\t' {
            '\u{fffd}'
        } else {
            c
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    text.lines()
        .map(|line| line.replace('\t', " ").chars().map(clean).collect())
        .collect()
}

/// A count on stderr once a command has taken more than a second.
pub struct Progress {
    what: &'static str,
    silent: bool,
    start: Instant,
    shown: Cell<Option<Instant>>,
}

impl Progress {
    /// Begins to count.
    pub fn new(quiet: bool, what: &'static str) -> Progress {
        let silent = quiet || !std::io::stderr().is_terminal();
        Progress {
            what,
            silent,
            start: Instant::now(),
            shown: Cell::new(None),
        }
    }

    /// Shows how far it is, at most five times a second.
    pub fn at(&self, count: usize) {
        let due = |last: Option<Instant>| {
            last.is_none_or(|last| last.elapsed() > Duration::from_millis(200))
        };
        if self.silent || self.start.elapsed() < Duration::from_secs(1) || !due(self.shown.get()) {
            return;
        }
        eprint!("\r{count} {} …", self.what);
        self.shown.set(Some(Instant::now()));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.get().is_some() {
            eprint!("\r\x1b[K");
        }
    }
}
