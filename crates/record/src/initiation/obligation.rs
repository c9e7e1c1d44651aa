//! Obligation: what law, regulator, standard or customer demands.

use crate::link::RecordRef;

crate::kind! {
    /// What law, regulator, standard or customer demands, in own words.
    pub struct Obligation("obligation", "obligations", Initiation) {
        /// The law or standard.
        framework: Option<String>,
        /// The clause.
        clause: Option<String>,
        /// What it demands, in own words.
        demands: Option<String>,
        /// To what it applies.
        applies_to: Vec<RecordRef>,
        /// The records that show it is met.
        evidence: Vec<RecordRef>,
    }
}
