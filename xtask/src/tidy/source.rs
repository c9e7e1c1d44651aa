//! Rust text with comments and literals blanked out, line for line and column for column, so that
//! a check may look for words and braces without being fooled. It is a scanner, not a parser.

/// Rust text made plain.
pub struct Source {
    /// As long as the text, line for line; comments and the insides of literals are spaces.
    pub code: String,
    /// Lines, from 1 and in order, that begin inside a string: their width is the string's affair.
    pub inside_strings: Vec<usize>,
}

impl Source {
    /// Blanks out comments, strings and characters. Cost: linear.
    pub fn read(text: &str) -> Source {
        let mut scan = Scan {
            chars: text.chars().collect(),
            at: 0,
            code: String::with_capacity(text.len()),
            line: 1,
            inside_strings: Vec::new(),
        };
        while scan.at < scan.chars.len() {
            scan.step();
        }
        Source {
            code: scan.code,
            inside_strings: scan.inside_strings,
        }
    }

    /// The words of the code with their byte position: identifiers, keywords, numbers.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        words(&self.code)
    }

    /// The line, from 1, of a byte position in the code.
    pub fn line_of(&self, at: usize) -> usize {
        1 + self.code[..at].matches('\n').count()
    }
}

/// The words of a text (letters, digits, `_`) with their byte position.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

struct Scan {
    chars: Vec<char>,
    at: usize,
    code: String,
    line: usize,
    inside_strings: Vec<usize>,
}

impl Scan {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Takes one character, as it is or blanked out; lines stay lines.
    fn take(&mut self, blank: bool) {
        let c = self.chars[self.at];
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        self.code.push(if blank && c != '\n' { ' ' } else { c });
    }

    fn step(&mut self) {
        let in_word = self
            .code
            .ends_with(|c: char| c.is_alphanumeric() || c == '_');
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => {
                while self.at < self.chars.len() && self.peek(0) != '\n' {
                    self.take(true);
                }
            }
            ('/', '*') => self.block_comment(),
            ('"', _) => self.string(0, true),
            ('r', '"' | '#') if !in_word || self.after_byte_or_c() => self.raw_string(),
            ('\'', _) => self.character(),
            _ => self.take(false),
        }
    }

    /// `br"..."` and `cr"..."`: the letter before `r` belongs to the literal, not to a word.
    fn after_byte_or_c(&self) -> bool {
        let mut back = self.code.chars().rev();
        matches!(back.next(), Some('b' | 'c'))
            && !back.next().is_some_and(|c| c.is_alphanumeric() || c == '_')
    }

    fn block_comment(&mut self) {
        let mut depth = 0usize;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.take(true);
                    continue;
                }
            }
            self.take(true);
            self.take(true);
            if depth == 0 {
                return;
            }
        }
    }

    fn raw_string(&mut self) {
        let hashes = self.chars[self.at + 1..]
            .iter()
            .take_while(|c| **c == '#')
            .count();
        if self.peek(1 + hashes) != '"' {
            self.take(false); // r#ident
            return;
        }
        for _ in 0..=hashes {
            self.take(true);
        }
        self.string(hashes, false);
    }

    /// From the opening quote to the closing one followed by `hashes` hashes.
    fn string(&mut self, hashes: usize, escapes: bool) {
        self.take(false);
        while self.at < self.chars.len() {
            let c = self.peek(0);
            if escapes && c == '\\' && self.at + 1 < self.chars.len() {
                self.take(true);
                self.take_in_string();
                continue;
            }
            if c == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == '#') {
                self.take(false);
                for _ in 0..hashes {
                    self.take(true);
                }
                return;
            }
            self.take_in_string();
        }
    }

    fn take_in_string(&mut self) {
        let before = self.line;
        self.take(true);
        if self.line > before {
            self.inside_strings.push(self.line);
        }
    }

    /// A character literal, or else a lifetime, which stays.
    fn character(&mut self) {
        if self.peek(1) == '\\' {
            self.take(false);
            self.take(true);
            self.take(true);
            while self.at < self.chars.len() && self.peek(0) != '\'' && self.peek(0) != '\n' {
                self.take(true);
            }
            if self.peek(0) == '\'' {
                self.take(false);
            }
        } else if self.peek(2) == '\'' {
            self.take(false);
            self.take(true);
            self.take(false);
        } else {
            self.take(false);
        }
    }
}
