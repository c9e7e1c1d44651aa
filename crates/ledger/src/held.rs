//! The entries of records that still count while a journal is folded. An approved content replaces
//! all that was said of its record before; so does the approval of one. What is held is understood
//! and applied at the end, in order; everything else is applied at once.

use std::collections::HashMap;

use continuity::event::Remembered;
use continuity::state::State;
use jiff::Timestamp;
use journal::entry::Entry;
use rayon::prelude::*;

use crate::failure::Failure;
use crate::fold::understand;
use crate::present::Present;
use crate::requests::{Mark, Requests};
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

/// What an entry is, found without looking at any other.
struct Sorted {
    mark: Option<Mark>,
    file: Option<Box<str>>,
    sort: Sort,
}

enum Sort {
    /// A change of a record.
    OfRecord {
        of: Box<str>,
        content: Option<bool>,
        approves: bool,
    },
    /// Anything else, understood whole.
    Other(Box<Remembered>),
}

impl Sorted {
    fn of(entry: &Entry) -> Result<Sorted, Failure> {
        let head = match skim(&entry.body) {
            Some(head) => head,
            None => Skimmed::of(&wire::remembered(entry)?),
        };
        let sort = match &head.of {
            Some(of) if head.is_of_record() && !State::remembers_revisions(of) => Sort::OfRecord {
                of: of.as_ref().into(),
                content: head.content(),
                approves: head.event == "approved",
            },
            _ => Sort::Other(Box::new(wire::remembered(entry)?)),
        };
        Ok(Sorted {
            mark: Mark::of(&head),
            file: head.file.as_deref().map(Box::from),
            sort,
        })
    }
}

impl Held {
    /// Takes entries in, in order: holds those of records, applies the others.
    pub(crate) fn sort(
        &mut self,
        entries: Vec<Entry>,
        present: &mut Present,
        mut requests: Option<&mut Requests>,
    ) -> Result<(), Failure> {
        let sorted: Result<Vec<Sorted>, Failure> = entries.par_iter().map(Sorted::of).collect();
        for (entry, sorted) in entries.into_iter().zip(sorted?) {
            (present.seq, present.digest) = (entry.seq, entry.digest);
            present.at = instant(&entry);
            if let Some(requests) = requests.as_deref_mut() {
                requests.note(entry.seq, sorted.mark);
            }
            if let Some(file) = &sorted.file {
                present.state.file(file);
            }
            match sorted.sort {
                Sort::Other(remembered) => present.state.apply(&remembered, entry.body.len()),
                Sort::OfRecord {
                    of,
                    content,
                    approves,
                } => {
                    let known = self.of.entry(of).or_default();
                    make_room(known, content, approves);
                    known.push(Kept { entry, content });
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
