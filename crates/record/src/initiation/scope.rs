//! Scope: what the programme covers and what it leaves out, with who agreed to that.

use crate::link::{PartyRef, RecordRef};
use crate::value::Date;

crate::kind! {
    /// What the programme covers, and what it leaves out and why.
    pub struct Scope("scope", "scopes", Initiation) {
        /// Whose programme it is, as documents name it.
        organisation: Option<String>,
        /// Who may read its documents, where that is not said of the sort of document.
        classification: Option<String>,
        /// What is in.
        includes: Vec<RecordRef>,
        /// What is out.
        excludes: Vec<Exclusion>,
        /// Practices it touches: incident, change, availability, security, suppliers.
        interfaces: Vec<String>,
        /// True where every service must be named as in or out.
        complete: bool,
    }
}

crate::fields! {
    /// One thing left out.
    pub struct Exclusion {
        /// What is out.
        item: RecordRef,
        /// Why.
        reason: Option<String>,
        /// Who agreed.
        approver: Option<PartyRef>,
        /// Until when.
        expires: Option<Date>,
    }
}
