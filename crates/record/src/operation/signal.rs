//! Signal: what a monitor, a backup or a person says of an item now. The same signal is filed
//! again whenever it says something else; its history tells since when it was so.

use crate::link::{Id, ItemRef};
use crate::requirements::Indicator;
use crate::value::{Duration, Moment, Percent};

crate::kind! {
    /// What a monitor, a backup or a person says of an item now.
    pub struct Signal("signal", "signals", Operation) {
        /// What it speaks of.
        of: ItemRef,
        /// How that stands.
        says: Option<Says>,
        /// Since when it stands so.
        since: Option<Moment>,
        /// When it was last heard.
        heard: Option<Moment>,
        /// From when on it holds no more, where that is known.
        until: Option<Moment>,
        /// Who says it: the monitor, the backup, the person.
        feed: Option<String>,
        /// What it is called there.
        key: Option<String>,
        /// What is said there, in its own words.
        text: Option<String>,
        /// Where the copy stands that it speaks of.
        copy_at: Option<ItemRef>,
        /// The newest point in time that can be gone back to.
        newest_point: Option<Moment>,
        /// How far a copy lags behind.
        lag: Option<Duration>,
        /// How much of what there is, is used.
        used: Option<Percent>,
        /// How long it took.
        took: Option<Duration>,
        /// The indicator that its value belongs to.
        indicator: Option<Id<Indicator>>,
        /// The value, in the indicator's unit.
        value: Option<f64>,
    } check check
}

crate::words! {
    /// How an item stands.
    pub enum Says {
        /// It does what it should.
        Up = "up",
        /// It does less than it should.
        Degraded = "degraded",
        /// It does nothing.
        Down = "down",
    }
}

fn check(signal: &Signal, fault: &mut dyn FnMut(String, String)) {
    let (since, until) = (signal.since.as_ref(), signal.until.as_ref());
    if since
        .zip(until)
        .is_some_and(|(since, until)| until.earliest() < since.earliest())
    {
        fault("until".into(), "`until` is not before `since`".into());
    }
    if signal.value.is_some_and(|value| !value.is_finite()) {
        fault("value".into(), "a value is a finite number".into());
    }
}
