//! Cutting a file into documents as it streams by: YAML at its `---` lines, JSON Lines at line
//! ends. Each piece knows its first line, so that places are right and pieces can be read side by
//! side.

use super::{DOCUMENT_BYTES_MAX, Fault, fault};
use record::node::Place;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Any number of YAML documents.
    Yaml,
    /// One JSON value: a record or a list of records.
    Json,
    /// A record on each line.
    JsonLines,
}

impl Format {
    /// The format of a file by the end of its name.
    pub fn of_name(name: &str) -> Option<Format> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match ending.as_str() {
            "yaml" | "yml" => Some(Format::Yaml),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
        }
    }
}

/// One document, not yet read.
#[derive(Debug)]
pub struct Piece {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The number of its first line.
    pub first_line: u32,
}

/// Cuts lines into documents.
pub struct Cutter {
    format: Format,
    line: u32,
    current: Piece,
    too_large: bool,
    /// Documents that are too large, each once.
    pub faults: Vec<Fault>,
}

impl Cutter {
    /// Begins at line 1.
    pub fn new(format: Format) -> Cutter {
        let current = Piece {
            bytes: Vec::new(),
            first_line: 1,
        };
        Cutter {
            format,
            line: 0,
            current,
            too_large: false,
            faults: Vec::new(),
        }
    }

    /// Takes the next line with its line end, or a part of a very long one; gives back a document
    /// that ended before it. `starts` tells whether this is the start of a line.
    pub fn line(&mut self, line: &[u8], starts: bool) -> Option<Piece> {
        if starts {
            self.line += 1;
        }
        let cut = starts
            && match self.format {
                Format::Yaml => is_marker(line),
                Format::JsonLines => true,
                Format::Json => false,
            };
        let ended = if cut { self.end() } else { None };
        if cut {
            self.current.first_line = self.line;
        }
        let limit = if self.format == Format::Json {
            usize::MAX
        } else {
            DOCUMENT_BYTES_MAX
        };
        if self.too_large {
            return ended;
        }
        if self.current.bytes.len() + line.len() > limit {
            self.too_large = true;
            self.current.bytes = Vec::new();
            let at = Place {
                line: self.current.first_line,
                column: 1,
            };
            let text = format!("a document of more than {DOCUMENT_BYTES_MAX} bytes is not read");
            self.faults.push(fault(at, text));
        } else {
            self.current.bytes.extend_from_slice(line);
        }
        ended
    }

    /// The document that ends here, if it holds anything.
    pub fn end(&mut self) -> Option<Piece> {
        self.too_large = false;
        let next = Piece {
            bytes: Vec::new(),
            first_line: self.line + 1,
        };
        let piece = std::mem::replace(&mut self.current, next);
        let blank = piece.bytes.iter().all(u8::is_ascii_whitespace);
        (!blank).then_some(piece)
    }
}

/// `---` alone or followed by space: it ends a document wherever it begins a line.
fn is_marker(line: &[u8]) -> bool {
    line.starts_with(b"---") && line.get(3).is_none_or(u8::is_ascii_whitespace)
}
