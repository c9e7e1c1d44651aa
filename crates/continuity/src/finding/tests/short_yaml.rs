//! Records on one line each, for tests: `kind id key: value, key: [a, b], key: {key: value}`. No
//! quotes; whatever is no bracket, comma or `: ` is part of a word.

use record::complaint::Complaints;
use record::kinds::Record;
use record::node::{Entry, Node, Place, Value};

/// Reads every line as a record; panics on what is none.
pub fn records(text: &str) -> Vec<Record> {
    let lines = text.lines().map(str::trim).enumerate();
    let lines = lines.filter(|(_, line)| !line.is_empty());
    lines
        .map(|(index, line)| record(index as u32 + 1, line))
        .collect()
}

fn record(line: u32, text: &str) -> Record {
    let mut parts = text.splitn(3, ' ');
    let (kind, id) = (parts.next().unwrap(), parts.next().unwrap());
    let fields = parts.next().unwrap_or_default();
    let mut reader = Reader {
        text,
        at: text.len() - fields.len(),
        line,
    };
    let mut entries = vec![reader.entry("kind", kind), reader.entry("id", id)];
    entries.extend(reader.entries());
    let node = Node {
        at: reader.place(),
        value: Value::Map(entries),
    };
    let mut complaints = Complaints::new();
    let record = Record::read(&node, 0, &mut complaints);
    record.unwrap_or_else(|| panic!("`{text}`: {:?}", complaints.all))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl Reader<'_> {
    fn place(&self) -> Place {
        let column = self.text[..self.at].chars().count() as u32 + 1;
        Place {
            line: self.line,
            column,
        }
    }

    fn entry(&self, key: &str, word: &str) -> Entry {
        Entry {
            key: key.into(),
            at: self.place(),
            value: bare(self.place(), word),
        }
    }

    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn word(&mut self) -> String {
        self.peek();
        let rest = &self.text[self.at..];
        let is_end = |(at, c): &(usize, char)| match c {
            '[' | ']' | '{' | '}' | ',' => true,
            ':' => rest[*at..].starts_with(": "),
            _ => false,
        };
        let end = rest
            .char_indices()
            .find(is_end)
            .map_or(rest.len(), |(at, _)| at);
        self.at += end;
        rest[..end].trim().to_string()
    }

    fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        while self.peek().is_some_and(|c| c != '}') {
            let at = self.place();
            let key = self.word();
            assert!(
                self.text[self.at..].starts_with(':'),
                "`{}`: no value for {key}",
                self.text
            );
            self.at += 1;
            let value = self.value();
            entries.push(Entry {
                key: key.into(),
                at,
                value,
            });
            if self.peek() == Some(',') {
                self.at += 1;
            }
        }
        entries
    }

    fn value(&mut self) -> Node {
        let first = self.peek();
        let at = self.place();
        if !matches!(first, Some('[' | '{')) {
            let word = self.word();
            return bare(at, &word);
        }
        self.at += 1;
        let value = if first == Some('{') {
            Value::Map(self.entries())
        } else {
            let mut nodes = Vec::new();
            while self.peek().is_some_and(|c| c != ']') {
                nodes.push(self.value());
                if self.peek() == Some(',') {
                    self.at += 1;
                }
            }
            Value::List(nodes)
        };
        self.at += 1;
        Node { at, value }
    }
}

fn bare(at: Place, text: &str) -> Node {
    Node {
        at,
        value: Value::Text {
            text: text.into(),
            bare: true,
        },
    }
}
