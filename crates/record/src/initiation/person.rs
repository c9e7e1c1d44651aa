//! Person: a handle and what they can do; contact details stay outside the records.

use crate::initiation::{Calendar, Role, Site, Team};
use crate::link::Id;
use crate::value::Date;

crate::kind! {
    /// A person by handle: teams, skills and since when, never contact details.
    pub struct Person("person", "persons", Initiation) {
        /// The teams they work in.
        teams: Vec<Id<Team>>,
        /// What they can do that others may not.
        skills: Vec<String>,
        /// When they work.
        hours: Option<Id<Calendar>>,
        /// Where they usually are.
        site: Option<Id<Site>>,
        /// Languages they speak.
        languages: Vec<String>,
        /// When they left or will leave.
        leaves: Option<Date>,
        /// When their contact details were last verified.
        contact_verified: Option<Date>,
        /// What they were trained in.
        trained: Vec<Trained>,
    }
}

crate::fields! {
    /// A training that someone had, as reported.
    pub struct Trained {
        /// For which role.
        role: Option<Id<Role>>,
        /// In what.
        competence: Option<String>,
        /// When.
        at: Date,
        /// Until when it counts.
        expires: Option<Date>,
    }
}
