//! The checkpoints, those inside and those kept elsewhere: are they signed, in order and complete,
//! and were the entries what they say?

use std::collections::BTreeSet;

use crate::checkpoint::{Checkpoint, Reach};
use crate::entry::{Digest, Seq};
use crate::failure::Failure;
use crate::link::Link;
use crate::note::{VerifierKey, is_signed};
use crate::read::go_on;
use crate::statements as sql;
use crate::tree::Frontier;

use super::walk::Walk;
use super::{Faults, is_overdue, read_note};

/// Rows of checkpoints read at once.
const ROWS: u64 = 1024;

/// Checkpoints whose roots are to be compared.
pub(super) struct Marks<'a> {
    origin: String,
    head: Seq,
    keys: &'a [VerifierKey],
    reach: Reach,
    roots: Vec<(Seq, Digest, &'static str, String)>,
}

impl<'a> Marks<'a> {
    /// None read yet.
    pub(super) fn new(origin: String, head: Seq, keys: &'a [VerifierKey]) -> Marks<'a> {
        Marks {
            origin,
            head,
            keys,
            reach: Reach::NONE,
            roots: Vec::new(),
        }
    }

    /// How far the checkpoints inside reach.
    pub(super) fn reach(&self) -> Reach {
        self.reach
    }

    /// The sizes at which roots are to be compared, the head's among them.
    pub(super) fn sizes(&self) -> BTreeSet<Seq> {
        let sizes = self.roots.iter().map(|(size, ..)| *size);
        sizes.chain([self.head]).collect()
    }

    /// Reads those inside.
    pub(super) async fn read_inside(
        &mut self,
        link: &mut Link,
        faults: &mut Faults,
    ) -> Result<(), Failure> {
        let mut after = i64::MIN;
        loop {
            let values = [after.into(), ROWS.into()];
            let rows = link.rows(&sql::CHECKPOINTS_AFTER, &values).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in &rows {
                go_on(&mut after, row.number(0)?)?;
                let name = format!("checkpoint {after}");
                match read_note(row.text(3)?, &self.origin) {
                    Err(text) => faults.add(None, "checkpoint", format!("{name} {text}")),
                    Ok(read) => {
                        let columns = (row.number(0)?, row.number(1)?, row.number(2)?);
                        let said = (read.number as i64, read.size as i64, read.at_micros);
                        if columns != said {
                            let text = format!("{name} is not what its note says");
                            faults.add(None, "checkpoint", text);
                        }
                        self.add_inside(read, faults);
                    }
                }
            }
            tokio::task::yield_now().await;
        }
    }

    /// Compares the last one with what the head says of it.
    pub(super) fn compare_head(&self, number: u64, hash: Digest, faults: &mut Faults) {
        let reach = self.reach;
        if (number, hash) != (reach.number, reach.hash) {
            let last = reach.number;
            let text = format!("it says that checkpoint {number} is the last; that is {last}");
            faults.add(None, "head", text);
        }
        if !self.keys.is_empty() && is_overdue(self.head, reach) {
            let text = format!("none covers entry {} and those after it", reach.size + 1);
            faults.add(Some(reach.size + 1), "checkpoint", text);
        }
    }

    /// Reads those kept elsewhere.
    pub(super) fn read_outside(&mut self, notes: &[String], faults: &mut Faults) {
        for note in notes {
            let read = match read_note(note, &self.origin) {
                Ok(read) => read,
                Err(text) => {
                    faults.add(None, "outside", format!("a note {text}"));
                    continue;
                }
            };
            let name = format!("checkpoint {}", read.number);
            if !self.keys.is_empty() && !is_signed(note, self.keys) {
                let text = format!("{name} is not signed by a key that was given");
                faults.add(None, "outside", text);
                continue;
            }
            self.mark(&read, "outside", name, faults);
        }
    }

    /// Compares all roots with the entries. Returns the root over all of them.
    pub(super) fn compare_roots(&mut self, walk: &Walk, faults: &mut Faults) -> Digest {
        self.roots.sort_by_key(|(size, ..)| *size);
        let mut tree = Frontier::default();
        let mut tiles = walk.tiles.iter();
        let mut root_of = |size: Seq| {
            while tree.size() < size / 256 {
                match tiles.next() {
                    Some(tile) => tree.push(*tile, |_, _| {}),
                    None => break,
                }
            }
            tree.root_before(walk.rests.get(&size).copied())
        };
        let mut good = 0;
        for (size, root, table, name) in &self.roots {
            if root_of(*size) == *root {
                good = *size;
            } else if walk.entries_bad.range(..=*size).next().is_none() {
                let text = format!("{name} covers other entries than {} to {size}", good + 1);
                faults.add(Some(good + 1), table, text);
            }
        }
        root_of(self.head)
    }

    fn add_inside(&mut self, read: Checkpoint, faults: &mut Faults) {
        let name = format!("checkpoint {}", read.number);
        if read.number != self.reach.number + 1 {
            let text = format!(
                "checkpoint {} is missing before {name}",
                self.reach.number + 1
            );
            faults.add(Some(self.reach.size + 1), "checkpoint", text);
        } else if read.previous != self.reach.hash {
            let text = format!("{name} does not follow the one before it");
            faults.add(None, "checkpoint", text);
        }
        if read.size <= self.reach.size {
            let text = format!("{name} covers no more than the one before it");
            faults.add(None, "checkpoint", text);
        }
        if !self.keys.is_empty() && !is_signed(&read.note, self.keys) {
            let text = format!("{name} is not signed by a key that was given");
            faults.add(None, "checkpoint", text);
        }
        self.reach = read.reach();
        self.mark(&read, "checkpoint", name, faults);
    }

    /// Remembers a root to compare.
    fn mark(&mut self, read: &Checkpoint, table: &'static str, name: String, faults: &mut Faults) {
        if read.size > self.head {
            let text = format!("{name} covers {} entries: the end is missing", read.size);
            faults.add(Some(self.head + 1), table, text);
            return;
        }
        self.roots.push((read.size, read.root, table, name));
    }
}
