//! Choice: the option that was decided for, and why not the others.

use crate::link::{Id, ItemRef, PartyRef};
use crate::requirements::StrategyOption;
use crate::value::{Date, Money};

crate::kind! {
    /// The option that was decided for, and why not the others.
    pub struct Choice("choice", "choices", Requirements, Draft) {
        /// What it is for.
        covers: Vec<ItemRef>,
        /// The option taken.
        option: Id<StrategyOption>,
        /// The options not taken.
        rejected: Vec<Rejected>,
        /// Why this one.
        reason: Option<String>,
        /// Who decided.
        approver: Option<PartyRef>,
        /// When.
        decided: Option<Date>,
        /// Until when it holds.
        expires: Option<Date>,
        /// The money granted.
        granted: Option<Money>,
        /// True where a gap is knowingly accepted.
        gap_accepted: bool,
    }
}

crate::fields! {
    /// An option not taken.
    pub struct Rejected {
        /// Which.
        option: Id<StrategyOption>,
        /// Why.
        reason: Option<String>,
    }
}
