//! What stands around one item: what it needs and what needs it, some steps both ways, never the
//! whole estate; what is left out is counted. How it is drawn is not decided here.

use std::collections::{BTreeMap, BTreeSet};

use engine::deadlock::{Circle, circles};
use engine::graph::{Item, Phase};
use serde::Serialize;

use super::bond::{self, Bond, Tie, needs, uses};
use super::recovery_targets::RecoveryTargets;
use crate::estate::Estate;
use crate::standpoint::Standpoint;

#[cfg(test)]
mod tests;

/// Most items in one neighbourhood: more is no picture any more.
pub const MOST: usize = 60;
/// Most steps both ways.
pub const HOPS_MAX: u32 = 6;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The item in the middle.
    pub focus: Item,
    /// How many steps both ways.
    pub hops: u32,
    /// Kinds that are left out, the focus aside.
    pub hide: BTreeSet<String>,
    /// How many items at most.
    pub most: usize,
}

/// What stands around an item.
#[derive(Clone, Debug, Serialize)]
pub struct Neighbourhood {
    /// The item in the middle.
    pub focus: String,
    /// The items, the focus first, then by steps.
    pub items: Vec<Neighbour>,
    /// What ties them, from one that needs to one that is needed.
    pub edges: Vec<Edge>,
    /// Circles of needs with at least two of these items.
    pub circles: Vec<Round>,
    /// Items within the steps that found no room.
    pub left_out: usize,
}

/// One item around.
#[derive(Clone, Debug, Serialize)]
pub struct Neighbour {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many steps from the focus.
    pub hops: u32,
    /// The site it stands in.
    pub site: Option<String>,
    /// How many items that it needs are not shown.
    pub more_below: usize,
    /// How many items that need it are not shown.
    pub more_above: usize,
}

/// One need among them.
#[derive(Clone, Debug, Serialize)]
pub struct Edge {
    /// Index of the item that needs.
    pub from: usize,
    /// Index of the item that is needed.
    pub to: usize,
    /// How.
    pub tie: Tie,
    /// How many of its group are needed.
    pub needed: u32,
    /// Of how many.
    pub of: u32,
    /// What remains without it, in hundredths of a percent.
    pub remains: Option<u32>,
    /// A workaround by hand that bridges it, `workaround/id`.
    pub bridged_by: Option<String>,
    /// Whether a plan asks for it and no record.
    pub by_plan: bool,
    /// Whether a person confirmed the record that says it.
    pub confirmed: bool,
    /// Whether it is written down as an assumption.
    pub assumed: bool,
    /// From where the record that says it came.
    pub source: Option<String>,
    /// Where what is needed is back too late for what needs it.
    pub mismatch: Option<Mismatch>,
}

/// What is needed is back later than what needs it can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// Its number in the picture, from 1.
    pub number: usize,
    /// How long it can wait, from the start of work.
    pub needs_seconds: i64,
    /// When it is back.
    pub has_seconds: i64,
}

/// A circle of needs.
#[derive(Clone, Debug, Serialize)]
pub struct Round {
    /// The shortest loop in it, each needing the next and the last the first.
    pub shortest: Vec<String>,
    /// How many items are in it.
    pub members: usize,
    /// Whether it can never be brought back from a loss of everything.
    pub deadlock: bool,
    /// The need to look at first: the item that needs, and what it needs.
    pub break_here: Option<(String, String)>,
}

/// What stands around an item. Cost: what is shown, with what they need and are used by; linear in
/// the estate where a circle or a team is in it.
pub fn neighbourhood(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    asked: &Asked,
) -> Neighbourhood {
    let estate = &standpoint.estate;
    let found = around(estate, asked);
    let mut shown: Vec<(Item, u32)> = vec![(asked.focus, 0)];
    shown.extend(found.iter().copied());
    let left_out = shown.len().saturating_sub(asked.most.max(1));
    shown.truncate(asked.most.max(1));
    let place: BTreeMap<Item, usize> = shown
        .iter()
        .enumerate()
        .map(|(place, (item, _))| (*item, place))
        .collect();
    let mut edges = Vec::new();
    let mut numbers = 0;
    for &(item, _) in &shown {
        for bond in needs(estate, item) {
            if let Some(&to) = place.get(&bond.to) {
                let mut edge = edge(standpoint, targets, &bond, (place[&item], to));
                if let Some(mismatch) = &mut edge.mismatch {
                    numbers += 1;
                    mismatch.number = numbers;
                }
                edges.push(edge);
            }
        }
    }
    let seen = |item: Item| !place.contains_key(&item);
    let items = shown
        .iter()
        .map(|&(item, hops)| neighbour(estate, item, hops, &seen))
        .collect();
    Neighbourhood {
        focus: estate.reference(asked.focus).to_string(),
        items,
        edges,
        circles: rounds(estate, &shown),
        left_out,
    }
}

/// The items within the steps, the nearest first; of those as near, what the business sees first.
fn around(estate: &Estate<'_>, asked: &Asked) -> Vec<(Item, u32)> {
    let mut nearest: BTreeMap<Item, u32> = BTreeMap::new();
    let hidden = |item: Item| asked.hide.contains(estate.listed(item).kind());
    for up in [false, true] {
        let mut row = vec![asked.focus];
        let mut met: BTreeSet<Item> = BTreeSet::from([asked.focus]);
        for hop in 1..=asked.hops.min(HOPS_MAX) {
            let mut next = Vec::new();
            for &item in &row {
                let bonds = if up {
                    uses(estate, item)
                } else {
                    needs(estate, item)
                };
                let ends = bonds
                    .iter()
                    .map(|bond| if up { bond.from } else { bond.to });
                next.extend(ends.filter(|&end| !hidden(end) && met.insert(end)));
            }
            for &item in &next {
                let known = nearest.entry(item).or_insert(hop);
                *known = hop.min(*known);
            }
            row = next;
        }
    }
    nearest.remove(&asked.focus);
    let mut found: Vec<(Item, u32)> = nearest.into_iter().collect();
    found.sort_by_key(|&(item, hop)| (hop, rank(estate.listed(item).kind()), item));
    found
}

/// The kinds from what the business sees down to what it stands on.
pub fn rank(kind: &str) -> u32 {
    match kind {
        "activity" => 0,
        "service" => 1,
        "component" => 2,
        "dataset" => 3,
        "site" => 4,
        "supplier" => 5,
        _ => 6,
    }
}

fn neighbour(
    estate: &Estate<'_>,
    item: Item,
    hops: u32,
    missing: &impl Fn(Item) -> bool,
) -> Neighbour {
    let listed = estate.listed(item);
    let below = needs(estate, item);
    let above = uses(estate, item);
    Neighbour {
        id: listed.reference.clone(),
        name: listed.title().to_string(),
        hops,
        site: listed.item.site.as_ref().map(|site| site.id().to_string()),
        more_below: below.iter().filter(|bond| missing(bond.to)).count(),
        more_above: above.iter().filter(|bond| missing(bond.from)).count(),
    }
}

fn edge(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    bond: &Bond,
    (from, to): (usize, usize),
) -> Edge {
    let estate = &standpoint.estate;
    let envelope = estate.listed(bond.from).envelope;
    let own = &targets.own[bond.from as usize];
    let bridged = matches!(bond.tie, Tie::Stops | Tie::Degrades);
    let bridge = own.bridge.as_ref().filter(|_| bridged);
    Edge {
        from,
        to,
        tie: bond.tie,
        needed: bond.needed,
        of: bond.of,
        remains: bond.remains,
        bridged_by: bridge.map(|bridge| bridge.workaround.clone()),
        by_plan: bond.by_plan,
        confirmed: envelope.confirmed.is_some(),
        assumed: envelope.assumption,
        source: envelope.source.clone(),
        mismatch: mismatch(estate, targets, bond),
    }
}

/// Whether the bond's end is one of those for which its owner is late: enough of the group are
/// back only after what the owner's deadline leaves, and this one is among the late ones.
pub fn mismatch(estate: &Estate<'_>, targets: &RecoveryTargets, bond: &Bond) -> Option<Mismatch> {
    let id = bond.group?;
    let group = estate.graph.group(id);
    if !group.stops() || group.bootstrap || estate.components.same(bond.from, bond.to) {
        return None;
    }
    let due = targets.deadlines.conflict(bond.from).seconds?;
    let needs_seconds = due - bond::tail_seconds(estate, id) - group.switch;
    let members = estate.graph.members(id).iter();
    let mut times: Vec<Option<i64>> = members.map(|&it| targets.times.seconds(it)).collect();
    times.sort_by_key(|seconds| (seconds.is_none(), *seconds));
    let enough = times.get(group.needed as usize - 1).copied().flatten()?;
    let has_seconds = targets.times.seconds(bond.to)?;
    (enough > needs_seconds && has_seconds > needs_seconds).then_some(Mismatch {
        number: 0,
        needs_seconds,
        has_seconds,
    })
}

fn rounds(estate: &Estate<'_>, shown: &[(Item, u32)]) -> Vec<Round> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (item, _) in shown {
        if estate.components.is_cyclic(*item) {
            *counts.entry(estate.components.of(*item)).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count > 1);
    if counts.is_empty() {
        return Vec::new();
    }
    let known: BTreeMap<u32, Circle> = circles(&estate.graph, &estate.components)
        .into_iter()
        .collect();
    let round = |component: u32| {
        let loop_ = estate.components.circle(component);
        let name = |item: Item| estate.reference(item).to_string();
        Round {
            break_here: break_here(estate, &loop_).map(|(one, other)| (name(one), name(other))),
            shortest: loop_.iter().map(|&item| name(item)).collect(),
            members: estate.components.members(component).len(),
            deadlock: known.get(&component) == Some(&Circle::Deadlock),
        }
    };
    counts.into_keys().map(round).collect()
}

/// The need of a loop to look at first: one whose phase nobody wrote, else one that is written as
/// needed for both, else the first.
fn break_here(estate: &Estate<'_>, loop_: &[Item]) -> Option<(Item, Item)> {
    let pairs = loop_.iter().zip(loop_.iter().cycle().skip(1));
    let doubt = |&(&from, &to): &(&Item, &Item)| {
        let bond = needs(estate, from).into_iter().find(|bond| bond.to == to);
        match bond
            .and_then(|bond| bond.group)
            .map(|id| estate.graph.group(id).phase)
        {
            Some(Phase::Unwritten) => 0,
            Some(Phase::Both) => 1,
            Some(_) => 2,
            None => 3,
        }
    };
    pairs.min_by_key(doubt).map(|(&from, &to)| (from, to))
}
