//! Cutting a file into documents as it streams by: YAML at its `---` lines, JSON Lines at line
//! ends, a JSON list at its commas. Each piece knows where it begins, so that places are right and
//! pieces can be read side by side.

use super::listed::Splitter;
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
    /// The column of its first character, from 1.
    pub first_column: u32,
    /// Whether it is an entry of a list that fills its file.
    pub listed: bool,
}

impl Piece {
    /// An empty one that begins a line.
    pub(super) fn at_line(line: u32) -> Piece {
        Piece {
            bytes: Vec::new(),
            first_line: line,
            first_column: 1,
            listed: false,
        }
    }

    /// Where it begins.
    pub fn at(&self) -> Place {
        Place {
            line: self.first_line,
            column: self.first_column,
        }
    }

    /// Adds bytes, unless the document becomes too large to be read: then it is emptied, and the
    /// fault given back.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        if self.bytes.len() + bytes.len() <= DOCUMENT_BYTES_MAX {
            self.bytes.extend_from_slice(bytes);
            return Ok(());
        }
        self.bytes = Vec::new();
        let text = format!("a document of more than {DOCUMENT_BYTES_MAX} bytes is not read");
        Err(fault(self.at(), text))
    }

    /// Whether it holds anything.
    pub(super) fn is_blank(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

/// Cuts lines into documents.
pub struct Cutter {
    format: Format,
    line: u32,
    current: Piece,
    too_large: bool,
    /// The next line begins a document, because the last one was `...`.
    ended: bool,
    /// Only directives (`%YAML 1.2`) so far: the `---` below them belongs to the same document.
    directives: bool,
    splitter: Splitter,
    /// Documents that are too large, each once, and what breaks a JSON list.
    pub faults: Vec<Fault>,
}

impl Cutter {
    /// Begins at line 1.
    pub fn new(format: Format) -> Cutter {
        Cutter {
            format,
            line: 0,
            current: Piece::at_line(1),
            too_large: false,
            ended: false,
            directives: false,
            splitter: Splitter::default(),
            faults: Vec::new(),
        }
    }

    /// Takes the next line with its line end, or a part of a very long one; gives back the
    /// documents that ended before it or in it. `starts` tells whether this is the start of a line.
    pub fn line(&mut self, line: &[u8], starts: bool) -> Vec<Piece> {
        if starts {
            self.line += 1;
        }
        if self.format == Format::Json {
            return self
                .splitter
                .line(line, starts.then_some(self.line), &mut self.faults);
        }
        let cut = starts
            && match self.format {
                Format::Yaml => self.ended || is_marker(line, b"---") && !self.directives,
                _ => true,
            };
        let pieces = if cut { self.cut() } else { Vec::new() };
        if starts && self.format == Format::Yaml {
            self.ended = is_marker(line, b"...");
            let quiet = || line.trim_ascii().is_empty() || line.starts_with(b"#");
            self.directives = (line.starts_with(b"%") && self.current.is_blank())
                || self.directives && (line.starts_with(b"%") || quiet());
        }
        if !self.too_large
            && let Err(fault) = self.current.add(line)
        {
            self.too_large = true;
            self.faults.push(fault);
        }
        pieces
    }

    /// The documents that end with the file.
    pub fn end(&mut self) -> Vec<Piece> {
        if self.format == Format::Json {
            return self.splitter.end(&mut self.faults);
        }
        self.line += 1;
        self.cut()
    }

    fn cut(&mut self) -> Vec<Piece> {
        self.too_large = false;
        let next = Piece::at_line(self.line);
        let piece = std::mem::replace(&mut self.current, next);
        if piece.is_blank() {
            Vec::new()
        } else {
            vec![piece]
        }
    }
}

/// A marker alone or followed by space: it ends a document wherever it begins a line.
fn is_marker(line: &[u8], marker: &[u8; 3]) -> bool {
    // A byte order mark may stand before it where a text begins.
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    line.starts_with(marker) && line.get(3).is_none_or(u8::is_ascii_whitespace)
}
