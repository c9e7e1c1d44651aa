//! Body: a group that steers or decides.

use crate::initiation::Role;
use crate::link::{Id, PartyRef};
use crate::value::{Date, Duration, Money};

crate::kind! {
    /// A group that steers or decides: who sits in it, what it decides, when it meets.
    pub struct Body("body", "bodies", Initiation) {
        /// Who chairs it.
        chair: Option<PartyRef>,
        /// Who sits in it.
        members: Vec<PartyRef>,
        /// What it decides.
        decides: Vec<String>,
        /// How often it meets.
        meets_every: Option<Duration>,
        /// What reaches it, beyond which amount of money.
        escalate_above: Option<Money>,
        /// What reaches it, when it is late by more than this.
        escalate_after: Option<Duration>,
        /// Which risks reach it: those whose harm may exceed this (nine of ten are less).
        escalate_risk_above: Option<Money>,
        /// Roles that report to it.
        reports: Vec<Id<Role>>,
        /// Meetings held.
        meetings: Vec<Meeting>,
    }
}

crate::fields! {
    /// A meeting held.
    pub struct Meeting {
        /// When.
        at: Date,
        /// What was decided.
        decisions: Vec<String>,
        /// Where the minutes are.
        minutes: Option<String>,
    }
}
