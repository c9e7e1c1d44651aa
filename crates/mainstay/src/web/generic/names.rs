//! What records are called, for links and for fields that name a record.

use maud::{Markup, html};
use record::kinds::{ALL, Registers};
use record::link::{is_id, split};

use super::label;
use crate::web::link;

/// Most names that a field offers without a search.
const OFFERED_MAX: usize = 100;

/// What records are called.
pub struct Names<'r> {
    registers: &'r Registers,
}

impl<'r> Names<'r> {
    /// Those of some records.
    pub fn new(registers: &'r Registers) -> Names<'r> {
        Names { registers }
    }

    /// The `kind/id` of a record that a text names: as it stands, or as a bare id of one of the
    /// kinds; with no kinds, of any.
    pub fn reference(&self, text: &str, kinds: &[String]) -> Option<String> {
        let (kind, id) = split(text);
        let all: Vec<&str> = match (kind, kinds.is_empty()) {
            (Some(kind), _) => vec![kind],
            (None, true) => ALL.iter().map(|about| about.name).collect(),
            (None, false) => kinds.iter().map(String::as_str).collect(),
        };
        let found = all.into_iter().find(|kind| self.registers.has(kind, id));
        found.map(|kind| format!("{kind}/{id}"))
    }

    /// What a record is called: its name, else its id.
    pub fn name(&self, reference: &str) -> String {
        let (kind, id) = split(reference);
        let known = self.registers.envelope(kind.unwrap_or_default(), id);
        let name = known.and_then(|(envelope, _, _)| envelope.name.clone());
        name.unwrap_or_else(|| id.to_owned())
    }

    /// A link to the record that a text names, or the text with a word that nothing answers.
    pub fn link(&self, text: &str, kinds: &[String]) -> Markup {
        match self.reference(text, kinds) {
            Some(reference) => link::record(&reference, &self.name(&reference)),
            None => html! { (text) " " span.warn { "no such record" } },
        }
    }

    /// Who answers for something, by the text of a field.
    pub fn party(&self, text: &str) -> Markup {
        let parties = record::link::PARTIES.iter();
        let parties: Vec<String> = parties.map(|kind| (*kind).to_owned()).collect();
        self.link(text, &parties)
    }

    /// What someone typed as the text of a reference: as it is where it may be one, else the only
    /// record of the kinds that has this name.
    pub fn meant(&self, typed: &str, kinds: &[String]) -> String {
        let typed = typed.trim();
        let (kind, id) = split(typed);
        if is_id(id) && kind.is_none_or(is_id) {
            return typed.to_owned();
        }
        self.named(typed, kinds).unwrap_or_else(|| typed.to_owned())
    }

    /// The only record of the kinds that has a name: its id, with its kind where several may be
    /// meant.
    pub fn named(&self, name: &str, kinds: &[String]) -> Option<String> {
        let (folded, mut found) = (name.trim().to_lowercase(), Vec::new());
        self.registers
            .each_envelope(&mut |kind, id, envelope, _, _| {
                let fits = kinds.is_empty() || kinds.iter().any(|known| known == kind);
                let named = envelope.name.as_ref().map(|name| name.to_lowercase());
                if fits && named.as_deref() == Some(&*folded) {
                    found.push(short(kinds, kind, id));
                }
            });
        let one = found.pop()?;
        found.is_empty().then_some(one)
    }

    /// The records that a field may name, as the browser offers them, and whether these are all.
    pub fn offered(&self, kinds: &[String]) -> (Vec<(String, String)>, bool) {
        let (mut all, mut whole) = (Vec::new(), true);
        self.registers
            .each_envelope(&mut |kind, id, envelope, _, status| {
                let fits = kinds.is_empty() || kinds.iter().any(|known| known == kind);
                if !fits || status == record::kind::Status::Retired {
                    return;
                }
                if all.len() == OFFERED_MAX {
                    whole = false;
                    return;
                }
                let name = envelope.name.as_deref().unwrap_or(id);
                let what = match kinds {
                    [_] => name.to_owned(),
                    _ => format!("{name}, {}", label::inside(kind)),
                };
                all.push((short(kinds, kind, id), what));
            });
        (all, whole)
    }
}

/// The bare id where only one kind may be meant.
fn short(kinds: &[String], kind: &str, id: &str) -> String {
    match kinds {
        [_] => id.to_owned(),
        _ => format!("{kind}/{id}"),
    }
}
