//! Which plans are nearest to a loss that nobody planned for: those whose scenarios lose the most
//! of it, and what they leave out.

use std::collections::BTreeSet;

use engine::graph::Item;
use engine::standing::standing;
use serde::Serialize;

use crate::estate::Estate;
use crate::requirements::loss::{Losses, losses};

/// A plan that is near.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearPlan {
    /// `plan/id`.
    pub plan: String,
    /// Whether it is in force.
    pub in_force: bool,
    /// The scenario of it that comes nearest.
    pub scenario: String,
    /// How many of what is named are lost in that scenario too.
    pub meets: usize,
    /// What is named and not lost there.
    pub leaves_out: Vec<String>,
    /// What stops here that the plan brings back.
    pub brings_back: Vec<String>,
}

/// The plans that lose some of the same or bring back some of what stops, nearest first: what they
/// bring back, then how much of the loss they know. Cost: a walk for each scenario of a plan.
pub fn nearest_plans(estate: &Estate<'_>, lost: &Losses) -> Vec<NearPlan> {
    let fallen = standing(&estate.graph, &lost.items);
    let mut near: Vec<NearPlan> = Vec::new();
    for plan in estate.registers.plans.live() {
        let covered = plan.covers.iter().map(|item| &item.text);
        let restored = plan.steps.iter().filter_map(|step| step.restores.as_ref());
        let brings: BTreeSet<Item> = covered
            .chain(restored.map(|item| &item.text))
            .filter_map(|text| estate.find(text))
            .filter(|&item| fallen.is_stopped(item))
            .collect();
        let of = plan.scenarios.iter().filter_map(|id| {
            let scenario = estate.registers.scenarios.get(id.id())?;
            let named = losses(estate, scenario).items;
            let there = standing(&estate.graph, &named);
            let out = lost.items.iter().filter(|&&item| !there.is_lost(item));
            let out: Vec<Item> = out.copied().collect();
            Some((lost.items.len() - out.len(), scenario.reference(), out))
        });
        let best = of.max_by_key(|(meets, ..)| *meets);
        let (meets, scenario, out) = best.unwrap_or((0, String::new(), lost.items.clone()));
        if meets == 0 && brings.is_empty() {
            continue;
        }
        let brings: Vec<Item> = brings.into_iter().collect();
        near.push(NearPlan {
            plan: plan.reference(),
            in_force: plan.is_approved(),
            scenario,
            meets,
            leaves_out: estate.references(&out),
            brings_back: estate.references(&brings),
        });
    }
    near.sort_by_key(|it| {
        let rank = (it.in_force, it.brings_back.len(), it.meets);
        (std::cmp::Reverse(rank), it.plan.clone())
    });
    near
}
