//! Checkpoints: what the journal was at some size, signed, so that it can be kept where whoever
//! changes the journal cannot reach it. The text is C2SP's `tlog-checkpoint` in a signed note.
//! Sending one to another machine is for the doors.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::entry::{Digest, Seq, digest};
use crate::failure::Failure;
use crate::note;

/// Entries after which a checkpoint is due at once: reliability row A-03.
pub const ENTRIES_MAX: u64 = 100;
/// Microseconds after which it is due for fewer entries: reliability row A-03.
pub const MICROS_MAX: i64 = 60_000_000;

/// A signed statement of what the journal was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Its number; the first is 1.
    pub number: u64,
    /// Which journal it speaks of.
    pub origin: String,
    /// How many entries it covers.
    pub size: Seq,
    /// The root of the tree over them.
    pub root: Digest,
    /// SHA-256 of the note before it; zero for the first.
    pub previous: Digest,
    /// When it was made, in microseconds since 1970 UTC.
    pub at_micros: i64,
    /// The signed note, which says all this.
    pub note: String,
}

/// How far the checkpoints reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The number of the last one; 0 where there is none.
    pub number: u64,
    /// SHA-256 of its note.
    pub hash: Digest,
    /// How many entries it covers.
    pub size: Seq,
    /// When it was made.
    pub at_micros: i64,
}

impl Reach {
    /// Before the first checkpoint.
    pub const NONE: Reach = Reach {
        number: 0,
        hash: Digest::ZERO,
        size: 0,
        at_micros: i64::MIN,
    };
}

/// Whether a checkpoint is due: 100 entries after the last one, or any entry and a minute.
pub fn checkpoint_due(reach: Reach, head: Seq, now_micros: i64) -> bool {
    let beyond = head.saturating_sub(reach.size);
    // A clock that was set back must not put checkpoints off for as long.
    let minute =
        now_micros.saturating_sub(reach.at_micros) >= MICROS_MAX || now_micros < reach.at_micros;
    beyond >= ENTRIES_MAX || (beyond > 0 && minute)
}

impl Checkpoint {
    /// Writes and signs one.
    pub(crate) fn signed(
        key: &note::SigningKey,
        reach: Reach,
        origin: &str,
        (size, root): (Seq, Digest),
        at_micros: i64,
    ) -> Checkpoint {
        let number = reach.number + 1;
        let text = format!(
            "{origin}\n{size}\n{}\nnumber {number}\nprevious {}\nat {at_micros}\n",
            BASE64.encode(root.0),
            BASE64.encode(reach.hash.0),
        );
        Checkpoint {
            number,
            origin: origin.to_owned(),
            size,
            root,
            previous: reach.hash,
            at_micros,
            note: key.sign(&text),
        }
    }

    /// Reads a note. Whether its signature is true is not asked.
    pub fn read(note: &str) -> Option<Checkpoint> {
        let (text, _) = note::parts(note)?;
        let mut lines = text.lines();
        let origin = lines.next()?.to_owned();
        let size = lines.next()?.parse().ok()?;
        let root = read_hash(lines.next()?)?;
        let (mut number, mut previous, mut at_micros) = (None, None, None);
        for line in lines {
            match line.split_once(' ')? {
                ("number", value) => number = value.parse().ok(),
                ("previous", value) => previous = read_hash(value),
                ("at", value) => at_micros = value.parse().ok(),
                _ => {}
            }
        }
        Some(Checkpoint {
            number: number?,
            origin,
            size,
            root,
            previous: previous?,
            at_micros: at_micros?,
            note: note.to_owned(),
        })
    }

    /// How far the checkpoints reach with this one.
    pub fn reach(&self) -> Reach {
        Reach {
            number: self.number,
            hash: digest(self.note.as_bytes()),
            size: self.size,
            at_micros: self.at_micros,
        }
    }

    /// Writes the note into a folder, whole or not at all, down to the disk. Returns its path.
    pub fn deliver(&self, folder: &Path) -> Result<PathBuf, Failure> {
        let path = folder.join(format!("checkpoint-{:010}.txt", self.number));
        let draft = folder.join(format!(".checkpoint-{:010}.part", self.number));
        let write = || {
            let mut file = std::fs::File::create(&draft)?;
            file.write_all(self.note.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&draft, &path)?;
            std::fs::File::open(folder)?.sync_all()
        };
        write().map_err(Failure::file(&path))?;
        Ok(path)
    }
}

/// A hash as it stands in a note.
fn read_hash(text: &str) -> Option<Digest> {
    BASE64.decode(text).ok()?.try_into().ok().map(Digest)
}
