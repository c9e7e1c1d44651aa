//! The list of findings: one line each.

use super::About;

/// Every finding, by code.
pub const ALL: &[&About] = &[
    &super::below_minimum::ABOUT,
    &super::no_owner::ABOUT,
    &super::recovery_deadlock::ABOUT,
    &super::rule_unknown::ABOUT,
    &super::target_missed::ABOUT,
];

/// A finding by its code.
pub fn about(code: &str) -> Option<&'static About> {
    ALL.iter().copied().find(|about| about.code == code)
}
