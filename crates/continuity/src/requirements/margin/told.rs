//! What a journal knows beyond its records: when items were said to be down, and which warnings
//! that hold touch sites here.

use jiff::Timestamp;

use super::hours::Spell;
use crate::requirements::warning::join;
use crate::requirements::warning::precaution::here;
use crate::state::State;

/// What a journal knows beyond its records.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// When items were said to be down.
    pub spells: Vec<Spell>,
    /// Warnings that hold.
    pub warned: Vec<Warned>,
}

/// A warning that holds, and whom it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    /// What it is of, and its id.
    pub name: String,
    /// From when what it warns of is expected.
    pub from: Option<Timestamp>,
    /// Until when it holds.
    pub until: Option<Timestamp>,
    /// The sites it touches.
    pub sites: Vec<String>,
}

impl Told {
    /// What a state tells at an instant. Cost: the spells, and the warnings in force by sites.
    pub fn of(state: &State, at: Timestamp) -> Told {
        let ground = join::Ground::new(&state.registers);
        let actual = here(state, &ground, at, |it, standing| {
            it.warning.status == "Actual" && !standing.is_over()
        });
        let mut warned = Vec::new();
        for here in actual {
            let (warning, sites) = (&here.received.warning, here.affected());
            if sites.is_empty() {
                continue;
            }
            let event = warning.events.first().map_or("warning", String::as_str);
            warned.push(Warned {
                name: format!("{event} ({})", here.received.id),
                from: warning.onset.or(warning.effective).or(warning.sent),
                until: warning.expires,
                sites,
            });
        }
        Told {
            spells: state.spells(),
            warned,
        }
    }
}
