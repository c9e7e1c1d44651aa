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
        /// Where it is racked.
        rack: Option<String>,
        /// The last day its maker supports it.
        supported_until: Option<crate::value::Date>,
    }
}
