//! Filing, changing, approving and retiring records, one by one or many at once.

use record::kind::Status;
use record::kinds::Record;
use record::link::split;

use super::{Desk, moved, next};
use crate::access::{Action, Object};
use crate::command::Step;
use crate::event::{Event, Revised, Since};
use crate::refusal::Refusal;
use crate::state::Filing;
use crate::substance;
use crate::written::Written;

impl Desk<'_> {
    pub(super) fn file(&self, written: &Written) -> Result<Vec<Event>, Refusal> {
        let (kind, id) = (written.record.kind(), written.record.id());
        self.may(Action::File, Object::Record(kind, id))?;
        if self.state.filing(kind, id).is_some() {
            return Err(Refusal::Exists {
                subject: written.record.reference(),
            });
        }
        if written.record.status() == Status::Retired {
            return Err(Refusal::invalid(
                "status",
                "a new record is not retired yet",
            ));
        }
        let revised = self.revised(written, None);
        need_name_and_end(&revised.written.record)?;
        Ok(vec![Event::Filed(revised)])
    }

    pub(super) fn amend(
        &self,
        written: &Written,
        expected: Option<u32>,
    ) -> Result<Vec<Event>, Refusal> {
        let (kind, id) = (written.record.kind(), written.record.id());
        let subject = written.record.reference();
        let filing = self.known(&subject, expected)?;
        self.may(Action::Amend, Object::Record(kind, id))?;
        self.not_frozen(&subject, filing)?;
        if written.record.status() == Status::Retired {
            let text = "a record is taken out of use by retiring it, with a reason";
            return Err(Refusal::invalid("status", text));
        }
        let revised = self.revised(written, None);
        if self.state.latest(kind, id).as_ref() == Some(&revised.written.record) {
            return Ok(Vec::new());
        }
        need_name_and_end(&revised.written.record)?;
        Ok(vec![Event::Amended(revised)])
    }

    pub(super) fn submit(&self, step: &Step) -> Result<Vec<Event>, Refusal> {
        let filing = self.known(&step.subject, step.expected)?;
        self.may_record(Action::Amend, &step.subject)?;
        self.not_frozen(&step.subject, filing)?;
        if self.open_status(&step.subject)? != Status::Draft {
            let (why, remedy) = ("is no draft", "Amend it first; then submit the draft.");
            return Err(Refusal::wrong_state(&step.subject, why, remedy));
        }
        Ok(vec![Event::Submitted(self.moved(step))])
    }

    pub(super) fn approve(&self, step: &Step) -> Result<Vec<Event>, Refusal> {
        let filing = self.known(&step.subject, step.expected)?;
        self.may_record(Action::Approve, &step.subject)?;
        self.not_frozen(&step.subject, filing)?;
        self.open_status(&step.subject)?;
        let mut moved = self.moved(step);
        let (kind, id) = split(&step.subject);
        if let Some(mut latest) = self.state.latest(kind.unwrap_or_default(), id) {
            latest.envelope_mut().status = Some(Status::Approved);
            need_name_and_end(&latest)?;
            (moved.unchanged_since, moved.changes) = self.change_of(&latest);
        }
        Ok(vec![Event::Approved(moved)])
    }

    pub(super) fn give_back(&self, step: &Step) -> Result<Vec<Event>, Refusal> {
        let filing = self.known(&step.subject, step.expected)?;
        self.may_record(Action::Approve, &step.subject)?;
        self.not_frozen(&step.subject, filing)?;
        if self.open_status(&step.subject)? != Status::InReview {
            let (why, remedy) = (
                "waits for no approval",
                "Only what was submitted is returned.",
            );
            return Err(Refusal::wrong_state(&step.subject, why, remedy));
        }
        need_reason(step)?;
        Ok(vec![Event::Returned(self.moved(step))])
    }

    pub(super) fn retire(&self, step: &Step) -> Result<Vec<Event>, Refusal> {
        let filing = self.known(&step.subject, step.expected)?;
        self.may_record(Action::Retire, &step.subject)?;
        self.not_frozen(&step.subject, filing)?;
        if self.shown(&step.subject).map(|record| record.status()) == Some(Status::Retired) {
            return Ok(Vec::new());
        }
        // What is in force is taken out of force only by one who may put it there.
        if filing.in_force.is_some() {
            self.may_record(Action::Approve, &step.subject)?;
        }
        need_reason(step)?;
        Ok(vec![Event::Retired(self.moved(step))])
    }

    pub(super) fn import(
        &self,
        records: &[Written],
        seen: Option<u64>,
    ) -> Result<Vec<Event>, Refusal> {
        self.may(Action::Import, Object::Whole)?;
        let mut events = Vec::new();
        for written in records {
            let (kind, id) = (written.record.kind(), written.record.id());
            let Some(filing) = self.state.filing(kind, id) else {
                events.push(Event::Filed(self.revised(written, None)));
                continue;
            };
            if seen.is_some_and(|seen| filing.last > seen) {
                let (why, remedy) = (
                    "was changed after it was decided what the import shall make of it",
                    "Look at what the import would change now, and decide anew.",
                );
                let subject = written.record.reference();
                return Err(Refusal::wrong_state(&subject, why, remedy));
            }
            let revised = self.revised(written, None);
            if self.state.latest(kind, id).as_ref() == Some(&revised.written.record) {
                continue;
            }
            self.not_frozen(&written.record.reference(), filing)?;
            events.push(Event::Amended(revised));
        }
        Ok(events)
    }

    /// The fields of a new content. `approved` holds only if the actor may approve; what is not in
    /// force by itself waits for someone who may put it there.
    pub(super) fn revised(&self, written: &Written, home: Option<&str>) -> Revised {
        let mut written = written.clone();
        let record = &mut written.record;
        let object = (record.kind(), record.id().to_string());
        let may = || {
            self.may(Action::Approve, Object::Record(object.0, &object.1))
                .is_ok()
        };
        if record.status() == Status::Approved && !may() {
            record.envelope_mut().status = Some(Status::InReview);
        }
        let (revision, previous) = next(self.state, &record.reference());
        let (unchanged_since, changes) = self.change_of(record);
        Revised {
            written,
            revision,
            previous,
            home: home.map(str::to_string),
            unchanged_since,
            changes,
        }
    }

    /// Since when what answers see says the same as it will with this content, in all that a
    /// proof rests on; nothing and the fields where it will say something else. A proposal beside
    /// what is in force changes nothing yet.
    fn change_of(&self, record: &Record) -> (Option<Since>, Vec<String>) {
        let (kind, id) = (record.kind(), record.id());
        let shown = self.state.registers.record(kind, id);
        let Some((filing, shown)) = self.state.filing(kind, id).zip(shown) else {
            return (None, Vec::new());
        };
        let waits = filing.in_force.is_some() && record.status() != Status::Approved;
        if waits || substance::same(&shown, record) {
            return (filing.changed.as_deref().cloned(), Vec::new());
        }
        (None, substance::differing(&shown, record))
    }

    fn moved(&self, step: &Step) -> crate::event::Moved {
        moved(self.state, &step.subject, step.reason.as_deref())
    }

    fn may_record(&self, action: Action, subject: &str) -> Result<(), Refusal> {
        let object = crate::access::record_object(subject);
        self.may(action, object.ok_or_else(|| Refusal::unknown(subject))?)
    }

    fn known(&self, subject: &str, expected: Option<u32>) -> Result<&Filing, Refusal> {
        let (kind, id) = split(subject);
        let filing = kind.and_then(|kind| self.state.filing(kind, id));
        let filing = filing.ok_or_else(|| Refusal::unknown(subject))?;
        match expected.filter(|expected| *expected != filing.revision) {
            Some(expected) => Err(Refusal::Moved {
                subject: subject.to_string(),
                expected,
                found: filing.revision,
            }),
            None => Ok(filing),
        }
    }

    pub(super) fn not_frozen(&self, subject: &str, filing: &Filing) -> Result<(), Refusal> {
        let Some(home) = &filing.home else {
            return Ok(());
        };
        let stands = filing.stands.and_then(|(file, line)| {
            let name = self.state.file_names().get(file as usize)?;
            Some(format!("{name}:{line}"))
        });
        Err(Refusal::Frozen {
            subject: subject.to_string(),
            home: home.to_string(),
            stands,
        })
    }

    fn shown(&self, subject: &str) -> Option<Record> {
        let (kind, id) = split(subject);
        self.state.registers.record(kind?, id)
    }

    /// The status of the content that is not in force.
    fn open_status(&self, subject: &str) -> Result<Status, Refusal> {
        let (kind, id) = split(subject);
        let latest = self.state.latest(kind.unwrap_or_default(), id);
        match latest.map(|record| record.status()) {
            Some(Status::Approved) => {
                let (why, remedy) = ("is in force already", "Amend it to propose a change.");
                Err(Refusal::wrong_state(subject, why, remedy))
            }
            Some(Status::Retired) => {
                let (why, remedy) = ("is retired", "Amend it to bring it back as a draft.");
                Err(Refusal::wrong_state(subject, why, remedy))
            }
            Some(status) => Ok(status),
            None => Err(Refusal::unknown(subject)),
        }
    }
}

/// A gap is accepted by somebody and until a day, or not at all.
fn need_name_and_end(record: &Record) -> Result<(), Refusal> {
    let Record::Choice(choice) = record else {
        return Ok(());
    };
    let in_force = choice.is_approved() && choice.gap_accepted;
    match (&choice.approver, &choice.expires) {
        (None, _) if in_force => Err(Refusal::invalid("approver", "say who accepts the gap")),
        (_, None) if in_force => {
            let text = "say until when the gap is accepted; then it comes back";
            Err(Refusal::invalid("expires", text))
        }
        _ => Ok(()),
    }
}

fn need_reason(step: &Step) -> Result<(), Refusal> {
    match step.reason.as_deref().map(str::trim) {
        Some(reason) if !reason.is_empty() => Ok(()),
        _ => Err(Refusal::invalid(
            "reason",
            "say why, in a sentence: it is kept for good",
        )),
    }
}
