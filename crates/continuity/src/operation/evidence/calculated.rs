//! What speaks for a claim where no run does: a plan with durations, or somebody's word.

use std::collections::BTreeSet;

use engine::graph::Item;
use record::value::Takes;

use super::{Level, Proofs, Reason};
use crate::estate::own_time::likely_seconds;
use crate::requirements::recovery_targets::Verdict;

/// What speaks for a claim without a run.
pub(super) struct Calculated {
    pub(super) level: Level,
    pub(super) verdict: Verdict,
    pub(super) reasons: Vec<Reason>,
}

impl<'a> Proofs<'a> {
    /// At most projected: a plan in force and a duration for all that is waited for. Rests any of
    /// it on a supplier's promise alone, it is claimed, and says nothing.
    pub(super) fn calculated(&self, item: Item) -> Calculated {
        let estate = &self.standpoint.estate;
        let id = estate.reference(item);
        let has_plan = self.plans.contains_key(&item);
        let says = |level, verdict, reason: Option<Reason>| Calculated {
            level,
            verdict,
            reasons: reason.into_iter().collect(),
        };
        let known = self.targets.times.seconds(item).is_some();
        if has_plan && known {
            if let Some(reason) = self.promise(item) {
                return says(Level::Claimed, Verdict::Unknown, Some(reason));
            }
            let verdict = self.targets.verdict(item);
            return says(Level::Projected, verdict, None);
        }
        let reason = match has_plan {
            true => {
                let gap = self.targets.gaps[item as usize];
                let gap = gap.map(|gap| crate::path::missing(estate, gap));
                let gap = gap.unwrap_or_else(|| "a duration is missing".into());
                Reason::of(id, format!("Its time cannot be calculated: {gap}."))
            }
            false => Reason::of(id, "No plan in force brings it back."),
        };
        let level = match self.is_said(item) {
            true => Level::Claimed,
            false => Level::None,
        };
        says(level, Verdict::Unknown, Some(reason))
    }

    /// Whether someone states a figure for it; that it needs no work of its own is none.
    fn is_said(&self, item: Item) -> bool {
        let recovery = self.standpoint.estate.listed(item).item.recovery.as_ref();
        let figure = |takes: Takes| likely_seconds(takes) > 0;
        recovery.is_some_and(|it| it.takes.is_some_and(figure) || !it.observed.is_empty())
    }

    /// The first item on the way that is back only because a contract says so.
    fn promise(&self, item: Item) -> Option<Reason> {
        let estate = &self.standpoint.estate;
        if self.promised.is_empty() {
            return None;
        }
        let path = self.needs(item);
        let found = self.promised.iter().find(|(item, _)| path.contains(item));
        found.map(|&(item, contract)| {
            let id = estate.reference(item);
            let text = format!(
                "{} is back only because {contract} promises it.",
                estate.listed(item).title()
            );
            Reason::of(id, text)
        })
    }

    /// The items whose time is a contract's and that nobody saw come back or plans to bring back.
    pub(super) fn promises(&self) -> BTreeSet<(Item, &'a str)> {
        let estate = &self.standpoint.estate;
        let mut promised = BTreeSet::new();
        for contract in estate.registers.contracts.approved() {
            let Some(time) = contract.own.rto else {
                continue;
            };
            for covered in &contract.own.covers {
                let Some(item) = estate.find(&covered.text) else {
                    continue;
                };
                let item_of = estate.listed(item).item;
                let recovery = item_of.recovery.as_ref();
                let observed = recovery.is_some_and(|it| !it.observed.is_empty());
                let same = item_of.takes() == Some(Takes::Fixed(time));
                if same && !observed && !self.plans.contains_key(&item) {
                    promised.insert((item, contract.title()));
                }
            }
        }
        promised
    }

    /// What an item cannot do without: the members of its stop groups that are all needed.
    fn needs(&self, item: Item) -> BTreeSet<Item> {
        let graph = &self.standpoint.estate.graph;
        let mut seen = BTreeSet::from([item]);
        let mut open = vec![item];
        while let Some(at) = open.pop() {
            for group in graph.groups_of(at) {
                let (need, members) = (graph.group(group), graph.members(group));
                if !need.stops() || members.len() > need.needed as usize {
                    continue;
                }
                open.extend(members.iter().filter(|member| seen.insert(**member)));
            }
        }
        seen
    }
}
