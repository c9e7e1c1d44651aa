//! What one append writes, worked out before the database is asked: entries with their digests,
//! subtrees completed, a checkpoint if one is due.

use std::collections::HashSet;

use crate::attachment::Attachment;
use crate::checkpoint::{Checkpoint, ENTRIES_MAX};
use crate::entry::{Digest, Draft, Entry, Head, Seq, attached_text, chained, leaf};
use crate::failure::Failure;
use crate::note::SigningKey;
use crate::tail::Tail;
use crate::tree::{KEPT_LEVELS, Place};
use crate::writer::EntryRow;

/// Entries to append, in order, all or none.
pub(crate) struct Batch {
    /// The head they are to follow.
    pub expected: Seq,
    /// The entries; their digests hold once `chain` was called.
    pub entries: Vec<Entry>,
    /// Attachments that come with them.
    pub attachments: Vec<Attachment>,
    /// What each row says of attachments.
    attached: Vec<String>,
    leaves: Vec<Digest>,
}

/// What is written beside the entries.
pub(crate) struct Growth {
    /// The journal's end when all is written.
    pub tail: Tail,
    /// Subtrees completed, of the levels that are kept.
    pub subtrees: Vec<(Place, Digest)>,
    /// The checkpoint that fell due.
    pub checkpoint: Option<Checkpoint>,
}

impl Batch {
    /// Takes drafts that are fit to be kept.
    ///
    /// Errors: a draft that could not be kept or read back, two with one id, an attachment that no
    /// draft mentions or that is not what its digest says.
    pub(crate) fn new(
        expected: Seq,
        drafts: Vec<Draft>,
        attachments: Vec<Attachment>,
    ) -> Result<Batch, Failure> {
        let mut ids = HashSet::new();
        let mut mentioned: HashSet<&Digest> = HashSet::new();
        for draft in &drafts {
            draft.check()?;
            if !ids.insert(draft.id.as_str()) {
                return Err(Failure::unfit("two entries with one id"));
            }
            mentioned.extend(&draft.attaches);
        }
        for attachment in &attachments {
            if !attachment.is_whole() || !mentioned.contains(&attachment.digest) {
                return Err(Failure::unfit("an attachment that no entry attaches"));
            }
        }
        let mut batch = Batch {
            expected,
            entries: Vec::with_capacity(drafts.len()),
            attachments,
            attached: Vec::with_capacity(drafts.len()),
            leaves: Vec::with_capacity(drafts.len()),
        };
        for (seq, draft) in (expected + 1..).zip(drafts) {
            batch.add(seq, draft);
        }
        Ok(batch)
    }

    /// Chains the entries to the digest of the entry before them.
    pub(crate) fn chain(&mut self, previous: Digest) {
        let mut previous = previous;
        for (entry, leaf) in self.entries.iter_mut().zip(&self.leaves) {
            entry.digest = chained(previous, *leaf);
            previous = entry.digest;
        }
    }

    /// The head once they are written; none if there are none.
    pub(crate) fn head(&self) -> Option<Head> {
        self.entries.last().map(|last| Head {
            seq: last.seq,
            digest: last.digest,
        })
    }

    /// Digests that entries attach and that do not come with the batch.
    pub(crate) fn attached_before(&self) -> HashSet<Digest> {
        let here: HashSet<Digest> = self.attachments.iter().map(|one| one.digest).collect();
        let all = self.entries.iter().flat_map(|entry| &entry.attaches);
        all.filter(|digest| !here.contains(digest))
            .copied()
            .collect()
    }

    /// What is written beside the entries when they follow a tail.
    pub(crate) fn growth(&self, tail: &Tail, sign: Option<(&SigningKey, &str)>) -> Growth {
        let mut subtrees = Vec::new();
        let mut after = tail.clone();
        for leaf in &self.leaves {
            after.frontier.push(*leaf, |place, hash| {
                if KEPT_LEVELS.contains(&place.level) {
                    subtrees.push((place, hash));
                }
            });
        }
        after.head = self.head().unwrap_or(tail.head);
        let beyond = after.head.seq - after.reach.size.min(after.head.seq);
        let mut checkpoint = None;
        if let (Some((key, origin)), Some(last)) = (sign, self.entries.last())
            && beyond >= ENTRIES_MAX
        {
            let tree = (after.head.seq, after.frontier.root());
            let signed = Checkpoint::signed(key, after.reach, origin, tree, last.at_micros);
            after.reach = signed.reach();
            checkpoint = Some(signed);
        }
        Growth {
            tail: after,
            subtrees,
            checkpoint,
        }
    }

    /// The entries as their rows hold them.
    pub(crate) fn rows(&self) -> Vec<EntryRow<'_>> {
        let both = self.entries.iter().zip(&self.attached);
        both.map(|(entry, attached)| EntryRow {
            seq: entry.seq,
            at_micros: entry.at_micros,
            id: &entry.id,
            attached,
            body: &entry.body,
            digest: &entry.digest,
        })
        .collect()
    }

    /// About how many bytes this adds to the database's log.
    pub(crate) fn weight(&self) -> u64 {
        let entries = self.entries.iter().map(|entry| entry.body.len() + 400);
        let attachments = self.attachments.iter().map(|one| one.bytes.len());
        20_000 + entries.chain(attachments).sum::<usize>() as u64
    }

    fn add(&mut self, seq: Seq, draft: Draft) {
        let attached = attached_text(&draft.attaches, &draft.erases);
        let leaf = leaf(seq, draft.at_micros, &draft.id, &attached, &draft.body);
        self.leaves.push(leaf);
        self.attached.push(attached);
        self.entries.push(Entry {
            seq,
            at_micros: draft.at_micros,
            id: draft.id,
            attaches: draft.attaches,
            erases: draft.erases,
            body: draft.body,
            digest: Digest::ZERO,
        });
    }
}
