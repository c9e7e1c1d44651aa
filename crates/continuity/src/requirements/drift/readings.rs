//! What monitors said of each item over time, in order: from the journal where there is one, and
//! from the signals that stand in the records. It judges nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::kind::Filed;
use record::operation::Signal;

use crate::standpoint::Standpoint;
use crate::state::State;

/// What one signal said at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The signal's record.
    pub signal: String,
    /// What belongs together over time: the feed, its word for it, and the copy it speaks of.
    pub series: String,
    /// When it was heard.
    pub at: Timestamp,
    /// The newest point that could be gone back to then.
    pub newest_point: Option<Timestamp>,
    /// How far a copy lagged, in seconds.
    pub lag_seconds: Option<i64>,
    /// How much of what there is was used, 1 being all.
    pub used: Option<f64>,
    /// How long something took, in seconds.
    pub took_seconds: Option<i64>,
    /// The indicator that the value belongs to.
    pub indicator: Option<String>,
    /// The value.
    pub value: Option<f64>,
}

impl Reading {
    /// What a signal says; `None` where it does not say when it was heard or holds no figure.
    pub fn of(signal: &Filed<Signal>) -> Option<Reading> {
        let own = &signal.own;
        let figure = own.newest_point.is_some()
            || own.lag.is_some()
            || own.used.is_some()
            || own.took.is_some()
            || own.value.is_some();
        let heard = own.heard.as_ref().or(own.since.as_ref())?;
        figure.then(|| Reading {
            signal: signal.reference(),
            series: series(own),
            at: heard.earliest(),
            newest_point: own.newest_point.as_ref().map(|it| it.earliest()),
            lag_seconds: own.lag.map(|it| it.0),
            used: own.used.map(|it| f64::from(it.0) / 10_000.0),
            took_seconds: own.took.map(|it| it.0),
            indicator: own.indicator.as_ref().map(|it| it.id().to_string()),
            value: own.value,
        })
    }
}

fn series(own: &Signal) -> String {
    let (feed, key) = (own.feed.as_deref(), own.key.as_deref());
    let copy = own.copy_at.as_ref().map(|it| &*it.text);
    [feed, key, copy].map(Option::unwrap_or_default).join("|")
}

/// The readings of each item up to the instant of the standpoint, the oldest first, by reference.
/// A name that no item answers to keeps its name.
pub(crate) fn readings(
    standpoint: &Standpoint<'_>,
    state: Option<&State>,
) -> BTreeMap<String, Vec<Reading>> {
    let estate = &standpoint.estate;
    let mut of_item: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
    for signal in estate.registers.signals.approved() {
        let item = estate.find(&signal.own.of.text);
        let item = item.map_or(&*signal.own.of.text, |item| estate.reference(item));
        let known = of_item.entry(item.to_string()).or_default();
        let before = state.map(|state| state.readings(&signal.id));
        known.extend(before.into_iter().flatten().cloned());
        if let Some(reading) = Reading::of(signal)
            && !known.contains(&reading)
        {
            known.push(reading);
        }
    }
    for known in of_item.values_mut() {
        // What was heard after the instant asked about was not known then.
        known.retain(|reading| reading.at <= standpoint.at);
        known.sort_by(|one, other| (one.at, &one.signal).cmp(&(other.at, &other.signal)));
    }
    of_item.retain(|_, known| !known.is_empty());
    of_item
}
