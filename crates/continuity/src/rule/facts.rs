//! What conditions look up again and again, gathered once: plans, contracts and arrangements by
//! item, who holds which role, and which single site or supplier takes what with it.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use engine::arcs::Arcs;
use engine::graph::Item;
use engine::standing::Walk;
use record::implementation::{Arrangement, Plan};
use record::initiation::Contract;
use record::kind::Filed;

use crate::estate::Estate;
use crate::finding::Judge;
use crate::finding::standby_sites::pairs;
use crate::initiation::holder::Holders;
use crate::standpoint::Standpoint;

/// What conditions look up.
pub struct Facts<'r> {
    /// Who holds each role today.
    pub holders: Holders<'r>,
    plans: BTreeMap<Item, Vec<&'r Filed<Plan>>>,
    contracts: BTreeMap<Item, Vec<&'r Filed<Contract>>>,
    arrangements: BTreeMap<Item, Vec<&'r Filed<Arrangement>>>,
    /// The members of each team, by the team's list or their own.
    members: BTreeMap<&'r str, Vec<&'r str>>,
    hosts: OnceCell<Hosts>,
    stand_ins: OnceCell<BTreeMap<Item, Vec<Item>>>,
}

/// What stands where.
pub struct Hosts {
    /// For each item the sites whose loss alone stops it.
    pub sites: Vec<Vec<Item>>,
    /// For each item the suppliers whose loss alone stops it.
    pub suppliers: Vec<Vec<Item>>,
    /// Whether a site stands under each item at all.
    pub placed: Vec<bool>,
}

impl<'r> Facts<'r> {
    /// Gathers what is in force. Cost: linear in the records.
    pub fn new(standpoint: &Standpoint<'r>) -> Facts<'r> {
        let (estate, at) = (&standpoint.estate, standpoint.at);
        let today = at.to_zoned(jiff::tz::TimeZone::UTC).date();
        let registers = estate.registers;
        let mut facts = Facts {
            holders: Holders::new(registers, today),
            plans: BTreeMap::new(),
            contracts: BTreeMap::new(),
            arrangements: BTreeMap::new(),
            members: BTreeMap::new(),
            hosts: OnceCell::new(),
            stand_ins: OnceCell::new(),
        };
        let begun = |from: Option<record::value::Date>| from.is_none_or(|from| from.0 <= today);
        for plan in registers.plans.approved() {
            let restored = plan
                .own
                .steps
                .iter()
                .filter_map(|step| step.restores.as_ref());
            let named = plan.own.covers.iter().chain(restored);
            if begun(plan.envelope.valid_from) {
                gather(estate, &mut facts.plans, named, plan);
            }
        }
        for contract in registers.contracts.approved() {
            gather(estate, &mut facts.contracts, &contract.own.covers, contract);
            if let Some(supplier) = estate.find_kind("supplier", contract.supplier.id()) {
                let known = facts.contracts.entry(supplier).or_default();
                known.push(contract);
            }
        }
        for arrangement in registers.arrangements.approved() {
            let covers = &arrangement.own.covers;
            gather(estate, &mut facts.arrangements, covers, arrangement);
        }
        for team in registers.teams.live() {
            let listed = team.own.members.iter().map(|person| person.id());
            facts.members.entry(&team.id).or_default().extend(listed);
        }
        for person in registers.persons.live() {
            for team in &person.own.teams {
                facts.members.entry(team.id()).or_default().push(&person.id);
            }
        }
        for members in facts.members.values_mut() {
            members.sort_unstable();
            members.dedup();
            let left = |id: &str| registers.persons.get(id).and_then(|it| it.leaves);
            members.retain(|id| left(id).is_none_or(|day| day.0 > today));
        }
        facts
    }

    /// The approved plans that cover or restore an item.
    pub fn plans(&self, item: Item) -> &[&'r Filed<Plan>] {
        self.plans.get(&item).map_or(&[], Vec::as_slice)
    }

    /// The approved contracts that cover an item, or that a supplier gave.
    pub fn contracts(&self, item: Item) -> &[&'r Filed<Contract>] {
        self.contracts.get(&item).map_or(&[], Vec::as_slice)
    }

    /// The approved arrangements that stand ready for an item.
    pub fn arrangements(&self, item: Item) -> &[&'r Filed<Arrangement>] {
        self.arrangements.get(&item).map_or(&[], Vec::as_slice)
    }

    /// The people of a team who have not left, each once.
    pub fn members(&self, team: &str) -> &[&'r str] {
        self.members.get(team).map_or(&[], Vec::as_slice)
    }

    /// The sites that are to go on without a site, or it without them.
    pub fn stand_ins(&self, judge: &Judge<'_>, site: Item) -> &[Item] {
        let all = self.stand_ins.get_or_init(|| {
            let mut all: BTreeMap<Item, Vec<Item>> = BTreeMap::new();
            for (one, other) in pairs(judge).into_keys() {
                all.entry(one).or_default().push(other);
                all.entry(other).or_default().push(one);
            }
            all
        });
        all.get(&site).map_or(&[], Vec::as_slice)
    }

    /// What stands where. Cost: one walk for each site and supplier, when first asked.
    pub fn hosts(&self, estate: &Estate<'_>) -> &Hosts {
        self.hosts.get_or_init(|| Hosts::new(estate))
    }
}

fn gather<'a, 'r, T>(
    estate: &Estate<'_>,
    all: &mut BTreeMap<Item, Vec<&'r Filed<T>>>,
    named: impl IntoIterator<Item = &'a record::link::ItemRef>,
    record: &'r Filed<T>,
) {
    for item in named.into_iter().filter_map(|item| estate.find(&item.text)) {
        let known = all.entry(item).or_default();
        if !known.last().is_some_and(|last| std::ptr::eq(*last, record)) {
            known.push(record);
        }
    }
}

impl Hosts {
    fn new(estate: &Estate<'_>) -> Hosts {
        let graph = &estate.graph;
        let arcs = Arcs::new(graph);
        let mut walk = Walk::new(graph, &arcs);
        let none = || vec![Vec::new(); graph.len()];
        let (mut sites, mut suppliers) = (none(), none());
        let mut placed = vec![false; graph.len()];
        let mut open = Vec::new();
        for host in graph.items() {
            let taken: &mut Vec<Vec<Item>> = match estate.listed(host).kind() {
                "site" => {
                    open.push(host);
                    &mut sites
                }
                "supplier" => &mut suppliers,
                _ => continue,
            };
            let mark = walk.mark();
            walk.lose(host);
            for &stopped in walk.stopped_since(mark) {
                taken[stopped as usize].push(host);
            }
            walk.undo_to(mark);
        }
        while let Some(item) = open.pop() {
            if std::mem::replace(&mut placed[item as usize], true) {
                continue;
            }
            open.extend(graph.guests(item).iter().chain(graph.holds(item)));
            let owners = graph.used_by(item).iter();
            open.extend(owners.map(|&group| graph.group(group).owner));
        }
        Hosts {
            sites,
            suppliers,
            placed,
        }
    }
}
