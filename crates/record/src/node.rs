//! The tree that every file becomes and every record is written to: scalars, lists and maps, each
//! with the place where it stands. It knows no format; readers and writers live in `exchange`.

use std::fmt;

/// A position in a text; both count from 1. Zero means "nowhere" (made, not read).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A value and its place. Two nodes are equal when their values are, wherever they stand.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it begins.
    pub at: Place,
    /// What it is.
    pub value: Value,
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.value == other.value
    }
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, `null`, `~`.
    Null,
    /// A scalar as written. `bare` when unquoted (YAML plain, JSON number or word): then it may
    /// be read as a number or truth value.
    Text {
        /// The characters, without quotes.
        text: Box<str>,
        /// Whether it stood without quotes.
        bare: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// Entries in the order written; keys are unique (readers complain of a second one).
    Map(Vec<Entry>),
}

/// One key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Box<str>,
    /// Where the key stands.
    pub at: Place,
    /// Its value.
    pub value: Node,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.key == other.key && self.value == other.value
    }
}

impl Node {
    /// A node that stands nowhere.
    pub fn made(value: Value) -> Node {
        Node {
            at: Place::default(),
            value,
        }
    }

    /// A text, quoted where a format needs it.
    pub fn text(text: impl Into<Box<str>>) -> Node {
        Node::made(Value::Text {
            text: text.into(),
            bare: false,
        })
    }

    /// A number or truth value.
    pub fn bare(text: impl fmt::Display) -> Node {
        Node::made(Value::Text {
            text: text.to_string().into(),
            bare: true,
        })
    }

    /// A whole number, or null where it is unknown.
    pub fn number(number: Option<i64>) -> Node {
        number.map_or(Node::made(Value::Null), Node::bare)
    }

    /// A list.
    pub fn list(nodes: impl IntoIterator<Item = Node>) -> Node {
        Node::made(Value::List(nodes.into_iter().collect()))
    }

    /// A map of the entries given, in that order.
    pub fn map<K: Into<Box<str>>>(entries: impl IntoIterator<Item = (K, Node)>) -> Node {
        let entry = |(key, value): (K, Node)| Entry {
            key: key.into(),
            at: Place::default(),
            value,
        };
        Node::made(Value::Map(entries.into_iter().map(entry).collect()))
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Value::Map(entries) = &self.value else {
            return None;
        };
        entries
            .iter()
            .find(|entry| &*entry.key == key)
            .map(|entry| &entry.value)
    }

    /// The scalar as written.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The nodes of a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(nodes) => Some(nodes),
            _ => None,
        }
    }

    /// The entries of a map.
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// Whether nothing was given.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The same value as every format can say it: what stands without quotes stays so only where
    /// it is a number or a truth value, numbers in the form that JSON knows. Goes as deep as the
    /// node, which readers bound.
    pub fn settled(&self) -> Node {
        let value = match &self.value {
            Value::Null => Value::Null,
            Value::Text { text, bare } => {
                let number = if *bare { json_number(text) } else { None };
                let bare = number.is_some() || *bare && matches!(&**text, "true" | "false");
                let text = number.unwrap_or_else(|| text.clone());
                Value::Text { text, bare }
            }
            Value::List(nodes) => Value::List(nodes.iter().map(Node::settled).collect()),
            Value::Map(entries) => {
                let settled = |entry: &Entry| Entry {
                    key: entry.key.clone(),
                    at: entry.at,
                    value: entry.value.settled(),
                };
                Value::Map(entries.iter().map(settled).collect())
            }
        };
        Node { at: self.at, value }
    }

    /// What it is, for a complaint: "a list", "the text `abc`".
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Null => "nothing".into(),
            Value::Text { text, bare: true } => format!("`{}`", shorten(text)),
            Value::Text { text, .. } => format!("the text `{}`", shorten(text)),
            Value::List(_) => "a list".into(),
            Value::Map(_) => "a map".into(),
        }
    }

    /// The place of a field by its path (`steps[2].after`); where the path leads nowhere, the
    /// place of the last part that does.
    pub fn place_of(&self, path: &str) -> Place {
        let (mut node, mut at) = (self, self.at);
        for part in path.split(['.', '[']).filter(|part| !part.is_empty()) {
            let found = match part.strip_suffix(']') {
                Some(index) => {
                    let index = index.parse::<usize>().unwrap_or(usize::MAX);
                    node.as_list().and_then(|nodes| nodes.get(index))
                }
                None => node.get(part),
            };
            let Some(found) = found else { return at };
            (node, at) = (found, found.at);
        }
        at
    }
}

/// A finite number in the form that JSON knows: as written where that is one already.
fn json_number(text: &str) -> Option<Box<str>> {
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())?;
    let rest = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let starts = rest.first().is_some_and(u8::is_ascii_digit);
    let zeros = rest.len() > 1 && rest[0] == b'0' && rest[1].is_ascii_digit();
    let point = rest.iter().position(|&byte| byte == b'.');
    let digit_after = |at: usize| rest.get(at + 1).is_some_and(u8::is_ascii_digit);
    let sound = starts && !zeros && point.is_none_or(digit_after) && text.len() <= 400;
    Some(if sound {
        text.into()
    } else {
        number.to_string().into()
    })
}

/// At most forty characters of a text, so that a hostile one cannot flood a complaint.
pub fn shorten(text: &str) -> String {
    let clean = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut short: String = text.chars().take(40).map(clean).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
