//! What we will miss next in our own estate: the `drift` of a forecast.

use continuity::requirements::drift::{Drift, drift as of};
use continuity::requirements::recovery_targets::recovery_targets;
use continuity::state::State;

use super::Given;

/// What will be missed within so many days, the first thing to do first. A journal's state adds
/// what its runs and readings show.
pub fn drift(given: &Given<'_>, state: Option<&State>, within_days: u32) -> Drift {
    let standpoint = given.standpoint();
    let targets = recovery_targets(&standpoint);
    of(&standpoint, &targets, state, within_days)
}
