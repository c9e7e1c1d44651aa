//! A target judged at every hour of a week and around the coming year's exceptions: when it is
//! due, when the item would be back, and whether that is in time.

use serde::Serialize;

/// The headline of a target over all hours.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HoursVerdict {
    /// The share of the week's hours at which a loss would be made good in time.
    pub share_in_time: f64,
    /// The worst moment to be lost.
    pub worst: Option<Moment>,
}

/// One moment of loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moment {
    /// When it is lost, local time with offset.
    pub lost: String,
    /// When it is due.
    pub due: Option<String>,
    /// When it is back.
    pub back: Option<String>,
}
