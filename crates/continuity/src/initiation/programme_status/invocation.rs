//! The done-criteria of Invocation: what was begun is closed. Nothing to close is nothing done.

use super::part::Part;
use super::{Criterion, Ground, SubStage};

/// The sub-stages.
pub(super) fn parts(ground: &Ground<'_, '_>) -> Vec<SubStage> {
    let nothing = Criterion {
        words: "Every disruption is stood down, verified and learned from.",
        holds: false,
        why: "None is recorded.".into(),
        records: Vec::new(),
        finding: None,
    };
    vec![Part::new("S5", "Invocation").when(nothing).done(ground)]
}
