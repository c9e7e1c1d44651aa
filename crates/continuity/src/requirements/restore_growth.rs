//! When data has grown so much that restoring it takes longer than there is time. It counts whole
//! months at the growth that the dataset states; it does not measure growth.

use engine::graph::Item;

use super::recovery_targets::RecoveryTargets;
use crate::estate::Estate;
use crate::estate::own_time::restore_seconds;

/// How far a dataset is from growing out of its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outgrown {
    /// Time left for the restore itself, in seconds.
    pub available_seconds: i64,
    /// The size that can be restored in that time, in bytes.
    pub limit_bytes: u64,
    /// Months until the size is reached; below zero where it is passed already.
    pub months: f64,
    /// The first month at whose end it is too large, counted from now; 0 where it is already.
    pub first_month_late: u32,
}

/// When a dataset can no longer be restored in time; `None` where its size, growth or restore
/// rate is not stated, where nothing demands it, or where it does not grow. Its time is what its
/// holders' deadlines leave beside all else they wait for; of a dataset nobody holds, its own.
pub fn outgrown(estate: &Estate<'_>, targets: &RecoveryTargets, item: Item) -> Option<Outgrown> {
    let dataset = estate.listed(item).dataset()?;
    let (size, growth) = (dataset.size?.0, dataset.growth?.0);
    let restored = |protection| Some((restore_seconds(dataset, protection)?, protection));
    let copies = dataset.protection.iter().filter_map(restored);
    let (seconds, copy) = copies.min_by_key(|(seconds, _)| *seconds)?;
    let available_seconds = available(estate, targets, item, seconds)?;
    let overhead = copy.overhead.map_or(0, |overhead| overhead.0);
    let limit = i128::from(available_seconds - overhead).max(0) * i128::from(copy.restore_rate?.0);
    let limit_bytes = u64::try_from(limit).unwrap_or(u64::MAX);
    if growth == 0 || size == 0 {
        return None;
    }
    let (size, monthly) = (size as f64, 1.0 + f64::from(growth) / 10_000.0);
    let months = (limit_bytes as f64 / size).ln() / monthly.ln();
    // A size that just fits at the end of a month is late only in the next.
    let late = if months < 0.0 {
        0.0
    } else {
        months.floor() + 1.0
    };
    Some(Outgrown {
        available_seconds,
        limit_bytes,
        months,
        first_month_late: late as u32,
    })
}

/// The least time that any holder's deadline leaves for the restore.
fn available(
    estate: &Estate<'_>,
    targets: &RecoveryTargets,
    item: Item,
    seconds: i64,
) -> Option<i64> {
    let left = |holder: Item| {
        let required = targets.deadlines.required(holder).seconds?;
        Some(required - (targets.times.seconds(holder)? - seconds))
    };
    let holders = estate.graph.held_by(item);
    if holders.is_empty() {
        return targets.deadlines.required(item).seconds;
    }
    holders.iter().filter_map(|&holder| left(holder)).min()
}
