//! How long measures take until they are of use: the longest path through the steps of a plan, and
//! through the measures that wait for one another. What has no time makes its path unknown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::implementation::plan::Step;
use record::kind::Filed;
use record::kinds::Registers;
use record::link::split;
use record::requirements::Measure;

use super::precaution::Precaution;
use crate::estate::plan_time::step_seconds;

/// A step of a plan and the latest instant at which it is still of use to begin with it.
#[derive(Clone, Debug, PartialEq)]
pub struct StepDue {
    /// The step's id.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// How long it takes.
    pub takes_seconds: Option<i64>,
    /// The latest useful instant.
    pub latest: Option<Timestamp>,
}

/// How long until a measure takes effect: as it says, else the longest path through its plan.
pub fn takes(registers: &Registers, measure: &Filed<Measure>) -> Option<i64> {
    if let Some(after) = measure.own.effective_after {
        return Some(after.0);
    }
    let plan = measure.own.plan.as_ref()?;
    let plan = registers.plans.get(split(&plan.text).1)?;
    let tails = tails(&plan.own.steps);
    tails
        .into_iter()
        .try_fold(0, |longest, tail| Some(longest.max(tail?)))
}

/// Of each step how long it is from its begin to the end of the last one that waits for it.
fn tails(steps: &[Step]) -> Vec<Option<i64>> {
    let index: BTreeMap<&str, usize> = steps
        .iter()
        .enumerate()
        .map(|(index, step)| (step.id.as_str(), index))
        .collect();
    let mut waiting = vec![0usize; steps.len()];
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    for (later, step) in steps.iter().enumerate() {
        for id in &step.after {
            if let Some(&earlier) = index.get(id.as_str()) {
                before[later].push(earlier);
                waiting[earlier] += 1;
            }
        }
    }
    let mut behind: Vec<Option<i64>> = vec![Some(0); steps.len()];
    let mut tails: Vec<Option<i64>> = vec![None; steps.len()];
    let mut ready: Vec<usize> = (0..steps.len())
        .filter(|&step| waiting[step] == 0)
        .collect();
    while let Some(step) = ready.pop() {
        let own = step_seconds(&steps[step]);
        tails[step] = own
            .zip(behind[step])
            .map(|(own, behind): (i64, i64)| own.saturating_add(behind));
        for &earlier in &before[step] {
            let longer = behind[earlier].zip(tails[step]);
            behind[earlier] = longer.map(|(known, tail)| known.max(tail));
            waiting[earlier] -= 1;
            if waiting[earlier] == 0 {
                ready.push(earlier);
            }
        }
    }
    tails
}

/// Puts measures behind those that come before them: how long each takes with them from now, and
/// the latest instant at which it is of use for itself and for those that wait for it. Measures in
/// a ring have no time.
pub fn chain(list: &mut [Precaution], at: Timestamp) {
    let index: BTreeMap<String, usize> = list
        .iter()
        .enumerate()
        .map(|(index, row)| (row.measure.clone(), index))
        .collect();
    let before: Vec<Vec<usize>> = list
        .iter()
        .map(|row| {
            row.after
                .iter()
                .filter_map(|it| index.get(it).copied())
                .collect()
        })
        .collect();
    let order = order(&before);
    for &row in &order {
        let path = before[row].iter().try_fold(0, |longest: i64, &earlier| {
            Some(longest.max(list[earlier].path_seconds?))
        });
        let own = list[row].takes_seconds;
        list[row].path_seconds = path.zip(own).map(|(path, own)| path.saturating_add(own));
    }
    let mut due: Vec<Option<i64>> = list
        .iter()
        .map(|row| row.begins.map(Timestamp::as_second))
        .collect();
    for &row in order.iter().rev() {
        let latest = due[row].zip(list[row].takes_seconds);
        let latest = latest.and_then(|(due, takes)| due.checked_sub(takes));
        list[row].latest = latest.and_then(|latest| Timestamp::from_second(latest).ok());
        for &earlier in &before[row] {
            due[earlier] = due[earlier]
                .zip(latest)
                .map(|(due, latest)| due.min(latest));
        }
        let ends = list[row]
            .path_seconds
            .map(|path| at.as_second().saturating_add(path));
        let begins = list[row].begins.map(Timestamp::as_second);
        list[row].in_time = ends.zip(begins).map(|(ends, begins)| ends <= begins);
    }
}

/// An order in which each comes after those it waits for; those in a ring are left out.
fn order(before: &[Vec<usize>]) -> Vec<usize> {
    let mut waits: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); before.len()];
    for (later, earlier) in before.iter().enumerate() {
        earlier
            .iter()
            .for_each(|&earlier| behind[earlier].push(later));
    }
    let mut order: Vec<usize> = (0..before.len()).filter(|&row| waits[row] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for &later in &behind[order[next]] {
            waits[later] -= 1;
            if waits[later] == 0 {
                order.push(later);
            }
        }
        next += 1;
    }
    order
}

/// The steps of the plan of a measure, by their latest useful instant.
pub fn steps(registers: &Registers, row: &Precaution) -> Vec<StepDue> {
    let plan = row
        .plan
        .as_deref()
        .and_then(|plan| registers.plans.get(split(plan).1));
    let Some(plan) = plan else {
        return Vec::new();
    };
    let tails = tails(&plan.own.steps);
    let ends = row.latest.zip(row.takes_seconds);
    let ends = ends.map(|(latest, takes)| latest.as_second().saturating_add(takes));
    let mut due: Vec<StepDue> = plan
        .own
        .steps
        .iter()
        .zip(tails)
        .map(|(step, tail)| StepDue {
            id: step.id.clone(),
            title: step.title.clone().unwrap_or_else(|| step.id.clone()),
            takes_seconds: step_seconds(step),
            latest: ends
                .zip(tail)
                .and_then(|(ends, tail)| Timestamp::from_second(ends.checked_sub(tail)?).ok()),
        })
        .collect();
    due.sort_by_key(|it| (it.latest.is_none(), it.latest));
    due
}
