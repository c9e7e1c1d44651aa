//! Assignment: who holds a role, in which rank, when.

use crate::initiation::{Calendar, Person, Role};
use crate::link::{Id, RecordRef};
use crate::value::Date;

crate::kind! {
    /// Who holds a role, in which rank: 1 is the holder, 2 the first deputy.
    pub struct Assignment("assignment", "assignments", Initiation) {
        /// The role held.
        role: Id<Role>,
        /// Who holds it.
        person: Id<Person>,
        /// 1 holds it, 2 is the first deputy, and so on.
        rank: Option<u32>,
        /// First day.
        from: Option<Date>,
        /// Last day.
        to: Option<Date>,
        /// When on duty; absent: always.
        hours: Option<Id<Calendar>>,
        /// For which services only.
        covers: Vec<RecordRef>,
    }
}
