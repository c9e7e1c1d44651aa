//! Team: people who recover things together.

use crate::initiation::Person;
use crate::item::Item;
use crate::link::Id;
use crate::value::Duration;

crate::kind! {
    /// People who recover things together: how many at once, when, and who stands in.
    pub struct Team("team", "teams", Initiation) {
        .. /// What every node of the estate may carry.
        item: Item,
        .. /// What it puts into practice, and what that takes.
        practice: crate::practice::Practice,
        /// People who can work at once; absent: counted from its members.
        capacity: Option<u32>,
        /// Until work starts outside the team's hours.
        call_out: Option<Duration>,
        /// The team that works when this one cannot.
        deputy: Option<Id<Team>>,
        /// Who belongs to it.
        members: Vec<Id<Person>>,
        /// What it can do.
        skills: Vec<String>,
        /// Longest shift.
        shift_max: Option<Duration>,
        /// Least rest between two shifts; absent: 11 hours.
        rest: Option<Duration>,
        /// Where it meets when its usual place is gone.
        assembly: Option<String>,
        /// When its contact list was last verified.
        contact_verified: Option<crate::value::Date>,
    }
}
