//! The entries of records that still count while a journal is folded. An approved content replaces
//! all that was said of its record before; so does the approval of one. What is held is understood
//! and applied at the end, in order; everything else is applied at once.

use std::collections::HashMap;

use continuity::state::State;
use jiff::Timestamp;
use journal::entry::Entry;

use crate::failure::Failure;
use crate::fold::understand;
use crate::present::Present;
use crate::requests::Requests;
use crate::skim::{Skimmed, skim};
use crate::wire;

/// How many entries are understood at once.
const PIECE: usize = 16_384;

/// The entries that still count, by record.
#[derive(Default)]
pub(crate) struct Held {
    of: HashMap<Box<str>, Vec<Kept>>,
}

/// An entry that still counts.
struct Kept {
    entry: Entry,
    /// Whether it brings a content, and whether that is approved.
    content: Option<bool>,
}

impl Held {
    /// Takes entries in, in order: holds those of records, applies the others.
    pub(crate) fn sort(
        &mut self,
        entries: Vec<Entry>,
        present: &mut Present,
        mut requests: Option<&mut Requests>,
    ) -> Result<(), Failure> {
        for entry in entries {
            (present.seq, present.digest) = (entry.seq, entry.digest);
            present.at = instant(&entry);
            let head = match skim(&entry.body) {
                Some(head) => head,
                None => Skimmed::of(&wire::remembered(&entry)?),
            };
            if let Some(requests) = requests.as_deref_mut() {
                requests.note(entry.seq, &head);
            }
            if let Some(file) = &head.file {
                present.state.file(file);
            }
            match &head.of {
                Some(of) if head.is_of_record() => {
                    let (of, content) = (of.as_ref(), head.content());
                    let approves = head.event == "approved";
                    let known = match self.of.get_mut(of) {
                        Some(known) => known,
                        None => self.of.entry(of.into()).or_default(),
                    };
                    make_room(known, content, approves);
                    known.push(Kept { entry, content });
                }
                _ => {
                    let remembered = wire::remembered(&entry)?;
                    present.state.apply(&remembered, entry.body.len());
                }
            }
        }
        Ok(())
    }

    /// Understands what is held and applies it, in the order of the journal.
    pub(crate) fn settle(self, state: &mut State) -> Result<(), Failure> {
        let kept = self.of.into_values().flatten();
        let mut entries: Vec<Entry> = kept.map(|kept| kept.entry).collect();
        entries.sort_unstable_by_key(|entry| entry.seq);
        for piece in entries.chunks(PIECE) {
            for (remembered, weight) in understand(piece)? {
                state.apply(&remembered, weight);
            }
        }
        Ok(())
    }
}

/// Lets go of what no longer counts once this entry is there.
fn make_room(known: &mut Vec<Kept>, content: Option<bool>, approves: bool) {
    let in_force = |kept: &Kept| kept.content == Some(true);
    match content {
        Some(true) => known.clear(),
        // A draft replaces a draft; what is in force stays below it. After a step in between
        // nothing is let go of: the step counts.
        Some(false) => match known.as_slice() {
            [only] if only.content == Some(false) => known.clear(),
            [first, last] if in_force(first) && last.content == Some(false) => known.truncate(1),
            _ => {}
        },
        None if approves => {
            let latest = known.iter().rposition(|kept| kept.content.is_some());
            known.drain(..latest.unwrap_or(0));
        }
        None => {}
    }
}

fn instant(entry: &Entry) -> Timestamp {
    Timestamp::from_microsecond(entry.at_micros).unwrap_or(Timestamp::UNIX_EPOCH)
}
