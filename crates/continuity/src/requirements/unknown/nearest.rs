//! How plans stand to a loss that nobody planned for, by the one rule of cover that stories are
//! held against: what of it is answered, by which plans, and which come near and do not.

use engine::graph::Item;
use serde::Serialize;

use super::cover::{Covered, Loss, Missing, Plans};
use crate::estate::Estate;

/// How the plans stand to a loss.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Nearest {
    /// The activities that stop; the services where no activity does.
    pub stops: Vec<String>,
    /// Of these, what plans in force answer whole.
    pub answered: Vec<String>,
    /// What they answer in part.
    pub in_part: Vec<String>,
    /// The plans that bring back some of what stops: first those that answer it, then the nearest
    /// to mend.
    pub plans: Vec<NearPlan>,
}

/// A plan that is near.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearPlan {
    /// `plan/id`.
    pub plan: String,
    /// Whether it is in force.
    pub in_force: bool,
    /// Whether it is in force and made for such a loss, so that it answers it, whole or in part.
    pub answers: bool,
    /// What stops here that the plan brings back, `kind/id`.
    pub brings_back: Vec<String>,
    /// What is missing so that it answers the whole loss.
    pub missing: Option<Missing>,
}

/// The plans that bring back some of what stops, nearest first. Cost: a walk for each scenario of
/// a plan, and for each plan what stops.
pub fn nearest_plans(estate: &Estate<'_>, loss: &Loss) -> Nearest {
    let plans = Plans::new(estate);
    let against = plans.against(loss);
    let mut stopped = loss.standing.stopped().to_vec();
    stopped.sort_unstable();
    let mut all = Nearest::default();
    for item in asked_for(estate, &stopped) {
        let reference = estate.reference(item).to_string();
        match against.answer(item).covered {
            Covered::Whole => all.answered.push(reference.clone()),
            Covered::Part => all.in_part.push(reference.clone()),
            Covered::Not => {}
        }
        all.stops.push(reference);
    }
    all.plans = against.near(&stopped);
    all.plans.sort_by_key(|it| {
        let why = it.missing.as_ref().map(|it| (it.why, it.items.len()));
        let brings = usize::MAX - it.brings_back.len();
        (!it.answers, why, brings, it.plan.clone())
    });
    all
}

/// What people ask for of what stopped: activities; where none stops, services.
fn asked_for(estate: &Estate<'_>, stopped: &[Item]) -> Vec<Item> {
    let activity = |item: &&Item| estate.listed(**item).activity().is_some();
    let activities: Vec<Item> = stopped.iter().filter(activity).copied().collect();
    if !activities.is_empty() {
        return activities;
    }
    let demands = |item: &&Item| estate.listed(**item).demands();
    stopped.iter().filter(demands).copied().collect()
}
