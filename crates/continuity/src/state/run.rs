//! A run: a plan being carried out, as far as it was told. It decides nothing; what may come next
//! is asked of the plan's steps and what was said of each.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use record::implementation::Plan;
use record::implementation::plan::Step;
use record::kind::Filed;
use record::kinds::Record;

use crate::event::{Event, Mode, Remembered, RunStarted, RunStoodDown, RunVerified, StepTold};

/// How far a step has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nobody has begun with it.
    #[default]
    Waiting,
    /// Someone is at it.
    Running,
    /// It cannot go on.
    Blocked,
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// It was left out.
    Skipped,
}

impl Phase {
    /// The word used everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Waiting => "waiting",
            Phase::Running => "running",
            Phase::Blocked => "blocked",
            Phase::Done => "done",
            Phase::Failed => "failed",
            Phase::Skipped => "skipped",
        }
    }

    /// Whether what comes after it may begin.
    pub fn is_past(self) -> bool {
        matches!(self, Phase::Done | Phase::Skipped)
    }
}

/// What was said of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// How far it has come.
    pub phase: Phase,
    /// When it was begun, where that was said.
    pub started: Option<Timestamp>,
    /// When it came to its end.
    pub ended: Option<Timestamp>,
    /// Who said the latest.
    pub by: Option<Box<str>>,
    /// Why, or what was seen.
    pub note: Option<Box<str>>,
}

impl Progress {
    /// How long it took; nothing where its beginning or its end is not known.
    pub fn took_seconds(&self) -> Option<i64> {
        let end = self.ended.filter(|_| self.phase == Phase::Done)?;
        Some(end.as_second() - self.started?.as_second())
    }
}

/// One line of what happened in a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The entry.
    pub seq: u64,
    /// When it was so, as it was said.
    pub at: Timestamp,
    /// When it was written.
    pub entered: Timestamp,
    /// Who said it.
    pub by: Box<str>,
    /// The event's word.
    pub word: &'static str,
    /// The step it is about.
    pub step: Option<Box<str>>,
    /// What was said.
    pub text: Option<Box<str>>,
}

/// Who looked at a run afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// Who.
    pub by: Box<str>,
    /// When.
    pub at: Timestamp,
    /// Whether it was as it says.
    pub confirmed: bool,
    /// What was seen.
    pub note: Option<Box<str>>,
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What was said at its start, the plan with it.
    pub start: Arc<RunStarted>,
    /// The entry of its start.
    pub seq: u64,
    /// When its start was written.
    pub entered: Timestamp,
    /// Who started it.
    pub by: Box<str>,
    /// What was said of each step, in the order of the plan.
    pub steps: Vec<Progress>,
    /// Who said something of a step.
    pub executors: BTreeSet<Box<str>>,
    /// How it ended.
    pub end: Option<Arc<RunStoodDown>>,
    /// Who ended it.
    pub ended_by: Option<Box<str>>,
    /// Who looked at it afterwards, the latest.
    pub verified: Option<Verification>,
    /// What happened, in the order of the journal.
    pub log: Vec<Line>,
}

impl Run {
    /// The run's id.
    pub fn id(&self) -> &str {
        &self.start.run
    }

    /// Why the plan is carried out.
    pub fn mode(&self) -> Mode {
        self.start.mode
    }

    /// The plan as it was at the start; none only where the entry holds another record.
    pub fn plan(&self) -> Option<&Filed<Plan>> {
        match &self.start.plan.record {
            Record::Plan(plan) => Some(plan),
            _ => None,
        }
    }

    /// The plan's steps, each with what was said of it.
    pub fn told(&self) -> impl Iterator<Item = (&Step, &Progress)> {
        let steps = self.plan().map_or(&[][..], |plan| &plan.own.steps);
        steps.iter().zip(&self.steps)
    }

    /// A step by its id.
    pub fn step(&self, id: &str) -> Option<(&Step, &Progress)> {
        self.told().find(|(step, _)| step.id == id)
    }

    /// The steps that a step waits for and that are not past yet.
    pub fn awaited<'a>(&'a self, step: &'a Step) -> impl Iterator<Item = &'a Step> {
        let before = step.after.iter().filter_map(|id| self.step(id));
        before
            .filter(|(_, progress)| !progress.phase.is_past())
            .map(|(step, _)| step)
    }

    /// Whether it goes on.
    pub fn is_on(&self) -> bool {
        self.end.is_none()
    }

    /// The last instant that was told.
    pub fn last_at(&self) -> Timestamp {
        let ends = self.log.iter().map(|line| line.at);
        ends.max().unwrap_or(self.start.at)
    }

    pub(super) fn begun(start: &RunStarted, remembered: &Remembered) -> Run {
        let mut run = Run {
            start: Arc::new(start.clone()),
            seq: remembered.seq,
            entered: remembered.at,
            by: remembered.actor.as_str().into(),
            steps: Vec::new(),
            executors: BTreeSet::new(),
            end: None,
            ended_by: None,
            verified: None,
            log: Vec::new(),
        };
        let steps = run.plan().map_or(0, |plan| plan.own.steps.len());
        run.steps = vec![Progress::default(); steps];
        run.write(remembered, start.at, None, start.reason.as_deref());
        run
    }

    pub(super) fn take(&mut self, remembered: &Remembered) {
        match &remembered.event {
            Event::StepStarted(it) => self.tell(it, Phase::Running, remembered),
            Event::StepDone(it) => self.tell(it, Phase::Done, remembered),
            Event::StepFailed(it) => self.tell(it, Phase::Failed, remembered),
            Event::StepBlocked(it) => self.tell(it, Phase::Blocked, remembered),
            Event::StepSkipped(it) => self.tell(it, Phase::Skipped, remembered),
            Event::StepUndone(it) => self.tell(it, Phase::Waiting, remembered),
            Event::RunNoted(it) => self.write(remembered, it.at, None, Some(&it.text)),
            Event::RunStoodDown(it) => {
                self.end = Some(Arc::new(it.clone()));
                self.ended_by = Some(remembered.actor.as_str().into());
                self.write(remembered, it.at, None, it.note.as_deref());
            }
            Event::RunVerified(it) => self.verify(it, remembered),
            _ => {}
        }
    }

    fn tell(&mut self, it: &StepTold, phase: Phase, remembered: &Remembered) {
        let steps = self.plan().map_or(&[][..], |plan| &plan.own.steps);
        let index = steps.iter().position(|step| step.id == it.step);
        if let Some(progress) = index.and_then(|index| self.steps.get_mut(index)) {
            let started = match phase {
                Phase::Running => Some(it.at),
                Phase::Waiting => None,
                _ => it.started.or(progress.started),
            };
            *progress = Progress {
                phase,
                started,
                ended: matches!(phase, Phase::Done | Phase::Failed | Phase::Skipped)
                    .then_some(it.at),
                by: Some(remembered.actor.as_str().into()),
                note: it.note.as_deref().map(Box::from),
            };
        }
        self.executors.insert(remembered.actor.as_str().into());
        self.write(remembered, it.at, Some(&it.step), it.note.as_deref());
    }

    fn verify(&mut self, it: &RunVerified, remembered: &Remembered) {
        self.verified = Some(Verification {
            by: remembered.actor.as_str().into(),
            at: remembered.at,
            confirmed: it.confirmed,
            note: it.note.as_deref().map(Box::from),
        });
        self.write(remembered, remembered.at, None, it.note.as_deref());
    }

    fn write(
        &mut self,
        remembered: &Remembered,
        at: Timestamp,
        step: Option<&str>,
        text: Option<&str>,
    ) {
        self.log.push(Line {
            seq: remembered.seq,
            at,
            entered: remembered.at,
            by: remembered.actor.as_str().into(),
            word: remembered.event.word(),
            step: step.map(Box::from),
            text: text.map(Box::from),
        });
    }
}
