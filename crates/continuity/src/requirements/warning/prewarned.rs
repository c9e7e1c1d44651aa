//! Who is to be told before a measure is carried out: who decides, who does the work of its plan,
//! who answers for the plan, each with those who stand in; then whom a call tree calls for any of
//! them. It names people; how they are reached stands in their own records.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Date};
use record::implementation::{CallTree, Plan};
use record::kind::Filed;
use record::kinds::Registers;
use record::link::{PartyRef, split};
use serde::Serialize;

use crate::initiation::holder::Holders;

/// Someone who is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ToWarn {
    /// `person/id`, `team/id`; `role/id` where nobody holds it.
    pub party: String,
    /// Its name.
    pub name: String,
    /// Why, in words: as whom, or by which call.
    pub why: String,
}

/// Most people named beside a measure.
const NAMED_MAX: usize = 60;

/// Those to tell, each once, in the order in which they are to be told, by who decides and by the
/// plan of a measure. Cost: the steps of the plan, and the calls of all trees.
pub fn prewarned(
    registers: &Registers,
    (decides, plan): (Option<&str>, Option<&str>),
    at: Timestamp,
) -> Vec<ToWarn> {
    let day: Date = at.to_zoned(TimeZone::UTC).date();
    let mut told = Telling {
        registers,
        holders: Holders::new(registers, day),
        named: BTreeSet::new(),
        list: Vec::new(),
    };
    if let Some(decides) = decides {
        told.party(decides, "decides");
    }
    if let Some(plan) = plan.and_then(|plan| registers.plans.get(split(plan).1)) {
        told.of_plan(plan);
    }
    for tree in registers.call_trees.approved() {
        told.of_tree(tree);
    }
    told.list.truncate(NAMED_MAX);
    told.list
}

struct Telling<'r> {
    registers: &'r Registers,
    holders: Holders<'r>,
    /// Parties that are named, as written and as found.
    named: BTreeSet<String>,
    list: Vec<ToWarn>,
}

impl Telling<'_> {
    fn of_plan(&mut self, plan: &Filed<Plan>) {
        let mut works: Vec<(String, Vec<&str>)> = Vec::new();
        for step in &plan.own.steps {
            let by = step.by.as_ref().map(|it| format!("team/{}", it.id()));
            let role = step.role.as_ref().map(|it| format!("role/{}", it.id()));
            let allows = step.hold_for.as_ref().map(|it| format!("role/{}", it.id()));
            let title = step.title.as_deref().unwrap_or(&step.id);
            for party in [by, role, allows].into_iter().flatten() {
                match works.iter_mut().find(|(known, _)| *known == party) {
                    Some((_, steps)) => steps.push(title),
                    None => works.push((party, vec![title])),
                }
            }
        }
        for (party, steps) in works {
            let more = match steps.len() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            self.party(&party, &format!("does \u{201c}{}\u{201d}{more}", steps[0]));
        }
        let owner = plan.envelope.owner.as_ref();
        for (party, why) in [
            (owner, "answers for the plan"),
            (
                plan.own.deputy.as_ref(),
                "stands in for who answers for the plan",
            ),
        ] {
            if let Some(party) = party {
                self.party(&party.text, why);
            }
        }
    }

    /// The calls of a tree in their order, where it calls or is set off by someone named.
    fn of_tree(&mut self, tree: &Filed<CallTree>) {
        let is_named = |told: &Self, it: &PartyRef| {
            told.found(&it.text)
                .is_some_and(|it| told.named.contains(&it))
        };
        let calls = &tree.own.calls;
        let meets = calls
            .iter()
            .any(|call| is_named(self, &call.to) || call.from.iter().any(|it| is_named(self, it)));
        if !meets {
            return;
        }
        for (number, call) in (1..).zip(calls) {
            let of = format!("call {number} of {}", tree.title());
            self.party(&call.to.text, &of);
            if let Some(otherwise) = &call.otherwise {
                self.party(&otherwise.text, &format!("{of}, where nobody answers"));
            }
        }
    }

    /// The record that a name leads to.
    fn found(&self, text: &str) -> Option<String> {
        let (kind, id) = split(text);
        let kinds = ["role", "team", "person", "body", "supplier"];
        let mut kinds = kinds
            .into_iter()
            .filter(|it| kind.is_none_or(|kind| kind == *it));
        let kind = kinds.find(|kind| self.registers.has(kind, id))?;
        Some(format!("{kind}/{id}"))
    }

    /// Names a party: of a role its holders by rank, of a team the one that stands in as well.
    fn party(&mut self, text: &str, why: &str) {
        let party = self.found(text).unwrap_or_else(|| text.to_owned());
        if !self.named.insert(party.clone()) {
            return;
        }
        let (kind, id) = split(&party);
        match kind {
            Some("role") => {
                let role = self.name("role", id);
                let held = self.holders.of(id).to_vec();
                for (rank, held) in held.iter().enumerate() {
                    let person = format!("person/{}", held.own.person.id());
                    let why = match rank {
                        0 => format!("{why}, as {role}"),
                        rank => format!("{why}, as deputy {rank} of {role}"),
                    };
                    self.put(&person, why);
                }
                if held.is_empty() {
                    self.put(&party, format!("{why}; nobody holds it"));
                }
            }
            Some("team") => {
                self.put(&party, why.to_owned());
                let team = self.registers.teams.get(id);
                let deputy = team.and_then(|it| it.own.deputy.as_ref());
                let deputy = deputy.map(|it| format!("team/{}", it.id()));
                if let Some(deputy) = deputy.filter(|it| self.named.insert(it.clone())) {
                    self.put(&deputy, format!("stands in for {}", self.name("team", id)));
                }
            }
            _ => self.put(&party, why.to_owned()),
        }
    }

    fn put(&mut self, party: &str, why: String) {
        if self.list.iter().any(|it| it.party == party) {
            return;
        }
        self.named.insert(party.to_owned());
        let (kind, id) = split(party);
        self.list.push(ToWarn {
            party: party.to_owned(),
            name: self.name(kind.unwrap_or_default(), id),
            why,
        });
    }

    fn name(&self, kind: &str, id: &str) -> String {
        let record = self.registers.record(kind, id);
        let name = record.and_then(|it| it.envelope().name.clone());
        name.unwrap_or_else(|| id.to_owned())
    }
}
