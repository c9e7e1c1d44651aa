//! What monitors say: filed or changed as it comes, many at once. A repetition is no news, and what
//! is older than what is known changes nothing.

use record::kinds::Record;
use record::operation::Signal;

use super::Desk;
use crate::access::{Action, Object};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::written::Written;

/// A signal that says the same is written down again only after so long: then it shows that it is
/// still heard.
const AGAIN_SECONDS: i64 = 900;
/// Most signals in one command.
const SIGNALS_MAX: usize = 10_000;

impl Desk<'_> {
    pub(super) fn hear(&self, signals: &[Written]) -> Result<Vec<Event>, Refusal> {
        if signals.len() > SIGNALS_MAX {
            let text = format!("at most {SIGNALS_MAX} signals at once");
            return Err(Refusal::invalid("signals", &text));
        }
        let mut events = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for written in signals {
            let (kind, id) = (written.record.kind(), written.record.id());
            let Record::Signal(new) = &written.record else {
                return Err(Refusal::invalid("kind", "only signals are heard"));
            };
            if !seen.insert(id) {
                continue;
            }
            let Some(filing) = self.state.filing(kind, id) else {
                self.may(Action::File, Object::Record(kind, id))?;
                events.push(Event::Filed(self.revised(written, None)));
                continue;
            };
            self.may(Action::Amend, Object::Record(kind, id))?;
            self.not_frozen(&written.record.reference(), filing)?;
            let known = self.state.latest(kind, id);
            if let Some(Record::Signal(known)) = &known
                && !is_news(&known.own, &new.own)
            {
                continue;
            }
            let revised = self.revised(written, None);
            if known.as_ref() != Some(&revised.written.record) {
                events.push(Event::Amended(revised));
            }
        }
        Ok(events)
    }
}

/// Whether a signal says something that the known one does not: it is no repetition, it is not of
/// an earlier time, and what has ended does not begin again at the time at which it began.
fn is_news(known: &Signal, new: &Signal) -> bool {
    let since = |signal: &Signal| signal.since.as_ref().map(|it| it.earliest());
    let heard = |signal: &Signal| signal.heard.as_ref().map(|it| it.earliest());
    if let (Some(known_since), Some(new_since)) = (since(known), since(new)) {
        let reopens = new_since == known_since && known.until.is_some() && new.until.is_none();
        if new_since < known_since || reopens {
            return false;
        }
    }
    let mut as_known = new.clone();
    as_known.heard = known.heard;
    if as_known != *known {
        return true;
    }
    match (heard(known), heard(new)) {
        (Some(known), Some(new)) => new.as_second() - known.as_second() >= AGAIN_SECONDS,
        (known, new) => known.is_none() && new.is_some(),
    }
}
