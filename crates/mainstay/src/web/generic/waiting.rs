//! Files whose import was shown and waits for consent. They stay in memory for half an hour, few
//! and small enough to bear, under an id that only their sender can use: what is written is what
//! was shown, whatever a browser sends back. After a restart one shows them again.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::http::call::SentFile;

/// Most that wait at once.
const COUNT_MAX: usize = 20;
/// Most bytes of all that wait; the oldest make room.
const BYTES_MAX: usize = 200_000_000;
/// How long something waits.
const PATIENCE: SignedDuration = SignedDuration::from_mins(30);

/// Files that wait.
#[derive(Clone)]
pub struct Files {
    /// Who sent them.
    pub sender: String,
    /// The word of their format.
    pub format: &'static str,
    /// The files.
    pub files: Vec<SentFile>,
    /// The last entry that was seen when they were shown.
    pub seen: u64,
    /// When they were shown.
    pub at: Timestamp,
    /// Whether they were written.
    pub written: bool,
}

/// All files that wait.
#[derive(Default)]
pub struct Waiting {
    all: Mutex<Vec<(String, Files)>>,
}

impl Waiting {
    /// Has files wait; gives back under which id.
    pub fn keep(&self, files: Files) -> String {
        let id = uuid::Uuid::new_v4().to_string();
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let now = files.at;
        all.retain(|(_, known)| now.duration_since(known.at) < PATIENCE);
        all.push((id.clone(), files));
        let size = |all: &[(String, Files)]| -> usize {
            let files = all.iter().flat_map(|(_, it)| &it.files);
            files.map(|file| file.bytes.len()).sum()
        };
        while all.len() > COUNT_MAX || all.len() > 1 && size(&all) > BYTES_MAX {
            all.remove(0);
        }
        id
    }

    /// Files that wait under an id, for their sender; nothing where they wait no longer.
    pub fn get(&self, id: &str, sender: &str, now: Timestamp) -> Option<Files> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = all.iter();
        let found = all.find(|(known, files)| known == id && files.sender == sender);
        let waits = |files: &&Files| now.duration_since(files.at) < PATIENCE;
        found.map(|(_, files)| files).filter(waits).cloned()
    }

    /// Notes that they were written, so that a second press of the button does nothing twice.
    pub fn note_written(&self, id: &str) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = all.iter_mut();
        if let Some((_, files)) = all.find(|(known, _)| known == id) {
            files.written = true;
            files.files.clear();
        }
    }
}
