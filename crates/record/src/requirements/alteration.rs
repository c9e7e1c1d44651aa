//! Alteration: what an option or a measure would change in the estate, so that its effect can be
//! computed and need not be claimed. It is a proposal: no figure of today sees it.

use crate::initiation::{Site, Supplier, Team};
use crate::item::Need;
use crate::link::{Id, ItemRef};
use crate::requirements::dataset::Protection;
use crate::value::{Duration, Takes};

crate::fields! {
    /// One item as it would be.
    pub struct Alteration {
        /// The item that changes.
        item: ItemRef,
        /// Its own recovery time then.
        takes: Option<Takes>,
        /// Its time then, when it only lost something it needs.
        resume: Option<Duration>,
        /// The team that would recover it.
        by: Option<Id<Team>>,
        /// The site in which it would stand.
        site: Option<Id<Site>>,
        /// What it would need: each entry stands in place of those that name one of its members.
        requires: Vec<Need>,
        /// Copies that would be added.
        protection: Vec<Protection>,
        /// A second one of it that would stand ready.
        standby: Option<Standby>,
    }
}

crate::fields! {
    /// A second one of an item, ready to take over; its data is there only by a copy, which is an
    /// alteration of the dataset.
    pub struct Standby {
        /// The site in which it stands.
        site: Option<Id<Site>>,
        /// The supplier it comes from.
        supplier: Option<Id<Supplier>>,
        /// Time to switch over to it.
        switch: Option<Duration>,
        /// What it needs; absent: the same as the item.
        requires: Vec<Need>,
    }
}
