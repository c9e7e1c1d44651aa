//! Procedure: the work instruction behind a step.

use crate::link::{ItemRef, RecordRef};
use crate::value::Date;

crate::kind! {
    /// The work instruction behind a step.
    pub struct Procedure("procedure", "procedures", Implementation) {
        .. /// What it puts into practice, and what that takes.
        practice: crate::practice::Practice,
        /// What it works on.
        covers: Vec<ItemRef>,
        /// Where it is written, or its text.
        text: Option<String>,
        /// Its steps, one action each.
        steps: Vec<String>,
        /// The automation that does it.
        automation: Option<String>,
        /// Where the credentials are kept, never the credentials.
        credentials_at: Option<RecordRef>,
        /// When a deputy last carried it out, as reported.
        executed: Option<Date>,
    }
}
