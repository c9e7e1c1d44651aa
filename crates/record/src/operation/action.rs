//! Action: what is done about a finding or a lesson, by whom and until when.

use crate::link::{PartyRef, RecordRef};
use crate::value::Date;

crate::kind! {
    /// What is done about a finding or a lesson; its owner answers for it.
    pub struct Action("action", "actions", Operation) {
        /// The finding or the lesson that it answers.
        answers: Option<RecordRef>,
        /// What is done.
        text: Option<String>,
        /// When it is due.
        due: Option<Date>,
        /// How far it has come.
        state: Option<State>,
        /// Whether it helped, as someone saw afterwards.
        effectiveness: Option<Effectiveness>,
    }
}

crate::words! {
    /// How far an action has come.
    pub enum State {
        /// Nobody has planned it.
        Open = "open",
        /// Planned.
        Planned = "planned",
        /// Done.
        Implemented = "implemented",
        /// Seen to be done by someone else.
        Verified = "verified",
        /// At its end.
        Closed = "closed",
    }
}

crate::fields! {
    /// Whether an action helped.
    pub struct Effectiveness {
        /// When someone looked.
        at: Date,
        /// Who.
        by: Option<PartyRef>,
        /// What they saw.
        result: String,
    }
}
