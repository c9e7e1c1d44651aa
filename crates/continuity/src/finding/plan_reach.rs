//! What the approved plans reach: the items that each covers or restores, and the teams that
//! recover anything.

use std::collections::BTreeSet;

use engine::graph::Item;
use record::implementation::Plan;
use record::kind::Filed;

use super::Judge;

/// The items that a plan covers or restores, in order, each once.
pub fn reach(judge: &Judge<'_>, plan: &Plan) -> Vec<Item> {
    let restored = plan.steps.iter().filter_map(|step| step.restores.as_ref());
    let named = plan.covers.iter().chain(restored);
    let found: BTreeSet<Item> = named
        .filter_map(|item| judge.estate().find(&item.text))
        .collect();
    found.into_iter().collect()
}

/// Which items some approved plan covers or restores.
pub fn reached(judge: &Judge<'_>) -> Vec<bool> {
    let mut reached = vec![false; judge.estate().items.len()];
    for plan in judge.registers().plans.approved() {
        for item in reach(judge, plan) {
            reached[item as usize] = true;
        }
    }
    reached
}

/// The teams that recover something, by an item's record or a step of an approved plan, each with
/// what it recovers first.
pub fn recovering_teams(judge: &Judge<'_>) -> std::collections::BTreeMap<Item, String> {
    let estate = judge.estate();
    let mut teams = std::collections::BTreeMap::new();
    for listed in &estate.items {
        let by = listed
            .item
            .recovery
            .as_ref()
            .and_then(|recovery| recovery.by.as_ref());
        if let Some(team) = by.and_then(|by| estate.find_kind("team", by.id())) {
            teams
                .entry(team)
                .or_insert_with(|| listed.reference.clone());
        }
    }
    for plan in judge.registers().plans.approved() {
        for team in teams_of(plan) {
            if let Some(team) = estate.find_kind("team", team) {
                teams.entry(team).or_insert_with(|| plan.reference());
            }
        }
    }
    teams
}

fn teams_of(plan: &Filed<Plan>) -> impl Iterator<Item = &str> {
    plan.steps
        .iter()
        .filter_map(|step| step.by.as_ref().map(|by| by.id()))
}

/// How many people a team has; `None` where nobody says.
pub fn people(judge: &Judge<'_>, team: Item) -> Option<u32> {
    let team = judge.estate().listed(team).team()?;
    let members = u32::try_from(team.members.len()).unwrap_or(u32::MAX);
    team.capacity.or((members > 0).then_some(members))
}
