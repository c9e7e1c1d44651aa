//! How urgent an item is: the tier on its label, else the one by the time in which it must be back.

use engine::graph::Item;

use super::recovery_targets::RecoveryTargets;
use crate::standpoint::Standpoint;

/// Upper end of tiers 1 to 3 where no policy says it, in seconds.
pub const BANDS_DEFAULT: [i64; 3] = [4 * 3_600, 24 * 3_600, 72 * 3_600];

/// The tier that a time belongs in.
pub fn tier_within(standpoint: &Standpoint<'_>, seconds: i64) -> u32 {
    let laid = standpoint.policy.tier_bands_seconds.as_ref();
    let bands = laid.map_or(&BANDS_DEFAULT[..], |laid| &laid.value);
    let fits = bands.iter().position(|upper| seconds <= *upper);
    fits.unwrap_or(bands.len()) as u32 + 1
}

/// The tier of an item: its label or its deadline, whichever is more urgent; none without both.
pub fn tier_of(standpoint: &Standpoint<'_>, targets: &RecoveryTargets, item: Item) -> Option<u32> {
    let label = standpoint.estate.listed(item).item.tier;
    let required = targets.deadlines.required(item).seconds;
    let by_time = required.map(|seconds| tier_within(standpoint, seconds));
    match (label, by_time) {
        (Some(label), Some(by_time)) => Some(label.min(by_time)),
        (label, by_time) => label.or(by_time),
    }
}
