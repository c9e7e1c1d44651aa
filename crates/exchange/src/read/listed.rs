//! Cutting a JSON list that fills its file into its entries, so that a file of any length is held
//! entry by entry. Only commas, brackets and quotes are looked at; what an entry says is read
//! later, and anything but a list is one piece.

use super::document::Piece;
use super::{Fault, fault};
use record::node::Place;

/// Where in the file the splitter stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    /// Before the first character.
    #[default]
    Start,
    /// In a value that is no list.
    Whole,
    /// In the list, before an entry.
    Before,
    /// In an entry.
    Entry,
    /// Behind the list.
    After,
}

/// Cuts the entries of a list.
#[derive(Debug)]
pub struct Splitter {
    state: State,
    at: Place,
    current: Piece,
    too_large: bool,
    entries: usize,
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Default for Splitter {
    fn default() -> Splitter {
        Splitter {
            state: State::Start,
            at: Place { line: 1, column: 1 },
            current: Piece::at_line(1),
            too_large: false,
            entries: 0,
            depth: 0,
            in_text: false,
            escaped: false,
        }
    }
}

impl Splitter {
    /// Takes a line or a part of one, with its number where it begins here; gives back the entries
    /// that ended in it.
    pub fn line(
        &mut self,
        line: &[u8],
        number: Option<u32>,
        faults: &mut Vec<Fault>,
    ) -> Vec<Piece> {
        if let Some(line) = number {
            self.at = Place { line, column: 1 };
            // No text goes on over a line end: the next line is read again as if it were sound.
            self.in_text = false;
        }
        let mut pieces = Vec::new();
        let mut from = 0;
        for (index, &byte) in line.iter().enumerate() {
            let before = self.state;
            let ends = self.step(byte, faults);
            if before != State::Entry && self.state == State::Entry {
                from = index;
                self.current = Piece::at_line(self.at.line);
                self.current.first_column = self.at.column;
                self.current.listed = true;
            }
            if ends {
                self.keep(&line[from..index], faults);
                pieces.extend(self.take());
            }
            // Bytes that go on a character are no column of their own.
            if byte & 0xc0 != 0x80 {
                self.at.column += 1;
            }
        }
        match self.state {
            State::Entry => self.keep(&line[from..], faults),
            State::Start | State::Whole => self.keep(line, faults),
            _ => {}
        }
        pieces
    }

    /// Looks at one byte; whether an entry ends before it.
    fn step(&mut self, byte: u8, faults: &mut Vec<Fault>) -> bool {
        let space = byte.is_ascii_whitespace();
        match self.state {
            State::Start if space || matches!(byte, 0xef | 0xbb | 0xbf) => {}
            State::Start if byte == b'[' => self.state = State::Before,
            State::Start => self.state = State::Whole,
            State::Whole => {}
            State::Before if space => {}
            State::Before if byte == b']' => {
                self.state = State::After;
                if self.entries > 0 {
                    self.broken("a value", "`]`", faults);
                }
            }
            State::Before if byte == b',' => {
                self.broken("a value", "`,`", faults);
            }
            State::Before => {
                self.state = State::Entry;
                self.depth = 0;
                self.within(byte);
            }
            State::Entry if self.in_text || self.depth > 0 => self.within(byte),
            State::Entry if byte == b',' => {
                self.state = State::Before;
                return true;
            }
            State::Entry if byte == b']' => {
                self.state = State::After;
                return true;
            }
            State::Entry => self.within(byte),
            State::After if space => {}
            State::After => {
                self.broken("the end of the text", "more", faults);
            }
        }
        false
    }

    /// Complains of the list itself; what follows is not read, so that this is said once.
    fn broken(&mut self, expected: &str, found: &str, faults: &mut Vec<Fault>) {
        faults.push(fault(self.at, wrong(expected, found)));
        self.state = State::Whole;
        self.too_large = true;
    }

    fn within(&mut self, byte: u8) {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return;
        }
        match byte {
            b'"' => {
                self.in_text = true;
                self.escaped = false;
            }
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn keep(&mut self, bytes: &[u8], faults: &mut Vec<Fault>) {
        if !self.too_large
            && let Err(fault) = self.current.add(bytes)
        {
            self.too_large = true;
            faults.push(fault);
        }
    }

    fn take(&mut self) -> Option<Piece> {
        self.entries += 1;
        let piece = std::mem::replace(&mut self.current, Piece::at_line(self.at.line));
        let too_large = std::mem::take(&mut self.too_large);
        (!too_large).then_some(piece)
    }

    /// What is left when the file ends.
    pub fn end(&mut self, faults: &mut Vec<Fault>) -> Vec<Piece> {
        if matches!(self.state, State::Before | State::Entry) {
            faults.push(fault(self.at, wrong("`,` or `]`", "the end of the text")));
        }
        let whole = matches!(self.state, State::Start | State::Whole);
        let piece = self.take().filter(|piece| whole && !piece.is_blank());
        piece.into_iter().collect()
    }
}

fn wrong(expected: &str, found: &str) -> String {
    format!("this is not JSON: expected {expected}, found {found}")
}
