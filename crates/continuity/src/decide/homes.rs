//! Folders that are the home of what they hold: bringing one into step, and letting go of it.

use std::collections::BTreeSet;

use record::kind::Status;
use record::kinds::Record;

use super::{Desk, moved, next};
use crate::access::{Action, Object};
use crate::event::{self, Event};
use crate::refusal::Refusal;
use crate::state::Filing;
use crate::written::{Read, Written};

impl Desk<'_> {
    /// What the folder holds is taken over; what it held and holds no longer is retired; what has
    /// its home elsewhere is left alone and named.
    pub(super) fn sync(
        &self,
        home: &str,
        folder: &str,
        records: &[Written],
        seen: Option<u64>,
    ) -> Result<Vec<Event>, Refusal> {
        self.may(Action::Sync, Object::Whole)?;
        if !record::link::is_id(home) {
            let text = "the name of a home has lower-case letters, digits, `-`, `.`, `_`";
            return Err(Refusal::invalid("home", text));
        }
        let (mut events, mut collisions) = (Vec::new(), Vec::new());
        let mut held = BTreeSet::new();
        for written in records {
            let reference = written.record.reference();
            match self.taken_over(home, written) {
                Some(event) => events.extend(event),
                None => collisions.push(reference.clone()),
            }
            held.insert(reference);
        }
        for (subject, filing) in self.state.filings() {
            if filing.home.as_deref() == Some(home) && !held.contains(subject) {
                let reason = format!("no longer in the folder {home}");
                events.push(Event::Retired(moved(self.state, subject, Some(&reason))));
            }
        }
        if let Some(subject) = self.changed_since(seen, &events) {
            let (why, remedy) = (
                "was changed after it was decided what the folder shall make of it",
                "Look at what the folder would change now, and decide anew.",
            );
            return Err(Refusal::wrong_state(&subject, why, remedy));
        }
        let count = u32::try_from(records.len() - collisions.len()).unwrap_or(u32::MAX);
        let known = self.state.home(home);
        let same = known.is_some_and(|it| {
            it.records == count && it.collisions == collisions && it.folder == folder
        });
        if !events.is_empty() || !same {
            events.push(Event::Synced(event::Synced {
                home: home.to_string(),
                folder: folder.to_string(),
                records: count,
                collisions,
            }));
        }
        Ok(events)
    }

    /// A record that the events change and that someone else changed after an entry.
    fn changed_since(&self, seen: Option<u64>, events: &[Event]) -> Option<String> {
        let seen = seen?;
        let mut subjects = events.iter().filter_map(Event::subject);
        subjects.find(|subject| {
            let (kind, id) = record::link::split(subject);
            let filing = kind.and_then(|kind| self.state.filing(kind, id));
            filing.is_some_and(|filing| filing.last > seen)
        })
    }

    /// The event by which a home takes a record over, if any is needed; nothing where its home is
    /// elsewhere and it says something else there.
    fn taken_over(&self, home: &str, written: &Written) -> Option<Option<Event>> {
        let (kind, id) = (written.record.kind(), written.record.id());
        let revised = self.revised(written, Some(home));
        let Some(filing) = self.state.filing(kind, id) else {
            return Some(Some(Event::Filed(revised)));
        };
        let shown = self.state.latest(kind, id);
        let same = shown.as_ref() == Some(&revised.written.record);
        let retired = shown.as_ref().map(|record| record.status()) == Some(Status::Retired);
        let ours = filing.home.as_deref() == Some(home);
        let stands = || self.read_at(filing, shown.as_ref()) == written.read;
        match (same, ours) {
            (true, true) if stands() => Some(None),
            (true, true) => Some(Some(self.homed(written, Some(home)))),
            (true, false) if filing.home.is_none() => Some(Some(self.homed(written, Some(home)))),
            (false, true) => Some(Some(Event::Amended(revised))),
            (false, false) if retired => Some(Some(Event::Amended(revised))),
            _ => None,
        }
    }

    /// Where a record was read as the journal knows it: its file, its place, the places of its
    /// references.
    fn read_at(&self, filing: &Filing, shown: Option<&Record>) -> Option<Read> {
        let (file, _) = filing.stands?;
        let name = self.state.file_names().get(file as usize)?;
        Written::read_from(shown?.clone(), name).read
    }

    fn homed(&self, written: &Written, home: Option<&str>) -> Event {
        let subject = written.record.reference();
        let (revision, previous) = next(self.state, &subject);
        Event::Homed(event::Homed {
            subject,
            revision,
            previous,
            home: home.map(str::to_string),
            read: written.read.clone(),
        })
    }

    pub(super) fn leave_home(&self, home: &str) -> Result<Vec<Event>, Refusal> {
        self.may(Action::Sync, Object::Whole)?;
        if self.state.home(home).is_none() {
            return Err(Refusal::unknown(&format!("home/{home}")));
        }
        let mut events = Vec::new();
        for (subject, filing) in self.state.filings() {
            if filing.home.as_deref() == Some(home) {
                let (revision, previous) = next(self.state, subject);
                events.push(Event::Homed(event::Homed {
                    subject: subject.to_string(),
                    revision,
                    previous,
                    home: None,
                    read: None,
                }));
            }
        }
        events.push(Event::HomeLeft(event::HomeLeft {
            home: home.to_string(),
        }));
        Ok(events)
    }
}
