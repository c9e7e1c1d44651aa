//! Contract: what a supplier has promised.

use crate::initiation::Supplier;
use crate::link::{Id, ItemRef};
use crate::value::{Date, Duration, Money};

crate::kind! {
    /// What a supplier has promised, for what, until when.
    pub struct Contract("contract", "contracts", Initiation) {
        /// Who promised.
        supplier: Id<Supplier>,
        /// What it covers.
        covers: Vec<ItemRef>,
        /// First day.
        start: Option<Date>,
        /// Last day.
        end: Option<Date>,
        /// Notice period.
        notice: Option<Duration>,
        /// Recovery time promised.
        rto: Option<Duration>,
        /// Recovery point promised.
        rpo: Option<Duration>,
        /// What an invocation costs.
        invocation_fee: Option<Money>,
        /// Tests allowed a year.
        tests_per_year: Option<u32>,
        /// The contract's number.
        reference: Option<String>,
    } check check
}

fn check(contract: &Contract, fault: &mut dyn FnMut(String, String)) {
    if let (Some(start), Some(end)) = (contract.start, contract.end)
        && end < start
    {
        fault(
            "end".into(),
            format!("it ends on {end}, before it starts on {start}"),
        );
    }
}
