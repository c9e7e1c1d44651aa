//! Budget: money set aside for continuity.

use crate::link::{PartyRef, RecordRef};
use crate::value::{Date, Money};

crate::kind! {
    /// Money set aside for continuity, line by line.
    pub struct Budget("budget", "budgets", Initiation) {
        /// The first day it covers.
        from: Option<Date>,
        /// The last day it covers.
        to: Option<Date>,
        /// Who may spend it.
        holder: Option<PartyRef>,
        /// Its lines.
        lines: Vec<Line>,
    }
}

crate::words! {
    /// The sort of spending.
    pub enum Spending {
        /// Capital expenditure.
        Capex = "capex",
        /// Operating expenditure.
        Opex = "opex",
    }
}

crate::fields! {
    /// One line of a budget.
    pub struct Line {
        /// What it is for.
        title: String,
        /// How much.
        amount: Money,
        /// How much of it is spent.
        spent: Option<Money>,
        /// Capital or operating expenditure.
        sort: Option<Spending>,
        /// The measures, options and arrangements it pays.
        pays: Vec<RecordRef>,
    }
}
