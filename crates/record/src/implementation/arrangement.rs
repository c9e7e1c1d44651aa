//! Arrangement: capacity held ready for the day.

use crate::initiation::{Contract, Supplier};
use crate::link::{Id, ItemRef};
use crate::value::{Date, Duration, Money, Percent};

crate::kind! {
    /// Capacity held ready for the day: a standby site, a retainer, spare equipment.
    pub struct Arrangement("arrangement", "arrangements", Implementation) {
        .. /// What it puts into practice, and what that takes.
        practice: crate::practice::Practice,
        /// What it stands ready for.
        covers: Vec<ItemRef>,
        /// The sort of recovery it gives.
        type_ : Option<crate::requirements::option::Recovery> as "type",
        /// Where it stands.
        site: Option<ItemRef>,
        /// Who provides it.
        supplier: Option<Id<Supplier>>,
        /// Under which contract.
        contract: Option<Id<Contract>>,
        /// What it can carry, in `unit`.
        capacity: Option<f64>,
        /// What is demanded of it in the worst required scenario, in `unit`.
        demand: Option<f64>,
        /// The unit of both.
        unit: Option<String>,
        /// What it is to carry, each with what it takes.
        carries: Vec<Load>,
        /// Who goes without where it cannot carry all, as agreed: the first goes first.
        sheds: Vec<ItemRef>,
        /// How long until it can be used.
        activation: Option<Duration>,
        /// How many subscribers share it.
        shared_by: Option<u32>,
        /// For how long it may be used.
        occupancy_max: Option<Duration>,
        /// What calling on it costs.
        fee: Option<Money>,
        /// Last day.
        expires: Option<Date>,
        /// When it was last called on to try it, as reported.
        tried: Option<Date>,
    }
}

crate::fields! {
    /// One thing that standby capacity is to carry.
    pub struct Load {
        /// What.
        item: ItemRef,
        /// What it takes in full, in the unit of the arrangement.
        whole: f64,
        /// The least share of that which is of any use; absent: its least level.
        least: Option<Percent>,
    }
}
