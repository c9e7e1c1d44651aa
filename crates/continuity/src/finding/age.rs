//! Days before and after today, and the thresholds that policies set for them.

use jiff::civil::Date;
use record::value::Duration;

use super::{Judge, threshold};

/// A day in seconds.
const DAY_SECONDS: i64 = 86_400;

/// Days from one date to another; negative where the second is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    let span = from.duration_until(to);
    span.as_secs() / DAY_SECONDS
}

/// The strictest number of days that the policies set for a finding under `within`, else the
/// default.
pub fn days_within(judge: &Judge<'_>, code: &str, default: i64) -> i64 {
    let read = |node: &record::node::Node| record::kind::read_alone::<Duration>(node).ok();
    let set = threshold(judge, code, "within");
    let days = set.into_iter().filter_map(read);
    days.map(|it| it.0 / DAY_SECONDS).min().unwrap_or(default)
}
