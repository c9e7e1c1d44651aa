//! Waiver: a finding that is accepted for a time.

use crate::link::{PartyRef, RecordRef};
use crate::value::Date;

crate::kind! {
    /// A finding that is accepted for a time, by whom and why.
    pub struct Waiver("waiver", "waivers", Initiation) {
        /// The code of the finding or the id of the rule.
        finding: String,
        /// What it is about.
        subject: RecordRef,
        /// Why it is accepted.
        reason: Option<String>,
        /// Who accepted it.
        approver: Option<PartyRef>,
        /// Until when.
        expires: Option<Date>,
    }
}
