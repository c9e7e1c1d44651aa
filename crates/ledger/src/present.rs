//! A snapshot: the state at an entry. It costs nothing to hold and never changes.

use continuity::event::Remembered;
use continuity::state::State;
use jiff::Timestamp;
use journal::entry::Digest;

/// The state at an entry.
#[derive(Clone, Debug)]
pub struct Present {
    /// The state.
    pub state: State,
    /// The last entry in it.
    pub seq: u64,
    /// That entry's digest.
    pub digest: Digest,
    /// That entry's instant.
    pub at: Timestamp,
}

/// What changed from one snapshot to the next.
#[derive(Clone, Debug)]
pub struct News {
    /// The entries, in order, without a gap to the news before.
    pub remembered: Vec<Remembered>,
    /// The last entry.
    pub seq: u64,
}
