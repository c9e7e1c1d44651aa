//! One line of the journal: what is handed in, what is kept, and how it is chained to the line
//! before it. What a body means is nobody's business here.

use std::fmt;
use std::str::FromStr;

use ring::digest::{Context, SHA256};

use crate::failure::Failure;

/// The place of an entry. The first is 1; 0 is the place before it.
pub type Seq = u64;

/// Longest body, in bytes.
pub const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Longest id of an entry, in bytes.
const ID_BYTES_MAX: usize = 64;

/// A SHA-256 digest. It is written and read as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What stands before the first entry of the chain.
    pub const ZERO: Digest = Digest([0; 32]);

    /// A digest as a database gave it.
    pub(crate) fn read(bytes: &[u8]) -> Result<Digest, Failure> {
        bytes
            .try_into()
            .map(Digest)
            .map_err(|_| Failure::broken(format!("a digest of {} bytes", bytes.len())))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [0; 64];
        for (byte, pair) in self.0.iter().zip(hex.chunks_exact_mut(2)) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        out.write_str(std::str::from_utf8(&hex).expect("hexadecimal digits are ASCII"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A text that is not 64 lower-case hexadecimal digits.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a digest has 64 hexadecimal digits")]
pub struct NoDigest;

impl FromStr for Digest {
    type Err = NoDigest;

    fn from_str(text: &str) -> Result<Digest, NoDigest> {
        let nibble = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(NoDigest),
        };
        if text.len() != 64 {
            return Err(NoDigest);
        }
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Ok(Digest(digest))
    }
}

/// The SHA-256 of some bytes.
pub fn digest(bytes: &[u8]) -> Digest {
    digest_of(&[bytes])
}

/// The SHA-256 of several pieces, one after the other.
pub(crate) fn digest_of(pieces: &[&[u8]]) -> Digest {
    let mut context = Context::new(&SHA256);
    for piece in pieces {
        context.update(piece);
    }
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    Digest(digest)
}

/// An entry that is not yet in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// A UUIDv7, unique in the journal.
    pub id: String,
    /// When it happened, in microseconds since 1970 UTC, as its author's clock said.
    pub at_micros: i64,
    /// Attachments it brings or speaks of.
    pub attaches: Vec<Digest>,
    /// Attachments whose bytes are erased with it.
    pub erases: Vec<Digest>,
    /// What happened, opaque here.
    pub body: String,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place.
    pub seq: Seq,
    /// When it happened, in microseconds since 1970 UTC, as its author's clock said.
    pub at_micros: i64,
    /// A UUIDv7, unique in the journal.
    pub id: String,
    /// Attachments it brings or speaks of.
    pub attaches: Vec<Digest>,
    /// Attachments whose bytes were erased with it.
    pub erases: Vec<Digest>,
    /// What happened, opaque here.
    pub body: String,
    /// The digest of all lines up to and including this one.
    pub digest: Digest,
}

/// The end of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last entry; 0 in an empty journal.
    pub seq: Seq,
    /// The digest of all lines; zero in an empty journal.
    pub digest: Digest,
}

impl Head {
    /// The end of an empty journal.
    pub const EMPTY: Head = Head {
        seq: 0,
        digest: Digest::ZERO,
    };
}

impl Draft {
    /// Refuses what could not be kept, or not be read back.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let plain = |letter: u8| letter.is_ascii_graphic();
        if self.id.is_empty() || self.id.len() > ID_BYTES_MAX || !self.id.bytes().all(plain) {
            return Err(Failure::unfit("an entry's id is 1 to 64 visible letters"));
        }
        if self.body.len() > BODY_BYTES_MAX {
            return Err(Failure::unfit("an entry has at most 16 MB"));
        }
        if self.body.contains('\0') {
            return Err(Failure::unfit("an entry cannot hold a NUL letter"));
        }
        Ok(())
    }
}

impl Entry {
    /// The Merkle tree's leaf of this entry.
    pub fn leaf(&self) -> Digest {
        let attached = attached_text(&self.attaches, &self.erases);
        leaf(self.seq, self.at_micros, &self.id, &attached, &self.body)
    }
}

/// The Merkle tree's leaf: SHA-256 of a zero byte and the line as text, by RFC 9162 section 2.1.1.
pub fn leaf(seq: Seq, at_micros: i64, id: &str, attached: &str, body: &str) -> Digest {
    let line = format!("{seq}\n{at_micros}\n{id}\n{attached}\n");
    digest_of(&[&[0], line.as_bytes(), body.as_bytes()])
}

/// The chain's next digest.
pub fn chained(previous: Digest, leaf: Digest) -> Digest {
    digest_of(&[&previous.0, &leaf.0])
}

/// What an entry attaches (`+`) and erases (`-`), as it stands in its row and under its digest.
pub(crate) fn attached_text(attaches: &[Digest], erases: &[Digest]) -> String {
    let marks = attaches.iter().map(|digest| ('+', digest));
    let marks = marks.chain(erases.iter().map(|digest| ('-', digest)));
    let words: Vec<String> = marks
        .map(|(mark, digest)| format!("{mark}{digest}"))
        .collect();
    words.join(" ")
}

/// Reads back what `attached_text` wrote: what is attached, what is erased.
pub(crate) fn read_attached(text: &str) -> Result<(Vec<Digest>, Vec<Digest>), Failure> {
    let (mut attaches, mut erases) = (Vec::new(), Vec::new());
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let (list, hex) = match (word.strip_prefix('+'), word.strip_prefix('-')) {
            (Some(hex), _) => (&mut attaches, hex),
            (None, Some(hex)) => (&mut erases, hex),
            (None, None) => return Err(Failure::broken("an attachment without + or -")),
        };
        let digest = hex.parse();
        list.push(digest.map_err(|error: NoDigest| Failure::broken(error.to_string()))?);
    }
    Ok((attaches, erases))
}
