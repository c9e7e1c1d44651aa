//! What the journal remembers of a run, a plan being carried out. When something happened (`at`,
//! as someone said it) and when it was written (the entry's own instant) are two figures.

use jiff::Timestamp;
use record::operation::exercise::{Environment, Rung};
use record::value::Percent;

use crate::written::Written;

record::words! {
    /// Why a plan is carried out. It is said at the start and never changes.
    pub enum Mode {
        /// On purpose, to see whether it would work.
        Exercise = "exercise",
        /// Because something is down.
        Live = "live",
        /// Before something goes down.
        Precaution = "precaution",
    }
}

impl Mode {
    /// Whether it touches what runs, and needs someone who may invoke.
    pub fn is_real(self) -> bool {
        self != Mode::Exercise
    }
}

record::fields! {
    /// A plan began to be carried out.
    pub struct RunStarted {
        /// The run.
        run: String,
        /// Why it is carried out.
        mode: Mode,
        /// When recovery began: the call to it.
        at: Timestamp,
        /// When the disruption began, where there is one.
        began: Option<Timestamp>,
        /// Why it was decided.
        reason: Option<String>,
        /// The exercise, `exercise/id`.
        exercise: Option<String>,
        /// The plan, whole: the run stays with it whatever becomes of the plan.
        plan: Written,
        /// The plan's revision.
        plan_revision: u32,
        /// What is lost, or taken to be: `scenario/id`.
        scenario: Option<String>,
        /// What it shall bring back, `kind/id`.
        recovers: Vec<String>,
        /// The sort of exercise.
        type_: Option<Rung> as "type",
        /// Where it is carried out.
        environment: Option<Environment>,
        /// Whether those who recover knew of it beforehand.
        announced: Option<bool>,
        /// What counts as passed.
        pass_criteria: Vec<String>,
    }
}

record::fields! {
    /// Something was said of a step.
    pub struct StepTold {
        /// The run.
        run: String,
        /// The step of its plan.
        step: String,
        /// When it was so.
        at: Timestamp,
        /// When it was begun, where that is said only now.
        started: Option<Timestamp>,
        /// Why, or what was seen.
        note: Option<String>,
    }
}

record::fields! {
    /// Something was noted of a run.
    pub struct RunNoted {
        /// The run.
        run: String,
        /// When it was so.
        at: Timestamp,
        /// What.
        text: String,
    }
}

record::words! {
    /// What came of a run.
    pub enum Outcome {
        /// All that was to be shown was shown.
        Passed = "passed",
        /// A part of it.
        Partly = "partly",
        /// Nothing of it.
        Failed = "failed",
        /// It was ended before it could show anything.
        Aborted = "aborted",
    }
}

record::fields! {
    /// A criterion, and whether it was met.
    pub struct Criterion {
        /// The criterion, as it was written before.
        text: String,
        /// Whether it was met; absent: nobody can say.
        met: Option<bool>,
        /// What was seen.
        note: Option<String>,
    }
}

record::fields! {
    /// That the business works again at its minimum level.
    pub struct Minimum {
        /// Who of the business says so.
        by: String,
        /// From when.
        at: Timestamp,
    }
}

record::fields! {
    /// A run came to its end.
    pub struct RunStoodDown {
        /// The run.
        run: String,
        /// When.
        at: Timestamp,
        /// What came of it.
        outcome: Outcome,
        /// The criteria, one by one.
        criteria: Vec<Criterion>,
        /// Who of the business confirmed the minimum level.
        minimum: Option<Minimum>,
        /// How much of the current data was restored.
        data_volume: Option<Percent>,
        /// What else is to be said.
        note: Option<String>,
    }
}

record::fields! {
    /// Someone who did not carry a run out looked at it.
    pub struct RunVerified {
        /// The run.
        run: String,
        /// True where it was as it says.
        confirmed: bool,
        /// What was seen.
        note: Option<String>,
    }
}
