//! When items were said to be down: the spells of each signal, folded from its history, so that
//! hours without margin can be computed long after a signal has said something else.

use std::sync::Arc;

use jiff::Timestamp;
use record::kinds::Record;
use record::operation::signal::Says;

use super::State;
use crate::requirements::margin::hours::Spell;

/// At most so many spells of one signal are kept, the latest.
const SPELLS_MAX: usize = 500;

impl State {
    /// Every time in which an item was said to be down, by signal.
    pub fn spells(&self) -> Vec<Spell> {
        let all = self.spells.iter().flat_map(|(_, spells)| spells.iter());
        all.cloned().collect()
    }

    /// Takes in what a signal says from now on.
    pub(super) fn take_signal(&mut self, record: &Record, at: Timestamp) {
        let Record::Signal(signal) = record else {
            return;
        };
        let own = &signal.own;
        let since = own.since.as_ref().map_or(at, |it| it.earliest());
        let until = own.until.as_ref().map(|it| it.earliest());
        let reference = record.reference();
        let mut spells = self.spells.get(&reference).cloned().unwrap_or_default();
        let known = Arc::make_mut(&mut spells);
        let says_down = own.says == Some(Says::Down);
        let of = &*own.of.text;
        let last = known.last_mut().filter(|last| last.until.is_none());
        match last {
            Some(last) if says_down && last.of == of => last.until = until,
            Some(last) => last.until = Some(since.max(last.from)),
            None => {}
        }
        let goes_on = known.last().is_some_and(|last| {
            last.of == of && (last.until.is_none() || last.until == until && last.from >= since)
        });
        if says_down && !goes_on {
            known.push(Spell {
                of: of.to_string(),
                from: since,
                until,
            });
        }
        let over = known.len().saturating_sub(SPELLS_MAX);
        known.drain(..over);
        if !known.is_empty() {
            self.spells.put(&reference, spells);
        }
    }

    /// A signal was taken out of use: what it said holds no more.
    pub(super) fn end_signal(&mut self, reference: &str, at: Timestamp) {
        if let Some(spells) = self.spells.get_mut(reference)
            && let Some(last) = Arc::make_mut(spells).last_mut()
            && last.until.is_none()
        {
            last.until = Some(at.max(last.from));
        }
    }
}
