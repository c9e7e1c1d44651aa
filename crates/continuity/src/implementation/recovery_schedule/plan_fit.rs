//! Whether each plan would keep its targets were nobody else at work, and whether it does in the
//! schedule of all: plans that each fit alone may ask the same people for the same hours.

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use engine::timetable::{Effort, Timetable, timetable};
use serde::Serialize;

use super::jobs::{Jobs, Meaning};
use crate::standpoint::Standpoint;

/// A plan alone and together with the others.
#[derive(Clone, Debug, Serialize)]
pub struct PlanFit {
    /// `plan/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it brings back that has a target of its own.
    pub items: Vec<String>,
    /// When all of these are back were nobody else at work.
    pub alone_seconds: i64,
    /// Which of them are late even so.
    pub alone_late: Vec<String>,
    /// When all of them are back in this schedule.
    pub together_seconds: i64,
    /// Which of them are late in it.
    pub together_late: Vec<String>,
}

impl PlanFit {
    /// Alone it keeps every target, beside the others it does not.
    pub fn is_crowded_out(&self) -> bool {
        self.alone_late.is_empty() && !self.together_late.is_empty()
    }
}

/// So many schedules are built for each plan alone: it is small.
const SCHEDULES: u64 = 200;
/// So many placings are made at most for all of them; each gets its share, and one at least.
const PLACINGS: u64 = 1_000_000;

/// The plans that bring back something with a target, those that others crowd out first.
pub fn plan_fits(
    standpoint: &Standpoint<'_>,
    jobs: &Jobs,
    found: &Timetable,
    effort: Effort,
) -> Vec<PlanFit> {
    let plans = goals_of(standpoint, jobs);
    let share = PLACINGS / (plans.len() as u64).max(1);
    let mut fits: Vec<PlanFit> = Vec::new();
    for (plan, goals) in plans {
        let part = jobs.part(&goals);
        let affordable = share / (part.project.jobs.len() as u64).max(1);
        let effort = Effort {
            schedules: effort.schedules.min(SCHEDULES).min(affordable).max(1),
            threads: 1,
            ..effort
        };
        let Ok(alone) = timetable(&part.project, effort) else {
            continue;
        };
        let name = |&goal: &usize| {
            standpoint
                .estate
                .reference(jobs.goal_items[goal])
                .to_string()
        };
        let late = |ends: &dyn Fn(usize) -> i64| {
            let is_late = |goal: &&usize| {
                let due = jobs.project.goals[**goal].due;
                due.is_some_and(|due| ends(**goal) > due)
            };
            goals.iter().filter(is_late).map(name).collect()
        };
        let alone_end = |goal: usize| {
            let job = jobs.project.goals[goal].reached.of[0];
            alone.ends[part.place[&job] as usize]
        };
        let together_end =
            |goal: usize| found.ends[jobs.project.goals[goal].reached.of[0] as usize];
        let id = record::link::split(&plan).1;
        let record = standpoint.estate.registers.plans.get(id);
        fits.push(PlanFit {
            name: record.map_or(id, |plan| plan.title()).to_string(),
            items: goals.iter().map(name).collect(),
            alone_seconds: goals.iter().map(|&it| alone_end(it)).max().unwrap_or(0),
            alone_late: late(&alone_end),
            together_seconds: goals.iter().map(|&it| together_end(it)).max().unwrap_or(0),
            together_late: late(&together_end),
            id: plan,
        });
    }
    fits.sort_by_key(|fit| (!fit.is_crowded_out(), fit.together_late.is_empty()));
    fits
}

/// Of each plan concerned the goals, by index, that it covers or brings about: one with steps in
/// the schedule, and an approved one that names the scenario.
fn goals_of(standpoint: &Standpoint<'_>, jobs: &Jobs) -> BTreeMap<String, Vec<usize>> {
    let estate = &standpoint.estate;
    let mut items: BTreeMap<String, BTreeSet<Item>> = BTreeMap::new();
    for meaning in &jobs.meanings {
        if let Meaning::Step { item, plan, .. } = meaning {
            items.entry(plan.clone()).or_default().insert(*item);
        }
    }
    for plan in estate.registers.plans.approved() {
        let names = |scenario: &str| plan.scenarios.iter().any(|it| it.id() == scenario);
        // The way back to normal begins when all is back.
        let is_return = plan.type_.as_deref() == Some("return");
        if !is_return && standpoint.scenario.is_some_and(names) {
            items.entry(plan.reference()).or_default();
        }
    }
    let mut all = BTreeMap::new();
    for (plan, mut brought) in items {
        let record = estate.registers.plans.get(record::link::split(&plan).1);
        let covers = record.into_iter().flat_map(|plan| &plan.covers);
        brought.extend(covers.filter_map(|it| estate.find(&it.text)));
        let goals = (0..jobs.goal_items.len()).filter(|&at| brought.contains(&jobs.goal_items[at]));
        let goals: Vec<usize> = goals.collect();
        if !goals.is_empty() {
            all.insert(plan, goals);
        }
    }
    all
}
