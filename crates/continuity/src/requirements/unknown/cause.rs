//! What makes several sets of losses one story: they share a place, a supplier, a team or the place
//! of the last copy, or they defeat the same redundancy.

use std::collections::BTreeSet;

use engine::graph::Item;
use engine::level::up;
use engine::recovery::surviving;
use engine::standing::{Standing, standing};

use crate::estate::Estate;
use crate::requirements::recovery_points::site_of;

/// What sets of one story have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// One loss at one place.
    Place(Item),
    /// One loss at one supplier, wherever it stands.
    Supplier(Item),
    /// Nobody left who can do it.
    People(Item),
    /// One loss of something that stands nowhere in particular.
    Alone(Item),
    /// Data of which there is no copy at all.
    NeverCopied(Vec<Item>),
    /// Whole places at once.
    Places(Vec<Item>),
    /// Data is lost while these are gone, and with them every copy of it.
    NoCopy(Vec<Item>),
    /// Something fails while nobody is left of those who bring it back.
    NoHands(Vec<Item>),
    /// The groups that hold against each loss alone, but not against all of the set.
    Redundancy(Vec<u32>),
    /// Losses that only together take too long to mend.
    Together(Vec<Item>),
}

/// A set of losses and what it does.
pub(super) struct Seen<'s> {
    /// The losses.
    pub items: &'s [Item],
    /// Data that the late activities lack, that is lost and of which no copy is left.
    pub gone: Vec<Item>,
    /// Whether it is known when any of the late activities is back.
    pub known_back: bool,
}

/// Finds causes.
pub(super) struct Causes<'e, 'r> {
    pub estate: &'e Estate<'r>,
    /// Whether the sets are those after which something stops, whenever it is back.
    pub stops_only: bool,
}

impl<'e, 'r> Causes<'e, 'r> {
    pub fn new(estate: &'e Estate<'r>, stops_only: bool) -> Causes<'e, 'r> {
        Causes { estate, stops_only }
    }

    /// The cause of one set.
    pub fn of(&self, seen: &Seen<'_>) -> Cause {
        let set = seen.items;
        if let [one] = set {
            let is_place = matches!(self.estate.listed(*one).kind(), "site" | "supplier");
            return match &*seen.gone {
                [data] if !is_place => Cause::NeverCopied(vec![*data]),
                [data] if self.never_copied(*data) => Cause::NeverCopied(vec![*data]),
                _ => self.of_one(*one),
            };
        }
        let is_place =
            |item: &Item| matches!(self.estate.listed(*item).kind(), "site" | "supplier");
        if set.iter().all(is_place) {
            return Cause::Places(self.places(set));
        }
        let takers = self.takers(seen);
        if !takers.is_empty() {
            return Cause::NoCopy(self.places(&takers));
        }
        let teams = |item: &&Item| self.estate.listed(**item).team().is_some();
        let teams: Vec<Item> = set.iter().filter(teams).copied().collect();
        if !teams.is_empty() {
            return Cause::NoHands(teams);
        }
        match self.defeated(set) {
            groups if groups.is_empty() => Cause::Together(self.places(set)),
            groups => Cause::Redundancy(groups),
        }
    }

    fn never_copied(&self, data: Item) -> bool {
        self.estate.graph.copies(data).is_empty()
    }

    /// The losses that each take a copy of the data that is gone, and not the data itself.
    fn takers(&self, seen: &Seen<'_>) -> Vec<Item> {
        let graph = &self.estate.graph;
        let takes = |item: &&Item| {
            let alone = standing(graph, &[**item]);
            let stands = surviving(graph, &alone);
            let copy = |&data: &Item| (0..graph.copies(data).len()).any(|at| !stands(data, at));
            seen.gone.iter().all(|&data| !alone.is_lost(data)) && seen.gone.iter().any(copy)
        };
        seen.items.iter().filter(takes).copied().collect()
    }

    fn of_one(&self, item: Item) -> Cause {
        let listed = self.estate.listed(item);
        let supplier = || {
            let supplier = listed.item.supplier.as_ref()?;
            self.estate.find_kind("supplier", supplier.id())
        };
        match listed.kind() {
            "team" => Cause::People(item),
            "supplier" => Cause::Supplier(item),
            _ => match site_of(self.estate, item) {
                Some(site) => Cause::Place(site),
                None => supplier().map_or(Cause::Alone(item), Cause::Supplier),
            },
        }
    }

    /// The places of losses, or themselves: what stands at one place is interchangeable, and so is
    /// a supplier of one place and nothing else.
    fn places(&self, set: &[Item]) -> Vec<Item> {
        let only = |item: Item| {
            let supplier = self.estate.listed(item).kind() == "supplier";
            let mut sites = self.estate.graph.guests(item).iter();
            let mut sites = sites
                .by_ref()
                .filter(|&&it| self.estate.listed(it).kind() == "site");
            match (supplier, sites.next(), sites.next()) {
                (true, Some(&site), None) => site,
                _ => item,
            }
        };
        let place = |&item: &Item| site_of(self.estate, item).unwrap_or_else(|| only(item));
        let places: BTreeSet<Item> = set.iter().map(place).collect();
        places.into_iter().collect()
    }

    /// The groups that fail under the whole set and under no part of it with one loss less, and
    /// whose members each fall to such a part: the redundancy nearest to the losses.
    fn defeated(&self, set: &[Item]) -> Vec<u32> {
        let graph = &self.estate.graph;
        let all = standing(graph, set);
        let without = |left: &Item| {
            let rest: Vec<Item> = set.iter().copied().filter(|it| it != left).collect();
            standing(graph, &rest)
        };
        let parts: Vec<Standing> = set.iter().map(without).collect();
        let touched = all.stopped().iter().flat_map(|&it| graph.used_by(it));
        let groups: BTreeSet<u32> = touched.copied().collect();
        let holds =
            |standing: &Standing, id: u32| up(graph, standing, id) as u32 >= graph.group(id).needed;
        let near = |&id: &u32| {
            let group = graph.group(id);
            let broken = group.stops() && !holds(&all, id);
            let alone = parts.iter().all(|part| holds(part, id));
            let mut down = graph.members(id).iter().filter(|&&it| all.is_stopped(it));
            let each = down.all(|&it| parts.iter().any(|part| part.is_stopped(it)));
            broken && alone && each
        };
        groups.into_iter().filter(near).collect()
    }

    /// Places, suppliers and needs that every one of several items has.
    pub fn shared(&self, members: &[Item]) -> Vec<Item> {
        let graph = &self.estate.graph;
        let on = |item: Item| -> BTreeSet<Item> {
            let needs = graph.groups_of(item).filter(|&id| {
                let group = graph.group(id);
                group.stops() && group.needed as usize >= graph.members(id).len()
            });
            let needs = needs.flat_map(|id| graph.members(id));
            graph.hosts(item).iter().chain(needs).copied().collect()
        };
        let mut all = members.iter().map(|&item| on(item));
        let first = all.next().unwrap_or_default();
        let shared = all.fold(first, |shared, next| &shared & &next);
        shared.into_iter().collect()
    }
}
