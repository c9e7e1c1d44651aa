//! Workaround: how an activity goes on without its services for a while.

use crate::link::Id;
use crate::requirements::Activity;
use crate::value::{Date, Duration, Percent};

crate::kind! {
    /// How an activity goes on without its services for a while.
    pub struct Workaround("workaround", "workarounds", Requirements) {
        /// The activity that goes on.
        activity: Id<Activity>,
        /// How soon it works, from disruption.
        start_within: Option<Duration>,
        /// For how long it can be kept up.
        sustain_for: Option<Duration>,
        /// How much of normal it reaches; absent: all.
        capacity: Option<Percent>,
        /// Time to enter again what was done by hand.
        rekey: Option<Duration>,
        /// Where its forms are.
        forms: Option<String>,
        /// When it was last tried.
        tried: Option<Date>,
    }
}
