//! The records as they would be with some alterations. It changes a copy; nothing is filed.

use record::item::{Item, Need, Recovery};
use record::kinds::{Record, Registers};
use record::link::{ItemRef, split};
use record::requirements::alteration::{Alteration, Standby};

use crate::estate::Estate;

/// What a second one of an item is called, behind the item's own id.
const STANDBY: &str = ".standby";

/// Records as they would be, and what could not be made so.
pub struct Altered {
    /// The records.
    pub registers: Registers,
    /// References among the alterations that no item answers to.
    pub unresolved: Vec<String>,
}

/// The reference of an item's standby.
pub fn standby_of(reference: &str) -> String {
    format!("{reference}{STANDBY}")
}

/// Applies alterations in their order. Cost: linear in the items where one has a standby or a time
/// of its own, else in the alterations.
pub fn altered(estate: &Estate<'_>, changes: &[Alteration]) -> Altered {
    let mut all = Altered {
        registers: estate.registers.clone(),
        unresolved: Vec::new(),
    };
    for change in changes {
        let Some(item) = estate.find(&change.item.text) else {
            all.unresolved.push(change.item.text.to_string());
            continue;
        };
        let reference = estate.reference(item);
        let (kind, id) = split(reference);
        let Some(mut record) = all.registers.record(kind.unwrap_or_default(), id) else {
            continue;
        };
        if let Record::Dataset(dataset) = &mut record {
            dataset.own.protection.extend(change.protection.clone());
        }
        if let Some(item) = item_of(&mut record) {
            change_item(estate, item, change);
        }
        if change.takes.is_some() {
            free_from_plans(&mut all.registers, estate, item);
        }
        if let Some(standby) = &change.standby {
            let second = second_of(&record, standby);
            all.registers.replace(second);
            all.registers.replace(record);
            lean_on_both(&mut all.registers, estate, item, standby);
        } else {
            all.registers.replace(record);
        }
    }
    all
}

/// What all items share, of a record that is one.
fn item_of(record: &mut Record) -> Option<&mut Item> {
    match record {
        Record::Activity(it) => Some(&mut it.own.item),
        Record::Service(it) => Some(&mut it.own.item),
        Record::Component(it) => Some(&mut it.own.item),
        Record::Dataset(it) => Some(&mut it.own.item),
        Record::Site(it) => Some(&mut it.own.item),
        Record::Supplier(it) => Some(&mut it.own.item),
        Record::Team(it) => Some(&mut it.own.item),
        _ => None,
    }
}

fn change_item(estate: &Estate<'_>, item: &mut Item, change: &Alteration) {
    if change.takes.is_some() || change.resume.is_some() || change.by.is_some() {
        let recovery = item.recovery.get_or_insert(Recovery {
            takes: None,
            resume: None,
            by: None,
            observed: Vec::new(),
        });
        recovery.takes = change.takes.or(recovery.takes);
        recovery.resume = change.resume.or(recovery.resume);
        if change.by.is_some() {
            recovery.by.clone_from(&change.by);
        }
    }
    if change.site.is_some() {
        item.site.clone_from(&change.site);
    }
    for need in &change.requires {
        item.requires.retain(|known| !overlap(estate, known, need));
    }
    item.requires.extend(change.requires.iter().cloned());
}

/// Whether two needs name one of the same members.
fn overlap(estate: &Estate<'_>, one: &Need, other: &Need) -> bool {
    let same =
        |one: &ItemRef, other: &ItemRef| match (estate.find(&one.text), estate.find(&other.text)) {
            (Some(one), Some(other)) => one == other,
            _ => one.text == other.text,
        };
    one.of
        .iter()
        .any(|one| other.of.iter().any(|other| same(one, other)))
}

/// A time that is altered counts in place of what the plans of today say.
fn free_from_plans(registers: &mut Registers, estate: &Estate<'_>, item: engine::graph::Item) {
    let plans = estate.registers.plans.live();
    let restores = |text: &str| estate.find(text) == Some(item);
    let changed: Vec<Record> = plans
        .filter(|plan| {
            let mut steps = plan.own.steps.iter();
            steps.any(|step| step.restores.as_ref().is_some_and(|it| restores(&it.text)))
        })
        .filter_map(|plan| registers.record("plan", &plan.id))
        .collect();
    for record in changed {
        if let Record::Plan(mut plan) = record {
            for step in &mut plan.own.steps {
                if step.restores.as_ref().is_some_and(|it| restores(&it.text)) {
                    step.restores = None;
                }
            }
            registers.replace(Record::Plan(plan));
        }
    }
}

/// A second one of an item: it has no targets and no failures of its own.
fn second_of(record: &Record, standby: &Standby) -> Record {
    let mut second = record.clone();
    let id: Box<str> = standby_of(record.id()).into();
    match &mut second {
        Record::Activity(it) => it.id = id,
        Record::Service(it) => it.id = id,
        Record::Component(it) => it.id = id,
        Record::Dataset(it) => it.id = id,
        Record::Site(it) => it.id = id,
        Record::Supplier(it) => it.id = id,
        Record::Team(it) => it.id = id,
        _ => {}
    }
    second.envelope_mut().also.clear();
    if let Some(item) = item_of(&mut second) {
        item.site.clone_from(&standby.site);
        item.supplier.clone_from(&standby.supplier);
        (item.targets, item.failure) = (None, None);
        // Its data is there by a copy, which is an alteration of the dataset.
        item.holds.clear();
        if !standby.requires.is_empty() {
            item.requires.clone_from(&standby.requires);
        }
    }
    second
}

/// Whoever needs the item is served by its standby as well.
fn lean_on_both(
    registers: &mut Registers,
    estate: &Estate<'_>,
    item: engine::graph::Item,
    standby: &Standby,
) {
    let names = |need: &Need| {
        need.of
            .iter()
            .any(|member| estate.find(&member.text) == Some(item))
    };
    let second = ItemRef::to(standby_of(estate.reference(item)));
    for listed in &estate.items {
        if !listed.item.requires.iter().any(names) {
            continue;
        }
        let Some(mut record) = registers.record(listed.kind(), listed.id()) else {
            continue;
        };
        if let Some(leaning) = item_of(&mut record) {
            let needs = std::mem::take(&mut leaning.requires);
            leaning.requires = needs
                .into_iter()
                .flat_map(|need| match names(&need) {
                    true => either(estate, need, item, &second, standby),
                    false => vec![need],
                })
                .collect();
        }
        registers.replace(record);
    }
}

/// A need that an item or its standby serves. Where all members of a group are needed, the two
/// become a group of their own, so that the standby stands in for its item alone.
fn either(
    estate: &Estate<'_>,
    mut need: Need,
    item: engine::graph::Item,
    second: &ItemRef,
    standby: &Standby,
) -> Vec<Need> {
    let switch = need.switch.max(standby.switch);
    if need.of.len() == 1 || (need.any as usize) < need.of.len() {
        need.of.push(second.clone());
        need.grouped = true;
        need.switch = switch;
        return vec![need];
    }
    let is_it = |member: &ItemRef| estate.find(&member.text) == Some(item);
    let (its, rest): (Vec<ItemRef>, Vec<ItemRef>) = need.of.iter().cloned().partition(is_it);
    let others = Need {
        any: rest.len() as u32,
        of: rest,
        ..need.clone()
    };
    let both = Need {
        of: its.into_iter().chain([second.clone()]).collect(),
        any: 1,
        grouped: true,
        switch,
        ..need
    };
    vec![others, both]
}
