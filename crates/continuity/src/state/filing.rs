//! The life of one record so far: its number of changes, what is in force, what is proposed.

use std::sync::Arc;

use jiff::Timestamp;
use record::kinds::Record;

use crate::event::Since;

/// The life of one record so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filing {
    /// How many changes there were; the latest one's number.
    pub revision: u32,
    /// The entry of the latest change.
    pub last: u64,
    /// The change since which what is in force is in force.
    pub in_force: Option<u32>,
    /// A later content that is not yet in force.
    pub proposed: Option<Arc<Record>>,
    /// Who wrote the latest content.
    pub author: Box<str>,
    /// Who put in force what is in force.
    pub approver: Option<Box<str>>,
    /// The entry that put in force what is in force, and when it was written.
    pub approved: Option<(u64, Timestamp)>,
    /// The folder that is its home.
    pub home: Option<Arc<str>>,
    /// Where it stands there or where it was imported from: file and line.
    pub stands: Option<(u32, u32)>,
    /// When what answers see last came to say something else in what a proof rests on.
    pub changed: Option<Arc<Since>>,
    /// About how many bytes it takes.
    pub(super) bytes: u32,
}
