//! One JSON text as a tree with places, without recursion. Strict: no comments, no trailing
//! commas, keys unique, numbers kept as written.

use std::cell::Cell;
use std::collections::HashSet;

use record::node::{Entry, Node, Place, Value, shorten};

use super::{DEPTH_MAX, Fault, fault};

/// Reads one JSON value whose first line has the number given; at most `nodes_max` values.
pub fn read(text: &str, first_line: u32, nodes_max: usize) -> Result<Node, Fault> {
    let begins = Place {
        line: first_line,
        column: 1,
    };
    read_at(text, begins, nodes_max)
}

/// Reads one JSON value that begins at a place; at most `nodes_max` values. Cost: linear in the
/// bytes.
pub fn read_at(text: &str, begins: Place, nodes_max: usize) -> Result<Node, Fault> {
    whole(Reader::new(text, begins), nodes_max)
}

/// Reads one JSON value in which each position of a shape (a list of numbers in `coordinates`) is
/// kept as one text, its numbers as written and a comma between them: an outline of a million
/// points then takes a fraction of the room.
pub fn read_shapes(text: &str, nodes_max: usize) -> Result<Node, Fault> {
    let begins = Place { line: 1, column: 1 };
    let mut reader = Reader::new(text, begins);
    reader.positions = true;
    whole(reader, nodes_max)
}

fn whole(mut reader: Reader<'_>, nodes_max: usize) -> Result<Node, Fault> {
    reader.skip_space();
    let node = reader.value(nodes_max)?;
    reader.skip_space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.wrong("the end of the text")),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    /// A byte of this line, and its column: columns are counted on from here, never from the start
    /// of what may be one line of megabytes.
    counted: Cell<(usize, u32)>,
    nodes: usize,
    /// Whether positions are joined.
    positions: bool,
}

/// Whether the list that has just ended stands in the coordinates of a shape.
fn is_in_shape(open: &[Open]) -> bool {
    match open.last() {
        Some(Open::List(..)) => true,
        Some(Open::Map(.., key)) => key.as_ref().is_some_and(|(key, _)| &**key == "coordinates"),
        None => false,
    }
}

/// Whether a list holds two to four numbers and nothing else. Positions already joined are no
/// numbers: a ring of four of them stays a ring.
fn is_position(nodes: &[Node]) -> bool {
    let number = |node: &Node| match &node.value {
        Value::Text { text, bare } => {
            *bare && text.ends_with(|c: char| c.is_ascii_digit()) && !text.contains(',')
        }
        _ => false,
    };
    (2..=4).contains(&nodes.len()) && nodes.iter().all(number)
}

fn joined(at: Place, nodes: &[Node]) -> Node {
    let numbers: Vec<&str> = nodes.iter().filter_map(Node::as_text).collect();
    let value = Value::Text {
        text: numbers.join(",").into(),
        bare: true,
    };
    Node { at, value }
}

/// A list or map that is being read; a map holds the key whose value comes next.
enum Open {
    List(Place, Vec<Node>),
    Map(
        Place,
        Vec<Entry>,
        HashSet<Box<str>>,
        Option<(Box<str>, Place)>,
    ),
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, begins: Place) -> Reader<'t> {
        Reader {
            text,
            at: 0,
            line: begins.line,
            counted: Cell::new((0, begins.column)),
            nodes: 0,
            positions: false,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn place(&self) -> Place {
        let (from, column) = self.counted.get();
        let column = column + self.text[from..self.at].chars().count() as u32;
        self.counted.set((self.at, column));
        Place {
            line: self.line,
            column,
        }
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.counted.set((self.at + 1, 1));
                }
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            self.at += 1;
        }
    }

    fn wrong(&self, expected: &str) -> Fault {
        let found = match self.text[self.at..].chars().next() {
            Some(c) => format!("`{}`", shorten(&c.to_string())),
            None => "the end of the text".into(),
        };
        fault(
            self.place(),
            format!("this is not JSON: expected {expected}, found {found}"),
        )
    }

    fn take(&mut self, byte: u8, expected: &str) -> Result<(), Fault> {
        if self.peek() != Some(byte) {
            return Err(self.wrong(expected));
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, nodes_max: usize) -> Result<Node, Fault> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            self.nodes += 1;
            if self.nodes > nodes_max {
                return Err(fault(self.place(), format!("more than {nodes_max} values")));
            }
            let mut done = match self.begin(&mut open)? {
                Some(node) => node,
                None => continue,
            };
            // A finished value closes every list and map that ends with it.
            loop {
                match self.put(&mut open, done)? {
                    Next::Finished(node) => return Ok(node),
                    Next::Value => break,
                    Next::Closed(node) => done = node,
                }
            }
        }
    }

    /// Reads a scalar or an empty list or map; opens any other list or map.
    fn begin(&mut self, open: &mut Vec<Open>) -> Result<Option<Node>, Fault> {
        let at = self.place();
        let byte = self.peek();
        if matches!(byte, Some(b'[' | b'{')) && open.len() >= DEPTH_MAX {
            return Err(fault(at, format!("nested deeper than {DEPTH_MAX} levels")));
        }
        match byte {
            Some(b'[') => {
                self.at += 1;
                self.skip_space();
                if self.peek() == Some(b']') {
                    self.at += 1;
                    return Ok(Some(Node {
                        at,
                        value: Value::List(Vec::new()),
                    }));
                }
                open.push(Open::List(at, Vec::new()));
                Ok(None)
            }
            Some(b'{') => {
                self.at += 1;
                self.skip_space();
                if self.peek() == Some(b'}') {
                    self.at += 1;
                    return Ok(Some(Node {
                        at,
                        value: Value::Map(Vec::new()),
                    }));
                }
                let mut keys = HashSet::new();
                let key = self.key(&mut keys)?;
                open.push(Open::Map(at, Vec::new(), keys, Some(key)));
                Ok(None)
            }
            Some(b'"') => {
                let text = self.string()?.into();
                Ok(Some(Node {
                    at,
                    value: Value::Text { text, bare: false },
                }))
            }
            _ => self.word(at).map(Some),
        }
    }

    fn put(&mut self, open: &mut Vec<Open>, node: Node) -> Result<Next, Fault> {
        match open.last_mut() {
            None => return Ok(Next::Finished(node)),
            Some(Open::List(_, nodes)) => nodes.push(node),
            Some(Open::Map(_, entries, _, key)) => {
                let (key, at) = key.take().expect("a map waits for the value of its key");
                entries.push(Entry {
                    key,
                    at,
                    value: node,
                });
            }
        }
        self.skip_space();
        let more = self.peek() == Some(b',');
        if more {
            self.at += 1;
            self.skip_space();
            if let Some(Open::Map(_, _, keys, key)) = open.last_mut() {
                *key = Some(self.key(keys)?);
            }
            return Ok(Next::Value);
        }
        match open
            .pop()
            .expect("the value was put into an open list or map")
        {
            Open::List(at, mut nodes) => {
                self.take(b']', "`,` or `]`")?;
                if self.positions && is_in_shape(open) && is_position(&nodes) {
                    return Ok(Next::Closed(joined(at, &nodes)));
                }
                // A million pairs of numbers need no room for more numbers.
                nodes.shrink_to_fit();
                Ok(Next::Closed(Node {
                    at,
                    value: Value::List(nodes),
                }))
            }
            Open::Map(at, entries, ..) => {
                self.take(b'}', "`,` or `}`")?;
                Ok(Next::Closed(Node {
                    at,
                    value: Value::Map(entries),
                }))
            }
        }
    }

    fn key(&mut self, keys: &mut HashSet<Box<str>>) -> Result<(Box<str>, Place), Fault> {
        let at = self.place();
        if self.peek() != Some(b'"') {
            return Err(self.wrong("a key in double quotes"));
        }
        let key: Box<str> = self.string()?.into();
        if !keys.insert(key.clone()) {
            return Err(fault(
                at,
                format!("the key `{}` stands twice", shorten(&key)),
            ));
        }
        self.skip_space();
        self.take(b':', "`:`")?;
        self.skip_space();
        Ok((key, at))
    }

    /// A string; the reader stands at its opening quote. Escapes are left to a library.
    fn string(&mut self) -> Result<String, Fault> {
        let at = self.place();
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        let mut plain = true;
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => {
                    plain = false;
                    end += 2;
                }
                Some(0..0x20) | None => {
                    self.at = end.min(bytes.len());
                    return Err(fault(at, "this text is not closed on its line"));
                }
                Some(_) => end += 1,
            }
        }
        let quoted = &self.text[self.at..=end];
        self.at = end + 1;
        if plain {
            return Ok(quoted[1..quoted.len() - 1].to_string());
        }
        let wrong = |_| fault(at, "this text has an escape that JSON does not know");
        serde_json::from_str(quoted).map_err(wrong)
    }

    fn word(&mut self, at: Place) -> Result<Node, Fault> {
        let rest = &self.text[self.at..];
        let ends = |c: char| matches!(c, ',' | ']' | '}' | ' ' | '\t' | '\r' | '\n');
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let value = match word {
            "null" => Value::Null,
            "true" | "false" => Value::Text {
                text: word.into(),
                bare: true,
            },
            // The library checks the grammar of the number; the text stays as written.
            _ if word.len() <= 400 && serde_json::from_str::<f64>(word).is_ok() => Value::Text {
                text: word.into(),
                bare: true,
            },
            _ => return Err(self.wrong("a value")),
        };
        self.at += word.len();
        Ok(Node { at, value })
    }
}

enum Next {
    /// Everything is read.
    Finished(Node),
    /// Another value follows.
    Value,
    /// A list or map ended and is itself a finished value.
    Closed(Node),
}
