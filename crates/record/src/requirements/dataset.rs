//! Dataset: data that must survive, and the copies that protect it.

use crate::item::Item;
use crate::link::ItemRef;
use crate::value::{Date, Duration, Flow, Growth, Size, Throughput};

crate::kind! {
    /// Data that must survive, and the copies that protect it.
    pub struct Dataset("dataset", "datasets", Requirements) {
        .. /// What every node of the estate may carry.
        item: Item,
        /// How large it is.
        size: Option<Size>,
        /// How fast it grows.
        growth: Option<Growth>,
        /// Datasets that must be restored to the same instant share a name.
        consistency_group: Option<String>,
        /// How much in it changes: what must be put right where it comes back to a later point
        /// than the oldest of its group.
        changes: Option<Flow>,
        /// How fast such changes are put right by hand.
        reconciles: Option<Flow>,
        /// The copies that protect it.
        protection: Vec<Protection>,
        /// How confidential it is.
        classification: Option<String>,
        /// From what it can be made anew.
        recreatable_from: Option<String>,
    }
}

crate::words! {
    /// How data is protected.
    pub enum Method {
        /// A copy made at intervals.
        Backup = "backup",
        /// A snapshot made at intervals.
        Snapshot = "snapshot",
        /// Logs shipped at intervals.
        LogShipping = "log-shipping",
        /// A replica that lags.
        Async = "async",
        /// A replica that does not lag.
        Sync = "sync",
        /// Every change kept, to any point in time.
        Continuous = "continuous",
    }
}

crate::words! {
    /// How far a copy has been proven to be restorable, from least to most.
    pub enum Verified {
        /// Not at all.
        None = "none",
        /// Its checksum was right.
        Checksum = "checksum",
        /// It was mounted.
        Mounted = "mounted",
        /// It was restored and the application worked on it.
        Restored = "restored",
    }
}

crate::fields! {
    /// One protection of a dataset.
    pub struct Protection {
        /// How.
        method: Method,
        /// Where the copy stands: lost with it.
        at: Option<ItemRef>,
        /// Whose credential can delete the copy.
        admin_domain: Option<String>,
        /// Between two starts.
        every: Option<Duration>,
        /// How long a run lasts until the copy is complete.
        runs: Option<Duration>,
        /// Until the copy is at another place.
        offsite_after: Option<Duration>,
        /// How long copies are kept.
        retention: Option<Duration>,
        /// True where nobody can delete or change it before its time.
        immutable: bool,
        /// How fast it can be brought back, end to end.
        restore_rate: Option<Throughput>,
        /// Fixed time around a restore.
        overhead: Option<Duration>,
        /// How far it has been proven to be restorable.
        verified: Option<Verified>,
        /// When that was last proven, as reported.
        verified_at: Option<Date>,
        /// How many missed runs go unnoticed.
        missed: Option<u32>,
        /// Lag that 99 of 100 moments stay below.
        lag_p99: Option<Duration>,
        /// Greatest lag seen.
        lag_max: Option<Duration>,
    }
}
