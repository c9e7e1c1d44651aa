//! The gate before every ZIP archive: what it really inflates to is counted, not what it says; what
//! honest office files never hold is refused. Nothing is kept.

use std::io::{Cursor, Read};

use record::node::shorten;
use zip::ZipArchive;

/// Most bytes of one entry, inflated.
pub(crate) const ENTRY_MAX: u64 = 64 << 20;
/// Most bytes of all entries, inflated.
pub(crate) const TOTAL_MAX: u64 = 256 << 20;
/// Most inflated bytes for each stored one.
pub(crate) const RATIO_MAX: u64 = 100;
/// Below this size an entry may be denser: a few rows of zeros are no bomb.
const RATIO_FROM: u64 = 1 << 20;
/// Most entries.
pub(crate) const ENTRIES_MAX: usize = 2_000;

/// Checks an archive; says why it is refused. Cost: inflates it once, in pieces.
pub(crate) fn check(bytes: &[u8]) -> Result<(), String> {
    let broken = |error| format!("not a sound archive: {}", shorten(&format!("{error}")));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > ENTRIES_MAX {
        return Err(format!(
            "{} entries; at most {ENTRIES_MAX} are opened",
            archive.len()
        ));
    }
    if archive.has_duplicate_names() {
        return Err("two entries of one name".into());
    }
    if archive.offset() != 0 {
        return Err("bytes before the archive".into());
    }
    if archive.has_overlapping_entries().map_err(broken)? {
        return Err("entries that overlap".into());
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        let shown = shorten(&name);
        if escapes(&name) {
            return Err(format!("the entry `{shown}` leads out of its folder"));
        }
        if entry.is_symlink() || entry.encrypted() {
            return Err(format!("the entry `{shown}` is a link or encrypted"));
        }
        let stored = entry.compressed_size();
        total += inflated(entry, stored, &shown, total)?;
    }
    Ok(())
}

/// Whether a name is absolute, climbs, or is written for another system.
fn escapes(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with('/')
        || drive
        || name.contains(['\\', '\0'])
        || name.split('/').any(|part| part == "..")
}

/// How many bytes an entry really holds.
fn inflated(mut entry: impl Read, stored: u64, name: &str, before: u64) -> Result<u64, String> {
    let mut buffer = vec![0u8; 64 << 10];
    let (mut size, mut tail) = (0u64, Vec::new());
    loop {
        let read = match entry.read(&mut buffer) {
            Ok(0) => return Ok(size),
            Ok(read) => read,
            Err(error) => {
                let error = shorten(&error.to_string());
                return Err(format!("the entry `{name}` cannot be inflated: {error}"));
            }
        };
        let piece = &buffer[..read];
        if size == 0 && (piece.starts_with(b"PK\x03\x04") || name.ends_with(".zip")) {
            return Err(format!("the entry `{name}` is an archive itself"));
        }
        if size == 0 && (piece.starts_with(b"\xff\xfe") || piece.starts_with(b"\xfe\xff")) {
            return Err(format!("the entry `{name}` is not UTF-8"));
        }
        size += read as u64;
        if size > ENTRY_MAX {
            return Err(format!(
                "the entry `{name}` inflates to more than {ENTRY_MAX} bytes"
            ));
        }
        if before + size > TOTAL_MAX {
            return Err(format!("it inflates to more than {TOTAL_MAX} bytes"));
        }
        if size > RATIO_FROM && size / stored.max(1) > RATIO_MAX {
            return Err(format!(
                "the entry `{name}` inflates more than {RATIO_MAX}-fold"
            ));
        }
        if declares_type(&mut tail, piece) {
            return Err(format!("the entry `{name}` declares a document type"));
        }
    }
}

const DOCTYPE: &[u8] = b"<!DOCTYPE";

/// Whether a document type is declared in this piece or across its border with the last. Office
/// files declare none; entities that grow or fetch begin there.
fn declares_type(tail: &mut Vec<u8>, piece: &[u8]) -> bool {
    let find = |bytes: &[u8]| bytes.windows(DOCTYPE.len()).any(|window| window == DOCTYPE);
    let keep = DOCTYPE.len() - 1;
    tail.extend_from_slice(&piece[..piece.len().min(keep)]);
    let found = find(tail) || find(piece);
    tail.extend_from_slice(&piece[piece.len().min(keep)..]);
    let cut = tail.len().saturating_sub(keep);
    tail.drain(..cut);
    found
}
