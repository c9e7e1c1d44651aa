//! For tests alone: records written as JSON values, filed, judged. Not a reader for users; those
//! live in `exchange`.

use jiff::Timestamp;
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::node::{Node, Value};

use crate::finding::{Finding, Judge};
use crate::standpoint::Standpoint;

/// The instant at which tests ask: a Friday noon in UTC.
pub const NOON: &str = "2026-05-15T12:00:00Z";

/// A JSON value as the tree that readers make.
pub fn node(value: &serde_json::Value) -> Node {
    use serde_json::Value as Json;
    match value {
        Json::Null => Node::made(Value::Null),
        Json::Bool(truth) => Node::bare(truth),
        Json::Number(number) => Node::bare(number),
        Json::String(text) => Node::text(text.as_str()),
        Json::Array(values) => Node::list(values.iter().map(node)),
        Json::Object(entries) => Node::map(
            entries
                .iter()
                .map(|(key, value)| (key.as_str(), node(value))),
        ),
    }
}

/// The records of a JSON array; panics with the complaints where one cannot be read.
pub fn registers(records: serde_json::Value) -> Registers {
    let mut registers = Registers::default();
    for value in records.as_array().expect("an array of records") {
        let mut complaints = Complaints::new();
        let record = Record::read(&node(value), 0, &mut complaints);
        let record = record.unwrap_or_else(|| panic!("{value}: {:#?}", complaints.all));
        registers.file(record).expect("ids are unique");
    }
    registers
}

/// The instant that a text means.
pub fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Asks something of the judged estate at [`NOON`].
pub fn judged<T>(records: serde_json::Value, ask: impl FnOnce(&Judge<'_>) -> T) -> T {
    let registers = registers(records);
    ask(&Judge::new(Standpoint::new(&registers, instant(NOON))))
}

/// Every finding at [`NOON`].
pub fn check(records: serde_json::Value) -> Vec<Finding> {
    judged(records, crate::finding::check)
}
