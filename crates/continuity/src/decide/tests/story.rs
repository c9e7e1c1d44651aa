//! A story: a state that grows as commands are asked, each answered in one line.

use jiff::Timestamp;
use record::complaint::Complaints;
use record::kinds::Record;
use serde_json::Value;

use crate::access::Function;
use crate::actor::Actor;
use crate::command::{Command, Step};
use crate::decide::{Context, decide};
use crate::event::{Event, Remembered};
use crate::refusal::Refusal;
use crate::state::State;
use crate::testing::{NOON, instant, node};
use crate::written::Written;

/// A state that grows.
pub struct Story {
    pub state: State,
    pub now: Timestamp,
    seq: u64,
}

/// Who acts in stories.
pub fn operator() -> Actor {
    Actor::Operator {
        user: "root".into(),
    }
}

/// An account.
pub fn account(id: &str) -> Actor {
    Actor::Account {
        id: id.into(),
        via: None,
    }
}

/// A record from JSON.
pub fn record(value: Value) -> Record {
    let mut complaints = Complaints::new();
    let record = Record::read(&node(&value), 0, &mut complaints);
    record.unwrap_or_else(|| panic!("{value}: {:#?}", complaints.all))
}

/// A record as it was made at a door.
pub fn made(value: Value) -> Written {
    Written::made(record(value))
}

/// A step with a reason.
pub fn step(subject: &str) -> Step {
    Step {
        reason: Some("because".into()),
        ..Step::of(subject)
    }
}

impl Story {
    pub fn new() -> Story {
        Story {
            state: State::new(),
            now: instant(NOON),
            seq: 0,
        }
    }

    /// One with accounts named as their functions.
    pub fn with(functions: &[Function]) -> Story {
        let mut story = Story::new();
        for &function in functions {
            let until = (function == Function::Auditor).then(|| instant("2026-12-31T00:00:00Z"));
            story.tell(
                &operator(),
                Command::OpenAccount {
                    account: function.as_str().into(),
                    name: function.as_str().into(),
                    person: None,
                    functions: vec![(function, until)],
                },
            );
        }
        story
    }

    /// Asks, and takes in what follows.
    pub fn ask(&mut self, actor: &Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        let context = Context {
            actor,
            now: self.now,
        };
        let events = decide(&self.state, &command, &context)?;
        for event in &events {
            self.seq += 1;
            let remembered = Remembered {
                seq: self.seq,
                at: self.now,
                id: format!("entry-{}", self.seq),
                actor: actor.as_text(),
                via: None,
                request: None,
                asked: None,
                event: event.clone(),
            };
            self.state.apply(&remembered, 100);
        }
        Ok(events)
    }

    /// Asks, and tells in one line what came of it.
    pub fn tell(&mut self, actor: &Actor, command: Command) -> String {
        match self.ask(actor, command) {
            Ok(events) if events.is_empty() => "nothing to do".into(),
            Ok(events) => events
                .iter()
                .map(Event::word)
                .collect::<Vec<_>>()
                .join(", "),
            Err(refusal) => format!("{}: {}", refusal.code(), refusal.reason()),
        }
    }

    /// Files a record.
    pub fn file(&mut self, actor: &Actor, value: Value) -> String {
        let written = made(value);
        self.tell(actor, Command::File { written })
    }

    /// Amends a record, whatever its revision.
    pub fn amend(&mut self, actor: &Actor, value: Value) -> String {
        let (written, expected) = (made(value), None);
        self.tell(actor, Command::Amend { written, expected })
    }

    /// Revision, what is in force, what is proposed, and the status that answers see.
    pub fn life(&self, kind: &str, id: &str) -> String {
        let filing = self.state.filing(kind, id).expect("it was filed");
        let shown = self.state.registers.record(kind, id).expect("it was filed");
        let proposed = filing
            .proposed
            .as_ref()
            .map(|record| record.status().as_str());
        format!(
            "revision {}, in force {:?}, shown {}, proposed {:?}",
            filing.revision,
            filing.in_force,
            shown.status().as_str(),
            proposed
        )
    }
}
