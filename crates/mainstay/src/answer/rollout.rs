//! From policy to practice: what realises what was decided, and the order of the work left.

use continuity::finding::check;
use continuity::implementation::rollout::{self, Rollout};
use continuity::state::State;

use super::{Given, threads};

/// The way from policy to practice; `state` is that of a journal, for its runs.
pub fn rollout(given: &Given<'_>, state: Option<&State>) -> Rollout {
    let judge = given.judge();
    let findings = check(&judge);
    rollout::rollout(&judge, &findings, state, threads().get())
}
