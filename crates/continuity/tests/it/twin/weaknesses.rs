//! Weaknesses by trying every subset of what can be lost, and probabilities by adding up every
//! state.

use super::deadline::deadlines;
use super::recovery::{Frame, Loss, takes};
use super::up_and_down::{lost, set, stopped};
use super::world::World;

/// What may be lost: "all items but activities and i itself; teams only with `--people`".
pub fn candidates(world: &World, of: usize, people: bool) -> Vec<usize> {
    let fits = |&i: &usize| i != of && !world.is(i, "activity") && (people || !world.is(i, "team"));
    (0..world.len()).filter(fits).collect()
}

/// The minimal sets of losses that stop the item; with `breach` those after which it is stopped
/// and not back in time, `None` where it has no R.
pub fn minimal(world: &World, of: usize, people: bool, breach: bool) -> Option<Vec<Vec<usize>>> {
    let frame = Frame::new(world);
    let limit = deadlines(&frame).required[of];
    if breach && limit.is_none() {
        return None;
    }
    let able = candidates(world, of, people);
    let hits = |members: u32| {
        let chosen = able.iter().enumerate();
        let named: Vec<usize> = chosen
            .filter(|(bit, _)| members >> bit & 1 == 1)
            .map(|(_, &i)| i)
            .collect();
        let loss = Loss::of(&frame, lost(world, &set(world, &named)));
        let late = || {
            loss.t(of)
                .is_none_or(|t| limit.is_some_and(|limit| t > limit))
        };
        loss.down[of] && (!breach || late())
    };
    let every: Vec<bool> = (0..1u32 << able.len()).map(hits).collect();
    // A set is minimal when it hits and none of its proper subsets does.
    let mut sets = Vec::new();
    for members in (0..every.len()).filter(|&members| every[members]) {
        let mut smaller = members;
        let minimal = loop {
            if smaller == 0 {
                break true;
            }
            smaller = (smaller - 1) & members;
            if every[smaller] {
                break false;
            }
        };
        if minimal {
            let bits = (0..able.len()).filter(|bit| members >> bit & 1 == 1);
            sets.push(bits.map(|bit| able[bit]).collect());
        }
    }
    Some(sets)
}

const YEAR: f64 = 31_536_000.0;

/// The probability that an item is down by its own failures; `None` where it cannot be said.
pub fn q(world: &World, i: usize) -> Option<f64> {
    let rate = world.item(i).failure?.per_year();
    let down = takes(world, i, |_| true)? as f64 / YEAR;
    Some(rate * down / (1.0 + rate * down))
}

/// The product over the members of a set.
pub fn probability(world: &World, members: &[usize]) -> Option<f64> {
    members.iter().map(|&i| q(world, i)).product()
}

/// Everything whose stop might stop the item. What holds data stops only when the data is lost,
/// and to that no need of anything contributes.
fn under(world: &World, of: usize) -> Vec<usize> {
    let mut under = vec![of];
    let mut at = 0;
    while at < under.len() {
        let i = under[at];
        let groups = world.groups(i).iter().filter(|g| g.stop && g.runs());
        let members = groups.flat_map(|g| g.members.iter().flatten());
        let others = [world.places(i), world.holders(i)];
        let more: Vec<usize> = members
            .chain(others.into_iter().flatten())
            .copied()
            .collect();
        for j in more {
            if !under.contains(&j) {
                under.push(j);
            }
        }
        at += 1;
    }
    under
}

/// The probability that the item is stopped by what may be lost or by its own failures, over
/// every state of every item
/// that has a q and of every common event; items without one never fail, so it is a bound.
pub fn unavailability(world: &World, of: usize, people: bool) -> f64 {
    // Its own failures stop the item too.
    let able = [candidates(world, of, people), vec![of]].concat();
    let mut events: Vec<(Vec<usize>, f64)> = Vec::new();
    let mut share: Vec<f64> = vec![1.0; world.len()];
    // Reading: the groups that count are those of what the item may depend on.
    for i in under(world, of) {
        for group in world.groups(i) {
            let (Some(beta), true) = (group.beta, group.runs() && group.stop) else {
                continue;
            };
            let members = group.members.iter().flatten().copied();
            let members: Vec<usize> = members.filter(|m| able.contains(m)).collect();
            let largest = members
                .iter()
                .filter_map(|&m| q(world, m))
                .fold(0.0, f64::max);
            members.iter().for_each(|&m| share[m] *= 1.0 - beta);
            events.push((members, beta * largest));
        }
    }
    let single = |&i: &usize| q(world, i).map(|q| (vec![i], q * share[i]));
    events.extend(able.iter().filter_map(single));
    events.retain(|(_, q)| *q > 0.0);
    let mut sum = 0.0;
    for state in 0..1u32 << events.len() {
        let mut chance = 1.0;
        let mut named = Vec::new();
        for (bit, (members, q)) in events.iter().enumerate() {
            if state >> bit & 1 == 1 {
                chance *= q;
                named.extend(members.iter().copied());
            } else {
                chance *= 1.0 - q;
            }
        }
        if stopped(world, &lost(world, &set(world, &named)))[of] {
            sum += chance;
        }
    }
    sum
}

/// The plans that cover a set: approved, restoring or covering the item, for a scenario that loses
/// at least the set (with all that is lost through what it names).
pub fn covered_by(world: &World, of: usize, members: &[usize]) -> Vec<String> {
    let mut found = Vec::new();
    for plan in world.all.plans.iter().filter(|plan| plan.is_approved()) {
        let is = |r: &record::link::ItemRef| world.find(&r.text) == Some(of);
        let restores = plan
            .steps
            .iter()
            .filter_map(|s| s.restores.as_ref())
            .any(is);
        let enough = |id: &str| {
            let gone = lost(world, &set(world, &world.scenario_names(id)));
            members.iter().all(|&m| gone[m])
        };
        let named = plan.scenarios.iter().any(|s| enough(s.id()));
        if named && (restores || plan.covers.iter().any(is)) {
            found.push(plan.reference());
        }
    }
    found
}
