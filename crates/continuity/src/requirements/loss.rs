//! What a loss takes with it before anything is computed: named items, what a scenario selects,
//! and what its mode adds - replicas of wrong data, everything one credential can delete.

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use record::kind::Filed;
use record::requirements::Scenario;
use record::requirements::dataset::Protection;
use record::requirements::scenario::{Loss, Mode};

use super::recovery_points::is_replica;
use crate::estate::Estate;
use crate::estate::selection::matches;

/// What is named as lost, and in which way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Losses {
    /// The items, by index, each once.
    pub items: Vec<Item>,
    /// The way they are lost.
    pub mode: Mode,
    /// The admin domains whose credential is in the wrong hands.
    pub admin_domains: BTreeSet<String>,
    /// For each team the share of its people that is absent, in hundredths of a percent.
    pub absent: BTreeMap<Item, u32>,
    /// References that no item answers to.
    pub unresolved: Vec<String>,
}

impl Losses {
    /// Named items, simply gone.
    pub fn of(items: &[Item]) -> Losses {
        let mut items = items.to_vec();
        items.sort_unstable();
        items.dedup();
        Losses {
            items,
            mode: Mode::Loss,
            admin_domains: BTreeSet::new(),
            absent: BTreeMap::new(),
            unresolved: Vec::new(),
        }
    }

    /// The same, lost in another way: a stolen credential takes its whole domain, and of teams no
    /// more than a share may be away (in hundredths of a percent).
    pub fn in_way(mut self, estate: &Estate<'_>, mode: Mode, share: Option<u32>) -> Losses {
        self.mode = mode;
        if let Some(share) = share {
            let is_team = |item: &Item| estate.listed(*item).team().is_some();
            let (teams, rest): (Vec<Item>, Vec<Item>) = std::mem::take(&mut self.items)
                .into_iter()
                .partition(is_team);
            self.absent
                .extend(teams.into_iter().map(|team| (team, share)));
            self.items = rest;
        }
        if mode == Mode::Malicious {
            take_domains(estate, &mut self);
            self.items.sort_unstable();
            self.items.dedup();
        }
        self
    }

    /// Whether a copy can still be restored from, its place set aside.
    pub fn spares(&self, protection: &Protection) -> bool {
        match self.mode {
            Mode::Corruption => !is_replica(protection),
            Mode::Malicious => {
                let reached = protection.admin_domain.as_ref();
                protection.immutable
                    || reached.is_some_and(|domain| !self.admin_domains.contains(domain))
            }
            _ => true,
        }
    }
}

/// What a scenario loses. Cost: linear in the items for each selector.
pub fn losses(estate: &Estate<'_>, scenario: &Filed<Scenario>) -> Losses {
    let mut all = Losses::of(&[]);
    all.mode = scenario.mode.unwrap_or(Mode::Loss);
    for loss in &scenario.loses {
        match loss {
            Loss::Item(item) => match estate.find(&item.text) {
                Some(item) => all.items.push(item),
                None => all.unresolved.push(item.text.to_string()),
            },
            Loss::Select(selector) => select(estate, selector, &mut all),
        }
    }
    if all.mode == Mode::Malicious {
        take_domains(estate, &mut all);
    }
    all.items.sort_unstable();
    all.items.dedup();
    all
}

fn select(estate: &Estate<'_>, selector: &record::selector::Selector, all: &mut Losses) {
    let whole = 10_000;
    let share = selector.share.map_or(whole, |share| share.0);
    if let Some(team) = &selector.team {
        match estate.find_kind("team", team.id()) {
            Some(team) if share >= whole => all.items.push(team),
            Some(team) => drop(all.absent.insert(team, share)),
            None => all.unresolved.push(format!("team/{}", team.id())),
        }
        return;
    }
    let found: Vec<Item> = estate
        .graph
        .items()
        .filter(|&item| matches(estate, estate.listed(item), selector))
        .collect();
    if selector.kind.as_deref() == Some("team") && share < whole {
        all.absent.extend(found.iter().map(|&team| (team, share)));
        return;
    }
    // A share of many takes the first so many by id, rounded up: the loss is not understated.
    let count = (found.len() as u64 * u64::from(share)).div_ceil(u64::from(whole)) as usize;
    all.items.extend(&found[..count.min(found.len())]);
}

/// One stolen credential takes everything in its admin domain.
fn take_domains(estate: &Estate<'_>, all: &mut Losses) {
    let domain = |&item: &Item| estate.listed(item).item.admin_domain.clone();
    all.admin_domains = all.items.iter().filter_map(domain).collect();
    let taken = estate.graph.items().filter(|item| {
        let domain = estate.listed(*item).item.admin_domain.as_ref();
        domain.is_some_and(|domain| all.admin_domains.contains(domain))
    });
    let taken: Vec<Item> = taken.collect();
    all.items.extend(taken);
}
