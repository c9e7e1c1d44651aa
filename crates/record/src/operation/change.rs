//! Change: something in operation is made different, seen with the eyes of recovery.

use crate::implementation::Plan;
use crate::link::{Id, ItemRef, PartyRef};
use crate::value::{Date, Moment};

crate::kind! {
    /// A change in operation, and what it means for recovery.
    pub struct Change("change", "changes", Operation) {
        /// Its number where changes are kept.
        reference: Option<String> as "ref",
        /// What it touches.
        touches: Vec<ItemRef>,
        /// From when it is made.
        from: Option<Moment>,
        /// Until when.
        until: Option<Moment>,
        /// Who judged what it means for recovery.
        assessed_by: Option<PartyRef>,
        /// True where what was shown before no longer shows anything.
        material: Option<bool>,
        /// Why it is judged so.
        why: Option<String>,
        /// The plans that must change with it.
        plans: Vec<Id<Plan>>,
        /// When the recovery must be shown anew.
        retest_due: Option<Date>,
        /// What came of it.
        result: Option<Outcome>,
    }
}

crate::words! {
    /// What came of a change.
    pub enum Outcome {
        /// It is as it was to be.
        Succeeded = "succeeded",
        /// It was taken back.
        BackedOut = "backed-out",
        /// It is not as it was to be, or something else broke by it.
        Failed = "failed",
    }
}
