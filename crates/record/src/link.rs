//! References between records: `kind/id`, or the bare id where the field allows one kind or the
//! id is unambiguous among items. This file reads and shows them; whether a record answers is
//! asked where all records are known.

use std::marker::PhantomData;

use crate::complaint::Complaints;
use crate::kind::RecordKind;
use crate::node::{Node, Place, Value, shorten};
use crate::shape::Shape;

/// What a reference may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Any node of the estate: service, component, dataset, site, supplier, team, activity.
    Items,
    /// One kind.
    Kind(&'static str),
    /// One of several kinds.
    Kinds(&'static [&'static str]),
    /// Any record.
    Any,
}

/// A reference as it stands in a record.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// The field that holds it, outermost last.
    pub field: &'static str,
    /// As written: `kind/id` or a bare id.
    pub text: &'a str,
    /// Where it stands.
    pub at: Place,
    /// What it may lead to.
    pub allowed: Allowed,
}

impl Link<'_> {
    /// The same link seen from the field that holds it.
    pub fn under(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }
}

/// Splits `kind/id`; a bare id has no kind.
pub fn split(text: &str) -> (Option<&str>, &str) {
    text.split_once('/')
        .map_or((None, text), |(kind, id)| (Some(kind), id))
}

/// Whether a text can be an id: lower-case letters, digits, `-`, `.`, `_`.
pub fn is_id(text: &str) -> bool {
    let fits =
        |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'.' | b'_');
    !text.is_empty() && text.len() <= 200 && text.bytes().all(fits)
}

/// The nearest id to a foreign name: lower case, other characters as `-`. Empty becomes `unnamed`.
pub fn to_id(name: &str) -> String {
    let mut id = String::new();
    for c in name.trim().chars().flat_map(char::to_lowercase).take(200) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_') {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() {
        "unnamed".into()
    } else {
        id.into()
    }
}

fn read_reference(
    node: &Node,
    complaints: &mut Complaints,
    what: &str,
) -> Option<(Box<str>, Place)> {
    let text = complaints.scalar(node, what)?;
    let (kind, id) = split(text);
    if is_id(id) && kind.is_none_or(is_id) {
        return Some((text.into(), node.at));
    }
    let text = shorten(text);
    complaints.add(
        node.at,
        format!(
            "`{text}` is no reference; write `kind/id`, the id in lower-case letters, digits, \
             `-`, `.`, `_`"
        ),
    );
    None
}

fn wrong_kind(complaints: &mut Complaints, at: Place, text: &str, kinds: &str) {
    complaints.add(at, format!("`{}` does not name {kinds}", shorten(text)));
}

fn reference_schema(pattern: String) -> Node {
    Node::map([
        ("type", Node::text("string")),
        ("pattern", Node::text(pattern)),
    ])
}

/// A reference to a node of the estate.
#[derive(Clone, Debug)]
pub struct ItemRef {
    /// As written.
    pub text: Box<str>,
    /// Where it stands.
    pub at: Place,
}

/// A reference to one kind of record.
#[derive(Debug)]
pub struct Id<K> {
    /// As written: the bare id or `kind/id`.
    pub text: Box<str>,
    /// Where it stands.
    pub at: Place,
    kind: PhantomData<fn() -> K>,
}

/// A reference to who answers for something: a role, team, person or body.
#[derive(Clone, Debug)]
pub struct PartyRef {
    /// As written.
    pub text: Box<str>,
    /// Where it stands.
    pub at: Place,
}

/// A reference to any record, an evidence pointer.
#[derive(Clone, Debug)]
pub struct RecordRef {
    /// As written.
    pub text: Box<str>,
    /// Where it stands.
    pub at: Place,
}

/// The kinds that can answer for something.
pub const PARTIES: &[&str] = &["role", "team", "person", "body"];

/// The kinds that are nodes of the estate.
pub const ITEMS: &[&str] = &[
    "service",
    "component",
    "dataset",
    "site",
    "supplier",
    "team",
    "activity",
];

impl<K> Id<K> {
    /// The id without its kind.
    pub fn id(&self) -> &str {
        split(&self.text).1
    }

    /// A reference that stands nowhere.
    pub fn to(id: &str) -> Id<K> {
        Id {
            text: id.into(),
            at: Place::default(),
            kind: PhantomData,
        }
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Id<K> {
        Id {
            text: self.text.clone(),
            at: self.at,
            kind: PhantomData,
        }
    }
}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Id<K>) -> bool {
        self.id() == other.id()
    }
}

impl<K: RecordKind> Shape for Id<K> {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Id<K>> {
        if node.as_text().is_none() {
            complaints.expected(node, &format!("the id of a {}", K::NAME));
            return None;
        }
        let (text, at) = read_reference(node, complaints, K::NAME)?;
        match split(&text).0 {
            Some(kind) if kind != K::NAME => {
                wrong_kind(complaints, at, &text, &format!("a {}", K::NAME));
                None
            }
            _ => Some(Id {
                text,
                at,
                kind: PhantomData,
            }),
        }
    }

    fn write(&self) -> Node {
        Node::text(&*self.text)
    }

    fn schema() -> Node {
        reference_schema(format!("^({}/)?[a-z0-9._-]+$", K::NAME))
    }

    fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
        let (text, at) = (&*self.text, self.at);
        show(Link {
            field: "",
            text,
            at,
            allowed: Allowed::Kind(K::NAME),
        });
    }

    fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
        show(&mut self.at);
    }
}

macro_rules! reference {
    ($name:ident, $allowed:expr, $kinds:expr, $what:literal) => {
        impl $name {
            /// A reference that stands nowhere.
            pub fn to(text: impl Into<Box<str>>) -> $name {
                $name {
                    text: text.into(),
                    at: Place::default(),
                }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &$name) -> bool {
                self.text == other.text
            }
        }

        impl Shape for $name {
            fn read(node: &Node, complaints: &mut Complaints) -> Option<$name> {
                let (text, at) = read_reference(node, complaints, $what)?;
                let kinds: &[&str] = $kinds;
                match split(&text).0 {
                    Some(kind) if !kinds.is_empty() && !kinds.contains(&kind) => {
                        wrong_kind(complaints, at, &text, $what);
                        None
                    }
                    _ => Some($name { text, at }),
                }
            }

            fn write(&self) -> Node {
                Node::made(Value::Text {
                    text: self.text.clone(),
                    bare: false,
                })
            }

            fn schema() -> Node {
                let kinds: &[&str] = $kinds;
                let kinds = if kinds.is_empty() {
                    "[a-z-]+".into()
                } else {
                    kinds.join("|")
                };
                reference_schema(format!("^(({kinds})/)?[a-z0-9._-]+$"))
            }

            fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
                let (text, at) = (&*self.text, self.at);
                show(Link {
                    field: "",
                    text,
                    at,
                    allowed: $allowed,
                });
            }

            fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
                show(&mut self.at);
            }
        }
    };
}

reference!(ItemRef, Allowed::Items, ITEMS, "an item of the estate");
reference!(
    PartyRef,
    Allowed::Kinds(PARTIES),
    PARTIES,
    "a role, team, person or body"
);
reference!(RecordRef, Allowed::Any, &[], "a record (`kind/id`)");
