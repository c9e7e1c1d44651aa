//! What people put their name to: a policy that they have read, a document that they sign.

use record::link::split;

use super::Desk;
use crate::access::{Action, Object};
use crate::actor::Actor;
use crate::command::Command;
use crate::event::{self, Event};
use crate::refusal::Refusal;

impl Desk<'_> {
    /// One acknowledges for oneself; only a personal link, which the server has checked, speaks for
    /// a person without an account.
    pub(super) fn acknowledge(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        let Command::Acknowledge {
            subject,
            revision,
            person,
        } = command
        else {
            return Ok(Vec::new());
        };
        let (kind, id) = split(subject);
        let filing = self.state.filing("policy", id);
        let filing = filing.filter(|_| kind == Some("policy"));
        let Some(in_force) = filing.and_then(|filing| filing.in_force) else {
            return Err(Refusal::unknown(subject));
        };
        self.may(Action::Read, Object::Record("policy", id))?;
        if *revision != in_force {
            return Err(Refusal::Moved {
                subject: subject.clone(),
                expected: *revision,
                found: in_force,
            });
        }
        let by = match (self.context.actor, person) {
            (Actor::Server, Some(person)) => self.known_person(person)?,
            (Actor::Account { id, .. }, None) => {
                let account = self.state.account(id);
                let person = account.and_then(|account| account.person.as_deref());
                let person = person.map(|person| format!("person/{}", split(person).1));
                person.unwrap_or_else(|| format!("account/{id}"))
            }
            _ => {
                let text = "one acknowledges for oneself, signed in or by a personal link";
                return Err(Refusal::invalid("person", text));
            }
        };
        let known = self.state.acknowledgement(subject, &by);
        if known.is_some_and(|known| known.revision == in_force) {
            return Ok(Vec::new());
        }
        Ok(vec![Event::Acknowledged(event::Acknowledged {
            subject: subject.clone(),
            revision: in_force,
            by,
        })])
    }

    fn known_person(&self, person: &str) -> Result<String, Refusal> {
        let id = split(person).1;
        let known = self.state.registers.persons.get(id);
        let today = self.context.now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let here = known.filter(|it| it.own.leaves.is_none_or(|day| day.0 > today));
        let here = here.filter(|it| it.status() != record::kind::Status::Retired);
        here.map(|it| it.reference())
            .ok_or_else(|| Refusal::unknown(person))
    }

    /// Whoever may approve policies signs the charter.
    pub(super) fn sign_document(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        let Command::Sign {
            document,
            entry,
            digest,
            statement,
        } = command
        else {
            return Ok(Vec::new());
        };
        if document != "charter" {
            return Err(Refusal::unknown(document));
        }
        self.may(Action::Approve, Object::Kind("policy"))?;
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if digest.len() != 64 || !digest.chars().all(hex) {
            let text = "a digest is 64 hexadecimal digits";
            return Err(Refusal::invalid("digest", text));
        }
        if statement
            .as_ref()
            .is_some_and(|it| it.chars().count() > 500)
        {
            let text = "a statement has at most 500 characters";
            return Err(Refusal::invalid("statement", text));
        }
        Ok(vec![Event::Signed(event::Signed {
            document: document.clone(),
            entry: *entry,
            digest: digest.clone(),
            statement: statement.clone(),
        })])
    }
}
