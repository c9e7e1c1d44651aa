//! The record that a page is about: its kind, its contents as this reader may see them, the life it
//! had, and what may be done with it next.

use continuity::access::{Action, Object};
use continuity::event::{Event, Remembered};
use continuity::state::{Filing, State};
use record::complaint::Complaints;
use record::kind::Status;
use record::kinds::{About, Record, about};
use record::node::Node;

use super::names::Names;
use super::outline::Outline;
use crate::http::call::Call;
use crate::http::order::failed;
use crate::http::problem::Problem;
use crate::http::withhold;

/// Most changes of a record that are looked back on.
const CHANGES_MAX: usize = 2_000;

/// A record and what is known of it.
pub struct Subject {
    /// Its kind.
    pub about: &'static About,
    /// What its kind asks for, as far as this reader may see it.
    pub outline: Outline,
    /// What answers see: what is in force, else the draft.
    pub seen: Record,
    /// The latest content: what is proposed, else what answers see.
    pub latest: Record,
    /// Its life so far.
    pub filing: Filing,
    money: bool,
}

/// What may be done with a record next, by this reader, now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Next {
    /// Change it.
    pub amend: bool,
    /// Put the draft up for approval.
    pub submit: bool,
    /// Put it in force.
    pub approve: bool,
    /// Give it back to its author.
    pub give_back: bool,
    /// Take it out of use.
    pub retire: bool,
    /// What they change is in force at once.
    pub at_once: bool,
}

/// The kind that the path names.
pub fn kind(call: &Call) -> Result<&'static About, Problem> {
    let known = about(call.path.kind());
    known.ok_or_else(|| Problem::unknown(&format!("`{}`", call.path.get("plural"))))
}

/// What the form of a kind asks for, as far as this reader may see it.
pub fn outline(call: &Call, about: &About) -> Outline {
    let outline = Outline::of(about);
    match call.may(Action::ReadMoney) {
        true => outline,
        false => outline.without_money(),
    }
}

/// The tree of a record, without what this reader may not see.
pub fn tree(call: &Call, record: &Record) -> Node {
    let mut node = record.write();
    if !call.may(Action::ReadMoney) {
        withhold::money(&mut node);
    }
    node
}

impl Subject {
    /// The record that the path names, in a state.
    pub fn of(call: &Call, state: &State) -> Result<Subject, Problem> {
        let about = kind(call)?;
        let id = call.path.get("id");
        let known = state.registers.record(about.name, id);
        let known = known.zip(state.filing(about.name, id));
        let Some((seen, filing)) = known else {
            return Err(Problem::unknown(&call.path.reference()));
        };
        Ok(Subject {
            about,
            outline: outline(call, about),
            latest: state.latest(about.name, id).unwrap_or_else(|| seen.clone()),
            seen,
            filing: filing.clone(),
            money: call.may(Action::ReadMoney),
        })
    }

    /// `kind/id`.
    pub fn reference(&self) -> String {
        self.seen.reference()
    }

    /// What it is called.
    pub fn title(&self, names: &Names<'_>) -> String {
        names.name(&self.reference())
    }

    /// The path of its page.
    pub fn path(&self) -> String {
        crate::web::link::filed(&self.reference())
    }

    /// A content of it as this reader may see it.
    pub fn tree(&self, record: &Record) -> Node {
        let mut node = record.write();
        if !self.money {
            withhold::money(&mut node);
        }
        node
    }

    /// Whether something of it is withheld from this reader.
    pub fn withholds(&self) -> bool {
        !self.money && !withhold::money(&mut self.latest.write()).is_empty()
    }

    /// What may be done next. A record whose home is a folder is changed there.
    pub fn next(&self, call: &Call) -> Next {
        let object = Object::Record(self.about.name, self.seen.id());
        let may = |action| call.may_do(action, object);
        let (status, frozen) = (self.latest.status(), self.filing.home.is_some());
        let (amend, approve) = (may(Action::Amend), may(Action::Approve));
        let open = matches!(status, Status::Draft | Status::InReview);
        let used = self.seen.status() != Status::Retired;
        Next {
            amend: amend && !frozen,
            submit: amend && !frozen && status == Status::Draft,
            approve: approve && !frozen && open,
            give_back: approve && !frozen && status == Status::InReview,
            retire: may(Action::Retire)
                && !frozen
                && used
                && (approve || self.filing.in_force.is_none()),
            at_once: approve,
        }
    }
}

/// A change of a record, and the content that it had then.
pub struct Change {
    /// Its number.
    pub revision: u32,
    /// What happened.
    pub entry: Remembered,
    /// The latest content after it.
    pub content: Option<Record>,
}

/// All changes of the record that the path names, the first of them first.
pub async fn changes(call: &Call) -> Result<Vec<Change>, Problem> {
    let (kind, id) = (call.path.kind(), call.path.get("id"));
    let history = call.doors.ledger.history(kind, id, CHANGES_MAX).await;
    let history = history.map_err(|failure| failed(&failure))?;
    if history.is_empty() {
        return Err(Problem::unknown(&call.path.reference()));
    }
    Ok(contents(history))
}

/// The content after each change. What a step leaves stands in the change before it.
fn contents(history: Vec<Remembered>) -> Vec<Change> {
    let (mut latest, mut in_force): (Option<Record>, Option<Record>) = (None, None);
    let mut changes = Vec::with_capacity(history.len());
    for entry in history.into_iter().rev() {
        let revision = entry.revision().map_or(0, |(revision, _)| revision);
        let status = match &entry.event {
            Event::Filed(it) | Event::Amended(it) => {
                latest = Some(it.written.record.clone());
                None
            }
            Event::Submitted(_) => Some(Status::InReview),
            Event::Returned(_) => Some(Status::Draft),
            Event::Approved(_) => Some(Status::Approved),
            Event::Retired(_) => {
                latest = in_force.take().or(latest);
                Some(Status::Retired)
            }
            _ => None,
        };
        if let (Some(status), Some(record)) = (status, &mut latest) {
            record.envelope_mut().status = Some(status);
        }
        if let Some(record) = latest.as_ref().filter(|it| it.status() == Status::Approved) {
            in_force = Some(record.clone());
        }
        let content = latest.clone();
        changes.push(Change {
            revision,
            entry,
            content,
        });
    }
    changes
}

/// A record of a tree, or every complaint.
pub fn read(node: &Node) -> Result<Record, Complaints> {
    let mut complaints = Complaints::new();
    match Record::read(node, 0, &mut complaints) {
        Some(record) if complaints.all.is_empty() => Ok(record),
        _ => Err(complaints),
    }
}
