//! A record as someone wrote it, and where: the file and the places that findings point to. A
//! record that a person filed at a door was written nowhere.

use std::fmt::Write as _;

use record::complaint::Complaints;
use record::kinds::Record;
use record::node::{Entry, Node, Place, Value};
use record::shape::Shape;

record::fields! {
    /// Where a record was read.
    pub struct Read {
        /// The file, seen from its folder.
        file: String,
        /// Line and column of the record, then of every reference it holds, in their order.
        places: String,
    }
}

/// A record, and where it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The record.
    pub record: Record,
    /// Where it was read; nothing where it was made at a door.
    pub read: Option<Read>,
}

impl Written {
    /// A record that was made, not read.
    pub fn made(record: Record) -> Written {
        Written { record, read: None }
    }

    /// A record as it was read from a file, whose name is as seen from its folder.
    pub fn read_from(mut record: Record, file: &str) -> Written {
        let mut places = String::new();
        record.stand_at(record.origin().file, &mut |place| {
            let gap = if places.is_empty() { "" } else { " " };
            write!(places, "{gap}{}:{}", place.line, place.column).expect("a text takes any other");
        });
        let read = Read {
            file: file.to_string(),
            places,
        };
        Written {
            record,
            read: Some(read),
        }
    }

    /// The record with the index that its file has now, or as one that stands nowhere.
    pub fn placed(&self, file: u32) -> Record {
        let mut record = self.record.clone();
        self.place(&mut record, file);
        record
    }

    fn place(&self, record: &mut Record, file: u32) {
        let texts = self.read.as_ref().map_or("", |read| &read.places);
        let mut texts = texts.split(' ');
        record.stand_at(file, &mut |place| {
            *place = texts.next().and_then(parse).unwrap_or_default();
        });
    }
}

fn parse(text: &str) -> Option<Place> {
    let (line, column) = text.split_once(':')?;
    Some(Place {
        line: line.parse().ok()?,
        column: column.parse().ok()?,
    })
}

/// Two keys: `record`, and `read` where there is one.
impl Shape for Written {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Written> {
        let Some(record) = node.get("record") else {
            complaints.add(node.at, "`record` is missing");
            return None;
        };
        let record = Record::read(record, 0, complaints)?;
        let read = match node.get("read") {
            Some(read) if !read.is_null() => Some(<Read as Shape>::read(read, complaints)?),
            _ => None,
        };
        Some(Written { record, read })
    }

    fn write(&self) -> Node {
        let mut entries = vec![entry("record", self.record.write())];
        entries.extend(self.read.as_ref().map(|read| entry("read", read.write())));
        Node::made(Value::Map(entries))
    }

    fn schema() -> Node {
        Node::map([
            ("type", Node::text("object")),
            ("required", Node::list([Node::text("record")])),
        ])
    }
}

fn entry(key: &str, value: Node) -> Entry {
    let (key, at) = (key.into(), Place::default());
    Entry { key, at, value }
}
