//! What makes several sets of losses one story: they share a place, a supplier or a team, or they
//! defeat the same redundancy.

use std::collections::BTreeSet;

use engine::graph::Item;
use engine::level::up;
use engine::standing::{Standing, standing};

use crate::estate::Estate;
use crate::finding::wording::several;
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
    /// The groups that hold against each loss alone, but not against all of the set.
    Redundancy(Vec<u32>),
    /// Losses that only together take too long to mend.
    Together(Vec<Item>),
}

/// A story in words.
pub(super) struct Words {
    pub key: String,
    pub title: String,
    pub text: String,
    pub mend: String,
}

/// Finds causes.
pub(super) struct Causes<'e, 'r> {
    pub estate: &'e Estate<'r>,
}

impl<'e, 'r> Causes<'e, 'r> {
    pub fn new(estate: &'e Estate<'r>) -> Causes<'e, 'r> {
        Causes { estate }
    }

    /// The cause of one set.
    pub fn of(&self, set: &[Item]) -> Cause {
        match set {
            [one] => self.of_one(*one),
            several => match self.defeated(several) {
                groups if groups.is_empty() => Cause::Together(self.places(several)),
                groups => Cause::Redundancy(groups),
            },
        }
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

    /// The places of losses, or themselves: what stands at one place is interchangeable.
    fn places(&self, set: &[Item]) -> Vec<Item> {
        let place = |&item: &Item| site_of(self.estate, item).unwrap_or(item);
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

    /// A story in words.
    pub fn told(&self, cause: &Cause, sets: &[&[Item]]) -> Words {
        match cause {
            Cause::Place(site) => self.place(*site, sets),
            Cause::Supplier(supplier) => self.supplier(*supplier, sets),
            Cause::People(team) => self.people(*team),
            Cause::Alone(item) => self.alone(*item),
            Cause::Redundancy(groups) => self.redundancy(groups, sets),
            Cause::Together(places) => self.together(places, sets),
        }
    }

    fn title(&self, item: Item) -> &str {
        self.estate.listed(item).title()
    }

    fn key(&self, word: &str, items: &[Item]) -> String {
        let ids = items.iter().map(|&it| self.estate.reference(it));
        let ids: Vec<String> = ids.map(|it| it.replace('/', ".")).collect();
        format!("{word}-{}", ids.join("-"))
    }

    fn titles(&self, items: &[Item]) -> String {
        let titles: Vec<&str> = items.iter().map(|&it| self.title(it)).collect();
        several(&titles)
    }

    fn place(&self, site: Item, sets: &[&[Item]]) -> Words {
        let name = self.title(site);
        let singles: Vec<Item> = sets
            .iter()
            .map(|set| set[0])
            .filter(|it| *it != site)
            .collect();
        let whole = sets.iter().any(|set| set[0] == site);
        let text = match (whole, singles.is_empty()) {
            (true, true) => format!("Losing {name} is enough."),
            (true, false) => {
                let singles = self.titles(&singles);
                format!("Losing {name}, or only {singles} in it, is enough.")
            }
            _ => format!("Losing {} at {name} is enough.", self.titles(&singles)),
        };
        Words {
            key: self.key("place", &[site]),
            title: match whole {
                true => format!("{name} is gone"),
                false => format!("One thing at {name}"),
            },
            text,
            mend: format!("A second one at another place, or a way back in time without {name}."),
        }
    }

    fn supplier(&self, supplier: Item, sets: &[&[Item]]) -> Words {
        let name = self.title(supplier);
        let singles: Vec<Item> = sets.iter().map(|set| set[0]).collect();
        let singles: Vec<Item> = singles.into_iter().filter(|it| *it != supplier).collect();
        let rest = match singles.is_empty() {
            true => String::new(),
            false => format!(", or only {} from it,", self.titles(&singles)),
        };
        Words {
            key: self.key("supplier", &[supplier]),
            title: format!("{name} fails us"),
            text: format!("Losing {name}{rest} is enough."),
            mend: format!(
                "A second supplier, an exit that was rehearsed, or our own beside {name}."
            ),
        }
    }

    fn people(&self, team: Item) -> Words {
        let name = self.title(team);
        Words {
            key: self.key("people", &[team]),
            title: format!("Nobody left of {name}"),
            text: format!(
                "What must be mended is mended by {name} alone; no other team stands in."
            ),
            mend: format!("A deputy team for {name} that has done it once."),
        }
    }

    fn alone(&self, item: Item) -> Words {
        let name = self.title(item);
        Words {
            key: self.key("alone", &[item]),
            title: format!("{name} is gone"),
            text: format!("Losing {name} is enough."),
            mend: format!("A second {name}, a way round it, or a way back in time."),
        }
    }

    /// All ways of a redundancy at once; where both hang on one thing, that is said.
    fn redundancy(&self, groups: &[u32], sets: &[&[Item]]) -> Words {
        let graph = &self.estate.graph;
        let first = groups[0];
        let mut members = graph.members(first).to_vec();
        members.sort_unstable();
        let needers: BTreeSet<Item> = groups.iter().map(|&id| graph.group(id).owner).collect();
        let needers: Vec<Item> = needers.into_iter().collect();
        let names = self.titles(&members);
        let every = if members.len() == 2 { "Both" } else { "All" };
        let needed = graph.group(first).needed;
        let shared = self.shared(&members);
        let hangs = match shared.is_empty() {
            true => String::new(),
            false => format!(" They share {}.", self.titles(&shared)),
        };
        let ways = match sets.len() {
            1 => String::new(),
            many => format!(" It happens in {many} ways."),
        };
        Words {
            key: format!(
                "{}-{}",
                self.key("ways", &members),
                self.key("of", &needers[..1])
            ),
            title: format!("{every} at once: {names}"),
            text: format!(
                "{} {} {needed} of {names}; each holds alone, not together.{ways}{hangs}",
                self.titles(&needers),
                if needers.len() == 1 { "needs" } else { "need" },
            ),
            mend: match shared.is_empty() {
                true => {
                    "A further one that shares nothing with these, or a way back in time.".into()
                }
                false => format!("Take one of them away from {}.", self.titles(&shared)),
            },
        }
    }

    /// Places, suppliers and needs that every one of several items has.
    fn shared(&self, members: &[Item]) -> Vec<Item> {
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

    fn together(&self, places: &[Item], sets: &[&[Item]]) -> Words {
        let names = self.titles(places);
        let first = self.titles(sets[0]);
        let more = match sets.len() {
            1 => String::new(),
            many => format!(", or {} other pairs like it", many - 1),
        };
        Words {
            key: self.key("together", places),
            title: match places.len() {
                1 => format!("Two losses at {names}"),
                _ => format!("At once: {names}"),
            },
            text: format!(
                "Each is mended in time alone. {first} at once{more} takes longer than there is, \
                 or leaves nothing to mend it from."
            ),
            mend: "A copy or a team that neither of them takes along, or a faster way back.".into(),
        }
    }
}
