//! A story in words: a title, a sentence or two that say what happens and why that is enough, and
//! what would take it away. The losses and times stand beside it; no number is told here twice.

use std::collections::BTreeSet;

use engine::graph::Item;

use super::cause::{Cause, Causes, Seen};
use super::names::titles;

/// A story in words.
pub(super) struct Words {
    pub key: String,
    pub title: String,
    pub text: String,
    pub mend: String,
}

impl Causes<'_, '_> {
    /// A story in words.
    pub fn told(&self, cause: &Cause, sets: &[Seen<'_>]) -> Words {
        match cause {
            Cause::Place(site) => self.place(*site, sets),
            Cause::Supplier(supplier) => self.supplier(*supplier, sets),
            Cause::People(team) => self.people(*team),
            Cause::Alone(item) => self.alone(*item),
            Cause::NeverCopied(data) => self.never_copied_words(data),
            Cause::Places(places) => self.all_places(places, sets),
            Cause::NoCopy(places) => self.no_copy(places, sets),
            Cause::NoHands(teams) => self.no_hands(teams, sets),
            Cause::Redundancy(groups) => self.redundancy(groups, sets),
            Cause::Together(places) => self.slow_together(places, sets),
        }
    }

    fn title(&self, item: Item) -> &str {
        self.estate.listed(item).title()
    }

    fn titles(&self, items: &[Item]) -> String {
        titles(self.estate, items)
    }

    /// What would do beside a second one.
    fn way_back(&self) -> &'static str {
        match self.stops_only {
            true => "a way back that is fast enough",
            false => "a way back in time",
        }
    }

    fn key(&self, word: &str, items: &[Item]) -> String {
        let ids = items.iter().map(|&it| self.estate.reference(it));
        let ids: Vec<String> = ids.map(|it| it.replace('/', ".")).collect();
        format!("{word}-{}", ids.join("-"))
    }

    fn place(&self, site: Item, sets: &[Seen<'_>]) -> Words {
        let name = self.title(site);
        let singles: Vec<Item> = first_of(sets).filter(|it| *it != site).collect();
        let whole = sets.iter().any(|set| set.items[0] == site);
        let text = match (whole, singles.is_empty()) {
            (true, true) => format!("Losing {name} is enough."),
            (true, false) => format!(
                "Losing {name} is enough, and so is losing only this in it: {}.",
                self.titles(&singles)
            ),
            _ => format!(
                "Losing one thing at {name} is enough: {}.",
                self.titles(&singles)
            ),
        };
        Words {
            key: self.key("place", &[site]),
            title: match whole {
                true => format!("{name} is gone"),
                false => format!("One thing at {name} is gone"),
            },
            text,
            mend: format!(
                "A second one at another place, or {} without {name}.",
                self.way_back()
            ),
        }
    }

    fn supplier(&self, supplier: Item, sets: &[Seen<'_>]) -> Words {
        let name = self.title(supplier);
        let singles: Vec<Item> = first_of(sets).filter(|it| *it != supplier).collect();
        let rest = match singles.is_empty() {
            true => String::new(),
            false => format!(
                ", and so is losing only this of it: {}",
                self.titles(&singles)
            ),
        };
        Words {
            key: self.key("supplier", &[supplier]),
            title: format!("{name} fails us"),
            text: format!("Losing {name} is enough{rest}."),
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
            text: format!("What must be mended is mended by {name} alone; no team stands in."),
            mend: format!("A deputy team for {name} that has done it once."),
        }
    }

    fn alone(&self, item: Item) -> Words {
        let name = self.title(item);
        Words {
            key: self.key("alone", &[item]),
            title: format!("{name} is gone"),
            text: format!("Losing {name} is enough."),
            mend: format!("A second {name}, a way round it, or {}.", self.way_back()),
        }
    }

    fn never_copied_words(&self, data: &[Item]) -> Words {
        let name = self.titles(data);
        let never = data
            .iter()
            .all(|&it| self.estate.graph.copies(it).is_empty());
        let text = match never {
            true => {
                format!("There is no copy of {name}: whatever destroys it destroys it for good.")
            }
            false => format!("Whatever destroys {name} takes every copy along."),
        };
        Words {
            key: self.key("uncopied", data),
            title: format!("{name}: destroyed, and no copy"),
            text,
            mend: format!("A copy of {name} at another place, restored once to see that it works."),
        }
    }

    fn all_places(&self, places: &[Item], sets: &[Seen<'_>]) -> Words {
        let names = self.titles(places);
        let every = if places.len() == 2 { "both" } else { "all" };
        let gone: BTreeSet<Item> = sets.iter().flat_map(|it| it.gone.iter().copied()).collect();
        let gone: Vec<Item> = gone.into_iter().collect();
        let copies = match gone.is_empty() {
            true => String::new(),
            false => format!(" No copy is left of {}.", self.titles(&gone)),
        };
        Words {
            key: self.key("places", places),
            title: format!("{names}: {every} gone at once"),
            text: match self.stops_only {
                true => format!("Each alone stops none of these, {every} of them do.{copies}"),
                false => format!("Each alone is got over in time, not {every} of them.{copies}"),
            },
            mend: match gone.is_empty() {
                true => "A third place for what is urgent, or a faster way back.".into(),
                false => "A third place that holds a copy of what is urgent.".into(),
            },
        }
    }

    fn no_copy(&self, places: &[Item], sets: &[Seen<'_>]) -> Words {
        let names = self.titles(places);
        let gone: BTreeSet<Item> = sets.iter().flat_map(|it| it.gone.iter().copied()).collect();
        let gone: Vec<Item> = gone.into_iter().collect();
        let (is, copy) = match places.len() {
            1 => ("is", "its last copy"),
            _ => ("are", "its last copies"),
        };
        Words {
            key: self.key("copies", places),
            title: format!("Data is lost while {names} {is} gone, with {copy}"),
            text: format!(
                "One failure where the data is kept, and nothing to restore it from: {}.",
                self.titles(&gone)
            ),
            mend: format!("One more copy of each that does not stand in {names}."),
        }
    }

    fn no_hands(&self, teams: &[Item], sets: &[Seen<'_>]) -> Words {
        let names = self.titles(teams);
        let rest: BTreeSet<Item> = sets
            .iter()
            .flat_map(|set| set.items.iter().copied())
            .filter(|it| !teams.contains(it))
            .collect();
        let rest: Vec<Item> = rest.into_iter().collect();
        let rest = self.titles(&rest);
        let (title, text, mend) = match teams.len() {
            1 => (
                format!("Something fails while nobody of {names} is there"),
                format!("Nobody else brings it back: {rest}. No team stands in."),
                format!("A deputy team for {names} that has done it once."),
            ),
            _ => (
                format!("Something fails while these teams are away: {names}"),
                format!(
                    "They bring it back and stand in for each other: {rest}. Nobody else does."
                ),
                format!("One more team that has done it once, beside {names}."),
            ),
        };
        Words {
            key: self.key("hands", teams),
            title,
            text,
            mend,
        }
    }

    /// All ways of a redundancy at once; where all hang on one thing, that is said.
    fn redundancy(&self, groups: &[u32], sets: &[Seen<'_>]) -> Words {
        let graph = &self.estate.graph;
        let first = groups[0];
        let mut members = graph.members(first).to_vec();
        members.sort_unstable();
        let needers: BTreeSet<Item> = groups.iter().map(|&id| graph.group(id).owner).collect();
        let needers: Vec<Item> = needers.into_iter().collect();
        let names = self.titles(&members);
        let needed = graph.group(first).needed as usize;
        let down = members.len() - needed + 1;
        let at_once = match (members.len(), down) {
            (2, 2) => "Both at once".to_string(),
            (all, some) if all == some => "All at once".into(),
            (all, some) => format!("{some} of {all} at once"),
        };
        let shared = self.shared(&members);
        let every = if members.len() == 2 { "both" } else { "all" };
        let hangs = match shared.is_empty() {
            true => String::new(),
            false => format!(
                " They look independent, and {every} hang on {}.",
                self.titles(&shared)
            ),
        };
        let ways = match sets.len() {
            1 => String::new(),
            many => format!(" There are {many} ways to it."),
        };
        Words {
            key: format!(
                "{}-{}",
                self.key("ways", &members),
                self.key("of", &needers[..1])
            ),
            title: format!("{at_once}: {names}"),
            text: format!(
                "One is there for the other, until {} fail together. They are needed by {}.{ways}{hangs}",
                if down == 2 && members.len() == 2 {
                    "both".into()
                } else {
                    down.to_string()
                },
                self.titles(&needers),
            ),
            mend: match shared.is_empty() {
                true => {
                    format!(
                        "A further one that shares nothing with these, or {}.",
                        self.way_back()
                    )
                }
                false => format!("Take one of them away from {}.", self.titles(&shared)),
            },
        }
    }

    fn slow_together(&self, places: &[Item], sets: &[Seen<'_>]) -> Words {
        let names = self.titles(places);
        let first = self.titles(sets[0].items);
        let others = match sets.len() {
            1 => String::new(),
            2 => ", or another set like it,".into(),
            many => format!(", or {} other sets like it,", many - 1),
        };
        let end = match sets.iter().any(|set| set.known_back) {
            true => "take longer than there is",
            false => "leave no way back whose time is known",
        };
        Words {
            key: self.key("together", places),
            title: match places.len() {
                1 => format!("Several losses at {names}"),
                _ => format!("Too much at once: {names}"),
            },
            text: match self.stops_only {
                true => format!("Each alone is got over. Together {first}{others} are not."),
                false => format!("Each is mended in time alone. Together {first}{others} {end}."),
            },
            mend: "A copy or a team that the others do not take along, or a faster way back."
                .into(),
        }
    }
}

fn first_of<'s>(sets: &'s [Seen<'_>]) -> impl Iterator<Item = Item> + 's {
    sets.iter().map(|set| set.items[0])
}
