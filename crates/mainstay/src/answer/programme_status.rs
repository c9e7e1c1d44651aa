//! How far the programme has come, sub-stage by sub-stage, and why.

use continuity::initiation::programme_status::{self, ProgrammeStatus};
use continuity::state::State;

use super::Given;

/// Every sub-stage with its criteria. Records should have been joined by the policy that ships; a
/// folder has no state.
pub fn programme_status(given: &Given<'_>, state: Option<&State>) -> ProgrammeStatus {
    let judge = given.judge();
    let findings = continuity::finding::check(&judge);
    programme_status::programme_status(&judge, &findings, state)
}
