//! Indicator: something that tells early.

use crate::link::Id;
use crate::requirements::Hazard;
use crate::value::Duration;

crate::kind! {
    /// Something that tells early that a hazard may strike.
    pub struct Indicator("indicator", "indicators", Requirements) {
        /// The hazard it tells of.
        hazard: Option<Id<Hazard>>,
        /// Where its value comes from.
        feed: Option<String>,
        /// The unit of its value.
        unit: Option<String>,
        /// From here on, watch.
        watch: Option<f64>,
        /// From here on, warn.
        warn: Option<f64>,
        /// From here on, act.
        act: Option<f64>,
        /// How far its value must come back below a threshold before the level is left.
        hysteresis: Option<f64>,
        /// How long before it tells.
        lead: Option<Duration>,
    }
}
