//! Exercise: a recovery carried out on purpose, as it is planned. What was measured stands in its
//! runs, which live in the journal.

use crate::implementation::Plan;
use crate::link::{Id, ItemRef, PartyRef};
use crate::requirements::Scenario;
use crate::value::{Duration, Moment, Percent};

crate::kind! {
    /// A recovery carried out on purpose: what it is to show, with whom, and what counts as passed.
    pub struct Exercise("exercise", "exercises", Operation) {
        .. /// What it puts into practice, and what that takes.
        practice: crate::practice::Practice,
        /// The sort of exercise: it says what a run of it can prove at most.
        type_ : Option<Rung> as "type",
        /// What it is to show.
        objectives: Vec<String>,
        /// The plans that are carried out.
        plans: Vec<Id<Plan>>,
        /// What is taken to be lost.
        scenario: Option<Id<Scenario>>,
        /// What it shall bring back, where that is more than the plans restore.
        recovers: Vec<ItemRef>,
        /// Where it is carried out.
        environment: Option<Environment>,
        /// How much of the current data is restored.
        data_volume: Option<Percent>,
        /// True where those who recover know of it beforehand.
        announced: Option<bool>,
        /// When it shall be.
        at: Option<Moment>,
        /// How long it shall last at most.
        lasts: Option<Duration>,
        /// Who leads it.
        director: Option<PartyRef>,
        /// Who takes part.
        participants: Vec<PartyRef>,
        /// Who watches and does nothing else.
        observers: Vec<PartyRef>,
        /// What is told to those who take part, and when.
        injects: Vec<Inject>,
        /// What counts as passed, written down beforehand.
        pass_criteria: Vec<String>,
        /// What ends it at once.
        abort_when: Vec<String>,
    }
}

crate::words! {
    /// The sort of an exercise, from reading to the real thing.
    pub enum Rung {
        /// Readers hold the plan against reality.
        DeskCheck = "desk-check",
        /// People are called, and those who answer are counted.
        CallTree = "call-tree",
        /// The team goes through the plan in its order.
        Walkthrough = "walkthrough",
        /// A scenario is talked through, with decisions.
        Tabletop = "tabletop",
        /// One item is really recovered.
        Component = "component",
        /// The plan is carried out in an environment of its own.
        Functional = "functional",
        /// The standby is brought up beside what runs.
        Parallel = "parallel",
        /// What runs is moved to the standby, with its load.
        Switchover = "switchover",
        /// What runs is stopped, and recovered for real.
        FullInterruption = "full-interruption",
        /// Small interruptions by a machine, again and again.
        FaultInjection = "fault-injection",
    }
}

crate::words! {
    /// Where an exercise is carried out.
    pub enum Environment {
        /// Where the work is done every day.
        Production = "production",
        /// Where it would be done on the day.
        Standby = "standby",
        /// Like production in size and make.
        ProductionLike = "production-like",
        /// Apart, and smaller.
        Isolated = "isolated",
        /// Nowhere: it is talked about.
        None = "none",
    }
}

crate::fields! {
    /// Something told to those who take part.
    pub struct Inject {
        /// How long after the start.
        after: Duration,
        /// What they are told.
        text: String,
        /// Who is told; absent: all.
        to: Option<PartyRef>,
    }
}
