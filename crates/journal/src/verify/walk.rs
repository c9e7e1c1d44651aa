//! The walk over the entries: each is hashed again, chained to the one before it, and put under
//! its tile of the tree. Long journals are walked in several parts at once.

use std::collections::{BTreeSet, HashMap};

use crate::entry::{Digest, Entry, Seq, chained};
use crate::failure::Failure;
use crate::link::{Link, Row};
use crate::read::{Pace, entry_of};
use crate::statements as sql;
use crate::tree::Frontier;

use super::{Fault, Faults, unreadable};

/// Leaves of a tile.
const TILE: u64 = 256;
/// Twice as many entries as a journal may hold, by design.md section 7.
const GAP_MAX: u64 = 4_000_000;

/// Some entries in a row.
pub(super) struct Segment {
    /// The entry before the first.
    after: Seq,
    /// The last.
    last: Seq,
    /// Sizes of the tree at which its root is asked for.
    sizes: Vec<Seq>,
}

/// What a walk found.
#[derive(Default)]
pub(super) struct Walk {
    /// The hashes of complete tiles.
    pub tiles: Vec<Digest>,
    /// For each size asked for that is not a whole number of tiles: the hash of what is left.
    pub rests: HashMap<Seq, Digest>,
    /// Where each attachment was attached first.
    pub attached: HashMap<Digest, Seq>,
    /// Where each attachment was erased first.
    pub erased: HashMap<Digest, Seq>,
    /// Entries that are not as they were written.
    pub entries_bad: BTreeSet<Seq>,
    /// What is wrong with them.
    pub faults: Vec<Fault>,
    /// The digest that stands with the last entry.
    pub end: Option<Digest>,
}

impl Walk {
    /// Takes in the walk over the next segment.
    pub(super) fn join(&mut self, next: Walk) {
        self.tiles.extend(next.tiles);
        self.rests.extend(next.rests);
        for (digest, seq) in next.attached {
            self.attached.entry(digest).or_insert(seq);
        }
        for (digest, seq) in next.erased {
            self.erased.entry(digest).or_insert(seq);
        }
        self.entries_bad.extend(next.entries_bad);
        self.faults.extend(next.faults);
        self.end = next.end;
    }

    /// Whether an entry of a tile is known to be bad.
    pub(super) fn is_tile_bad(&self, tile: u64, tiles: u64) -> bool {
        let (first, last) = (tile * TILE + 1, (tile + tiles) * TILE);
        self.entries_bad.range(first..=last).next().is_some()
    }
}

impl Segment {
    /// Cuts the entries up to `last` into parts of whole tiles.
    pub(super) fn all(last: Seq, parts: u64, sizes: &BTreeSet<Seq>) -> Vec<Segment> {
        let wide = last.div_ceil(parts.max(1)).next_multiple_of(TILE).max(TILE);
        let mut segments = Vec::new();
        let mut after = 0;
        while after < last {
            let end = last.min(after + wide);
            segments.push(Segment {
                after,
                last: end,
                sizes: sizes.range(after + 1..=end).copied().collect(),
            });
            after = end;
        }
        segments
    }

    /// Walks over it.
    pub(super) async fn walk(self, link: &mut Link) -> Result<Walk, Failure> {
        let previous = match self.after {
            0 => Some(Digest::ZERO),
            after => match link.row(&sql::ENTRY_DIGEST, &[after.into()]).await {
                Ok(row) => row.and_then(|row| row.digest(0).ok()),
                Err(failure @ Failure::Away { .. }) => return Err(failure),
                Err(_) => None,
            },
        };
        let mut steps = Steps {
            sizes: self.sizes.into_iter().peekable(),
            next: self.after + 1,
            last: self.last,
            previous,
            tile: Frontier::default(),
            walk: Walk::default(),
            faults: Faults::default(),
        };
        let mut pace = Pace::new();
        while steps.next <= steps.last {
            let left = steps.last - steps.next + 1;
            let values = [(steps.next - 1).into(), left.min(pace.rows()).into()];
            let before = steps.next;
            let stuck = match link.rows(&sql::ENTRIES_AFTER, &values).await {
                Ok(rows) => {
                    let bytes = steps.take(&rows);
                    // Rows that are not in their order lead nowhere.
                    if steps.next == before {
                        Some("is not where it should be".to_owned())
                    } else {
                        pace.learn(bytes);
                        None
                    }
                }
                Err(failure @ Failure::Away { .. }) => return Err(failure),
                Err(failure) => Some(unreadable(&failure)),
            };
            // One bad page must not hide the entries on the good ones: go on one by one.
            if let Some(why) = stuck
                && !pace.slow()
            {
                steps.skip(&why);
            }
            // Hashing is work: others on this thread get their turn.
            tokio::task::yield_now().await;
        }
        steps.walk.faults = steps.faults.all;
        Ok(steps.walk)
    }
}

/// A walk on its way.
struct Steps {
    sizes: std::iter::Peekable<std::vec::IntoIter<Seq>>,
    next: Seq,
    last: Seq,
    /// The digest that stands with the entry before; none if that cannot be known.
    previous: Option<Digest>,
    tile: Frontier,
    walk: Walk,
    faults: Faults,
}

impl Steps {
    /// Takes the next rows. Returns how many bytes they had.
    fn take(&mut self, rows: &[Row]) -> usize {
        let mut bytes = 0;
        for row in rows {
            let Ok(seq) = row.count(0) else {
                continue;
            };
            if seq < self.next || seq > self.last {
                break;
            }
            self.miss(seq);
            if seq != self.next {
                break;
            }
            match entry_of(row) {
                Ok(entry) => {
                    bytes += entry.body.len() + 200;
                    self.step(&entry);
                }
                Err(failure) => self.skip(&unreadable(&failure)),
            }
        }
        let short = rows.last().and_then(|row| row.count(0).ok());
        if short.is_none_or(|seq| seq > self.last) {
            self.miss(self.last + 1);
        }
        bytes
    }

    /// An entry as it stands.
    fn step(&mut self, entry: &Entry) {
        let leaf = entry.leaf();
        if let Some(previous) = self.previous
            && chained(previous, leaf) != entry.digest
        {
            self.fault("is not what its digest says");
        }
        for digest in &entry.attaches {
            self.walk.attached.entry(*digest).or_insert(entry.seq);
        }
        for digest in &entry.erases {
            self.walk.erased.entry(*digest).or_insert(entry.seq);
        }
        self.previous = Some(entry.digest);
        self.grow(leaf);
    }

    /// An entry that is not there to be hashed. Its place is kept, so that the others keep theirs.
    fn skip(&mut self, why: &str) {
        self.fault(why);
        self.previous = None;
        self.grow(Digest::ZERO);
    }

    /// The entries before a place are not there. A gap wider than a journal may be is the work of a
    /// number that was changed: it is not walked through.
    fn miss(&mut self, before: Seq) {
        if before - self.next > GAP_MAX {
            self.fault("is missing, and those after it");
            self.previous = None;
            self.walk.end = None;
            self.next = self.last + 1;
        }
        while self.next < before {
            self.skip("is missing");
        }
    }

    fn grow(&mut self, leaf: Digest) {
        self.tile.push(leaf, |_, _| {});
        if self.next.is_multiple_of(TILE) {
            let tile = std::mem::take(&mut self.tile);
            self.walk.tiles.push(tile.root());
        }
        if self.sizes.next_if_eq(&self.next).is_some() && self.tile.size() > 0 {
            self.walk.rests.insert(self.next, self.tile.root());
        }
        self.walk.end = self.previous;
        self.next += 1;
    }

    fn fault(&mut self, why: &str) {
        let seq = self.next;
        self.walk.entries_bad.insert(seq);
        self.faults
            .add(Some(seq), "entry", format!("entry {seq} {why}"));
    }
}
