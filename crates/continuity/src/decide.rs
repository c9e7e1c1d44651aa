//! From a command to events or a refusal. Everything that may forbid a change is asked here; what
//! is returned is remembered as it is. Time and names come in with the context.

mod accounts;
mod agreement;
mod beside;
pub mod campaign;
mod forecasts;
mod homes;
mod records;
mod rules;
mod runs;
mod signals;
mod warnings;
#[cfg(test)]
pub(crate) mod tests;

use jiff::Timestamp;

use crate::actor::Actor;
use crate::command::Command;
use crate::event::{self, Event};
use crate::refusal::Refusal;
use crate::state::State;

/// What a command is asked with.
pub struct Context<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// Now.
    pub now: Timestamp,
}

/// The events that a command leads to, in order; none where all is already as it is wanted. Cost:
/// linear in what the command brings; with a rule of severity `refuse` in force also a check of
/// the whole estate, before and after.
pub fn decide(
    state: &State,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let desk = Desk { state, context };
    let events = match command {
        Command::File { written } => desk.file(written)?,
        Command::Amend { written, expected } => desk.amend(written, *expected)?,
        Command::Submit(step) => desk.submit(step)?,
        Command::Approve(step) => desk.approve(step)?,
        Command::Return(step) => desk.give_back(step)?,
        Command::Retire(step) => desk.retire(step)?,
        Command::Import { records, seen, .. } => desk.import(records, *seen)?,
        Command::Sync {
            home,
            folder,
            records,
            seen,
        } => desk.sync(home, folder, records, *seen)?,
        Command::LeaveHome { home } => desk.leave_home(home)?,
        Command::Campaign { campaign, step } => desk.campaign(campaign, step)?,
        Command::Hear { signals } => return desk.hear(signals),
        Command::Attach { .. } => return desk.attach(command),
        Command::Erase { digest, reason } => return desk.erase(digest, reason),
        Command::Keep { .. } => return desk.keep(command),
        Command::Acknowledge { .. } => return desk.acknowledge(command),
        Command::Sign { .. } => return desk.sign_document(command),
        Command::KeepForecasts { statements } => return desk.keep_forecasts(statements),
        Command::StartRun(start) => return desk.start_run(start),
        Command::ReceiveWarnings(it) => return desk.receive_warnings(it),
        Command::DecidePrecaution(it) => return desk.decide_precaution(it),
        Command::JudgeWarning(it) => return desk.judge_warning(it),
        Command::Tick(tick) => return desk.tick(tick),
        Command::NoteRun { run, at, text } => return desk.note_run(run, *at, text),
        Command::StandDown(end) => return desk.stand_down(end),
        Command::VerifyRun {
            run,
            confirmed,
            note,
        } => return desk.verify_run(run, *confirmed, note.as_deref()),
        _ => return desk.account(command),
    };
    rules::keep_to(state, &events, context)?;
    Ok(events)
}

/// Where a decision is taken: the present and the context.
struct Desk<'a> {
    state: &'a State,
    context: &'a Context<'a>,
}

impl Desk<'_> {
    fn may(
        &self,
        action: crate::access::Action,
        object: crate::access::Object<'_>,
    ) -> Result<(), Refusal> {
        let Context { actor, now } = *self.context;
        crate::access::authorize(self.state, actor, action, object, now)
    }
}

/// A step of a record's life as an event's fields.
fn moved(state: &State, subject: &str, reason: Option<&str>) -> event::Moved {
    let (revision, previous) = next(state, subject);
    event::Moved {
        subject: subject.to_string(),
        revision,
        previous,
        reason: reason.map(str::to_string),
        unchanged_since: None,
        changes: Vec::new(),
    }
}

/// The number of a record's next change, and the entry of the latest one.
fn next(state: &State, subject: &str) -> (u32, Option<u64>) {
    let (kind, id) = record::link::split(subject);
    match state.filing(kind.unwrap_or_default(), id) {
        Some(filing) => (filing.revision + 1, Some(filing.last)),
        None => (1, None),
    }
}
