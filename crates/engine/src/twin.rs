//! What stops, and which sets are minimal, by the plainest reading of the meaning; and random
//! graphs with shared causes, data and loops to try it on. Shares no function with the code
//! under test.

use crate::graph::{Copy, Effect, Graph, GroupSpec, Item, ItemSpec, Phase, Tail};
use crate::random_graph::{Dice, group};

/// An item that needs every one of `needs`.
pub(crate) fn needing(needs: &[Item]) -> ItemSpec {
    ItemSpec {
        groups: needs.iter().map(|&need| group(1, &[need])).collect(),
        ..ItemSpec::default()
    }
}

fn some(dice: &mut Dice, len: u32, most: u32) -> Vec<Item> {
    let mut out: Vec<Item> = (0..1 + dice.below(most)).map(|_| dice.below(len)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn random_group(dice: &mut Dice, len: u32) -> GroupSpec {
    let members = some(dice, len, 3);
    let unresolved = if dice.once(8) { 1 } else { 0 };
    let all = members.len() as u32 + unresolved;
    GroupSpec {
        unresolved,
        needed: 1 + dice.below(all),
        phase: match dice.below(5) {
            0 => Phase::Recover,
            1 => Phase::Run,
            2 => Phase::Both,
            _ => Phase::Unwritten,
        },
        effect: if dice.once(8) {
            Effect::Degrade(5_000)
        } else {
            Effect::Stop
        },
        switch: i64::from(dice.below(3)) * 10,
        tail: match dice.below(6) {
            0 => Tail::Known(i64::from(dice.below(50))),
            1 if dice.once(3) => Tail::Unknown,
            _ => Tail::Own,
        },
        beta: if dice.once(3) {
            f64::from(dice.below(5)) / 10.0
        } else {
            0.0
        },
        bootstrap: dice.once(6),
        ..group(1, &members)
    }
}

/// The items of a graph with groups, hosts, data, crews, copies and loops of every kind.
pub(crate) fn random_items(dice: &mut Dice, len: u32) -> Vec<ItemSpec> {
    let mut items = vec![ItemSpec::default(); len as usize];
    for at in 0..len {
        let groups = dice.below(3);
        let item = &mut items[at as usize];
        item.groups = (0..groups).map(|_| random_group(dice, len)).collect();
        if dice.once(3) {
            // Mostly upwards, so that not every graph is one loop of hosts.
            let host = if at + 1 < len && !dice.once(6) {
                at + 1 + dice.below(len - at - 1)
            } else {
                dice.below(len)
            };
            if host != at {
                item.hosts.push(host);
            }
        }
        if dice.once(5) {
            item.holds = some(dice, len, 2);
            item.holds.retain(|&held| held != at);
        }
        if dice.once(5) {
            item.crews = vec![dice.below(len)];
        }
        item.stand_in = dice.once(5).then(|| dice.below(len));
        item.takes = (!dice.once(6)).then(|| i64::from(dice.below(10)) * 60);
        item.resume = i64::from(dice.below(4)) * 15;
        if dice.once(5) {
            let at = dice.once(2).then(|| dice.below(len));
            let seconds = (!dice.once(5)).then(|| i64::from(dice.below(9)) * 50);
            item.copies.push(Copy { at, seconds });
        }
    }
    items
}

/// What is lost and what is stopped once the items of `named` are named.
pub(crate) fn plainly_stopped(graph: &Graph, named: &[bool]) -> (Vec<bool>, Vec<bool>) {
    let mut lost = named.to_vec();
    let mut stopped = vec![false; graph.len()];
    loop {
        let before = (lost.clone(), stopped.clone());
        for x in graph.items() {
            let at = x as usize;
            let on = |list: &[Item], of: &[bool]| list.iter().any(|&y| of[y as usize]);
            let all = |list: &[Item], of: &[bool]| {
                !list.is_empty() && list.iter().all(|&y| of[y as usize])
            };
            lost[at] |= on(graph.hosts(x), &lost) || all(graph.held_by(x), &lost);
            stopped[at] |= lost[at]
                || on(graph.hosts(x), &stopped)
                || on(graph.holds(x), &lost)
                || all(graph.held_by(x), &stopped)
                || graph.groups_of(x).any(|id| {
                    let group = graph.group(id);
                    let members = graph.members(id).iter();
                    let up = members.filter(|&&m| !stopped[m as usize]).count() as u32;
                    group.effect == Effect::Stop
                        && group.phase != Phase::Recover
                        && up + group.unresolved < group.needed
                });
        }
        if (&lost, &stopped) == (&before.0, &before.1) {
            return (lost, stopped);
        }
    }
}

/// Every set of at most `order` of `candidates` for which `bad` holds and of which no proper
/// part does, by size, then members.
pub(crate) fn plainly_minimal(
    candidates: &[Item],
    order: usize,
    bad: &dyn Fn(&[Item]) -> bool,
) -> Vec<Vec<Item>> {
    let mut found: Vec<Vec<Item>> = Vec::new();
    let mut sets: Vec<Vec<Item>> = (0u64..1 << candidates.len())
        .filter(|bits| bits.count_ones() as usize <= order)
        .map(|bits| {
            (0..candidates.len())
                .filter(|n| bits >> n & 1 == 1)
                .map(|n| candidates[n])
                .collect()
        })
        .collect();
    sets.sort_by(|a: &Vec<Item>, b| (a.len(), a).cmp(&(b.len(), b)));
    for set in sets {
        let within = |part: &Vec<Item>| part.iter().all(|x| set.contains(x));
        if !found.iter().any(within) && bad(&set) {
            found.push(set);
        }
    }
    found
}
