//! Review: someone looked at what there is, and said what they make of it.

use crate::link::{PartyRef, RecordRef};
use crate::value::Date;

crate::kind! {
    /// A look at what there is: by management, by an auditor, at a policy, at the programme.
    pub struct Review("review", "reviews", Operation) {
        /// The sort of review.
        type_ : Option<Sort> as "type",
        /// What was looked at.
        of: Vec<RecordRef>,
        /// Against what.
        criteria: Vec<String>,
        /// When.
        at: Option<Date>,
        /// Who looked.
        by: Option<PartyRef>,
        /// What they found it to be.
        conclusions: Vec<String>,
        /// What was decided.
        decisions: Vec<String>,
    }
}

crate::words! {
    /// The sort of a review.
    pub enum Sort {
        /// Top management looks at the whole.
        Management = "management",
        /// Someone independent holds it against criteria.
        Audit = "audit",
        /// A policy is looked at again.
        Policy = "policy",
        /// Someone independent says how much it can be relied on.
        Assurance = "assurance",
        /// The programme is held against its plan.
        Programme = "programme",
    }
}
