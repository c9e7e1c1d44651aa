//! Occurrence: a hazard that struck.

use crate::initiation::Site;
use crate::link::{Id, RecordRef};
use crate::requirements::Hazard;
use crate::value::{Duration, Moment, Money};

crate::kind! {
    /// A hazard that struck: where, when, for how long, at what loss.
    pub struct Occurrence("occurrence", "occurrences", Requirements) {
        /// What struck.
        hazard: Id<Hazard>,
        /// Where.
        site: Option<Id<Site>>,
        /// When.
        at: Moment,
        /// How long it lasted.
        lasted: Option<Duration>,
        /// What it cost.
        loss: Option<Money>,
        /// What it hit.
        hit: Vec<RecordRef>,
        /// How much it counts, 0 to 1, where it struck others.
        weight: Option<f64>,
        /// How near it came, in kilometres.
        distance_km: Option<f64>,
        /// How strong it was there, in words: `85 kt`, `magnitude 6.1`.
        strength: Option<String>,
    }
}
