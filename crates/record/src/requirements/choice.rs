//! Choice: the option that was decided for, and why not the others.

use crate::link::{Id, ItemRef, PartyRef};
use crate::requirements::StrategyOption;
use crate::value::{Date, Duration, Money};

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
        /// What is missing then, in words.
        gap: Option<String>,
        /// What the option said when it was chosen: later change shows.
        seen: Option<Seen>,
    }
}

crate::fields! {
    /// What an option said when it was chosen.
    pub struct Seen {
        /// Recovery time.
        rtc: Option<Duration>,
        /// Recovery point.
        rpc: Option<Duration>,
        /// What it costs once.
        cost: Option<Money>,
        /// What it costs a year.
        cost_per_year: Option<Money>,
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
