//! What stands beside the journal: files by digest, and the keeping of the journal itself.

use super::Desk;
use crate::access::{Action, Object, record_object};
use crate::command::Command;
use crate::event::{self, Event};
use crate::refusal::Refusal;

impl Desk<'_> {
    pub(super) fn attach(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        let Command::Attach {
            subject,
            digest,
            name,
            media_type,
            bytes,
            private,
        } = command
        else {
            return Ok(Vec::new());
        };
        let object = record_object(subject).ok_or_else(|| Refusal::unknown(subject))?;
        let (kind, id) = record::link::split(subject);
        if self.state.filing(kind.unwrap_or_default(), id).is_none() {
            return Err(Refusal::unknown(subject));
        }
        self.may(Action::Attach, object)?;
        if name.trim().is_empty() || name.chars().any(char::is_control) || name.len() > 200 {
            let text = "a name has 1 to 200 characters and no control characters";
            return Err(Refusal::invalid("name", text));
        }
        Ok(vec![Event::Attached(event::Attached {
            subject: subject.clone(),
            digest: digest.clone(),
            name: name.clone(),
            media_type: media_type.clone(),
            bytes: *bytes,
            private: *private,
        })])
    }

    pub(super) fn erase(&self, digest: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
        self.may(Action::Erase, Object::Attachment(digest))?;
        let subject = format!("attachment/{digest}");
        let Some(known) = self.state.attachment(digest) else {
            return Err(Refusal::unknown(&subject));
        };
        if known.erased.is_some() {
            return Ok(Vec::new());
        }
        if reason.trim().is_empty() {
            let text = "say why, in a sentence: it is kept for good";
            return Err(Refusal::invalid("reason", text));
        }
        Ok(vec![Event::Erased(event::Erased {
            digest: digest.to_string(),
            reason: reason.to_string(),
        })])
    }

    pub(super) fn keep(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        let Command::Keep {
            what,
            succeeded,
            text,
            head,
        } = command
        else {
            return Ok(Vec::new());
        };
        self.may(Action::Keep, Object::Journal)?;
        Ok(vec![Event::Kept(event::Kept {
            what: what.clone(),
            succeeded: *succeeded,
            text: text.clone(),
            head: *head,
        })])
    }
}
