//! Events as entries of the journal, and back: one line of JSON each, which the journal does not
//! look into.

use continuity::event::{Event, Remembered};
use continuity::upcast;
use exchange::read::{NODES_MAX, json as read};
use exchange::write::json as write;
use jiff::Timestamp;
use journal::entry::{Digest, Draft, Entry};
use record::complaint::Complaints;

use crate::failure::Failure;

/// An event as a draft of an entry.
pub fn draft(remembered: &Remembered) -> Draft {
    let (mut attaches, mut erases) = (Vec::new(), Vec::new());
    let digest = |text: &str| text.parse::<Digest>().ok();
    match &remembered.event {
        Event::Attached(it) => attaches.extend(digest(&it.digest)),
        Event::Erased(it) => erases.extend(digest(&it.digest)),
        _ => {}
    }
    Draft {
        id: remembered.id.clone(),
        at_micros: remembered.at.as_microsecond(),
        attaches,
        erases,
        body: write::line(&remembered.body()),
    }
}

/// What an entry remembers.
pub fn remembered(entry: &Entry) -> Result<Remembered, Failure> {
    let unreadable = |text: String| Failure::Unreadable {
        seq: entry.seq,
        text,
    };
    let body = read::read(&entry.body, 1, 4 * NODES_MAX).map_err(|fault| unreadable(fault.text))?;
    let at = Timestamp::from_microsecond(entry.at_micros)
        .map_err(|_| unreadable("its instant is none".into()))?;
    let mut complaints = Complaints::new();
    upcast::remembered(entry.seq, at, &entry.id, &body, &mut complaints).ok_or_else(|| {
        let first = complaints.all.first();
        unreadable(first.map_or_else(
            || "it is no event".into(),
            |it| match it.field.is_empty() {
                true => it.text.clone(),
                false => format!("{}: {}", it.field, it.text),
            },
        ))
    })
}
