//! Service: what IT provides and people use.

use crate::item::Item;
use crate::value::Money;

crate::kind! {
    /// What IT provides and people use.
    pub struct Service("service", "services", Requirements) {
        .. /// What every node of the estate may carry.
        item: Item,
        /// Whom it faces: customers or colleagues.
        facing: Option<Facing>,
        /// How many use it.
        users: Option<u32>,
        /// What an hour of it earns.
        earns_per_hour: Option<Money>,
        /// Its weight in the overall service level.
        sla_weight: Option<f64>,
        /// Why it has the tier it has, where someone set it by hand.
        tier_reason: Option<String>,
    }
}

crate::words! {
    /// Whom a service faces.
    pub enum Facing {
        /// Customers.
        Customers = "customers",
        /// Colleagues.
        Colleagues = "colleagues",
        /// Other services.
        Services = "services",
    }
}
