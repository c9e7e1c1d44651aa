//! Old events to today's: one step from each version to the next, on the tree of the entry's body.
//! Nothing is ever rewritten in the journal.

use record::complaint::Complaints;
use record::node::{Node, Place, Value};

use crate::event::{Event, Remembered, VERSION};

/// What stands in an entry, whatever version wrote it. `None` after a complaint.
pub fn remembered(
    seq: u64,
    at: jiff::Timestamp,
    id: &str,
    body: &Node,
    complaints: &mut Complaints,
) -> Option<Remembered> {
    let version = number(body, "v");
    if version > VERSION {
        let text = format!(
            "it was written by a newer version of Mainstay (events of version {version}; \
             this one reads up to {VERSION}): use that version or a later one"
        );
        complaints.add(Place::default(), text);
        return None;
    }
    let text = |key: &str| body.get(key).and_then(Node::as_text).map(str::to_string);
    let (Some(word), Some(actor), Some(what)) = (text("event"), text("actor"), body.get("what"))
    else {
        complaints.add(body.at, "it is no event");
        return None;
    };
    // Version 1 is the first; a later one adds its step here: `if version < 2 { … }`.
    Some(Remembered {
        seq,
        at,
        id: id.to_string(),
        actor,
        via: text("via"),
        request: text("request"),
        asked: text("asked"),
        event: Event::read(&word, what, complaints)?,
    })
}

fn number(body: &Node, key: &str) -> u32 {
    match body.get(key).map(|node| &node.value) {
        Some(Value::Text { text, .. }) => text.parse().unwrap_or(u32::MAX),
        _ => u32::MAX,
    }
}
