//! What an import would change, as other programs read it.

use exchange::import::change::Change;
use record::kinds::Record;
use serde_json::json;

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
