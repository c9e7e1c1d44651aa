//! Risk: how often something may strike what, and how hard.

use crate::link::{Id, PartyRef, RecordRef};
use crate::requirements::{Hazard, Measure};
use crate::value::{Date, Duration, Money, Rate};

crate::kind! {
    /// How often something may strike what, how hard, and what is done about it.
    pub struct Risk("risk", "risks", Requirements) {
        /// The hazard behind it.
        hazard: Option<Id<Hazard>>,
        /// What it strikes.
        affects: Vec<RecordRef>,
        /// The weakness it uses.
        vulnerability: Option<String>,
        /// How often.
        frequency: Option<Rate>,
        /// How much it costs.
        severity: Option<Severity>,
        /// How long it lasts.
        outage: Option<Duration>,
        /// What is done about it.
        treatment: Option<Treatment>,
        /// What lowers it.
        measures: Vec<Id<Measure>>,
        /// Who accepted it, where it is accepted.
        accepted_by: Option<PartyRef>,
        /// Until when it is accepted.
        accepted_until: Option<Date>,
    }
}

crate::fields! {
    /// A loss as two points of its distribution.
    pub struct Severity {
        /// As often less as more.
        median: Money,
        /// Nine of ten are less.
        p90: Money,
    }
}

crate::words! {
    /// What is done about a risk.
    pub enum Treatment {
        /// Do not do what brings it.
        Avoid = "avoid",
        /// Make it rarer or milder.
        Reduce = "reduce",
        /// Let others carry it.
        Transfer = "transfer",
        /// Carry it knowingly.
        Accept = "accept",
    }
}
