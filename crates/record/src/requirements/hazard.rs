//! Hazard: a source of harm, and how often it strikes.

use crate::initiation::Site;
use crate::link::Id;
use crate::value::{Date, Duration};

crate::words! {
    /// What the occurrences of a hazard count.
    pub enum Counting {
        /// What struck the site.
        Struck = "struck",
        /// What came near to it.
        Near = "near",
        /// What an authority declared for the area in which it lies.
        Declared = "declared",
    }
}

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
        /// What its occurrences count: what struck the site, what came near, what an authority
        /// declared for the area. Absent: what struck.
        counts: Option<Counting>,
        /// How near to a site it must come to be counted, in kilometres.
        within_km: Option<f64>,
        /// From which strength on the history is complete, in words. Below it nothing is known:
        /// a zero is then no zero.
        complete_from: Option<String>,
        /// After how long what was seen counts half; absent: never less, unless the history
        /// itself speaks for it.
        half_life: Option<Duration>,
        /// What was seen elsewhere, and how much that says of us.
        peers: Vec<Peer>,
        /// The share of its occurrences at a site that stop the site, 0 to 1. Absent: all of what
        /// struck; of what came near or was declared it is not known.
        stops: Option<f64>,
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
    /// What was seen elsewhere: events in years of looking, and how much they count.
    pub struct Peer {
        /// Events.
        events: f64,
        /// Years of looking: sites times years.
        years: f64,
        /// How much that says of us, 0 to 1.
        weight: f64,
        /// Where it was seen, and by whom.
        says: Option<String>,
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
    for (index, peer) in hazard.peers.iter().enumerate() {
        let sound = peer.events >= 0.0 && peer.years > 0.0 && (0.0..=1.0).contains(&peer.weight);
        if !sound {
            let text = "events are not below zero, years above it, and the weight is 0 to 1";
            fault(format!("peers[{index}]"), text.into());
        }
    }
    if hazard
        .within_km
        .is_some_and(|km| !(km > 0.0 && km <= 20_100.0))
    {
        let text = "a distance above zero, at most half around the earth";
        fault("within-km".into(), text.into());
    }
    if hazard
        .stops
        .is_some_and(|share| !(0.0..=1.0).contains(&share))
    {
        fault("stops".into(), "a share between 0 and 1".into());
    }
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
