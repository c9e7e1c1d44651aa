//! The estate made ready for margins: the graph, the names, who is watched and what each single
//! loss does with nothing down. It holds copies, so that it can be kept as long as nothing but
//! signals changes.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use engine::component::Components;
use engine::graph::{Graph, Item};
use engine::next_loss::{self, NextLosses, Watched};

use super::super::condition::KeptConditions;
use super::super::recovery_targets::RecoveryTargets;
use super::rows::Rows;
use crate::estate::Estate;

/// An item as margins show it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// `kind/id`.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// Its tier.
    pub tier: Option<u32>,
    /// Whether it is an activity.
    pub is_activity: bool,
    /// How long it takes to be brought back, where that is known.
    pub takes: Option<i64>,
}

/// The estate made ready.
#[derive(Debug)]
pub struct Ground {
    /// The items and what they need.
    pub graph: Graph,
    /// Which of them wait for each other.
    pub components: Components,
    /// What each single loss does with nothing down.
    pub next: NextLosses,
    pub(super) rows: Rows,
    items: Vec<Shown>,
    names: HashMap<String, Option<Item>>,
    /// How long each activity can be borne to stand still, by condition.
    pub conditions: KeptConditions,
    threads: NonZeroUsize,
    fates: Mutex<HashMap<Vec<Item>, Arc<Fates>>>,
}

/// The places of the watched that are without margin with some items down, and of those that have
/// stopped.
#[derive(Debug)]
pub struct Fates {
    /// Without margin.
    pub without: Vec<u32>,
    /// Stopped.
    pub stopped: Vec<u32>,
}

/// At most so many sets of items down are kept with what they come to.
const FATES_MAX: usize = 4_000;

/// Tiers whose services are critical, whatever their targets.
const CRITICAL_TIER_MAX: u32 = 2;

impl Ground {
    /// Makes it ready. Cost: for each item that can be lost alone, what its loss stops.
    pub fn new(estate: &Estate<'_>, targets: &RecoveryTargets) -> Ground {
        let mut names: HashMap<String, Option<Item>> = HashMap::new();
        let mut items = Vec::with_capacity(estate.items.len());
        for (index, listed) in estate.items.iter().enumerate() {
            let item = index as Item;
            let also = listed.envelope.also.iter().map(String::as_str);
            for name in [listed.id()].into_iter().chain(also) {
                let found = names.entry(name.to_string()).or_insert(Some(item));
                if *found != Some(item) {
                    *found = None;
                }
            }
            items.push(Shown {
                reference: listed.reference.clone(),
                name: listed.title().to_string(),
                tier: listed.item.tier,
                is_activity: listed.activity().is_some(),
                takes: targets.takes[index],
            });
        }
        for (index, listed) in estate.items.iter().enumerate() {
            names.insert(listed.reference.clone(), Some(index as Item));
        }
        let may = |item: Item| {
            let listed = estate.listed(item);
            listed.activity().is_none() && listed.team().is_none()
        };
        let may = estate.graph.items().map(may).collect();
        let watched = watched(estate, targets);
        let (graph, components) = (estate.graph.clone(), estate.components.clone());
        let next = NextLosses::new(&graph, &components, may, watched);
        Ground {
            rows: Rows::new(&next, &items),
            next,
            graph,
            components,
            conditions: KeptConditions::new(estate, targets),
            items,
            names,
            threads: NonZeroUsize::MIN,
            fates: Mutex::default(),
        }
    }

    /// The same, judged on so many threads; what it says is the same.
    pub fn on(mut self, threads: NonZeroUsize) -> Ground {
        self.threads = threads;
        self
    }

    /// What some items that are down come to.
    pub fn judged(&self, down: &[Item]) -> next_loss::Margin {
        self.judge(down).0
    }

    fn judge(&self, down: &[Item]) -> (next_loss::Margin, Arc<Fates>) {
        let (graph, components) = (&self.graph, &self.components);
        let margin = self.next.margin(graph, components, down, self.threads);
        let fates = Arc::new(Fates {
            without: margin.changed.iter().map(|(place, _)| *place).collect(),
            stopped: margin.stopped.clone(),
        });
        let mut known = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= FATES_MAX {
            known.clear();
        }
        known.insert(down.to_vec(), Arc::clone(&fates));
        (margin, fates)
    }

    /// The short of it, kept from the last time the same items were down: the past is judged with
    /// each signal, and it does not change.
    pub fn fates(&self, down: &[Item]) -> Arc<Fates> {
        let known = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.get(down).map(Arc::clone);
        drop(known);
        found.unwrap_or_else(|| self.judge(down).1)
    }

    /// The item that a name leads to: `kind/id`, an id or another name that one item has.
    pub fn find(&self, text: &str) -> Option<Item> {
        self.names.get(text).copied().flatten()
    }

    /// An item as it is shown.
    pub fn shown(&self, item: Item) -> &Shown {
        &self.items[item as usize]
    }

    /// `kind/id` of an item.
    pub fn reference(&self, item: Item) -> &str {
        &self.items[item as usize].reference
    }

    /// The references of some items, in the order of the items.
    pub fn references(&self, items: &[Item]) -> Vec<String> {
        let mut items = items.to_vec();
        items.sort_unstable();
        let references = items.iter().map(|&item| self.reference(item).to_string());
        references.collect()
    }
}

/// Every activity, and every service that has a target of its own or a tier that is critical.
fn watched(estate: &Estate<'_>, targets: &RecoveryTargets) -> Vec<Watched> {
    let critical = |item: &Item| {
        let listed = estate.listed(*item);
        let tier = listed
            .item
            .tier
            .is_some_and(|tier| tier <= CRITICAL_TIER_MAX);
        let own = targets.own[*item as usize].seconds.is_some();
        listed.activity().is_some() || listed.demands() && (own || tier)
    };
    let watched = |item: Item| Watched {
        item,
        deadline: targets.deadlines.required(item).seconds,
    };
    estate.graph.items().filter(critical).map(watched).collect()
}
