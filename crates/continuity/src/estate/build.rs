//! Making the estate: listing the items, resolving what they name, choosing the plan that tells
//! an item's own time, and handing all of it to the engine.

use std::collections::BTreeMap;

use engine::component::Components;
use engine::graph::{Copy, Effect, Graph, GroupSpec, Item, ItemSpec, Phase, Seconds, Tail};
use record::item::Need;
use record::kind::{Filed, Origin, RecordKind};
use record::kinds::Registers;
use record::node::Place;

use super::name::Names;
use super::own_time::{From, OwnTime, likely_seconds, restore_seconds};
use super::plan_time::{PlanTime, plan_times};
use super::{ByActivity, Estate, Listed, Of};

/// A reference of an item that no item answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// The item that names it.
    pub item: Item,
    /// The field.
    pub field: &'static str,
    /// As written.
    pub text: String,
    /// Where it stands.
    pub at: Place,
}

/// The plan chosen for an item.
struct Chosen {
    plan: String,
    time: PlanTime,
}

pub(super) fn build<'r>(registers: &'r Registers, scenario: Option<&str>) -> Estate<'r> {
    let items = list(registers);
    let names = Names::new(items.iter().map(|listed| {
        let (kind, id) = kind_and_id(listed.of);
        (kind, id, listed.envelope.also.as_slice())
    }));
    let chosen = choose_plans(registers, &names, &items, scenario);
    let mut unresolved = Vec::new();
    let mut own_times = Vec::with_capacity(items.len());
    let mut specs = Vec::with_capacity(items.len());
    for (index, listed) in items.iter().enumerate() {
        let plan = chosen.get(&(index as Item));
        let own = own_time(listed, plan);
        let mut spec = Spec {
            item: index as Item,
            listed,
            names: &names,
            unresolved: &mut unresolved,
        };
        specs.push(spec.item_spec(plan, &own));
        own_times.push(own);
    }
    let graph = Graph::new(specs);
    let components = Components::new(&graph);
    let consistency = consistency(&items);
    Estate {
        registers,
        items,
        graph,
        components,
        own_times,
        unresolved,
        consistency,
        by_activity: ByActivity::new(registers),
        names,
    }
}

fn kind_and_id(of: Of<'_>) -> (&str, &str) {
    fn of_record<K: RecordKind>(record: &Filed<K>) -> (&str, &str) {
        (K::NAME, &record.id)
    }
    match of {
        Of::Activity(record) => of_record(record),
        Of::Service(record) => of_record(record),
        Of::Component(record) => of_record(record),
        Of::Dataset(record) => of_record(record),
        Of::Site(record) => of_record(record),
        Of::Supplier(record) => of_record(record),
        Of::Team(record) => of_record(record),
    }
}

fn list(registers: &Registers) -> Vec<Listed<'_>> {
    let mut items = Vec::new();
    macro_rules! list {
        ($($register:ident $kind:ident),+) => {
            $(for record in registers.$register.live() {
                items.push(Listed {
                    reference: record.reference(),
                    of: Of::$kind(record),
                    envelope: &record.envelope,
                    item: &record.own.item,
                    origin: record.origin,
                });
            })+
        };
    }
    list!(activities Activity, components Component, datasets Dataset, services Service);
    list!(sites Site, suppliers Supplier, teams Team);
    items.sort_unstable_by(|one, other| one.reference.cmp(&other.reference));
    items
}

/// For each item the plan that counts: one that names the scenario before all others, then the
/// least own time, then the id. An unknown own time comes last.
fn choose_plans(
    registers: &Registers,
    names: &Names<'_>,
    items: &[Listed<'_>],
    scenario: Option<&str>,
) -> BTreeMap<Item, Chosen> {
    let same = |text: &str| match names.find(text) {
        Some(item) => items[item as usize].reference.clone(),
        None => text.to_string(),
    };
    let mut chosen: BTreeMap<Item, ((bool, Seconds), Chosen)> = BTreeMap::new();
    for plan in registers.plans.approved() {
        let named = scenario
            .is_some_and(|scenario| plan.scenarios.iter().any(|other| other.id() == scenario));
        for time in plan_times(plan, same) {
            let Some(item) = names.find(&time.restores) else {
                continue;
            };
            let key = (!named, time.own.unwrap_or(Seconds::MAX));
            let better = chosen.get(&item).is_none_or(|(best, _)| key < *best);
            if better {
                chosen.insert(
                    item,
                    (
                        key,
                        Chosen {
                            plan: plan.reference(),
                            time,
                        },
                    ),
                );
            }
        }
    }
    chosen
        .into_iter()
        .map(|(item, (_, chosen))| (item, chosen))
        .collect()
}

fn own_time(listed: &Listed<'_>, plan: Option<&Chosen>) -> OwnTime {
    if let Some(chosen) = plan {
        let from = From::Plan(chosen.plan.clone());
        return OwnTime {
            takes: chosen.time.own,
            from,
            three_point: chosen.time.three_point,
        };
    }
    if let Some(takes) = listed.item.takes() {
        let three_point = matches!(takes, record::value::Takes::ThreePoint { .. });
        let takes = Some(likely_seconds(takes));
        return OwnTime {
            takes,
            from: From::Record,
            three_point,
        };
    }
    if listed.activity().is_some() {
        return OwnTime {
            takes: Some(0),
            from: From::Activity,
            three_point: false,
        };
    }
    let copies = listed.dataset().map(|dataset| {
        let seconds = |protection| restore_seconds(dataset, protection);
        dataset.protection.iter().filter_map(seconds).min()
    });
    match copies.flatten() {
        Some(seconds) => OwnTime {
            takes: Some(seconds),
            from: From::Copy,
            three_point: false,
        },
        None => OwnTime {
            takes: None,
            from: From::Nowhere,
            three_point: false,
        },
    }
}

/// One item on its way to the engine.
struct Spec<'a, 'r> {
    item: Item,
    listed: &'a Listed<'r>,
    names: &'a Names<'r>,
    unresolved: &'a mut Vec<Unresolved>,
}

impl Spec<'_, '_> {
    fn item_spec(&mut self, plan: Option<&Chosen>, own: &OwnTime) -> ItemSpec {
        let item = self.listed.item;
        let mut groups: Vec<GroupSpec> = item
            .requires
            .iter()
            .map(|need| self.group(need, plan))
            .collect();
        groups.extend(plan.into_iter().flat_map(|chosen| self.plan_groups(chosen)));
        let site = item
            .site
            .as_ref()
            .map(|site| ("site", "site", site.id(), site.at));
        let supplier = item
            .supplier
            .as_ref()
            .map(|from| ("supplier", "supplier", from.id(), from.at));
        let mut hosts: Vec<Item> = [site, supplier]
            .into_iter()
            .flatten()
            .filter_map(|found| self.one(found))
            .collect();
        // An item that names itself as its place says nothing.
        hosts.retain(|&host| host != self.item);
        let held = item
            .holds
            .iter()
            .map(|held| ("holds", "dataset", held.id(), held.at));
        let mut holds: Vec<Item> = held.filter_map(|found| self.one(found)).collect();
        holds.sort_unstable();
        holds.dedup();
        let from_copies = matches!(own.from, From::Copy | From::Nowhere);
        let team = self.listed.team().and_then(|team| team.deputy.as_ref());
        let deputy = team.map(|deputy| ("deputy", "team", deputy.id(), deputy.at));
        ItemSpec {
            groups,
            hosts,
            holds,
            crews: self.crews(plan),
            stand_in: deputy.and_then(|found| self.one(found)),
            takes: if from_copies { None } else { own.takes },
            resume: item
                .recovery
                .as_ref()
                .and_then(|it| it.resume)
                .map_or(0, |it| it.0),
            copies: if from_copies {
                self.copies()
            } else {
                Vec::new()
            },
        }
    }

    /// The item of one kind that a field names.
    fn one(&mut self, (field, kind, id, at): (&'static str, &str, &str, Place)) -> Option<Item> {
        let found = self.names.of_kind(kind, id);
        if found.is_none() {
            let text = format!("{kind}/{id}");
            self.unresolved.push(Unresolved {
                item: self.item,
                field,
                text,
                at,
            });
        }
        found
    }

    fn group(&mut self, need: &Need, plan: Option<&Chosen>) -> GroupSpec {
        let (mut members, mut unresolved) = (Vec::new(), 0);
        for member in &need.of {
            match self.names.find(&member.text) {
                Some(found) if members.contains(&found) => {}
                Some(found) => members.push(found),
                None => {
                    unresolved += 1;
                    let (text, at) = (member.text.to_string(), member.at);
                    let field = "requires";
                    self.unresolved.push(Unresolved {
                        item: self.item,
                        field,
                        text,
                        at,
                    });
                }
            }
        }
        let written = need.tail.map(|tail| Tail::Known(tail.0));
        let planned = || plan.and_then(|chosen| self.planned_tail(chosen, &members));
        let tail = written.or_else(planned).unwrap_or(Tail::Own);
        let needed = need.any.min(members.len() as u32 + unresolved);
        GroupSpec {
            members,
            unresolved,
            needed,
            phase: phase(need),
            effect: self.effect(need),
            switch: need.switch.map_or(0, |switch| switch.0),
            tail,
            beta: need.beta.unwrap_or(0.0),
            bootstrap: need.bootstrap,
        }
    }

    /// Below its minimum level an item is of no use: then a need that degrades it stops it.
    fn effect(&self, need: &Need) -> Effect {
        match need.to {
            Some(to) if to.0 >= self.listed.item.mbco() => Effect::Degrade(to.0),
            _ => Effect::Stop,
        }
    }

    /// The greatest of the tails that the plan knows for members of a group.
    fn planned_tail(&self, chosen: &Chosen, members: &[Item]) -> Option<Tail> {
        let mut found: Option<Tail> = None;
        for (name, tail) in &chosen.time.tails {
            if !self
                .names
                .find(name)
                .is_some_and(|item| members.contains(&item))
            {
                continue;
            }
            found = Some(match (found, tail) {
                (Some(Tail::Unknown), _) | (_, None) => Tail::Unknown,
                (Some(Tail::Known(before)), Some(tail)) => Tail::Known(before.max(*tail)),
                (_, Some(tail)) => Tail::Known(*tail),
            });
        }
        found
    }

    /// What the plan restores before a cut counts as required, to recover.
    fn plan_groups(&self, chosen: &Chosen) -> Vec<GroupSpec> {
        let group = |(name, tail): (&String, &Option<Seconds>)| {
            let member = self.names.find(name);
            GroupSpec {
                members: member.into_iter().collect(),
                unresolved: u32::from(member.is_none()),
                needed: 1,
                phase: Phase::Recover,
                effect: Effect::Stop,
                switch: 0,
                tail: tail.map_or(Tail::Unknown, Tail::Known),
                beta: 0.0,
                bootstrap: false,
            }
        };
        chosen.time.tails.iter().map(group).collect()
    }

    /// The team of the record and the teams of the plan's steps.
    fn crews(&mut self, plan: Option<&Chosen>) -> Vec<Item> {
        let by = self
            .listed
            .item
            .recovery
            .as_ref()
            .and_then(|recovery| recovery.by.as_ref());
        let by = by.map(|team| ("recovery.by", "team", team.id(), team.at));
        let mut crews: Vec<Item> = by.and_then(|found| self.one(found)).into_iter().collect();
        let planned = plan.map_or(&[][..], |chosen| &chosen.time.teams);
        crews.extend(
            planned
                .iter()
                .filter_map(|team| self.names.of_kind("team", team)),
        );
        crews.sort_unstable();
        crews.dedup();
        crews
    }

    fn copies(&mut self) -> Vec<Copy> {
        let Some(dataset) = self.listed.dataset() else {
            return Vec::new();
        };
        let mut copies = Vec::new();
        for protection in &dataset.protection {
            let at = protection.at.as_ref().and_then(|at| {
                let found = self.names.find(&at.text);
                if found.is_none() {
                    let (item, field, text) = (self.item, "protection", at.text.to_string());
                    self.unresolved.push(Unresolved {
                        item,
                        field,
                        text,
                        at: at.at,
                    });
                }
                found
            });
            copies.push(Copy {
                at,
                seconds: restore_seconds(dataset, protection),
            });
        }
        copies
    }
}

fn phase(need: &Need) -> Phase {
    match need.phase {
        None => Phase::Unwritten,
        Some(record::item::Phase::Run) => Phase::Run,
        Some(record::item::Phase::Recover) => Phase::Recover,
        Some(record::item::Phase::Both) => Phase::Both,
    }
}

fn consistency<'r>(items: &[Listed<'r>]) -> Vec<(&'r str, Vec<Item>)> {
    let mut groups: BTreeMap<&'r str, Vec<Item>> = BTreeMap::new();
    for (index, listed) in items.iter().enumerate() {
        let name = listed
            .dataset()
            .and_then(|dataset| dataset.own.consistency_group.as_deref());
        if let Some(name) = name {
            groups.entry(name).or_default().push(index as Item);
        }
    }
    groups
        .into_iter()
        .filter(|(_, members)| members.len() > 1)
        .collect()
}

/// Where a reference stands.
impl Unresolved {
    /// The place in its file.
    pub fn origin(&self, estate: &Estate<'_>) -> Origin {
        estate.listed(self.item).at(self.at)
    }
}
