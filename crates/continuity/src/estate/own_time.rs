//! The time an item needs for itself, and where that figure comes from: a plan, the record, or
//! the copies its data is restored from.

use engine::graph::Seconds;
use engine::three_point;
use record::requirements::Dataset;
use record::requirements::dataset::Protection;
use record::value::Takes;

/// A three-point time counts as its 80th percentile.
const SHARE: f64 = 0.8;

/// Own time of an item when it was lost, with every copy at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTime {
    /// The figure; `None` if unknown.
    pub takes: Option<Seconds>,
    /// Where it comes from.
    pub from: From,
    /// Whether three points stand behind it, so that it is the 80th percentile.
    pub three_point: bool,
}

/// Where an own time comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Nowhere: it is not known.
    Nowhere,
    /// The record's `recovery.takes`.
    Record,
    /// The steps of a plan.
    Plan(String),
    /// The fastest copy of its data.
    Copy,
    /// An activity has no own time unless it says one.
    Activity,
}

/// A time in whole seconds; of three points the 80th percentile.
pub fn likely_seconds(takes: Takes) -> Seconds {
    match takes {
        Takes::Fixed(duration) => duration.0,
        Takes::ThreePoint {
            best,
            likely,
            worst,
        } => three_point::quantile(best.0, likely.0, worst.0, SHARE),
    }
}

/// A time in whole seconds; of three points the median.
pub fn median_seconds(takes: Takes) -> Seconds {
    match takes {
        Takes::Fixed(duration) => duration.0,
        Takes::ThreePoint {
            best,
            likely,
            worst,
        } => three_point::quantile(best.0, likely.0, worst.0, 0.5),
    }
}

/// How long a dataset takes to restore from one of its copies, to the nearest second.
pub fn restore_seconds(dataset: &Dataset, protection: &Protection) -> Option<Seconds> {
    let (size, rate) = (dataset.size?.0 as u128, protection.restore_rate?.0 as u128);
    let seconds = (size * 2 + rate) / (rate * 2);
    let overhead = protection.overhead.map_or(0, |overhead| overhead.0);
    Some(i64::try_from(seconds).ok()?.saturating_add(overhead))
}
