//! How a value stands in a file: read from a node with every complaint, written back, described as
//! JSON Schema, and asked for the references it holds. The `fields!` macro derives all four for a
//! struct from one table of fields.

use crate::complaint::{Complaints, suggestion};
use crate::link::Link;
use crate::node::{Entry, Node, Place, Value, shorten};

/// A type that can stand in a file.
pub trait Shape: Sized {
    /// Reads it; `None` after at least one complaint.
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Self>;

    /// Writes it so that reading gives an equal value.
    fn write(&self) -> Node;

    /// Its JSON Schema (draft-07).
    fn schema() -> Node;

    /// The value when the key is absent; `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether it equals the absent value and need not be written.
    fn is_absent(&self) -> bool {
        false
    }

    /// Shows every reference held.
    fn links<'a>(&'a self, _show: &mut dyn FnMut(Link<'a>)) {}

    /// Shows the place of every reference held, in the order of `links`, to change it.
    fn places(&mut self, _show: &mut dyn FnMut(&mut Place)) {}
}

/// One field of a record or of a part of one, as forms, tables and handbook show it.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key in files.
    pub key: String,
    /// What it means.
    pub help: &'static str,
    /// Whether a record has no meaning without it.
    pub required: bool,
    /// Its JSON Schema.
    pub schema: Node,
}

/// A struct whose fields are keys of a map; several can share one map.
pub trait Fields: Sized {
    /// Takes its keys out of the map.
    fn take(map: &mut MapReader<'_, '_>) -> Option<Self>;

    /// Adds its entries.
    fn put(&self, entries: &mut Vec<Entry>);

    /// Its fields in order.
    fn fields() -> Vec<Field>;

    /// Shows every reference held.
    fn links_of<'a>(&'a self, show: &mut dyn FnMut(Link<'a>));

    /// Shows the place of every reference held, in the order of `links_of`, to change it.
    fn places_of(&mut self, show: &mut dyn FnMut(&mut Place));
}

/// A map being read: which keys were asked for, and which are left over.
pub struct MapReader<'n, 'c> {
    node: &'n Node,
    entries: &'n [Entry],
    asked: Vec<&'static str>,
    /// Where complaints go.
    pub complaints: &'c mut Complaints,
    sound: bool,
}

impl<'n, 'c> MapReader<'n, 'c> {
    /// Starts to read; a complaint where the node is no map.
    pub fn new(node: &'n Node, complaints: &'c mut Complaints) -> Option<MapReader<'n, 'c>> {
        let Value::Map(entries) = &node.value else {
            complaints.expected(node, "a map of fields");
            return None;
        };
        Some(MapReader {
            node,
            entries,
            asked: Vec::new(),
            complaints,
            sound: true,
        })
    }

    /// The map itself.
    pub fn node(&self) -> &'n Node {
        self.node
    }

    /// Marks keys as known without reading them.
    pub fn skip(&mut self, keys: &[&'static str]) {
        self.asked.extend(keys);
    }

    /// Reads one key; `None` after a complaint.
    pub fn field<T: Shape>(&mut self, key: &'static str) -> Option<T> {
        let entry = self.entries.iter().find(|entry| same_key(&entry.key, key));
        self.asked.push(key);
        let value = match entry {
            Some(entry) if !entry.value.is_null() => self
                .complaints
                .within(&entry.key, |complaints| T::read(&entry.value, complaints)),
            _ => {
                let absent = T::absent();
                if absent.is_none() {
                    let key = file_key(key);
                    self.complaints
                        .add(self.node.at, format!("`{key}` is missing"));
                }
                absent
            }
        };
        self.sound &= value.is_some();
        value
    }

    /// Complains of every key that nobody asked for; whether all was read well.
    pub fn finish(self) -> bool {
        let mut sound = self.sound;
        for entry in self.entries {
            if self.asked.iter().any(|asked| same_key(&entry.key, asked)) {
                continue;
            }
            let text = unknown_field(&entry.key, &self.asked);
            self.complaints.add(entry.at, text);
            sound = false;
        }
        sound
    }
}

fn unknown_field(key: &str, asked: &[&'static str]) -> String {
    if key == "<<" {
        return "merge keys (`<<`) have no meaning here; write the fields out".into();
    }
    let keys: Vec<String> = asked.iter().map(|name| file_key(name)).collect();
    let hint = suggestion(key, keys.iter().map(String::as_str));
    format!("unknown field `{}`{hint}", shorten(key))
}

/// A field's key in files: the Rust name in kebab-case.
pub fn file_key(name: &str) -> String {
    name.replace('_', "-")
}

fn same_key(file: &str, name: &str) -> bool {
    let dash = |byte: u8| if byte == b'_' { b'-' } else { byte };
    file.len() == name.len()
        && file
            .bytes()
            .zip(name.bytes())
            .all(|(file, name)| file == dash(name))
}

/// Adds an entry unless the value is the absent one.
pub fn put_field<T: Shape>(entries: &mut Vec<Entry>, key: &str, value: &T) {
    if !value.is_absent() {
        let (key, at) = (file_key(key).into(), Default::default());
        entries.push(Entry {
            key,
            at,
            value: value.write(),
        });
    }
}

/// The schema of a map with these fields and no others.
pub fn object_schema(fields: &[Field]) -> Node {
    let property = |field: &Field| {
        let mut schema = field.schema.clone();
        if let Value::Map(entries) = &mut schema.value {
            let (key, at) = ("description".into(), Default::default());
            entries.push(Entry {
                key,
                at,
                value: Node::text(field.help),
            });
        }
        (field.key.clone(), schema)
    };
    let required = fields.iter().filter(|field| field.required);
    let mut entries = vec![
        ("type", Node::text("object")),
        ("properties", Node::map(fields.iter().map(property))),
        ("additionalProperties", Node::bare("false")),
    ];
    let required = Node::list(required.map(|field| Node::text(field.key.as_str())));
    if required.as_list().is_some_and(|names| !names.is_empty()) {
        entries.push(("required", required));
    }
    Node::map(entries)
}

/// Declares a struct whose fields stand as keys of a map, and derives reading, writing, schema
/// and links. A doc comment on each field is its help. `..name: Type` flattens another such struct
/// into the same map. A field named with a trailing word `as "key"` stands under that key.
#[macro_export]
macro_rules! fields {
    ($(#[doc = $about:literal])+ pub struct $name:ident {
        $(.. $(#[doc = $flat_help:literal])+ $flat:ident : $flat_type:ty,)*
        $($(#[doc = $help:literal])+ $field:ident : $type:ty $(as $key:literal)?,)*
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $flat_help])+ pub $flat: $flat_type,)*
            $($(#[doc = $help])+ pub $field: $type,)*
        }

        impl $crate::shape::Fields for $name {
            fn take(map: &mut $crate::shape::MapReader<'_, '_>) -> Option<Self> {
                $(let $flat = <$flat_type as $crate::shape::Fields>::take(map);)*
                $(let $field = map.field::<$type>($crate::fields!(@key $field $($key)?));)*
                Some($name { $($flat: $flat?,)* $($field: $field?,)* })
            }

            fn put(&self, entries: &mut Vec<$crate::node::Entry>) {
                let _ = &entries;
                $($crate::shape::Fields::put(&self.$flat, entries);)*
                $($crate::shape::put_field(
                    entries, $crate::fields!(@key $field $($key)?), &self.$field);)*
            }

            fn fields() -> Vec<$crate::shape::Field> {
                #[allow(unused_mut)]
                let mut fields: Vec<$crate::shape::Field> = vec![$($crate::shape::Field {
                    key: $crate::shape::file_key($crate::fields!(@key $field $($key)?)),
                    help: concat!($($help),+).trim_ascii(),
                    required: <$type as $crate::shape::Shape>::absent().is_none(),
                    schema: <$type as $crate::shape::Shape>::schema(),
                },)*];
                $(fields.extend(<$flat_type as $crate::shape::Fields>::fields());)*
                fields
            }

            fn links_of<'a>(&'a self, show: &mut dyn FnMut($crate::link::Link<'a>)) {
                let _ = &show;
                $($crate::shape::Fields::links_of(&self.$flat, show);)*
                $($crate::shape::Shape::links(&self.$field, &mut |link| {
                    show(link.under($crate::fields!(@key $field $($key)?)));
                });)*
            }

            fn places_of(&mut self, show: &mut dyn FnMut(&mut $crate::node::Place)) {
                let _ = &show;
                $($crate::shape::Fields::places_of(&mut self.$flat, show);)*
                $($crate::shape::Shape::places(&mut self.$field, show);)*
            }
        }

        impl $crate::shape::Shape for $name {
            fn read(
                node: &$crate::node::Node,
                complaints: &mut $crate::complaint::Complaints,
            ) -> Option<Self> {
                let mut map = $crate::shape::MapReader::new(node, complaints)?;
                let value = <Self as $crate::shape::Fields>::take(&mut map);
                if map.finish() { value } else { None }
            }

            fn write(&self) -> $crate::node::Node {
                let mut entries = Vec::new();
                $crate::shape::Fields::put(self, &mut entries);
                $crate::node::Node::made($crate::node::Value::Map(entries))
            }

            fn schema() -> $crate::node::Node {
                $crate::shape::object_schema(&<Self as $crate::shape::Fields>::fields())
            }

            fn links<'a>(&'a self, show: &mut dyn FnMut($crate::link::Link<'a>)) {
                $crate::shape::Fields::links_of(self, show);
            }

            fn places(&mut self, show: &mut dyn FnMut(&mut $crate::node::Place)) {
                $crate::shape::Fields::places_of(self, show);
            }
        }
    };
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}

/// Declares an enum of words, each written in kebab-case as the text given.
#[macro_export]
macro_rules! words {
    ($(#[doc = $about:literal])+ pub enum $name:ident {
        $($(#[doc = $help:literal])+ $word:ident = $text:literal,)+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $help])+ $word,)+
        }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [$name] = &[$($name::$word,)+];

            /// The word as written.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$word => $text,)+
                }
            }
        }

        impl $crate::shape::Shape for $name {
            fn read(
                node: &$crate::node::Node,
                complaints: &mut $crate::complaint::Complaints,
            ) -> Option<Self> {
                match complaints.word(node, &[$($text),+])? {
                    $($text => Some($name::$word),)+
                    _ => None,
                }
            }

            fn write(&self) -> $crate::node::Node {
                $crate::node::Node::text(self.as_str())
            }

            fn schema() -> $crate::node::Node {
                use $crate::node::Node;
                Node::map([("enum", Node::list([$(Node::text($text)),+]))])
            }
        }
    };
}
