//! Component: a configuration item that services stand on.

use crate::item::Item;

crate::kind! {
    /// A configuration item that services stand on: database, host, switch, power feed.
    pub struct Component("component", "components", Requirements) {
        .. /// What every node of the estate may carry.
        item: Item,
        /// Its version.
        version: Option<String>,
        /// What it can carry, in units of its own.
        capacity: Option<f64>,
        /// The rate that all restores from it share; absent: each has its own.
        restore_rate: Option<crate::value::Throughput>,
        /// Where it is racked.
        rack: Option<String>,
        /// The last day its maker supports it.
        supported_until: Option<crate::value::Date>,
        /// The last day on which it is valid, where it is a certificate, a key or a token.
        expires: Option<crate::value::Date>,
        /// The last day that its licence allows its use.
        licence_until: Option<crate::value::Date>,
    }
}
