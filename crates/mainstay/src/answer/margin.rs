//! The next single loss that would stop each critical service, this minute, and what planned work
//! takes.

use continuity::requirements::margin::hours::Spell;
use continuity::requirements::margin::{self, Ground, Margin};
use continuity::requirements::recovery_targets::recovery_targets;

use super::Given;

/// The estate made ready for margins: kept for as long as nothing but signals changes.
pub fn ground(given: &Given<'_>) -> Ground {
    let standpoint = given.standpoint();
    let targets = recovery_targets(&standpoint);
    Ground::new(&standpoint.estate, &targets)
}

/// Margin at the instant asked about; without spells from a journal's history, the hours without
/// margin are told from the records alone.
pub fn margin(given: &Given<'_>, ground: &Ground, spells: Option<&[Spell]>) -> Margin {
    let of_records;
    let spells = match spells {
        Some(spells) => spells,
        None => {
            of_records = margin::hours::spells(given.registers);
            &of_records
        }
    };
    margin::margin(ground, given.registers, spells, given.at)
}
