//! Activity: a piece of work the organisation does, the object of the impact analysis.

use crate::item::Item;
use crate::link::Id;
use crate::requirements::Dataset;
use crate::value::{Duration, Flow, Percent};

crate::kind! {
    /// A piece of work the organisation does; its targets come from impact over time.
    pub struct Activity("activity", "activities", Requirements) {
        .. /// What every node of the estate may carry.
        item: Item,
        /// Times at which a loss hurts more.
        peaks: Vec<Peak>,
        /// How fast work arrives and is cleared, instead of `wrt`.
        backlog: Option<Backlog>,
        /// Data that it can make anew from another source (paper, a replay from upstream), so
        /// that more of it may be lost.
        reconstructs: Vec<Reconstruction>,
        /// True where its loss cannot be borne.
        vital: bool,
        /// True where the regulator counts it as critical or important.
        critical_function: bool,
        /// People needed normally.
        people: Option<u32>,
        /// People needed at the minimum level.
        people_minimum: Option<u32>,
        /// People needed as time goes on after a stop, where it is not the same all the time.
        people_after: Vec<PeopleAfter>,
    } check check
}

crate::fields! {
    /// A time at which a loss hurts more.
    pub struct Peak {
        /// Its name, as impacts refer to it.
        name: String,
        /// Which days: `last-3-working`, `first-2-working`, a weekday, a date.
        days: Option<String>,
        /// How much more it hurts.
        multiplier: Option<f64>,
        /// MTPD during the peak.
        mtpd: Option<Duration>,
        /// Share of normal output that a workaround still reaches then.
        workaround: Option<Percent>,
    }
}

crate::fields! {
    /// How many people are needed from some time after a stop on.
    pub struct PeopleAfter {
        /// From when on, from disruption.
        after: Duration,
        /// How many.
        people: u32,
    }
}

crate::fields! {
    /// How fast work arrives and is cleared after recovery.
    pub struct Backlog {
        /// Work that arrives.
        arrives: Flow,
        /// Work that is cleared once it is back.
        clears: Flow,
    }
}

crate::fields! {
    /// Data that an activity can make anew from another source.
    pub struct Reconstruction {
        /// The data.
        dataset: Id<Dataset>,
        /// From what: paper, the sender, a replay.
        from: Option<String>,
        /// How far back that source reaches: so much of the data may be lost.
        reaches_back: Duration,
        /// How long making it anew takes; counts only where it fits into `targets.wrt`.
        takes: Option<Duration>,
    }
}

fn check(activity: &Activity, fault: &mut dyn FnMut(String, String)) {
    let wrt = activity
        .item
        .targets
        .as_ref()
        .and_then(|targets| targets.wrt);
    if activity.backlog.is_some() && wrt.is_some() {
        fault(
            "backlog".into(),
            "write either `backlog` or `targets.wrt`, not both".into(),
        );
    }
    for (index, other) in activity.reconstructs.iter().enumerate() {
        let mut before = activity.reconstructs[..index].iter();
        if before.any(|it| it.dataset.id() == other.dataset.id()) {
            fault(
                format!("reconstructs[{index}].dataset"),
                format!("`{}` stands twice", other.dataset.id()),
            );
        }
    }
    let after = activity.people_after.windows(2);
    if after.into_iter().any(|pair| pair[0].after >= pair[1].after) {
        fault(
            "people-after".into(),
            "the times grow from one to the next".into(),
        );
    }
    for (index, peak) in activity.peaks.iter().enumerate() {
        if activity.peaks[..index]
            .iter()
            .any(|other| other.name == peak.name)
        {
            fault(
                format!("peaks[{index}].name"),
                format!("`{}` stands twice", peak.name),
            );
        }
    }
}
