//! Training: that someone learnt what a role asks for.

use crate::initiation::{Person, Role};
use crate::link::{Id, PartyRef};
use crate::operation::Exercise;
use crate::value::Date;

crate::kind! {
    /// That someone was trained for a role, in a course or an exercise, and until when that holds.
    pub struct Training("training", "trainings", Operation) {
        .. /// What it puts into practice, and what that takes.
        practice: crate::practice::Practice,
        /// Who was trained.
        person: Option<Id<Person>>,
        /// For which role.
        role: Option<Id<Role>>,
        /// In what.
        course: Option<String>,
        /// In which exercise, where it was one.
        exercise: Option<Id<Exercise>>,
        /// When.
        at: Option<Date>,
        /// With what result.
        result: Option<String>,
        /// Who says so.
        assessor: Option<PartyRef>,
        /// Until when it holds.
        expires: Option<Date>,
    }
}
