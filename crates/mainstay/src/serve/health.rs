//! Whether what the server stands on is well, looked at now and then and remembered: whoever asks
//! gets an answer at once, above all when the database is away.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ledger::Ledger;

/// How often it is looked.
pub const EVERY: Duration = Duration::from_secs(2);
/// How long the database may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// What must fit on the disk for it to have room.
const ROOM_BYTES: usize = 1 << 20;

/// One thing that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What.
    pub name: &'static str,
    /// Whether it is well.
    pub well: bool,
    /// How it is, in words.
    pub words: String,
}

/// What was seen last.
#[derive(Debug, Default)]
pub struct Health {
    seen: Mutex<Seen>,
    folder: Option<PathBuf>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    /// The journal's head, or why it does not answer.
    journal: Option<Result<u64, String>>,
    room: Option<Result<(), String>>,
}

impl Health {
    /// Health of a server that keeps its journal in a folder; nothing where it is elsewhere.
    pub fn new(folder: Option<PathBuf>) -> Health {
        Health {
            seen: Mutex::default(),
            folder,
        }
    }

    /// Looks.
    pub async fn look(&self, ledger: &Ledger) {
        let head = tokio::time::timeout(PATIENCE, ledger.journal().head()).await;
        let journal = match head {
            Ok(Ok(head)) => Ok(head.seq),
            Ok(Err(failure)) => Err(failure.to_string()),
            Err(_) => Err("the journal's database does not answer".to_owned()),
        };
        let room = match self.folder.clone() {
            None => Ok(()),
            Some(folder) => {
                let looked = tokio::task::spawn_blocking(move || room(&folder)).await;
                looked.unwrap_or_else(|_| Err("the disk could not be looked at".to_owned()))
            }
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Seen {
            journal: Some(journal),
            room: Some(room),
        };
    }

    /// How everything is.
    pub fn checks(&self, ledger: &Ledger) -> Vec<Checked> {
        let seen = self
            .seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let present = ledger.present().seq;
        let (well, words) = match (&seen.journal, ledger.trouble()) {
            (_, Some(trouble)) => (false, trouble),
            (Some(Err(why)), None) => (false, why.clone()),
            (Some(Ok(_)) | None, None) => (true, "answers".to_owned()),
        };
        let journal = Checked {
            name: "journal",
            well,
            words,
        };
        let behind = match seen.journal {
            Some(Ok(head)) => head.saturating_sub(present),
            _ => 0,
        };
        // What was appended since it was looked is not a falling behind.
        let folded = Checked {
            name: "present",
            well: behind < 10_000,
            words: match behind {
                0 => format!("holds all {present} entries"),
                behind => format!("{behind} entries are still to be read"),
            },
        };
        let room = match seen.room {
            Some(Err(why)) => Checked {
                name: "disk",
                well: false,
                words: why,
            },
            _ => Checked {
                name: "disk",
                well: true,
                words: "has room".to_owned(),
            },
        };
        vec![journal, folded, room]
    }
}

/// Whether a little more fits on the disk of a folder.
fn room(folder: &Path) -> Result<(), String> {
    let path = folder.join(format!(".room-{}", std::process::id()));
    let written = std::fs::write(&path, vec![1_u8; ROOM_BYTES]);
    // Whatever became of it, it must not stay.
    let _ = std::fs::remove_file(&path);
    written.map_err(|error| format!("nothing more can be written: {error}"))
}
