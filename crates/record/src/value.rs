//! Values with their units: durations in whole seconds, money in minor units, shares in hundredths
//! of a percent, rates per year, sizes in bytes. A bare number is never one of them.

mod amount;
mod duration;
mod moment;
mod plain;
mod rate;

pub use amount::{Growth, Money, Percent, Size, Throughput};
pub use duration::{Duration, Takes};
pub use moment::{Date, Moment, TimeOfDay, Weekday};
pub use rate::{Flow, Rate};
