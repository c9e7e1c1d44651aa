//! Role: a function that someone holds, with its authority.

use crate::value::{Duration, Money};

crate::kind! {
    /// A function that someone holds, and what its holder may do.
    pub struct Role("role", "roles", Initiation) {
        /// Where it acts: standing, gold, silver or bronze.
        level: Option<Level>,
        /// What its holder does.
        duties: Vec<String>,
        /// What its holder may do.
        authority: Option<Authority>,
        /// Before a duty passes to the next in rank.
        answer_within: Option<Duration>,
        /// What its holder must be trained in.
        competences: Vec<String>,
        /// How many hold it at once; absent: one.
        holders: Option<u32>,
    }
}

crate::words! {
    /// Where a role acts.
    pub enum Level {
        /// In ordinary times.
        Standing = "standing",
        /// Strategic command.
        Gold = "gold",
        /// Tactical command.
        Silver = "silver",
        /// Operational work.
        Bronze = "bronze",
    }
}

crate::fields! {
    /// What the holder of a role may do.
    pub struct Authority {
        /// Declare a disruption and invoke plans of these types; `any` for all.
        invoke: Vec<String>,
        /// Spend up to this much at once.
        spend: Option<Money>,
        /// Speak to these audiences.
        speak_to: Vec<String>,
        /// Approve records of these kinds.
        approve: Vec<String>,
        /// Accept risks and waive rules.
        accept_risk: bool,
        /// True where two holders must agree.
        two_person: bool,
    }
}
