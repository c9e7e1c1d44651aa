//! What ties one item to another, in the words of the practice: it stops without it, goes on at a
//! lower level, stands in it, holds it, is brought back by it. Nothing is computed here.

use engine::graph::{Effect, Item, Phase, Tail};
use serde::Serialize;

use crate::estate::{Estate, Of};

/// How an item needs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tie {
    /// It stops without it.
    Stops,
    /// It goes on at a lower level without it.
    Degrades,
    /// It needs it only to come back.
    Recovers,
    /// It stands in this site.
    StandsIn,
    /// It comes from this supplier.
    ComesFrom,
    /// It holds this data.
    Holds,
    /// This team brings it back.
    BroughtBackBy,
}

impl Tie {
    /// As one says it of the first item.
    pub fn words(self) -> &'static str {
        match self {
            Tie::Stops => "stops without",
            Tie::Degrades => "goes on below normal without",
            Tie::Recovers => "needs, to come back,",
            Tie::StandsIn => "stands in",
            Tie::ComesFrom => "comes from",
            Tie::Holds => "holds",
            Tie::BroughtBackBy => "is brought back by",
        }
    }

    /// The same, said of the other item.
    pub fn words_back(self) -> &'static str {
        match self {
            Tie::Stops => "stops with it",
            Tie::Degrades => "goes on below normal without it",
            Tie::Recovers => "needs it to come back",
            Tie::StandsIn => "stands in it",
            Tie::ComesFrom => "comes from it",
            Tie::Holds => "holds it",
            Tie::BroughtBackBy => "is brought back by it",
        }
    }
}

/// One item's need of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bond {
    /// The item that needs.
    pub from: Item,
    /// The item that is needed.
    pub to: Item,
    /// How.
    pub tie: Tie,
    /// The group of the graph behind it; none for places, data and teams.
    pub group: Option<u32>,
    /// How many of the group are needed; 1 where there is none.
    pub needed: u32,
    /// Of how many.
    pub of: u32,
    /// What remains without it, in hundredths of a percent, where it only degrades.
    pub remains: Option<u32>,
    /// Whether a plan asks for it and no record.
    pub by_plan: bool,
}

/// What an item needs, each other item once, in the order in which it is written. Cost: its
/// groups.
pub fn needs(estate: &Estate<'_>, item: Item) -> Vec<Bond> {
    let graph = &estate.graph;
    let mut all: Vec<Bond> = Vec::new();
    let written = estate.listed(item).item.requires.len() as u32;
    let first = graph.groups_of(item).start;
    for id in graph.groups_of(item) {
        let members = graph.members(id).iter();
        all.extend(members.map(|&to| of_group(estate, item, to, id, id - first >= written)));
    }
    let plain = |to: Item, tie: Tie| Bond {
        from: item,
        to,
        tie,
        group: None,
        needed: 1,
        of: 1,
        remains: None,
        by_plan: false,
    };
    for &host in graph.hosts(item) {
        let tie = match estate.listed(host).of {
            Of::Supplier(_) => Tie::ComesFrom,
            _ => Tie::StandsIn,
        };
        all.push(plain(host, tie));
    }
    all.extend(graph.holds(item).iter().map(|&to| plain(to, Tie::Holds)));
    let crews = graph.crews(item).iter();
    all.extend(crews.map(|&to| plain(to, Tie::BroughtBackBy)));
    each_once(all)
}

/// What needs an item, each other item once. Cost: its uses; for a team, all items.
pub fn uses(estate: &Estate<'_>, item: Item) -> Vec<Bond> {
    let graph = &estate.graph;
    let mut others: Vec<Item> = Vec::new();
    let owners = graph.used_by(item).iter();
    others.extend(owners.map(|&id| graph.group(id).owner));
    others.extend(graph.guests(item));
    others.extend(graph.held_by(item));
    if estate.listed(item).team().is_some() {
        let crewed = |other: &Item| graph.crews(*other).contains(&item);
        others.extend(graph.items().filter(crewed));
    }
    others.sort_unstable();
    others.dedup();
    let to_it = |bond: &Bond| bond.to == item;
    let of = |other: Item| needs(estate, other).into_iter().find(to_it);
    others.into_iter().filter_map(of).collect()
}

fn of_group(estate: &Estate<'_>, from: Item, to: Item, id: u32, by_plan: bool) -> Bond {
    let group = estate.graph.group(id);
    let (tie, remains) = match (group.effect, group.phase) {
        (Effect::Degrade(to), _) => (Tie::Degrades, Some(to)),
        (Effect::Stop, Phase::Recover) => (Tie::Recovers, None),
        (Effect::Stop, _) => (Tie::Stops, None),
    };
    Bond {
        from,
        to,
        tie,
        group: Some(id),
        needed: group.needed,
        of: estate.graph.members(id).len() as u32 + group.unresolved,
        remains,
        by_plan,
    }
}

/// Of several bonds to the same item the gravest, at the place of the first.
fn each_once(all: Vec<Bond>) -> Vec<Bond> {
    let mut once: Vec<Bond> = Vec::new();
    for bond in all {
        let weight = |bond: &Bond| (bond.tie, bond.of - bond.needed);
        match once.iter_mut().find(|known| known.to == bond.to) {
            Some(known) if weight(&bond) < weight(known) => *known = bond,
            Some(_) => {}
            None => once.push(bond),
        }
    }
    once
}

/// How much work its owner has once a group is back, as deadlines count it: unknown is 0.
pub fn tail_seconds(estate: &Estate<'_>, group: u32) -> i64 {
    let stored = estate.graph.group(group);
    match stored.tail {
        Tail::Known(seconds) => seconds,
        Tail::Unknown => 0,
        Tail::Own => estate.own_times[stored.owner as usize].takes.unwrap_or(0),
    }
}
