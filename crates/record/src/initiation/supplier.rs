//! Supplier: someone outside on whom things depend.

use crate::item::Item;
use crate::link::{ItemRef, RecordRef};
use crate::value::Date;

crate::kind! {
    /// Someone outside on whom things depend.
    pub struct Supplier("supplier", "suppliers", Initiation) {
        .. /// What every node of the estate may carry.
        item: Item,
        /// The country, as two letters.
        country: Option<String>,
        /// How easily it is replaced.
        substitutable: Option<Substitutable>,
        /// The plan to leave it, as `plan/id`; plans come in a later stage.
        exit_plan: Option<RecordRef>,
        /// Suppliers behind it.
        subcontractors: Vec<ItemRef>,
        /// When its own continuity was last assured.
        assured: Option<Date>,
        /// Legal entity identifier.
        lei: Option<String>,
    }
}

crate::words! {
    /// How easily a supplier is replaced.
    pub enum Substitutable {
        /// At once.
        Easily = "easily",
        /// With effort.
        Hardly = "hardly",
        /// Not at all.
        Not = "not",
    }
}
