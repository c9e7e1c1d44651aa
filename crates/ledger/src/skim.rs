//! The first bytes of an entry: what it is about, without what happened. Knows the very form that
//! `wire` writes; whatever looks otherwise is left to the full reader.

use std::borrow::Cow;

use continuity::event::{Event, Remembered};

/// What stands before what happened.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Skimmed<'a> {
    /// The event's word.
    pub(crate) event: Cow<'a, str>,
    /// Who did it.
    pub(crate) actor: Cow<'a, str>,
    /// The request that asked for it.
    pub(crate) request: Option<Cow<'a, str>>,
    /// What was asked, as a digest.
    pub(crate) asked: Option<Cow<'a, str>>,
    /// The record or account that it is about.
    pub(crate) of: Option<Cow<'a, str>>,
    /// The status of a new content.
    pub(crate) status: Option<Cow<'a, str>>,
    /// The file that the record was read from.
    pub(crate) file: Option<Cow<'a, str>>,
}

impl Skimmed<'_> {
    /// The same from an event that was understood.
    pub(crate) fn of(remembered: &Remembered) -> Skimmed<'static> {
        let own = |text: &str| Cow::Owned(text.to_string());
        let status = match &remembered.event {
            Event::Filed(it) | Event::Amended(it) => Some(it.written.record.status().as_str()),
            _ => None,
        };
        Skimmed {
            event: Cow::Borrowed(remembered.event.word()),
            actor: own(&remembered.actor),
            request: remembered.request.as_deref().map(own),
            asked: remembered.asked.as_deref().map(own),
            of: remembered.subject().map(Cow::Owned),
            status: status.map(Cow::Borrowed),
            file: remembered.file().map(own),
        }
    }

    /// Whether it is a change of a record.
    pub(crate) fn is_of_record(&self) -> bool {
        matches!(
            &*self.event,
            "filed" | "amended" | "submitted" | "approved" | "returned" | "retired" | "homed"
        )
    }

    /// Whether it brings a new content, and whether that is approved.
    pub(crate) fn content(&self) -> Option<bool> {
        self.status.as_deref().map(|status| status == "approved")
    }
}

/// What stands before what happened, in a body as today's `wire` writes it.
pub(crate) fn skim(body: &str) -> Option<Skimmed<'_>> {
    let mut rest = body.strip_prefix("{\"v\":1,")?;
    let mut skimmed = Skimmed::default();
    loop {
        let (key, after) = word(rest)?;
        let after = after.strip_prefix(':')?;
        if key == "what" {
            return Some(skimmed).filter(|it| !it.event.is_empty() && !it.actor.is_empty());
        }
        let (value, after) = word(after)?;
        let value = Cow::Borrowed(value);
        match key {
            "event" => skimmed.event = value,
            "actor" => skimmed.actor = value,
            "request" => skimmed.request = Some(value),
            "asked" => skimmed.asked = Some(value),
            "of" => skimmed.of = Some(value),
            "status" => skimmed.status = Some(value),
            "file" => skimmed.file = Some(value),
            "via" => {}
            _ => return None,
        }
        rest = after.strip_prefix(',')?;
    }
}

/// A text in quotes without an escape, and what comes after it.
fn word(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('"')?;
    let end = inside.find(['"', '\\'])?;
    let (word, rest) = inside.split_at(end);
    Some((word, rest.strip_prefix('"')?))
}

#[cfg(test)]
mod tests;
