//! Where the key that signs checkpoints is: beside a SQLite journal, else in the server's folder.
//! Opening makes it when missing; looking does not.

use std::path::{Path, PathBuf};

use journal::Journal;
use journal::failure::Failure;
use journal::note::{SigningKey, VerifierKey};

/// The file of the key of a journal at an address; `folder` is for journals that are no file. A
/// journal in memory has none.
pub fn place(journal: &str, folder: &Path) -> Option<PathBuf> {
    match journal.strip_prefix("sqlite:") {
        Some(_) => beside(journal),
        None => Some(folder.join("journal.key")),
    }
}

/// The file of the key beside a journal that is a file.
pub fn beside(journal: &str) -> Option<PathBuf> {
    let file = journal.strip_prefix("sqlite:")?;
    let file = file.strip_prefix("//").unwrap_or(file);
    (file != ":memory:").then(|| PathBuf::from(format!("{file}.key")))
}

/// Opens the key of a journal, or makes it.
pub fn open(journal: &Journal, place: &Path) -> Result<SigningKey, Failure> {
    SigningKey::open(place, &journal.origin())
}

/// The public half of the key at a place, if there is a key.
pub fn verifier(place: &Path) -> Result<Option<VerifierKey>, Failure> {
    match place.exists() {
        // The name is only for a key that is made.
        true => SigningKey::open(place, "unused").map(|key| Some(key.verifier().clone())),
        false => Ok(None),
    }
}
