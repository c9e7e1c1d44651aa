//! The next single loss that would stop each critical service, this minute, and what planned work
//! takes.

use continuity::requirements::margin::{self, Ground, Margin, Told};
use continuity::requirements::recovery_targets::recovery_targets;

use super::{Given, threads};

/// The estate made ready for margins: kept for as long as nothing but signals changes.
pub fn ground(given: &Given<'_>) -> Ground {
    let standpoint = given.standpoint();
    let targets = recovery_targets(&standpoint);
    Ground::new(&standpoint.estate, &targets).on(threads())
}

/// Margin at the instant asked about; without what a journal tells, the hours without margin are
/// told from the records alone.
pub fn margin(given: &Given<'_>, ground: &Ground, told: Option<&Told>) -> Margin {
    let of_records;
    let told = match told {
        Some(told) => told,
        None => {
            of_records = Told {
                spells: margin::hours::spells(given.registers),
                warned: Vec::new(),
            };
            &of_records
        }
    };
    margin::margin(ground, given.registers, told, given.at)
}
