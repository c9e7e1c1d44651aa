//! Finding: what an exercise, a review or a disruption showed to be wrong. What the house finds
//! by itself is computed and never filed.

use crate::link::{ItemRef, RecordRef};
use crate::value::Date;

crate::kind! {
    /// What an exercise, a review or a disruption showed to be wrong.
    pub struct Finding("finding", "findings", Operation) {
        /// Where it was found: an exercise, a run, a review.
        from: Option<RecordRef>,
        /// How grave it is.
        class: Option<Class>,
        /// What it is about.
        about: Vec<RecordRef>,
        /// What is wrong.
        text: Option<String>,
        /// What cannot count as shown to come back while it is open.
        blocks: Vec<ItemRef>,
        /// Why it came to be.
        cause: Option<String>,
        /// When it was found.
        found: Option<Date>,
        /// When it must be mended.
        due: Option<Date>,
        /// When it was seen to be mended.
        closed: Option<Date>,
    }
}

crate::words! {
    /// How grave a finding is.
    pub enum Class {
        /// A requirement is not met.
        Major = "major",
        /// A requirement is met only in part.
        Minor = "minor",
        /// Something to keep an eye on.
        Observation = "observation",
        /// Something that could be better.
        Improvement = "improvement",
    }
}
