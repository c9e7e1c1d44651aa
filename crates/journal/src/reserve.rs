//! Room on the disk that is kept beside a journal's file and given up when the disk is full, so
//! that on the worst day the most important entries still find a place.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::note::private_file;
use crate::sqlite::beside;

/// Its size: a twentieth of the journal, but between these.
const BYTES: (u64, u64) = (1024 * 1024, 64 * 1024 * 1024);
/// What must be free beside it before it counts as restored.
const SPARE: u64 = 1024 * 1024;

/// The file that keeps the room.
pub(crate) struct Reserve {
    journal: PathBuf,
    path: PathBuf,
    held: bool,
}

impl Reserve {
    /// Makes the file, or finds it. On a full disk it waits for room.
    pub(crate) fn keep(journal: &Path) -> Reserve {
        let mut reserve = Reserve {
            journal: journal.to_owned(),
            path: beside(journal, ".reserve"),
            held: false,
        };
        let there = std::fs::metadata(&reserve.path).map_or(0, |about| about.len());
        reserve.held = there >= reserve.wanted() || reserve.make().is_ok();
        // One that was made for a smaller journal is better than none.
        reserve.held |= there >= BYTES.0;
        reserve
    }

    /// Gives the room up. False if there was none to give.
    pub(crate) fn release(&mut self) -> bool {
        self.held = false;
        std::fs::remove_file(&self.path).is_ok()
    }

    /// Takes the room back after it was given up.
    ///
    /// Errors: the disk is still full.
    pub(crate) fn restore(&mut self) -> Result<(), Failure> {
        if !self.held {
            self.make().map_err(|_| Failure::Full)?;
            self.held = true;
        }
        Ok(())
    }

    fn wanted(&self) -> u64 {
        let journal = std::fs::metadata(&self.journal).map_or(0, |about| about.len());
        (journal / 20).clamp(BYTES.0, BYTES.1)
    }

    /// Fills the file. It is written beside first: half a reserve would be mistaken for a whole.
    fn make(&self) -> Result<(), Failure> {
        let draft = beside(&self.path, ".part");
        let wanted = self.wanted();
        let _ = std::fs::remove_file(&draft);
        let write = || {
            let mut file = private_file(&draft)?;
            // Zeros, written: a hole in a file holds no room.
            let block = vec![0; 256 * 1024];
            let mut written = 0;
            while written < wanted + SPARE {
                file.write_all(&block).map_err(Failure::file(&draft))?;
                written += block.len() as u64;
            }
            file.sync_all()
                .and_then(|()| file.set_len(wanted))
                .and_then(|()| std::fs::rename(&draft, &self.path))
                .map_err(Failure::file(&self.path))
        };
        write().inspect_err(|_| {
            let _ = std::fs::remove_file(&draft);
        })
    }
}
