//! Folders that are the home of what they hold: bringing one into step, and letting go of it.

use std::collections::BTreeSet;

use record::kind::Status;

use super::{Desk, moved, next};
use crate::access::{Action, Object};
use crate::event::{self, Event};
use crate::refusal::Refusal;
use crate::written::Written;

impl Desk<'_> {
    /// What the folder holds is taken over; what it held and holds no longer is retired; what has
    /// its home elsewhere is left alone and named.
    pub(super) fn sync(
        &self,
        home: &str,
        folder: &str,
        records: &[Written],
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
        let read = written.read.as_ref();
        let stands = |(file, line): (u32, u32)| {
            let name = self.state.file_names().get(file as usize);
            let begins = read.map_or("", |read| &read.places);
            name.map(|name| &**name) == read.map(|read| &*read.file)
                && begins.split(':').next() == Some(line.to_string().as_str())
        };
        match (same, ours) {
            (true, true) if filing.stands.is_some_and(stands) => Some(None),
            (true, true) => Some(Some(self.homed(written, Some(home)))),
            (true, false) if filing.home.is_none() => Some(Some(self.homed(written, Some(home)))),
            (false, true) => Some(Some(Event::Amended(revised))),
            (false, false) if retired => Some(Some(Event::Amended(revised))),
            _ => None,
        }
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
