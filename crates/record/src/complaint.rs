//! What is wrong with an input: where, why and how to mend it. All complaints are gathered; the
//! first one never hides the others.

use std::fmt::Write as _;

use crate::node::{Node, Place, Value, shorten};

/// One fault in an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where it stands.
    pub at: Place,
    /// The path of the field within its record; empty for the record itself.
    pub field: String,
    /// What is wrong, and how to mend it.
    pub text: String,
}

/// Longest path that a complaint repeats: keys are the input's own, and may be megabytes.
const FIELD_CHARS_MAX: usize = 300;

/// Complaints as they are gathered, with the path that is being read.
#[derive(Debug, Default)]
pub struct Complaints {
    /// All so far, in the order found.
    pub all: Vec<Complaint>,
    path: String,
}

impl Complaints {
    /// None yet.
    pub fn new() -> Complaints {
        Complaints::default()
    }

    /// Adds a complaint about the field being read.
    pub fn add(&mut self, at: Place, text: impl Into<String>) {
        self.all.push(Complaint {
            at,
            field: self.path.chars().take(FIELD_CHARS_MAX).collect(),
            text: text.into(),
        });
    }

    /// Adds "expected …, found …".
    pub fn expected(&mut self, node: &Node, what: &str) {
        self.add(
            node.at,
            format!("expected {what}, found {}", node.describe()),
        );
    }

    /// Reads something under a key.
    pub fn within<T>(&mut self, key: &str, read: impl FnOnce(&mut Complaints) -> T) -> T {
        let outside = self.path.len();
        if outside > 0 {
            self.path.push('.');
        }
        self.path.push_str(key);
        let value = read(self);
        self.path.truncate(outside);
        value
    }

    /// Reads the entry of a list.
    pub fn at_index<T>(&mut self, index: usize, read: impl FnOnce(&mut Complaints) -> T) -> T {
        let outside = self.path.len();
        write!(self.path, "[{index}]").expect("a text takes any other");
        let value = read(self);
        self.path.truncate(outside);
        value
    }

    /// The scalar as written, or a complaint that `what` was expected.
    pub fn scalar<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a str> {
        match &node.value {
            Value::Text { text, .. } => Some(text),
            _ => {
                self.expected(node, what);
                None
            }
        }
    }

    /// One of a closed list of words.
    pub fn word(&mut self, node: &Node, words: &[&'static str]) -> Option<&'static str> {
        let Value::Text { text, .. } = &node.value else {
            self.expected(node, &one_of(words));
            return None;
        };
        let found = words.iter().copied().find(|word| **word == **text);
        if found.is_none() {
            let hint = suggestion(text, words.iter().copied());
            let text = shorten(text);
            self.add(node.at, format!("`{text}` is not {}{hint}", one_of(words)));
        }
        found
    }
}

fn one_of(words: &[&str]) -> String {
    format!("one of {}", words.join(", "))
}

/// The nearest of some names, where one is near enough to have been meant.
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if text.chars().count() > 100 {
        return None;
    }
    let far = 1 + text.chars().count() / 4;
    let distance = |name: &'a str| (strsim::damerau_levenshtein(text, name), name);
    names
        .into_iter()
        .map(distance)
        .filter(|(d, _)| *d <= far)
        .min()
        .map(|(_, name)| name)
}

/// `; did you mean …?`, or nothing where no name is near.
pub fn suggestion<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(text, names).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
