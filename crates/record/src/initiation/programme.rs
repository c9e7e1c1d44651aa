//! Programme: the plan by which continuity is built up.

use crate::link::PartyRef;
use crate::value::Date;

crate::kind! {
    /// The plan by which continuity is built up: tranches and what each delivers.
    pub struct Programme("programme", "programmes", Initiation) {
        /// What it is to reach.
        objectives: Vec<String>,
        /// What it delivers, in order.
        deliverables: Vec<Deliverable>,
    }
}

crate::fields! {
    /// One thing the programme delivers.
    pub struct Deliverable {
        /// Its name.
        title: String,
        /// The tranche it belongs to.
        tranche: Option<String>,
        /// What makes it good enough.
        accepted_when: Option<String>,
        /// Who answers for it.
        owner: Option<PartyRef>,
        /// When it is due.
        due: Option<Date>,
        /// When it is expected now, where that is not when it is due.
        expected: Option<Date>,
        /// When it was accepted.
        done: Option<Date>,
    }
}
