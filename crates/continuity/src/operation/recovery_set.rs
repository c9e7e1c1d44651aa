//! R: what must be recovered so that an item is back. Of a scenario it is what is lost on the way
//! to the item; without one, what the plan restores on that way.

use std::collections::BTreeSet;

use engine::graph::{Item, Phase};
use engine::standing::Standing;

use crate::estate::{Estate, Of};

/// The items that must be recovered for an item, itself among them. `restored` is what the plan's
/// steps restore. Cost: linear in what the item needs.
pub fn recovery_set(
    estate: &Estate<'_>,
    item: Item,
    restored: &BTreeSet<Item>,
    standing: Option<&Standing>,
) -> BTreeSet<Item> {
    let mut set = BTreeSet::from([item]);
    let mut seen = BTreeSet::from([item]);
    let mut open = vec![item];
    while let Some(at) = open.pop() {
        for next in awaited(estate, at, restored, standing) {
            if !seen.insert(next) {
                continue;
            }
            open.push(next);
            let lost = standing.is_some_and(|standing| standing.is_lost(next));
            let counts = restored.contains(&next) || lost;
            if counts && can_be_recovered(estate, next) {
                set.insert(next);
            }
        }
    }
    set
}

/// What an item waits for: the members of its stop groups, of a scenario only as many of those
/// that are down as a group lacks, those that the plan restores first; and the data it holds.
fn awaited(
    estate: &Estate<'_>,
    item: Item,
    restored: &BTreeSet<Item>,
    standing: Option<&Standing>,
) -> Vec<Item> {
    let graph = &estate.graph;
    let mut all = Vec::new();
    for group in graph.groups_of(item) {
        let need = graph.group(group);
        if !need.stops() || need.bootstrap {
            continue;
        }
        let members = graph.members(group);
        if need.phase == Phase::Recover && !is_written(estate, item, members) {
            continue;
        }
        let Some(standing) = standing else {
            all.extend(members);
            continue;
        };
        let (mut down, up): (Vec<Item>, Vec<Item>) = members
            .iter()
            .partition(|member| standing.is_stopped(**member));
        down.sort_by_key(|member| !restored.contains(member));
        let lacking = (need.needed as usize).saturating_sub(up.len() + need.unresolved as usize);
        all.extend(down.into_iter().take(lacking));
    }
    let held = graph.holds(item).iter().copied();
    all.extend(held.filter(|data| restored.contains(data)));
    all
}

/// Whether the item's own record names one of them: the order of a plan's steps makes nothing a
/// need.
fn is_written(estate: &Estate<'_>, item: Item, members: &[Item]) -> bool {
    let needs = &estate.listed(item).item.requires;
    let mut named = needs.iter().flat_map(|need| &need.of);
    named.any(|it| {
        estate
            .find(&it.text)
            .is_some_and(|found| members.contains(&found))
    })
}

/// Whether it is something that people recover, and no place, house or person.
fn can_be_recovered(estate: &Estate<'_>, item: Item) -> bool {
    matches!(
        estate.listed(item).of,
        Of::Service(_) | Of::Component(_) | Of::Dataset(_)
    )
}
