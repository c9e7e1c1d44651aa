//! Measure: something that makes harm rarer or milder.

use crate::link::{Id, PartyRef, RecordRef};
use crate::requirements::alteration::Alteration;
use crate::value::{Date, Duration, Money, Percent};

crate::kind! {
    /// Something that makes harm rarer or milder, or recovery faster.
    pub struct Measure("measure", "measures", Requirements) {
        .. /// What it puts into practice, and what that takes.
        practice: crate::practice::Practice,
        /// What it protects.
        protects: Vec<RecordRef>,
        /// The risks and rules it answers.
        answers: Vec<RecordRef>,
        /// Prevents, detects, corrects or recovers.
        type_ : Option<Type> as "type",
        /// How much of the frequency remains.
        frequency_left: Option<Percent>,
        /// How much of the severity remains.
        severity_left: Option<Percent>,
        /// What it would change in the estate, where it makes recovery faster.
        changes: Vec<Alteration>,
        /// How soon it takes effect.
        effective_after: Option<Duration>,
        /// What it costs once; the lower end where there is a range.
        cost: Option<Money>,
        /// The upper end of what it costs once.
        cost_max: Option<Money>,
        /// What it costs a year; the lower end where there is a range.
        cost_per_year: Option<Money>,
        /// The upper end of what it costs a year.
        cost_per_year_max: Option<Money>,
        /// Over how many years what it costs once is spread; absent: 5.
        years: Option<u32>,
        /// How far it is.
        state: Option<State>,
        /// When it was shown to work.
        verified: Option<Date>,
        /// Who showed it, not the one who built it.
        verified_by: Option<PartyRef>,
        /// When it is due.
        due: Option<Date>,
        /// The plan by which it is carried out before something strikes: `plan/id`.
        plan: Option<RecordRef>,
        /// The measures that come before it.
        after: Vec<Id<Measure>>,
        /// What it costs each time that it is carried out on a warning.
        cost_to_act: Option<Money>,
        /// The loss that it avoids when it was carried out in time.
        avoids: Option<Money>,
        /// Who decides to carry it out on a warning.
        decides: Option<PartyRef>,
    }
}

crate::words! {
    /// How a measure works.
    pub enum Type {
        /// Keeps it from happening.
        Prevents = "prevents",
        /// Shows that it happens.
        Detects = "detects",
        /// Lessens what happened.
        Corrects = "corrects",
        /// Brings back faster.
        Recovers = "recovers",
    }
}

crate::words! {
    /// How far a measure is.
    pub enum State {
        /// Decided.
        Planned = "planned",
        /// Being built.
        Building = "building",
        /// In use.
        Operating = "operating",
        /// Shown to work.
        Verified = "verified",
    }
}
