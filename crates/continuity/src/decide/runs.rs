//! Carrying plans out: only what may come next is allowed, whatever the mode. When something
//! happened is what someone says, never later than now and never against the order of the plan.

use jiff::Timestamp;
use record::implementation::Plan;
use record::implementation::plan::Step;
use record::kind::{Filed, Status};
use record::kinds::Record;
use record::link::split;
use record::operation::Exercise;

use super::Desk;
use crate::access::{Action, Object};
use crate::command::{Start, Tick, Told};
use crate::estate::Estate;
use crate::event::{self, Event, RunStarted, RunStoodDown, StepTold};
use crate::refusal::Refusal;
use crate::state::Run;
use crate::state::run::{Phase, Progress};
use crate::written::Written;

/// Most characters of a note.
const NOTE_MAX: usize = 4_000;

impl Desk<'_> {
    pub(super) fn start_run(&self, start: &Start) -> Result<Vec<Event>, Refusal> {
        let action = match start.mode.is_real() {
            true => Action::StartLive,
            false => Action::StartExercise,
        };
        self.may(action, Object::Record("plan", split(&start.plan).1))?;
        self.start_authorised(start)
    }

    /// Begins to carry a plan out for one who may.
    pub(super) fn start_authorised(&self, start: &Start) -> Result<Vec<Event>, Refusal> {
        let plan = self.startable(start)?;
        let exercise = self.exercise_of(start)?;
        let scenario = self.scenario_of(start, exercise)?;
        let at = self.happened("at", start.at, None)?;
        if start.began.is_some_and(|began| began > at) {
            let text = "the disruption began before recovery did";
            return Err(Refusal::invalid("began", text));
        }
        let reason = start.reason.as_deref().map(str::trim);
        let reason = reason.filter(|text| !text.is_empty());
        if start.mode.is_real() {
            confirmed(start, plan, reason)?;
        }
        checked_note("reason", reason)?;
        let revision = self.state.filing("plan", &plan.id);
        let own = exercise.map(|exercise| &exercise.own);
        Ok(vec![Event::RunStarted(RunStarted {
            run: start.run.clone(),
            mode: start.mode,
            at,
            began: start.began,
            reason: reason.map(str::to_string),
            exercise: exercise.map(Filed::reference),
            plan: Written::made(Record::Plan(plan.clone())),
            plan_revision: revision.and_then(|it| it.in_force).unwrap_or_default(),
            scenario,
            recovers: recovers(&Estate::new(&self.state.registers), plan, exercise),
            type_: own.and_then(|it| it.type_),
            environment: own.and_then(|it| it.environment),
            announced: own.and_then(|it| it.announced),
            pass_criteria: own.map_or_else(Vec::new, |it| it.pass_criteria.clone()),
        })])
    }

    /// The plan to be carried out: in force, under an id that is free.
    fn startable(&self, start: &Start) -> Result<&Filed<Plan>, Refusal> {
        let id = split(&start.plan).1;
        let subject = format!("plan/{id}");
        let plan = self.state.registers.plans.get(id);
        let plan = plan.ok_or_else(|| Refusal::unknown(&subject))?;
        if !plan.is_approved() {
            let (why, remedy) = ("is not in force", "Have the plan approved first.");
            return Err(Refusal::wrong_state(&subject, why, remedy));
        }
        if !record::link::is_id(&start.run) {
            return Err(Refusal::invalid("run", "a run needs an id of its own"));
        }
        if self.state.run(&start.run).is_some() {
            return Err(Refusal::Exists {
                subject: format!("run/{}", start.run),
            });
        }
        Ok(plan)
    }

    fn exercise_of(&self, start: &Start) -> Result<Option<&Filed<Exercise>>, Refusal> {
        let Some(named) = &start.exercise else {
            return Ok(None);
        };
        let id = split(named).1;
        let exercise = self.state.registers.exercises.get(id);
        let exercise = exercise.filter(|it| it.status() != Status::Retired);
        let exercise = exercise.ok_or_else(|| Refusal::unknown(&format!("exercise/{id}")))?;
        if start.mode.is_real() {
            let text = "what is done in earnest belongs to no exercise";
            return Err(Refusal::invalid("exercise", text));
        }
        let plans = &exercise.own.plans;
        if !plans.is_empty() && !plans.iter().any(|plan| plan.id() == split(&start.plan).1) {
            let text = format!("{} carries out other plans", exercise.title());
            return Err(Refusal::invalid("plan", &text));
        }
        Ok(Some(exercise))
    }

    fn scenario_of(
        &self,
        start: &Start,
        exercise: Option<&Filed<Exercise>>,
    ) -> Result<Option<String>, Refusal> {
        let named = start.scenario.as_deref().map(|text| split(text).1);
        let planned = exercise.and_then(|it| it.own.scenario.as_ref());
        let Some(id) = named.or(planned.map(|scenario| scenario.id())) else {
            return Ok(None);
        };
        let reference = format!("scenario/{id}");
        match self.state.registers.scenarios.get(id) {
            Some(_) => Ok(Some(reference)),
            None => Err(Refusal::unknown(&reference)),
        }
    }

    pub(super) fn tick(&self, tick: &Tick) -> Result<Vec<Event>, Refusal> {
        let run = self.run_going_on(&tick.run)?;
        self.may(Action::Tick, Object::Record("run", &tick.run))?;
        let subject = format!("run/{}", tick.run);
        let Some((step, progress)) = run.step(&tick.step) else {
            let text = format!("no step of the plan is called `{}`", tick.step);
            return Err(Refusal::invalid("step", &text));
        };
        let note = tick.note.as_deref().map(str::trim);
        let note = note.filter(|text| !text.is_empty());
        checked_note("note", note)?;
        if already(tick.what, progress.phase) {
            return Ok(Vec::new());
        }
        allowed(run, step, progress, tick.what, &subject)?;
        if note.is_none() && matches!(tick.what, Told::Failed | Told::Blocked | Told::Skip) {
            return Err(Refusal::invalid("note", "say why, in a sentence"));
        }
        let at = self.happened(
            "at",
            tick.at,
            Some(earliest(run, step, progress, tick.what)),
        )?;
        let started = match tick.what {
            Told::Done | Told::Failed => tick.started,
            _ => None,
        };
        if let Some(started) = started {
            self.happened("started", Some(started), Some(after_others(run, step)))?;
            if started > at {
                return Err(Refusal::invalid("started", "a step begins before it ends"));
            }
        }
        let told = StepTold {
            run: tick.run.clone(),
            step: step.id.clone(),
            at,
            started,
            note: note.map(str::to_string),
        };
        Ok(vec![match tick.what {
            Told::Start => Event::StepStarted(told),
            Told::Done => Event::StepDone(told),
            Told::Failed => Event::StepFailed(told),
            Told::Blocked => Event::StepBlocked(told),
            Told::Skip => Event::StepSkipped(told),
            Told::Undo => Event::StepUndone(told),
        }])
    }

    pub(super) fn note_run(
        &self,
        run: &str,
        at: Option<Timestamp>,
        text: &str,
    ) -> Result<Vec<Event>, Refusal> {
        let known = self.known_run(run)?;
        self.may(Action::Tick, Object::Record("run", run))?;
        if text.trim().is_empty() {
            return Err(Refusal::invalid("text", "say what is to be noted"));
        }
        checked_note("text", Some(text))?;
        let at = self.happened("at", at, Some(known.start.at))?;
        Ok(vec![Event::RunNoted(event::RunNoted {
            run: run.to_string(),
            at,
            text: text.trim().to_string(),
        })])
    }

    pub(super) fn stand_down(&self, end: &RunStoodDown) -> Result<Vec<Event>, Refusal> {
        let run = self.run_going_on(&end.run)?;
        if *run.by != *self.context.actor.as_text() {
            self.may(Action::StandDown, Object::Record("run", &end.run))?;
        }
        checked_note("note", end.note.as_deref())?;
        self.happened("at", Some(end.at), Some(run.start.at))?;
        if let Some(minimum) = &end.minimum {
            self.happened("minimum", Some(minimum.at), Some(run.start.at))?;
            if minimum.by.trim().is_empty() {
                return Err(Refusal::invalid(
                    "minimum",
                    "say who of the business confirms it",
                ));
            }
        }
        let wanted = &run.start.pass_criteria;
        let same = end.criteria.len() == wanted.len()
            && end
                .criteria
                .iter()
                .zip(wanted)
                .all(|(it, text)| it.text == *text);
        if !same {
            let text = "each criterion that was written down before is answered, and no other";
            return Err(Refusal::invalid("criteria", text));
        }
        let unmet = end.criteria.iter().any(|it| it.met != Some(true));
        let open = run.told().filter(|(_, it)| !it.phase.is_past()).count();
        let reason = end.note.as_deref().map_or("", str::trim);
        if end.outcome == event::Outcome::Passed && (unmet || open > 0) && reason.is_empty() {
            let text = match unmet {
                true => "not every criterion was met: say why it counts as passed all the same",
                false => "not every step is done: say why it counts as passed all the same",
            };
            return Err(Refusal::invalid("note", text));
        }
        Ok(vec![Event::RunStoodDown(end.clone())])
    }

    pub(super) fn verify_run(
        &self,
        run: &str,
        confirmed: bool,
        note: Option<&str>,
    ) -> Result<Vec<Event>, Refusal> {
        let known = self.known_run(run)?;
        let subject = format!("run/{run}");
        self.may(Action::VerifyRun, Object::Record("run", run))?;
        if known.is_on() {
            let (why, remedy) = ("still goes on", "Stand it down first.");
            return Err(Refusal::wrong_state(&subject, why, remedy));
        }
        if self.took_part(known) {
            let why = "was carried out by the one who would verify it";
            let remedy = "Have someone verify it who ticked no step of it.";
            return Err(Refusal::wrong_state(&subject, why, remedy));
        }
        checked_note("note", note)?;
        let note = note.map(str::trim).filter(|text| !text.is_empty());
        if !confirmed && note.is_none() {
            return Err(Refusal::invalid("note", "say what was not as the run says"));
        }
        Ok(vec![Event::RunVerified(event::RunVerified {
            run: run.to_string(),
            confirmed,
            note: note.map(str::to_string),
        })])
    }

    /// Whether the one who asks said something of a step, under this account or another.
    fn took_part(&self, run: &Run) -> bool {
        let me = self.context.actor.as_text();
        let person = |actor: &str| -> Option<String> {
            let account = self.state.account(actor.strip_prefix("account/")?)?;
            account
                .person
                .as_deref()
                .map(|text| split(text).1.to_string())
        };
        let mine = person(&me);
        run.executors
            .iter()
            .any(|executor| **executor == *me || mine.is_some() && person(executor) == mine)
    }

    fn known_run(&self, run: &str) -> Result<&Run, Refusal> {
        let known = self.state.run(run);
        known.ok_or_else(|| Refusal::unknown(&format!("run/{run}")))
    }

    fn run_going_on(&self, run: &str) -> Result<&Run, Refusal> {
        let known = self.known_run(run)?;
        if known.is_on() {
            return Ok(known);
        }
        let (why, remedy) = (
            "was stood down",
            "Start another run; notes are still taken.",
        );
        Err(Refusal::wrong_state(&format!("run/{run}"), why, remedy))
    }

    /// When something happened: as it is said, else now. Errors: later than now, or too early.
    fn happened(
        &self,
        field: &str,
        said: Option<Timestamp>,
        earliest: Option<Timestamp>,
    ) -> Result<Timestamp, Refusal> {
        let at = said.unwrap_or(self.context.now);
        if at > self.context.now {
            return Err(Refusal::invalid(field, "that is still to come"));
        }
        if let Some(earliest) = earliest.filter(|earliest| at < *earliest) {
            let text = format!("that is before {earliest}, when what comes before it was so");
            return Err(Refusal::invalid(field, &text));
        }
        Ok(at)
    }
}

/// In earnest: the plan's name typed, and a reason.
fn confirmed(start: &Start, plan: &Filed<Plan>, reason: Option<&str>) -> Result<(), Refusal> {
    let typed = start.typed.as_deref().map_or("", str::trim);
    let named = typed.eq_ignore_ascii_case(plan.title()) || typed == &*plan.id;
    if !named {
        let text = format!("this is no exercise: type `{}` to say so", plan.title());
        return Err(Refusal::invalid("typed", &text));
    }
    if reason.is_none() {
        return Err(Refusal::invalid(
            "reason",
            "say why it is decided, in a sentence",
        ));
    }
    Ok(())
}

/// What a run shall bring back: what steps restore, what the plan covers, what the exercise adds.
fn recovers(
    estate: &Estate<'_>,
    plan: &Filed<Plan>,
    exercise: Option<&Filed<Exercise>>,
) -> Vec<String> {
    let restored = plan
        .own
        .steps
        .iter()
        .filter_map(|step| step.restores.as_ref());
    let added = exercise.map_or(&[][..], |exercise| &exercise.own.recovers);
    let all = restored.chain(&plan.own.covers).chain(added);
    let mut items: Vec<u32> = all.filter_map(|item| estate.find(&item.text)).collect();
    items.sort_unstable();
    items.dedup();
    estate.references(&items)
}

/// Whether a step is already as it is said to be.
fn already(what: Told, phase: Phase) -> bool {
    matches!(
        (what, phase),
        (Told::Start, Phase::Running)
            | (Told::Done, Phase::Done)
            | (Told::Failed, Phase::Failed)
            | (Told::Blocked, Phase::Blocked)
            | (Told::Skip, Phase::Skipped)
            | (Told::Undo, Phase::Waiting)
    )
}

/// Whether this may come next.
fn allowed(
    run: &Run,
    step: &Step,
    progress: &Progress,
    what: Told,
    subject: &str,
) -> Result<(), Refusal> {
    let refuse = |why: String, remedy: &str| Err(Refusal::wrong_state(subject, &why, remedy));
    if what == Told::Undo {
        let next = run
            .told()
            .find(|(other, it)| it.phase != Phase::Waiting && other.after.contains(&step.id));
        return match next {
            Some((next, _)) => refuse(
                format!("has begun with {}, which comes after {}", next.id, step.id),
                "Take the later step back first.",
            ),
            None => Ok(()),
        };
    }
    if progress.phase.is_past() {
        return refuse(
            format!("has step {} as {}", step.id, progress.phase.as_str()),
            "Take it back first; that stays in the log.",
        );
    }
    if matches!(what, Told::Start | Told::Done | Told::Failed)
        && let Some(before) = run.awaited(step).next()
    {
        return refuse(
            format!("waits with {} for {}", step.id, before.id),
            "Do what comes before, or leave it out with a reason.",
        );
    }
    Ok(())
}

/// The earliest instant at which something of a step can have been so.
fn earliest(run: &Run, step: &Step, progress: &Progress, what: Told) -> Timestamp {
    match what {
        Told::Start | Told::Blocked | Told::Skip => after_others(run, step),
        Told::Done | Told::Failed => progress.started.unwrap_or_else(|| after_others(run, step)),
        Told::Undo => run.start.at,
    }
}

/// When all that a step waits for was past.
fn after_others(run: &Run, step: &Step) -> Timestamp {
    let before = step.after.iter().filter_map(|id| run.step(id));
    let ends = before.filter_map(|(_, progress)| progress.ended);
    ends.max().unwrap_or(run.start.at).max(run.start.at)
}

fn checked_note(field: &str, note: Option<&str>) -> Result<(), Refusal> {
    match note {
        Some(text) if text.chars().count() > NOTE_MAX => {
            let text = format!("at most {NOTE_MAX} characters; attach what is longer");
            Err(Refusal::invalid(field, &text))
        }
        _ => Ok(()),
    }
}
