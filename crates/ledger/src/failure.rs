//! Why a ledger cannot: the world failed, or the journal holds what this version cannot read.

use continuity::refusal::Refusal;

/// The world failed.
#[derive(Debug, thiserror::Error, Clone)]
pub enum Failure {
    /// The journal.
    #[error(transparent)]
    Journal(std::sync::Arc<journal::failure::Failure>),
    /// An entry that this version does not understand.
    #[error("entry {seq} of the journal cannot be read: {text}")]
    Unreadable {
        /// The entry.
        seq: u64,
        /// What is wrong, and how to mend it.
        text: String,
    },
    /// Other writers were faster every time.
    #[error("others write to the journal all the time; nothing was changed: try again")]
    Contended,
    /// A decision broke off: a fault of ours.
    #[error("a command could not be decided, by a fault of Mainstay; nothing was changed")]
    Broken,
    /// The ledger was closed.
    #[error("the ledger is closed")]
    Closed,
}

impl From<journal::failure::Failure> for Failure {
    fn from(failure: journal::failure::Failure) -> Failure {
        Failure::Journal(std::sync::Arc::new(failure))
    }
}

impl Failure {
    /// The journal's own failure, where it is one.
    pub fn of_journal(&self) -> Option<&journal::failure::Failure> {
        match self {
            Failure::Journal(failure) => Some(failure),
            _ => None,
        }
    }
}

/// Why a command was not carried out.
#[derive(Debug, Clone)]
pub enum Denied {
    /// The house says no.
    Refused(Refusal),
    /// The world failed.
    Failed(Failure),
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Denied {
        Denied::Refused(refusal)
    }
}

impl From<Failure> for Denied {
    fn from(failure: Failure) -> Denied {
        Denied::Failed(failure)
    }
}
