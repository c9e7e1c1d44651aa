//! Hazard: a source of harm, and how often it strikes.

use crate::initiation::Site;
use crate::link::Id;
use crate::value::{Date, Duration};

crate::kind! {
    /// A source of harm, and how often it strikes.
    pub struct Hazard("hazard", "hazards", Requirements) {
        /// Natural, technical, human, malicious, supplier, utility.
        class: Option<String>,
        /// What was believed before looking: so many events in so many years.
        prior: Option<Prior>,
        /// The time over which occurrences were looked for.
        observed: Option<Window>,
        /// The sites it can strike.
        sites: Vec<Id<Site>>,
        /// The warning it usually gives.
        warning: Option<Duration>,
        /// The months in which it strikes most.
        season: Option<String>,
        /// Words of the events and categories of warnings that tell of it: `hurricane`, `Geo`.
        events: Vec<String>,
    } check check
}

crate::fields! {
    /// A belief about a rate: events in years, both above zero.
    pub struct Prior {
        /// Events.
        events: f64,
        /// Years.
        years: f64,
    }
}

crate::fields! {
    /// A span of time.
    pub struct Window {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    }
}

fn check(hazard: &Hazard, fault: &mut dyn FnMut(String, String)) {
    if let Some(prior) = &hazard.prior
        && !(prior.events > 0.0 && prior.years > 0.0)
    {
        fault(
            "prior".into(),
            "events and years are both above zero".into(),
        );
    }
    if hazard
        .observed
        .as_ref()
        .is_some_and(|window| window.to < window.from)
    {
        fault("observed".into(), "`to` is not before `from`".into());
    }
}
