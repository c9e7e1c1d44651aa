//! The questions whose answers would settle most verdicts.

use continuity::requirements::questions::{Questions, questions};
use continuity::requirements::recovery_targets::recovery_targets;

use super::Given;

/// The questions, those that settle most first.
pub fn ask(given: &Given<'_>) -> Questions {
    let standpoint = given.standpoint();
    let targets = recovery_targets(&standpoint);
    questions(&standpoint, &targets)
}
