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
        /// How much it costs each time. Absent: what stands below, or what the recovery of what it
        /// strikes costs by the impacts.
        severity: Option<Severity>,
        /// What it costs each time, however long it lasts; for a risk without `severity`.
        fixed: Option<Money>,
        /// What each hour of outage costs, in place of the impacts.
        per_hour: Option<Money>,
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
        /// The decision on its treatment.
        decided: Option<Decided>,
    }
}

crate::fields! {
    /// Who decided, when, and why.
    pub struct Decided {
        /// Who.
        by: PartyRef,
        /// When.
        at: Date,
        /// Why.
        reason: Option<String>,
    }
}

crate::fields! {
    /// A loss as two points of its distribution.
    pub struct Severity {
        /// As often less as more.
        median: Money,
        /// Nine of ten are less.
        p90: Money,
        /// No loss is more: insured beyond it, or the greatest that is credible.
        cap: Option<Money>,
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
