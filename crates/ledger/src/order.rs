//! A command on its way: who asks, under which request id; and what came of it.

use continuity::actor::Actor;
use continuity::command::Command;
use jiff::Timestamp;
use journal::attachment::Attachment;

/// A command on its way.
#[derive(Clone, Debug)]
pub struct Order {
    /// Who asks.
    pub actor: Actor,
    /// The id under which it is asked: a repeated one gets the first receipt back.
    pub request: Option<String>,
    /// A digest of what the door was asked, so that the same id with another question is noticed.
    pub asked: Option<String>,
    /// What is asked.
    pub command: Command,
    /// The bytes of files that the command puts beside the journal.
    pub attachments: Vec<Attachment>,
}

impl Order {
    /// A command without a request id and without files.
    pub fn new(actor: Actor, command: Command) -> Order {
        Order {
            actor,
            request: None,
            asked: None,
            command,
            attachments: Vec::new(),
        }
    }

    /// Under a request id.
    pub fn under(mut self, request: &str, asked: &str) -> Order {
        self.request = Some(request.to_string());
        self.asked = Some(asked.to_string());
        self
    }
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The first and the last of its entries; nothing where all was already as wanted.
    pub entries: Option<(u64, u64)>,
    /// When it was written.
    pub at: Timestamp,
    /// The records it changed, each with its revision then.
    pub subjects: Vec<(String, u32)>,
    /// Whether it is the receipt of an earlier request with the same id.
    pub repeated: bool,
}
