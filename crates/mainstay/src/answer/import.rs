//! What an import would change: as other programs read it, and as a journal is to take it.

use std::collections::BTreeMap;

use continuity::written::Written;
use exchange::import::Import;
use exchange::import::change::{Change, change};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use record::kinds::{Record, Registers};
use record::value::Date;
use serde_json::json;

/// The day of an instant in UTC: what an import says of later days is still to come.
pub fn today(at: Timestamp) -> Date {
    Date(at.to_zoned(TimeZone::UTC).date())
}

/// What an import would change, and the records to write into a journal, each with where it was
/// read: `names` are those of the files as seen from their folder. A foreign file is no place to
/// point to: it holds no record of ours.
pub fn to_write(
    imported: Import,
    names: &[String],
    registers: &Registers,
) -> (Change, Vec<Written>) {
    let read: BTreeMap<String, Record> = imported
        .records
        .iter()
        .filter(|record| record.origin().at.line > 0)
        .map(|record| (record.reference(), record.clone()))
        .collect();
    let change = change(imported, registers);
    let changed = change.changed.iter().map(|amended| &amended.record);
    let written = change.added.iter().chain(changed).map(|record| {
        let read = read.get(&record.reference()).filter(|read| *read == record);
        let name = read.and_then(|read| names.get(read.origin().file as usize));
        match (read, name) {
            (Some(read), Some(name)) => Written::read_from(read.clone(), name),
            _ => Written::made(record.clone()),
        }
    });
    let written = written.collect();
    (change, written)
}

/// Counts, names and remarks of a change.
pub fn as_json(change: &Change) -> serde_json::Value {
    let added: Vec<String> = change.added.iter().map(Record::reference).collect();
    let changed = change.changed.iter();
    let changed = changed
        .map(|amended| json!({ "id": amended.record.reference(), "fields": amended.fields }));
    let unresolved = change
        .unresolved
        .iter()
        .map(|(from, to)| json!({ "from": from, "to": to }));
    json!({
        "counts": {
            "added": change.added.len(),
            "changed": change.changed.len(),
            "unchanged": change.unchanged,
            "vanished": change.vanished.len(),
            "unresolved": change.unresolved.len(),
        },
        "added": added,
        "changed": changed.collect::<Vec<_>>(),
        "vanished": change.vanished,
        "unresolved": unresolved.collect::<Vec<_>>(),
        "remarks": change.remarks,
        "says": change.sentence(),
    })
}
