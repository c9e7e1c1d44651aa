//! The one rule of who answers a loss: a plan in force that is for such a loss and brings back
//! what the activity lacks. Where none does, what is missing is said. Whether in time is not asked.

mod missing;

use std::collections::BTreeSet;

use engine::graph::Item;
use engine::standing::{Standing, standing};
use record::implementation::Plan;
use record::kind::Filed;
use record::requirements::LossType;
use record::requirements::scenario::Mode;
use serde::Serialize;

use super::nearest::NearPlan;
use super::recognised::sorts_of_items;
use crate::estate::Estate;
use crate::requirements::loss::losses;

pub use missing::{Missing, Why};

/// How far plans in force cover a loss for an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covered {
    /// No plan in force is for it.
    Not,
    /// Plans for it bring back some of what is needed, not all.
    Part,
    /// Plans for it bring back the activity, or all that it lacks.
    Whole,
}

/// The plans of the estate, read once.
pub struct Plans<'e, 'r> {
    estate: &'e Estate<'r>,
    all: Vec<Known<'r>>,
}

/// A plan, what it brings back and what it is made for.
struct Known<'r> {
    plan: &'r Filed<Plan>,
    brings: BTreeSet<Item>,
    scenarios: Vec<Made>,
}

/// A scenario that a plan is made for.
struct Made {
    id: String,
    mode: Mode,
    /// Its sorts where it names some.
    sorts: Vec<LossType>,
    /// All that is lost in it, sorted.
    lost: Vec<Item>,
}

/// A loss that plans are held against.
pub struct Loss {
    /// What is named as lost.
    pub items: Vec<Item>,
    /// What falls with it.
    pub standing: Standing,
    /// The way it is lost.
    mode: Mode,
    /// The sorts of loss it is.
    sorts: Vec<LossType>,
    /// The scenario it is, if it is one.
    scenario: Option<String>,
}

impl Loss {
    /// Items that are simply gone.
    pub fn of(estate: &Estate<'_>, items: &[Item]) -> Loss {
        Loss {
            standing: standing(&estate.graph, items),
            sorts: sorts_of_items(estate, items),
            items: items.to_vec(),
            mode: Mode::Loss,
            scenario: None,
        }
    }

    /// Items that are lost in some way, of some sorts.
    pub fn in_way(estate: &Estate<'_>, items: &[Item], mode: Mode, sorts: Vec<LossType>) -> Loss {
        let loss = Loss::of(estate, items);
        Loss {
            mode,
            sorts,
            ..loss
        }
    }

    /// What a scenario loses, of the sorts that it is.
    pub fn in_scenario(
        estate: &Estate<'_>,
        scenario: &Filed<record::requirements::Scenario>,
        sorts: Vec<LossType>,
    ) -> Loss {
        let items = losses(estate, scenario).items;
        Loss {
            standing: standing(&estate.graph, &items),
            sorts,
            items,
            mode: scenario.mode.unwrap_or(Mode::Loss),
            scenario: Some(scenario.id.to_string()),
        }
    }
}

/// Why a plan is not for a loss.
enum Misfit {
    /// It says neither scenarios nor loss types.
    SaysNothing,
    /// None of its scenarios loses these.
    Reckons(Vec<Item>),
    /// It does not list these sorts.
    Unlisted(Vec<LossType>),
}

/// A loss, and what the plans for it bring back.
pub struct Against<'p, 'e, 'r> {
    plans: &'p Plans<'e, 'r>,
    loss: &'p Loss,
    fitting: Vec<&'p Known<'r>>,
    /// What stays down even so, by item.
    down: Vec<bool>,
}

/// What was found for one activity.
pub struct Answer {
    /// How far.
    pub covered: Covered,
    /// The plans that are for it and bring something of it back.
    pub plans: Vec<String>,
    /// Where it is not whole: what is missing, the nearest to mend first.
    pub missing: Vec<Missing>,
}

impl<'e, 'r> Plans<'e, 'r> {
    /// Reads every plan that is not retired. Cost: a walk for each scenario of each plan.
    pub fn new(estate: &'e Estate<'r>) -> Plans<'e, 'r> {
        let made = |id: &record::link::Id<record::requirements::Scenario>| {
            let scenario = estate.registers.scenarios.get(id.id())?;
            let named = losses(estate, scenario).items;
            let mut lost = standing(&estate.graph, &named).lost().to_vec();
            lost.sort_unstable();
            Some(Made {
                id: scenario.id.to_string(),
                mode: scenario.mode.unwrap_or(Mode::Loss),
                sorts: scenario.loss_types.clone(),
                lost,
            })
        };
        let known = |plan: &'r Filed<Plan>| {
            let covers = plan.covers.iter();
            let restores = plan.steps.iter().filter_map(|step| step.restores.as_ref());
            let brings = covers
                .chain(restores)
                .filter_map(|item| estate.find(&item.text));
            Known {
                plan,
                brings: brings.collect(),
                scenarios: plan.scenarios.iter().filter_map(made).collect(),
            }
        };
        let all = estate.registers.plans.live().map(known).collect();
        Plans { estate, all }
    }

    /// Holds a loss against every plan in force. Cost: linear in what stopped and what it needs.
    pub fn against<'p>(&'p self, loss: &'p Loss) -> Against<'p, 'e, 'r> {
        let fits = |known: &&Known<'_>| known.plan.is_approved() && known.fits(loss).is_ok();
        let fitting: Vec<&Known<'_>> = self.all.iter().filter(fits).collect();
        let brought = |item: Item| fitting.iter().any(|known| known.brings.contains(&item));
        let down = still_down(self.estate, &loss.standing, &brought);
        Against {
            plans: self,
            loss,
            fitting,
            down,
        }
    }
}

impl Known<'_> {
    /// Whether the plan is for a loss: one of its scenarios loses at least all of it, in the same
    /// way or a worse one; and where it lists loss types, all sorts of the loss are among them.
    fn fits(&self, loss: &Loss) -> Result<(), Misfit> {
        let listed = &self.plan.loss_types;
        let unlisted = |sorts: &[LossType]| -> Vec<LossType> {
            let out = sorts.iter().filter(|it| !listed.contains(it)).copied();
            out.filter(|_| !listed.is_empty()).collect()
        };
        if self.plan.scenarios.is_empty() {
            return match (listed.is_empty(), unlisted(&loss.sorts)) {
                (true, _) => Err(Misfit::SaysNothing),
                (_, out) if out.is_empty() => Ok(()),
                (_, out) => Err(Misfit::Unlisted(out)),
            };
        }
        let out = |made: &Made| -> Vec<Item> {
            let away = |item: &&Item| made.lost.binary_search(item).is_err();
            loss.items.iter().filter(away).copied().collect()
        };
        let same = |made: &&Made| {
            let itself = loss.scenario.as_ref() == Some(&made.id);
            let worse = loss.mode == Mode::Loss || loss.mode == made.mode;
            itself || (worse && out(made).is_empty())
        };
        let unlisted_of = |made: &Made| match made.sorts.is_empty() {
            true => unlisted(&loss.sorts),
            false => unlisted(&made.sorts),
        };
        let mut near: Vec<Vec<LossType>> = self
            .scenarios
            .iter()
            .filter(same)
            .map(unlisted_of)
            .collect();
        near.sort_by_key(Vec::len);
        match near.into_iter().next() {
            Some(out) if out.is_empty() => Ok(()),
            Some(out) => Err(Misfit::Unlisted(out)),
            None => {
                let left = self.scenarios.iter().map(out).min_by_key(Vec::len);
                Err(Misfit::Reckons(left.unwrap_or_else(|| loss.items.clone())))
            }
        }
    }
}

impl Against<'_, '_, '_> {
    /// How the plans stand for one activity. Cost: linear in what it needs.
    pub fn answer(&self, activity: Item) -> Answer {
        let lacked = lacked(self.plans.estate, &self.loss.standing, activity);
        let of_use = |known: &&&Known<'_>| lacked.iter().any(|it| known.brings.contains(it));
        let plans: Vec<String> = self
            .fitting
            .iter()
            .filter(of_use)
            .map(|known| known.plan.reference())
            .collect();
        let covered = match (self.down[activity as usize], plans.is_empty()) {
            (_, true) => Covered::Not,
            (true, _) => Covered::Part,
            (false, _) => Covered::Whole,
        };
        let missing = match covered {
            Covered::Whole => Vec::new(),
            _ => missing::of(self, activity, &lacked),
        };
        Answer {
            covered,
            plans,
            missing,
        }
    }
}

impl Against<'_, '_, '_> {
    /// The plans that bring back some of what stopped, in force or not. Cost: for each plan what
    /// stopped.
    pub(super) fn near(&self, stopped: &[Item]) -> Vec<NearPlan> {
        let estate = self.plans.estate;
        let near = |known: &Known<'_>| {
            let brings: Vec<Item> = stopped
                .iter()
                .filter(|it| known.brings.contains(it))
                .copied()
                .collect();
            let missing = missing::one(self, known, stopped);
            let whole = missing.why == Why::NotRestored && missing.items.is_empty();
            (!brings.is_empty()).then(|| NearPlan {
                plan: known.plan.reference(),
                in_force: known.plan.is_approved(),
                answers: known.plan.is_approved() && known.fits(self.loss).is_ok(),
                brings_back: estate.references(&brings),
                missing: (!whole).then_some(missing),
            })
        };
        self.plans.all.iter().filter_map(near).collect()
    }
}

/// The stopped items that an activity hangs on, itself first.
pub(super) fn lacked(estate: &Estate<'_>, standing: &Standing, activity: Item) -> Vec<Item> {
    let mut seen = BTreeSet::from([activity]);
    let mut all = vec![activity];
    let mut next = 0;
    while let Some(&item) = all.get(next) {
        next += 1;
        for need in needs(estate, item) {
            if standing.is_stopped(need) && seen.insert(need) {
                all.push(need);
            }
        }
    }
    all
}

/// What an item cannot run without, as far as one step goes.
pub(super) fn needs(estate: &Estate<'_>, item: Item) -> Vec<Item> {
    let graph = &estate.graph;
    let groups = graph.groups_of(item).filter(|&id| {
        let group = graph.group(id);
        group.stops() && group.phase.runs()
    });
    let members = groups.flat_map(|id| graph.members(id));
    let held = graph.holds(item).iter().chain(graph.held_by(item));
    let all = graph.hosts(item).iter().chain(members).chain(held);
    all.copied().collect()
}

/// What stays down when some items are brought back: of the rest what is lost, and what needs it.
fn still_down(
    estate: &Estate<'_>,
    standing: &Standing,
    brought: &dyn Fn(Item) -> bool,
) -> Vec<bool> {
    let graph = &estate.graph;
    let mut down = vec![false; graph.len()];
    for &item in standing.lost() {
        let by_holder = || graph.held_by(item).iter().any(|&holder| brought(holder));
        down[item as usize] = !brought(item) && !by_holder();
    }
    loop {
        let falls = |item: Item, down: &[bool]| {
            let is_down = |it: &&Item| down[**it as usize];
            let lacks = graph.groups_of(item).any(|id| {
                let group = graph.group(id);
                let members = graph.members(id);
                let up = members.len() - members.iter().filter(is_down).count();
                let short = up + (group.unresolved as usize) < group.needed as usize;
                group.stops() && group.phase.runs() && short
            });
            let holders = graph.held_by(item);
            let held = !holders.is_empty() && holders.iter().all(|it| down[*it as usize]);
            lacks
                || held
                || graph
                    .hosts(item)
                    .iter()
                    .chain(graph.holds(item))
                    .any(|it| is_down(&it))
        };
        let more: Vec<Item> = standing
            .stopped()
            .iter()
            .copied()
            .filter(|&item| !down[item as usize] && !brought(item) && falls(item, &down))
            .collect();
        if more.is_empty() {
            return down;
        }
        for item in more {
            down[item as usize] = true;
        }
    }
}
