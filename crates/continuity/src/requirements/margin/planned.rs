//! Work that is planned, window by window: with what it touches down, and all that is down or
//! worked on beside it, whether it takes the last of a redundancy, stops a service, meets a peak
//! or an exercise, or falls where nobody may command or decide.

use std::collections::BTreeSet;

use engine::graph::Item;
use jiff::Timestamp;
use record::kind::Filed;
use record::kinds::Registers;
use record::operation::Change;
use serde::Serialize;

use super::super::peak;
use super::hours::Spell;
use super::table::judge_items;
use super::{Ground, LastRedundancy, Left, Margin, NextLoss, Warned};
use crate::initiation::duty::{Function, duties};
use crate::standpoint::Standpoint;

/// A window of planned work and what it takes.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedWork {
    /// `change/id`.
    pub change: String,
    /// Its name.
    pub name: String,
    /// From when.
    pub from: String,
    /// Until when; nothing where nobody said.
    pub until: Option<String>,
    /// Whether the instant asked about lies inside.
    pub is_on: bool,
    /// What it touches, taken as down.
    pub touches: Vec<String>,
    /// What it touches that is not in the records.
    pub unresolved: Vec<String>,
    /// Other changes whose windows overlap: they are judged together.
    pub together_with: Vec<String>,
    /// Groups that it leaves with exactly as many members as they need.
    pub takes_last_redundancy: Vec<LastRedundancy>,
    /// Services that it stops.
    pub stops: Vec<String>,
    /// Services that one more loss would then stop, or leave late, each with the first such loss.
    pub leaves_without_margin: Vec<Exposed>,
    /// Peaks of activities that run on what it touches.
    pub meets_peak: Vec<String>,
    /// Exercises in the window.
    pub meets_exercise: Vec<String>,
    /// Warnings in force over the sites it touches, where they are known.
    pub meets_warning: Vec<String>,
    /// Functions of the day that nobody holds at some time of the window.
    pub authority_gap: Vec<String>,
}

/// A service without margin, and one loss that would stop it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exposed {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The loss.
    pub next: Option<NextLoss>,
}

/// At most so many windows are judged, the nearest first.
const WINDOWS_MAX: usize = 100;
/// In a window, who holds each function is looked up at so many instants at most.
const LOOKS_MAX: i64 = 24;

struct Window<'r> {
    change: &'r Filed<Change>,
    from: Timestamp,
    until: Option<Timestamp>,
    items: Vec<Item>,
    unresolved: Vec<String>,
}

impl Window<'_> {
    fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    fn overlaps(&self, other: &Window<'_>) -> bool {
        let before = |a: &Window<'_>, b: &Window<'_>| a.until.is_none_or(|until| b.from < until);
        before(self, other) && before(other, self)
    }
}

fn windows<'r>(ground: &Ground, registers: &'r Registers, at: Timestamp) -> Vec<Window<'r>> {
    let mut out = Vec::new();
    for change in registers.changes.live() {
        let Some(from) = change.own.from.as_ref().map(|it| it.earliest()) else {
            continue;
        };
        let until = change.own.until.as_ref().map(|it| it.earliest());
        if until.is_some_and(|until| until <= at) {
            continue;
        }
        let (mut items, mut unresolved) = (Vec::new(), Vec::new());
        for touched in &change.own.touches {
            match ground.find(&touched.text) {
                Some(item) => items.push(item),
                None => unresolved.push(touched.text.to_string()),
            }
        }
        out.push(Window {
            change,
            from,
            until,
            items,
            unresolved,
        });
    }
    out.sort_by_key(|window| (window.from, window.change.id.clone()));
    out
}

/// What work that is going on at an instant touches, and the changes.
pub fn under_way(
    ground: &Ground,
    registers: &Registers,
    at: Timestamp,
) -> (Vec<Item>, Vec<String>) {
    let mut windows = windows(ground, registers, at);
    windows.retain(|window| window.holds(at) && window.until.is_some());
    let items = windows
        .iter()
        .flat_map(|it| it.items.iter().copied())
        .collect();
    let changes = windows.iter().map(|it| it.change.reference()).collect();
    (items, changes)
}

/// The times in which coming work takes items down.
pub fn spells(ground: &Ground, registers: &Registers, at: Timestamp) -> Vec<Spell> {
    let mut out = Vec::new();
    for window in windows(ground, registers, at) {
        for &item in window.items.iter().filter(|_| window.until.is_some()) {
            out.push(Spell {
                of: ground.reference(item).to_string(),
                from: window.from.max(at),
                until: window.until,
            });
        }
    }
    out
}

/// Every window that has not ended, in order, judged with `down` down as well. Cost: for each, a
/// margin and whoever is on duty.
pub fn planned(
    ground: &Ground,
    registers: &Registers,
    (down, warned): (&[Item], &[Warned]),
    at: Timestamp,
) -> Vec<PlannedWork> {
    let windows = windows(ground, registers, at);
    if windows.is_empty() {
        return Vec::new();
    }
    let before = judge_items(ground, down, at);
    let mut standpoint = Standpoint::new(registers, at);
    let judged = windows.iter().take(WINDOWS_MAX).map(|window| {
        let others: Vec<&Window<'_>> = windows
            .iter()
            .filter(|other| other.change.id != window.change.id && window.overlaps(other))
            .collect();
        let mut items: BTreeSet<Item> = window.items.iter().copied().collect();
        items.extend(others.iter().flat_map(|other| other.items.iter().copied()));
        items.extend(down.iter().copied());
        let items: Vec<Item> = items.into_iter().collect();
        let after = judge_items(ground, &items, at);
        let known: BTreeSet<&str> = before.stopped.iter().map(String::as_str).collect();
        let touched: BTreeSet<&str> = after.stopped.iter().map(String::as_str).collect();
        let newly = touched.difference(&known).copied().collect();
        PlannedWork {
            change: window.change.reference(),
            name: window.change.title().to_string(),
            from: window.from.to_string(),
            until: window.until.map(|until| until.to_string()),
            is_on: window.holds(at),
            touches: ground.references(&window.items),
            unresolved: window.unresolved.clone(),
            together_with: others.iter().map(|it| it.change.reference()).collect(),
            takes_last_redundancy: added(&before, &after),
            stops: stops(&before, &after),
            leaves_without_margin: exposed(&before, &after),
            meets_peak: peaks(&standpoint, window, &newly, &after),
            meets_exercise: exercises(registers, window),
            meets_warning: warnings(warned, window),
            authority_gap: gaps(&mut standpoint, window),
        }
    });
    judged.collect()
}

fn added(before: &Margin, after: &Margin) -> Vec<LastRedundancy> {
    let new = |it: &&LastRedundancy| !before.on_last_redundancy.contains(it);
    after
        .on_last_redundancy
        .iter()
        .filter(new)
        .cloned()
        .collect()
}

fn of(margin: &Margin, left: Left) -> BTreeSet<&str> {
    let rows = margin.services.iter().filter(|it| it.margin == left);
    rows.map(|it| it.id.as_str()).collect()
}

fn stops(before: &Margin, after: &Margin) -> Vec<String> {
    let (before, after) = (of(before, Left::Stopped), of(after, Left::Stopped));
    after.difference(&before).map(|id| id.to_string()).collect()
}

fn exposed(before: &Margin, after: &Margin) -> Vec<Exposed> {
    let known: BTreeSet<(&str, usize)> = before
        .services
        .iter()
        .filter(|it| it.margin == Left::None)
        .map(|it| (it.id.as_str(), it.because_of_signal_count))
        .collect();
    let new = after.services.iter().filter(|it| {
        it.margin == Left::None && !known.contains(&(it.id.as_str(), it.because_of_signal_count))
    });
    new.map(|it| Exposed {
        id: it.id.clone(),
        name: it.name.clone(),
        next: it.next_losses.first().cloned(),
    })
    .collect()
}

/// Peaks on days of the window, of activities that it stops or leaves without margin.
fn peaks(
    standpoint: &Standpoint<'_>,
    window: &Window<'_>,
    stopped: &BTreeSet<&str>,
    after: &Margin,
) -> Vec<String> {
    let without = of(after, Left::None);
    let mut out = Vec::new();
    for activity in standpoint.estate.registers.activities.live() {
        let reference = activity.reference();
        if !stopped.contains(&*reference) && !without.contains(&*reference) {
            continue;
        }
        let hours = standpoint.days_of(activity.own.item.hours.as_ref());
        let days = peak::days(hours, window.from, window.until);
        for peak in &activity.own.peaks {
            let meets = |day: &&jiff::civil::Date| {
                let when = peak.days.as_deref();
                when.is_some_and(|when| peak::falls_on(when, **day, hours))
            };
            if let Some(day) = days.iter().find(meets) {
                out.push(format!("{reference}: {} on {day}", peak.name));
            }
        }
    }
    out
}

/// Warnings over any site here that hold in the window: work that takes a spare at one site meets
/// a storm at the other.
fn warnings(warned: &[Warned], window: &Window<'_>) -> Vec<String> {
    let meets = |it: &&Warned| {
        let ends = it.until.is_none_or(|until| window.from < until);
        let begins = it
            .from
            .is_none_or(|from| window.until.is_none_or(|until| from < until));
        ends && begins
    };
    let words = |it: &Warned| format!("{} at {}", it.name, it.sites.join(", "));
    warned.iter().filter(meets).map(words).collect()
}

fn exercises(registers: &Registers, window: &Window<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for exercise in registers.exercises.live() {
        let Some(begin) = exercise.own.at.as_ref().map(|it| it.earliest()) else {
            continue;
        };
        let lasts = exercise.own.lasts.map_or(24 * 3_600, |it| it.0);
        let end = begin.saturating_add(jiff::SignedDuration::from_secs(lasts));
        let end = end.unwrap_or(Timestamp::MAX);
        if window.from < end && window.until.is_none_or(|until| begin < until) {
            out.push(exercise.reference());
        }
    }
    out
}

/// Who may command, decide to restore and declare, looked at through the window.
fn gaps(standpoint: &mut Standpoint<'_>, window: &Window<'_>) -> Vec<String> {
    let asked = [
        Function::Declare,
        Function::Command,
        Function::DecideToRestore,
    ];
    let began = standpoint.at;
    let until = window.until.unwrap_or(window.from);
    let length = (until.as_second() - window.from.as_second()).max(0);
    let step = (length / LOOKS_MAX).max(3_600);
    let mut found: Vec<(Function, String)> = Vec::new();
    for look in 0..=length / step {
        let offset = jiff::SignedDuration::from_secs(look * step);
        let Ok(at) = window.from.checked_add(offset) else {
            break;
        };
        standpoint.at = at;
        let duties = duties(standpoint, &[]);
        for function in asked {
            if found.iter().any(|(known, _)| *known == function) {
                continue;
            }
            let mut of = duties
                .functions
                .iter()
                .filter(|duty| duty.function == function);
            if of.all(|duty| duty.holder.is_none()) {
                found.push((function, format!("nobody may {} at {at}", function.words())));
            }
        }
    }
    standpoint.at = began;
    found.into_iter().map(|(_, text)| text).collect()
}
