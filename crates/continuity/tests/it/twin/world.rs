//! The estate as the twin sees it: a list of items with their groups, found by plain search. It
//! judges nothing.

use record::item::{Effect, Item, Phase};
use record::kind::{Filed, RecordKind, Status};
use record::kinds::Registers;
use record::link::split;
use record::requirements::Dataset;
use record::requirements::scenario::Mode;

/// Seconds; `None` is unknown.
pub type Seconds = Option<i64>;

/// One item of the estate.
pub struct Thing {
    pub kind: &'static str,
    pub id: String,
    pub item: Item,
    pub dataset: Option<Dataset>,
}

/// One entry of `requires`, or a need that a plan implies.
#[derive(Clone, Debug)]
pub struct Group {
    /// `None`: no record answers.
    pub members: Vec<Option<usize>>,
    pub k: usize,
    pub phase: Phase,
    /// Whether the phase recover or both is written.
    pub written: bool,
    pub stop: bool,
    pub to: u32,
    pub switch: i64,
    /// `None`: nothing written; `Some(None)`: a plan gives one that is unknown.
    pub tail: Option<Seconds>,
    pub beta: Option<f64>,
    pub bootstrap: bool,
}

impl Group {
    /// Phase run or both.
    pub fn runs(&self) -> bool {
        self.phase != Phase::Recover
    }
}

/// All items, and the records they came from.
pub struct World {
    pub all: Registers,
    pub things: Vec<Thing>,
    /// The scenario in which plans are chosen, where there is one.
    pub scenario: Option<String>,
    near: Vec<Near>,
}

/// What lies next to an item.
#[derive(Default)]
struct Near {
    places: Vec<usize>,
    held: Vec<usize>,
    holders: Vec<usize>,
    groups: Vec<Group>,
}

fn add<K: RecordKind>(
    things: &mut Vec<Thing>,
    record: &Filed<K>,
    item: &Item,
    dataset: Option<&Dataset>,
) {
    // "A retired record takes no part in any figure."
    if record.status() != Status::Retired {
        things.push(Thing {
            kind: K::NAME,
            id: record.id.to_string(),
            item: item.clone(),
            dataset: dataset.cloned(),
        });
    }
}

impl World {
    pub fn new(all: Registers) -> World {
        let mut things = Vec::new();
        let list = &mut things;
        all.activities
            .iter()
            .for_each(|r| add(list, r, &r.item, None));
        all.components
            .iter()
            .for_each(|r| add(list, r, &r.item, None));
        all.datasets
            .iter()
            .for_each(|r| add(list, r, &r.item, Some(r)));
        all.services
            .iter()
            .for_each(|r| add(list, r, &r.item, None));
        all.sites.iter().for_each(|r| add(list, r, &r.item, None));
        all.suppliers
            .iter()
            .for_each(|r| add(list, r, &r.item, None));
        all.teams.iter().for_each(|r| add(list, r, &r.item, None));
        let mut world = World {
            all,
            things,
            scenario: None,
            near: Vec::new(),
        };
        let look = |i: usize| Near {
            places: world.find_places(i),
            held: world.find_held(i),
            holders: world.find_holders(i),
            groups: world.find_groups(i),
        };
        world.near = (0..world.len()).map(look).collect();
        world
    }

    /// From flow text.
    pub fn of(text: &str) -> World {
        let read = super::flow::read(&super::flow::parse(text));
        World::new(read.unwrap_or_else(|why| panic!("{why}")))
    }

    pub fn len(&self) -> usize {
        self.things.len()
    }

    pub fn name(&self, i: usize) -> String {
        format!("{}/{}", self.things[i].kind, self.things[i].id)
    }

    /// The item a reference means: `kind/id`, or a bare id that one item has.
    pub fn find(&self, text: &str) -> Option<usize> {
        let (kind, id) = split(text);
        let fits = |t: &Thing| t.id == id && kind.is_none_or(|kind| kind == t.kind);
        let mut found = (0..self.len()).filter(|&i| fits(&self.things[i]));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// A team by the reference of a field that allows only teams.
    pub fn team(&self, id: &str) -> Option<usize> {
        self.find(&format!("team/{id}"))
    }

    pub fn item(&self, i: usize) -> &Item {
        &self.things[i].item
    }

    pub fn is(&self, i: usize, kind: &str) -> bool {
        self.things[i].kind == kind
    }

    pub fn mbco(&self, i: usize) -> u32 {
        let targets = self.item(i).targets.as_ref();
        targets.and_then(|t| t.mbco).map_or(0, |percent| percent.0)
    }

    /// The site and the supplier of an item, where records answer.
    pub fn places(&self, i: usize) -> &[usize] {
        &self.near[i].places
    }

    /// The datasets an item holds.
    pub fn held(&self, i: usize) -> &[usize] {
        &self.near[i].held
    }

    /// The items that hold a dataset.
    pub fn holders(&self, d: usize) -> &[usize] {
        &self.near[d].holders
    }

    /// The entries of `requires`.
    pub fn groups(&self, i: usize) -> &[Group] {
        &self.near[i].groups
    }

    fn find_places(&self, i: usize) -> Vec<usize> {
        let item = self.item(i);
        let site = item.site.as_ref();
        let site = site.and_then(|at| self.find(&format!("site/{}", at.id())));
        let supplier = item.supplier.as_ref();
        let supplier = supplier.and_then(|of| self.find(&format!("supplier/{}", of.id())));
        site.into_iter().chain(supplier).collect()
    }

    fn find_held(&self, i: usize) -> Vec<usize> {
        let holds = self.item(i).holds.iter();
        let found = holds.filter_map(|held| self.find(&held.text));
        found.filter(|&d| self.is(d, "dataset")).collect()
    }

    fn find_holders(&self, d: usize) -> Vec<usize> {
        let holds = |&i: &usize| self.find_held(i).contains(&d);
        (0..self.len()).filter(holds).collect()
    }

    fn find_groups(&self, i: usize) -> Vec<Group> {
        let needs = self.item(i).requires.iter();
        let group = |need: &record::item::Need| {
            let to = need.to.map_or(0, |to| to.0);
            Group {
                members: need.of.iter().map(|m| self.find(&m.text)).collect(),
                k: need.any as usize,
                phase: need.phase.unwrap_or(Phase::Both),
                written: need.phase.is_some_and(|phase| phase != Phase::Run),
                // "A degrade group whose `to` is below the item's own `mbco` counts as a stop
                // group."
                stop: need.effect == Effect::Stop || to < self.mbco(i),
                to,
                switch: need.switch.map_or(0, |d| d.0),
                tail: need.tail.map(|d| Some(d.0)),
                beta: need.beta,
                bootstrap: need.bootstrap,
            }
        };
        needs.map(group).collect()
    }

    /// The items a scenario names, by reference or selector.
    pub fn scenario_names(&self, id: &str) -> Vec<usize> {
        use record::requirements::scenario::Loss;
        let Some(scenario) = self.all.scenarios.get(id) else {
            return Vec::new();
        };
        let mut named = Vec::new();
        for loss in &scenario.loses {
            match loss {
                Loss::Item(item) => named.extend(self.find(&item.text)),
                Loss::Select(by) => {
                    let fits = |&i: &usize| {
                        let item = self.item(i);
                        let same = |want: &Option<String>, has: &Option<String>| {
                            want.is_none() || want == has
                        };
                        by.kind
                            .as_deref()
                            .is_none_or(|kind| kind == self.things[i].kind)
                            && by.id.as_deref().is_none_or(|id| id == self.things[i].id)
                            && same(&by.class, &item.class)
                            && same(&by.admin_domain, &item.admin_domain)
                            && same(&by.region, &item.region)
                            && (by.tier.is_none() || by.tier == item.tier)
                    };
                    named.extend((0..self.len()).filter(fits));
                }
            }
        }
        if self.scenario_mode(id) == Mode::Malicious {
            let domains = self.scenario_domains(&named);
            named.extend((0..self.len()).filter(|&i| {
                let domain = self.item(i).admin_domain.as_ref();
                domain.is_some_and(|domain| domains.contains(domain))
            }));
        }
        named.sort_unstable();
        named.dedup();
        named
    }

    /// The admin domains of some items.
    pub fn scenario_domains(&self, named: &[usize]) -> Vec<String> {
        let domains = named.iter().map(|&i| self.item(i).admin_domain.clone());
        domains.flatten().collect()
    }

    /// The way of loss of a scenario.
    pub fn scenario_mode(&self, id: &str) -> Mode {
        let mode = self.all.scenarios.get(id).and_then(|s| s.mode);
        mode.unwrap_or(Mode::Loss)
    }
}
