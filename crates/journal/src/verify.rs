//! Is the journal whole and untouched? Everything is worked out again from the rows and compared
//! with what stands there, and with checkpoints that were kept elsewhere. Nothing is mended.

mod beside;
mod marks;
mod schema;
mod walk;

use std::collections::BTreeSet;

use crate::Journal;
use crate::checkpoint::{Checkpoint, ENTRIES_MAX, Reach};
use crate::entry::{Digest, Head, Seq};
use crate::failure::Failure;
use crate::link::Link;
use crate::note::VerifierKey;
use crate::statements as sql;
use crate::tail::head_of;
use marks::Marks;
use walk::{Segment, Walk};

/// Most faults that are told one by one.
const FAULTS_MAX: usize = 1000;
/// Entries below which one connection reads them all.
const PARALLEL_FROM: u64 = 20_000;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The first entry that it may concern, where it can be told.
    pub seq: Option<Seq>,
    /// The table it was found in; `outside` for checkpoints kept elsewhere.
    pub table: &'static str,
    /// What is wrong, in words.
    pub text: String,
}

/// What verifying found.
#[derive(Clone, Debug)]
pub struct Report {
    /// How many entries the head speaks of.
    pub entries: Seq,
    /// The head as it stands.
    pub head: Head,
    /// The root of the tree over the entries as they stand.
    pub root: Digest,
    /// How many checkpoints there are.
    pub checkpoints: u64,
    /// How many entries no checkpoint covers yet: they could be cut off unseen.
    pub uncovered: u64,
    /// Whether the signatures of checkpoints were checked, which needs a key.
    pub signatures_checked: bool,
    /// What is not as it was written: at most a thousand faults, by entry.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether everything is as it was written.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    /// The first entry that is not as it was written, where it can be told. An attachment that is
    /// wrong names an entry only if no entry is wrong itself.
    pub fn first_bad(&self) -> Option<Seq> {
        let first = |of: fn(&&Fault) -> bool| {
            let faults = self.faults.iter().filter(of);
            faults.filter_map(|fault| fault.seq).min()
        };
        first(|fault| fault.table != "attachment").or_else(|| first(|_| true))
    }
}

impl Journal {
    /// Verifies the journal, while it may be written, up to the head it has at the beginning.
    ///
    /// `keys` are those that may have signed its checkpoints; without one, signatures are not
    /// looked at. `outside` are notes of checkpoints kept elsewhere.
    ///
    /// Errors: only what keeps from reading at all; damage is a fault. Cost: reads every row once;
    /// memory for 32 bytes per 256 entries, per checkpoint and per attachment.
    pub async fn verify(
        &self,
        keys: &[VerifierKey],
        outside: &[String],
    ) -> Result<Report, Failure> {
        let mut reading = self.reading().await?;
        let link = reading.begin().await?;
        let report = self.examine(link, keys, outside).await?;
        reading.end().await;
        Ok(report)
    }

    async fn examine(
        &self,
        link: &mut Link,
        keys: &[VerifierKey],
        outside: &[String],
    ) -> Result<Report, Failure> {
        let mut faults = Faults::default();
        let tables = schema::examine(link, &mut faults).await;
        faults.take("schema", None, tables)?;
        let (head, number, hash) = match self.head_row(link).await {
            Ok(row) => row,
            Err(failure) => {
                faults.take::<()>("head", None, Err(failure))?;
                (Head::EMPTY, 0, Digest::ZERO)
            }
        };
        let mut marks = Marks::new(self.origin(), head.seq, keys);
        let inside = marks.read_inside(link, &mut faults).await;
        faults.take("checkpoint", None, inside)?;
        marks.compare_head(number, hash, &mut faults);
        marks.read_outside(outside, &mut faults);
        let walk = self.walk(link, head, &marks.sizes()).await?;
        faults.all.extend(walk.faults.iter().cloned());
        compare_end(link, head, &walk, &mut faults).await?;
        let tree = beside::compare_tree(link, &walk, &mut faults).await;
        faults.take("tree", None, tree)?;
        let root = marks.compare_roots(&walk, &mut faults);
        let kept = beside::compare_attachments(link, &walk, &mut faults).await;
        faults.take("attachment", None, kept)?;
        let reach = marks.reach();
        Ok(Report {
            entries: head.seq,
            head,
            root,
            checkpoints: reach.number,
            uncovered: head.seq.saturating_sub(reach.size),
            signatures_checked: !keys.is_empty(),
            faults: faults.sorted(),
        })
    }

    async fn head_row(&self, link: &mut Link) -> Result<(Head, u64, Digest), Failure> {
        let row = link.row(&sql::HEAD, &[]).await?;
        head_of(&row.ok_or_else(|| Failure::broken("its only row is missing"))?)
    }

    /// Walks over all entries, in several parts at once where there are many.
    async fn walk(
        &self,
        link: &mut Link,
        head: Head,
        sizes: &BTreeSet<Seq>,
    ) -> Result<Walk, Failure> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let parts = if self.store.is_memory() || head.seq < PARALLEL_FROM {
            1
        } else {
            cores.clamp(1, 4) as u64
        };
        let segments = Segment::all(head.seq, parts, sizes);
        if segments.len() < 2 {
            let mut walk = Walk::default();
            for segment in segments {
                walk.join(segment.walk(link).await?);
            }
            return Ok(walk);
        }
        let mut tasks = Vec::new();
        for segment in segments {
            let mut reader = self.readers.lend().await?;
            tasks.push(tokio::spawn(async move {
                let walked = segment.walk(reader.link()).await;
                reader.set_fit(walked.is_ok());
                walked
            }));
        }
        let mut walk = Walk::default();
        for task in tasks {
            let walked = task.await.map_err(|failed| Failure::Other {
                source: failed.into(),
            })?;
            walk.join(walked?);
        }
        Ok(walk)
    }
}

/// Faults found so far.
#[derive(Default)]
pub(crate) struct Faults {
    all: Vec<Fault>,
}

impl Faults {
    /// Adds one.
    pub(crate) fn add(&mut self, seq: Option<Seq>, table: &'static str, text: impl Into<String>) {
        if self.all.len() < FAULTS_MAX {
            let text = text.into();
            self.all.push(Fault { seq, table, text });
        }
    }

    /// Makes a fault of what keeps a table from being read. What keeps from reading at all is
    /// handed on.
    pub(crate) fn take<T>(
        &mut self,
        table: &'static str,
        seq: Option<Seq>,
        read: Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(failure @ Failure::Away { .. }) => Err(failure),
            Err(failure) => {
                self.add(seq, table, unreadable(&failure));
                Ok(None)
            }
        }
    }

    fn sorted(mut self) -> Vec<Fault> {
        // Those that name an entry come first, in the order of the entries.
        self.all
            .sort_by_key(|fault| (fault.seq.is_none(), fault.seq));
        self.all.truncate(FAULTS_MAX);
        self.all
    }
}

/// What is said of a table or row that cannot be read.
pub(crate) fn unreadable(failure: &Failure) -> String {
    let mut text = format!("cannot be read: {failure}");
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}

/// Compares the last entry with the head, and looks for entries that the head does not know.
async fn compare_end(
    link: &mut Link,
    head: Head,
    walk: &Walk,
    faults: &mut Faults,
) -> Result<(), Failure> {
    let end = walk.end.unwrap_or(Digest::ZERO);
    if walk.entries_bad.is_empty() && end != head.digest {
        let text = format!("its digest is not that of entry {}", head.seq);
        faults.add(Some(head.seq), "head", text);
    }
    let past = link.rows(&sql::ENTRIES_PAST, &[head.seq.into()]).await;
    for row in faults.take("entry", None, past)?.unwrap_or_default() {
        match row.number(0) {
            Ok(seq) => {
                let text = format!("entry {seq} is not in the chain: it was added");
                faults.add(Some(Seq::try_from(seq).unwrap_or(0)), "entry", text);
            }
            Err(failure) => faults.add(None, "entry", unreadable(&failure)),
        }
    }
    Ok(())
}

/// Whether so many entries without a checkpoint say that one is missing.
fn is_overdue(head: Seq, reach: Reach) -> bool {
    head.saturating_sub(reach.size) >= ENTRIES_MAX
}

/// The checkpoint of a note, or what is wrong with the note.
fn read_note(note: &str, origin: &str) -> Result<Checkpoint, String> {
    let read = Checkpoint::read(note).ok_or("is not the note of a checkpoint")?;
    if read.origin != origin {
        return Err(format!("is of another journal, {}", read.origin));
    }
    Ok(read)
}
