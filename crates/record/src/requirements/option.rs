//! Option: a way to recover a service, with what it can do and costs.

use crate::link::ItemRef;
use crate::value::{Duration, Money, Percent};

crate::kind! {
    /// A way to recover a service: what it can do, what it costs.
    pub struct StrategyOption("option", "options", Requirements) {
        /// What it recovers.
        covers: Vec<ItemRef>,
        /// The sort of recovery.
        type_ : Option<Recovery> as "type",
        /// The failure mode it answers.
        mode: Option<crate::requirements::scenario::Mode>,
        /// Recovery time it reaches.
        rtc: Option<Duration>,
        /// Recovery point it reaches.
        rpc: Option<Duration>,
        /// Level it reaches.
        level: Option<Percent>,
        /// What it costs once.
        cost: Option<Money>,
        /// What it costs a year.
        cost_per_year: Option<Money>,
        /// How long it takes to build.
        lead_time: Option<Duration>,
        /// The loss a year that remains.
        residual_loss: Option<Money>,
    }
}

crate::words! {
    /// The sorts of recovery, from least to most.
    pub enum Recovery {
        /// None.
        DoNothing = "do-nothing",
        /// By hand.
        Manual = "manual",
        /// With another organisation.
        Reciprocal = "reciprocal",
        /// Cold standby.
        Gradual = "gradual",
        /// Warm standby.
        Intermediate = "intermediate",
        /// Hot standby.
        Fast = "fast",
        /// Mirrored.
        Immediate = "immediate",
    }
}
