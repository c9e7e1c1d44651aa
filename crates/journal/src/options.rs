//! How a journal is opened.

use std::time::Duration;

/// What may be chosen when a journal is opened. `Options::default()` is what a server wants.
#[derive(Clone, Debug)]
pub struct Options {
    /// Nothing is made, nothing is written.
    pub read_only: bool,
    /// When a write counts as done; SQLite only.
    pub synchronous: Synchronous,
    /// The name of a registered SQLite file system to use instead of the system's; for torture.
    pub vfs: Option<String>,
    /// Whether room is kept beside an SQLite file for what cannot wait on a full disk.
    pub reserve: bool,
    /// How long to wait for another process that holds an SQLite file.
    pub busy_timeout: Duration,
    /// How long an append goes on trying while a database is away; PostgreSQL only.
    pub patience: Duration,
}

/// When SQLite counts a write as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synchronous {
    /// When it is on the disk.
    Full,
    /// When the system has it. A power cut loses the last writes: only a test of the tests, which
    /// must notice that, has a use for it.
    Normal,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            read_only: false,
            synchronous: Synchronous::Full,
            vfs: None,
            reserve: true,
            busy_timeout: Duration::from_secs(10),
            patience: Duration::from_secs(30),
        }
    }
}
