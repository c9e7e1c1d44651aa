//! A selector: all records that match every key it has. Scenarios lose what it selects, rules
//! apply to it.

use crate::initiation::{Site, Supplier, Team};
use crate::link::Id;
use crate::value::Percent;

crate::fields! {
    /// Which records are meant: those that match every key given.
    pub struct Selector {
        /// Of this kind.
        kind: Option<String>,
        /// With this id.
        id: Option<String>,
        /// Of this class.
        class: Option<String>,
        /// Whose admin domain is this one.
        admin_domain: Option<String>,
        /// Standing in this site.
        site: Option<Id<Site>>,
        /// Coming from this supplier.
        supplier: Option<Id<Supplier>>,
        /// Standing in this region.
        region: Option<String>,
        /// In this environment.
        environment: Option<String>,
        /// Of this tier.
        tier: Option<u32>,
        /// With this tag.
        tag: Option<String>,
        /// Of this legal entity.
        legal_entity: Option<String>,
        /// The people of this team; with `share`, so many of them.
        team: Option<Id<Team>>,
        /// How large a share of what is selected is lost (people, or members by id order).
        share: Option<Percent>,
    }
}
