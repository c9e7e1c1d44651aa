//! Which work of a recovery is uncertain: times of records and single steps of plans, each with
//! its own three points; a step that serves several items is drawn once for all of them. Restores
//! from a copy take what size and rate say and are not drawn.

use std::collections::{BTreeMap, HashMap};

use engine::graph::Item;
use engine::recovery::drawn::{Chain, Drawn, Link, Work};
use engine::standing::Standing;
use record::implementation::Plan;

use crate::estate::own_time::From;
use crate::estate::plan_time::{PlanTime, plan_times};
use crate::requirements::risk_numbers::annual_loss::stream;
use crate::requirements::supposals::Supposals;
use crate::standpoint::Standpoint;

/// What is drawn in each run.
pub struct Uncertain {
    /// The work and the items that it brings back.
    pub drawn: Drawn,
    /// Items for which, or for a step of which, a time was supposed that nobody gave.
    pub supposed: Vec<Item>,
}

/// What is uncertain about bringing back what stopped. Cost: linear in items and steps.
pub fn uncertain(standpoint: &Standpoint<'_>, standing: &Standing, seed: u64) -> Uncertain {
    let mut found = Found {
        standpoint,
        supposals: Supposals::of(&standpoint.policy),
        works: Vec::new(),
        chains: Vec::new(),
        steps: HashMap::new(),
        plans: BTreeMap::new(),
        supposed: Vec::new(),
    };
    for item in standpoint.estate.graph.items() {
        if standing.is_stopped(item) {
            found.item(item, standing.is_lost(item));
        }
    }
    let alike = found.supposals.durations_alike.value;
    Uncertain {
        drawn: Drawn::new(found.works, found.chains, alike, seed),
        supposed: found.supposed,
    }
}

struct Found<'a, 'r> {
    standpoint: &'a Standpoint<'r>,
    supposals: Supposals,
    works: Vec<Work>,
    chains: Vec<Chain>,
    /// The work of each step of each plan, and whether its time is supposed.
    steps: HashMap<(&'r str, usize), Option<(u32, bool)>>,
    plans: BTreeMap<&'r str, Vec<PlanTime>>,
    supposed: Vec<Item>,
}

impl<'r> Found<'_, 'r> {
    fn item(&mut self, item: Item, lost: bool) {
        let estate = &self.standpoint.estate;
        match &estate.own_times[item as usize].from {
            From::Plan(plan) => self.by_plan(item, plan),
            From::Record if lost => {
                let takes = estate.listed(item).item.takes();
                let points = takes.map(|takes| self.supposals.points(takes));
                if let Some(points) = points.filter(|it| it[0] != it[2]) {
                    self.single(item, points);
                }
            }
            From::Nowhere if lost && estate.graph.copies(item).is_empty() => {
                if let Some(points) = self.supposals.unstated() {
                    self.single(item, points);
                    self.supposed.push(item);
                }
            }
            _ => {}
        }
    }

    fn single(&mut self, item: Item, points: [i64; 3]) {
        let estate = &self.standpoint.estate;
        let by = estate.listed(item).item.recovery.as_ref();
        let by = by.and_then(|it| it.by.as_ref()).map(|team| team.id());
        self.works.push(Work {
            points,
            wait: 0,
            stream: stream(estate.reference(item)),
            cause: by.map(cause),
        });
        let work = self.works.len() as u32 - 1;
        self.chains.push(Chain::of_one(item, work));
    }

    /// The chain of steps, where each has a time and one of them is uncertain.
    fn by_plan(&mut self, item: Item, reference: &str) {
        let estate = &self.standpoint.estate;
        let id = record::link::split(reference).1;
        let Some(filed) = estate.registers.plans.get(id) else {
            return;
        };
        let (id, plan): (&'r str, &'r Plan) = (&*filed.id, &filed.own);
        let times = self.plans.entry(id).or_insert_with(|| {
            let same = |text: &str| match estate.find(text) {
                Some(item) => estate.reference(item).to_string(),
                None => text.to_string(),
            };
            plan_times(plan, same)
        });
        let name = estate.reference(item);
        let Some(time) = times.iter().find(|time| time.restores == name).cloned() else {
            return;
        };
        let Some(works) = self.steps_of(id, plan, &time) else {
            return;
        };
        let places: HashMap<usize, u32> = (0u32..)
            .zip(time.steps.iter().rev())
            .map(|(place, &step)| (step, place))
            .collect();
        let placed = |steps: &[usize]| -> Vec<u32> {
            let known = steps.iter().filter_map(|step| places.get(step).copied());
            known.collect()
        };
        let last_first = works.iter().zip(&time.then).rev();
        let links = last_first.map(|(&work, then)| Link {
            work,
            then: placed(then),
        });
        self.chains.push(Chain {
            item,
            links: links.collect(),
            tails: self.tails(item, &time, &placed),
        });
    }

    /// The work of each step of a chain; `None` where the chain stays as it is: nothing in it is
    /// uncertain, or a step has no time.
    fn steps_of(&mut self, id: &'r str, plan: &'r Plan, time: &PlanTime) -> Option<Vec<u32>> {
        let found = time.steps.iter().map(|&at| self.step(id, plan, at));
        let found: Vec<(u32, bool)> = found.collect::<Option<_>>()?;
        let is_open = |(work, _): &(u32, bool)| {
            let points = self.works[*work as usize].points;
            points[0] != points[2]
        };
        let supposed = found.iter().any(|(_, supposed)| *supposed);
        if !supposed && !found.iter().any(is_open) {
            return None;
        }
        if supposed {
            self.supposed
                .extend(self.standpoint.estate.find(&time.restores));
        }
        Some(found.into_iter().map(|(work, _)| work).collect())
    }

    fn step(&mut self, id: &'r str, plan: &'r Plan, at: usize) -> Option<(u32, bool)> {
        if let Some(known) = self.steps.get(&(id, at)) {
            return *known;
        }
        let step = &plan.steps[at];
        let stated = match (step.takes, step.wait) {
            (Some(takes), _) => Some(self.supposals.points(takes)),
            (None, Some(_)) => Some([0; 3]),
            (None, None) => None,
        };
        let points = stated.or_else(|| self.supposals.unstated());
        let work = points.map(|points| {
            self.works.push(Work {
                points,
                wait: step.wait.map_or(0, |wait| wait.0),
                stream: stream(&format!("plan/{id}/{}", step.id)),
                cause: step.by.as_ref().map(|team| cause(team.id())),
            });
            (self.works.len() as u32 - 1, stated.is_none())
        });
        self.steps.insert((id, at), work);
        work
    }

    /// The groups of an item whose tails follow from its chain: first those that its record
    /// writes, then those that the plan adds, as the estate lays them.
    fn tails(
        &self,
        item: Item,
        time: &PlanTime,
        placed: &dyn Fn(&[usize]) -> Vec<u32>,
    ) -> Vec<(u32, Vec<u32>)> {
        let estate = &self.standpoint.estate;
        let requires = &estate.listed(item).item.requires;
        let mut groups = estate.graph.groups_of(item);
        let mut tails = Vec::new();
        for (need, group) in requires.iter().zip(&mut groups) {
            let members = estate.graph.members(group);
            let named = time.follow.iter().filter(|(name, _)| {
                let found = estate.find(name);
                found.is_some_and(|found| members.contains(&found))
            });
            let places: Vec<u32> = named.flat_map(|(_, steps)| placed(steps)).collect();
            if need.tail.is_none() && !places.is_empty() {
                tails.push((group, places));
            }
        }
        let planned = time.follow.values().zip(groups);
        tails.extend(planned.map(|(steps, group)| (group, placed(steps))));
        tails
    }
}

/// What makes the work of a team alike.
fn cause(team: &str) -> u64 {
    stream(&format!("team/{team}"))
}
