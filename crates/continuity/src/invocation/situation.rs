//! Where a run stands at an instant: what was done, what may come next, when it will be at its end
//! and how much time is left to each target. An exercise and the day are judged alike.

use std::collections::HashMap;

use jiff::Timestamp;
use record::implementation::plan::Step;
use serde::Serialize;

use crate::command::Told;
use crate::estate::plan_time::step_seconds;
use crate::operation::evidence::{text, text_or_null};
use crate::requirements::recovery_targets::Verdict;
use crate::state::Run;
use crate::state::run::{Phase, Progress};

/// What a run is judged against: an item that it shall bring back, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From the call to recovery.
    pub within_seconds: i64,
    /// What lies between the disruption and that call, as declared.
    pub lead_seconds: i64,
}

/// A step as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepStanding {
    /// Its id.
    pub id: String,
    /// What to do.
    pub title: String,
    /// The instruction in full.
    pub instruction: Option<String>,
    /// Who does it: a role or a team.
    pub by: Vec<String>,
    /// What shows that it is done.
    pub check: Option<String>,
    /// How to take it back.
    pub undo: Option<String>,
    /// Who must allow it before it starts.
    pub hold_for: Option<String>,
    /// What is back once it is done, as the plan names it.
    pub restores: Option<String>,
    /// The steps that come before.
    pub after: Vec<String>,
    /// Those of them that are not past yet.
    pub waits_for: Vec<String>,
    /// How long it takes by the plan.
    pub takes_seconds: Option<i64>,
    /// How far it has come.
    pub phase: &'static str,
    /// When it was begun, where that was said.
    #[serde(serialize_with = "text_or_null")]
    pub started_at: Option<Timestamp>,
    /// When it came to its end.
    #[serde(serialize_with = "text_or_null")]
    pub ended_at: Option<Timestamp>,
    /// How long it took.
    pub took_seconds: Option<i64>,
    /// When it will be done by the plan's durations.
    #[serde(serialize_with = "text_or_null")]
    pub done_by: Option<Timestamp>,
    /// Whether it takes longer than planned, by so many seconds.
    pub late_seconds: Option<i64>,
    /// Why, or what was seen.
    pub note: Option<String>,
    /// Who said the latest.
    pub told_by: Option<String>,
    /// What may be said of it now.
    pub may: Vec<&'static str>,
}

/// How much time is left to a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeLeft {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it must be back.
    #[serde(serialize_with = "text")]
    pub due_at: Timestamp,
    /// Seconds until then; negative once it has passed.
    pub left_seconds: i64,
    /// When it was back, or will be by the plan's durations.
    #[serde(serialize_with = "text_or_null")]
    pub back_at: Option<Timestamp>,
    /// Whether it is back.
    pub is_back: bool,
    /// Whether that is in time.
    pub verdict: Verdict,
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Situation {
    /// The run.
    pub run: String,
    /// Exercise, live or precaution.
    pub mode: &'static str,
    /// The plan's name.
    pub title: String,
    /// The plan, `plan/id`.
    pub plan: String,
    /// The revision that it stays with.
    pub plan_revision: u32,
    /// The exercise.
    pub exercise: Option<String>,
    /// What is lost, or taken to be.
    pub scenario: Option<String>,
    /// The sort of exercise.
    pub sort: Option<&'static str>,
    /// Why it was decided.
    pub reason: Option<String>,
    /// When recovery began.
    #[serde(serialize_with = "text")]
    pub started_at: Timestamp,
    /// When the disruption began.
    #[serde(serialize_with = "text_or_null")]
    pub began_at: Option<Timestamp>,
    /// Who started it.
    pub started_by: String,
    /// The instant it stands for.
    #[serde(serialize_with = "text")]
    pub at: Timestamp,
    /// Since the call: to the instant, or to the end.
    pub elapsed_seconds: i64,
    /// Whether it goes on.
    pub is_on: bool,
    /// How many steps are past.
    pub past: usize,
    /// The steps.
    pub steps: Vec<StepStanding>,
    /// When the last step will be done by the plan's durations.
    #[serde(serialize_with = "text_or_null")]
    pub done_by: Option<Timestamp>,
    /// The targets, the nearest first.
    pub targets: Vec<TimeLeft>,
    /// What counts as passed.
    pub pass_criteria: Vec<String>,
}

/// Where a run stands at an instant. `wanted` are the targets of what it shall bring back. Cost:
/// linear in the steps.
pub fn situation(run: &Run, wanted: &[Wanted], now: Timestamp) -> Situation {
    let until = run.end.as_ref().map_or(now, |end| end.at);
    let ends = ends(run, until);
    let start = &run.start;
    let steps: Vec<StepStanding> = run
        .told()
        .enumerate()
        .map(|(index, (step, progress))| standing(run, step, progress, ends[index], until))
        .collect();
    let mut targets: Vec<TimeLeft> = wanted
        .iter()
        .map(|wanted| time_left(run, wanted, &ends, until))
        .collect();
    targets.sort_by(|one, other| (one.due_at, &one.id).cmp(&(other.due_at, &other.id)));
    let whole: Option<Vec<Timestamp>> = ends.iter().copied().collect();
    Situation {
        run: run.id().to_string(),
        mode: run.mode().as_str(),
        title: run.plan().map_or("", |plan| plan.title()).to_string(),
        plan: start.plan.record.reference(),
        plan_revision: start.plan_revision,
        exercise: start.exercise.clone(),
        scenario: start.scenario.clone(),
        sort: start.type_.map(|sort| sort.as_str()),
        reason: start.reason.clone(),
        started_at: start.at,
        began_at: start.began,
        started_by: run.by.to_string(),
        at: now,
        elapsed_seconds: until.as_second() - start.at.as_second(),
        is_on: run.is_on(),
        past: run.steps.iter().filter(|it| it.phase.is_past()).count(),
        steps,
        done_by: whole.and_then(|ends| ends.into_iter().max()),
        targets,
        pass_criteria: start.pass_criteria.clone(),
    }
}

/// When each step was done, or will be by its planned duration; nothing once a duration on the way
/// is missing.
fn ends(run: &Run, now: Timestamp) -> Vec<Option<Timestamp>> {
    let told: Vec<(&Step, &Progress)> = run.told().collect();
    let index: HashMap<&str, usize> = told
        .iter()
        .enumerate()
        .map(|(at, (step, _))| (step.id.as_str(), at))
        .collect();
    let mut waits: Vec<usize> = vec![0; told.len()];
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); told.len()];
    for (at, (step, _)) in told.iter().enumerate() {
        for before in step.after.iter().filter_map(|id| index.get(id.as_str())) {
            waits[at] += 1;
            next[*before].push(at);
        }
    }
    let mut ends: Vec<Option<Timestamp>> = vec![None; told.len()];
    let mut begins: Vec<Option<Timestamp>> = vec![Some(run.start.at); told.len()];
    let mut ready: Vec<usize> = (0..told.len()).filter(|&at| waits[at] == 0).collect();
    while let Some(at) = ready.pop() {
        let (step, progress) = told[at];
        ends[at] = end(step, progress, begins[at], now);
        for &later in &next[at] {
            begins[later] = begins[later]
                .zip(ends[at])
                .map(|(one, other)| one.max(other));
            waits[later] -= 1;
            if waits[later] == 0 {
                ready.push(later);
            }
        }
    }
    ends
}

fn end(
    step: &Step,
    progress: &Progress,
    begins: Option<Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    if progress.phase.is_past() {
        return progress.ended;
    }
    let takes = jiff::SignedDuration::from_secs(step_seconds(step)?);
    let begins = match progress.started {
        Some(started) => started,
        None => begins?.max(now),
    };
    begins.checked_add(takes).ok().map(|end| end.max(now))
}

fn standing(
    run: &Run,
    step: &Step,
    progress: &Progress,
    done_by: Option<Timestamp>,
    now: Timestamp,
) -> StepStanding {
    let takes = step_seconds(step);
    let ran = match (progress.phase, progress.started) {
        (Phase::Running, Some(started)) => Some(now.as_second() - started.as_second()),
        _ => progress.took_seconds(),
    };
    let over = ran.zip(takes).map(|(ran, takes)| ran - takes);
    let by = step.role.iter().map(|role| format!("role/{}", role.id()));
    let team = step.by.iter().map(|team| format!("team/{}", team.id()));
    StepStanding {
        id: step.id.clone(),
        title: step.title.clone().unwrap_or_else(|| step.id.clone()),
        instruction: step.instruction.clone(),
        by: by.chain(team).collect(),
        check: step.check.clone(),
        undo: step.undo.clone(),
        hold_for: step
            .hold_for
            .as_ref()
            .map(|role| format!("role/{}", role.id())),
        restores: step.restores.as_ref().map(|item| item.text.to_string()),
        after: step.after.clone(),
        waits_for: run.awaited(step).map(|step| step.id.clone()).collect(),
        takes_seconds: takes,
        phase: progress.phase.as_str(),
        started_at: progress.started,
        ended_at: progress.ended,
        took_seconds: progress.took_seconds(),
        done_by: done_by.filter(|_| !progress.phase.is_past()),
        late_seconds: over.filter(|over| *over > 0),
        note: progress.note.as_deref().map(str::to_string),
        told_by: progress.by.as_deref().map(str::to_string),
        may: may(run, step, progress)
            .iter()
            .map(|told| told.as_str())
            .collect(),
    }
}

/// What may be said of a step now: what `decide` would take.
fn may(run: &Run, step: &Step, progress: &Progress) -> Vec<Told> {
    if !run.is_on() {
        return Vec::new();
    }
    let begun_after = |(other, it): (&Step, &Progress)| {
        it.phase != Phase::Waiting && other.after.contains(&step.id)
    };
    let mut may = Vec::new();
    let open = run.awaited(step).next().is_none();
    if !progress.phase.is_past() {
        if open && progress.phase != Phase::Running {
            may.push(Told::Start);
        }
        if open {
            may.push(Told::Done);
        }
        if open && progress.phase != Phase::Failed {
            may.push(Told::Failed);
        }
        if progress.phase != Phase::Blocked {
            may.push(Told::Blocked);
        }
        may.push(Told::Skip);
    }
    if progress.phase != Phase::Waiting && !run.told().any(begun_after) {
        may.push(Told::Undo);
    }
    may
}

fn time_left(run: &Run, wanted: &Wanted, ends: &[Option<Timestamp>], now: Timestamp) -> TimeLeft {
    let (from, seconds) = match run.start.began {
        Some(began) => (began, wanted.within_seconds + wanted.lead_seconds),
        None => (run.start.at, wanted.within_seconds),
    };
    let within = jiff::SignedDuration::from_secs(seconds);
    let due_at = from.checked_add(within).unwrap_or(from);
    let (back_at, is_back) = back(run, wanted, ends);
    let verdict = match back_at {
        Some(back) if back <= due_at => Verdict::Meets,
        Some(_) => Verdict::Misses,
        None if now > due_at => Verdict::Misses,
        None => Verdict::Unknown,
    };
    TimeLeft {
        id: wanted.id.clone(),
        name: wanted.name.clone(),
        due_at,
        left_seconds: due_at.as_second() - now.as_second(),
        back_at,
        is_back,
        verdict,
    }
}

/// When an item is back: with the last step that restores it, else with the last of all.
fn back(run: &Run, wanted: &Wanted, ends: &[Option<Timestamp>]) -> (Option<Timestamp>, bool) {
    let bare = record::link::split(&wanted.id).1;
    let restores = |step: &Step| {
        let named = step.restores.as_ref();
        named.is_some_and(|item| *item.text == *wanted.id || *item.text == *bare)
    };
    let any = run.told().any(|(step, _)| restores(step));
    let (mut last, mut all) = (Some(run.start.at), true);
    for (index, (step, progress)) in run.told().enumerate() {
        if any && !restores(step) {
            continue;
        }
        last = last.zip(ends[index]).map(|(one, other)| one.max(other));
        all &= progress.phase == Phase::Done
            || (progress.phase == Phase::Skipped && step.restores.is_none());
    }
    (last, all)
}

#[cfg(test)]
mod tests;
