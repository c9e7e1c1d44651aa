//! The steps of plans as jobs: each done once, however many items it helps to bring back.

use std::collections::{BTreeMap, HashMap};

use engine::graph::Item;
use engine::timetable::Wait;
use record::implementation::Plan;
use record::implementation::plan::Step;

use super::crews::Who;
use super::jobs::{Made, Meaning};
use crate::estate::own_time::{From, likely_seconds};
use crate::estate::plan_time::{PlanTime, plan_times};

/// A step of a plan: the plan, `plan/id`, and its place in it.
type Place = (String, usize);

/// The jobs of a step.
pub(super) struct StepJobs {
    /// The one that is work.
    pub(super) first: u32,
    /// The one with which it is over: the same, or the wait after it.
    pub(super) last: u32,
    /// How many items it helps to bring back.
    helps: u32,
}

/// The steps of plans that are done.
#[derive(Default)]
pub(super) struct PlanSteps {
    /// The chain of steps of each item that comes back by a plan, and the plan.
    pub(super) chains: HashMap<Item, (String, PlanTime)>,
    /// The jobs of each step.
    pub(super) jobs: HashMap<Place, StepJobs>,
}

impl<'r> Made<'_, 'r> {
    /// Makes the steps that bring back what was lost, and lets each wait for those before it.
    pub(super) fn plan_steps(&mut self, stopped: &[Item]) {
        let mut wanted: BTreeMap<Place, (Item, u32)> = BTreeMap::new();
        let mut plans: HashMap<String, Vec<PlanTime>> = HashMap::new();
        for &item in stopped {
            let From::Plan(plan) = &self.estate().own_times[item as usize].from else {
                continue;
            };
            let plan = plan.clone();
            if !self.fall.standing.is_lost(item) {
                continue;
            }
            let Some(time) = self.plan_time(item, &plan, &mut plans) else {
                continue;
            };
            // Each holder of lost data waits for it after all else of its own.
            let holders = self.graph().held_by(item).iter();
            let stopped = holders.filter(|&&it| self.fall.standing.is_stopped(it));
            let helps = (stopped.count() as u32).max(1);
            for &at in &time.steps {
                let known = wanted.entry((plan.clone(), at)).or_insert((item, 0));
                known.1 += helps;
            }
            self.steps.chains.insert(item, (plan, time));
        }
        for (place, (item, helps)) in &wanted {
            self.step(place, *item, *helps);
        }
        for place in wanted.keys() {
            self.follow(place);
        }
    }

    fn plan(&self, reference: &str) -> Option<&'r Plan> {
        let id = record::link::split(reference).1;
        let registers = self.standpoint.estate.registers;
        registers.plans.get(id).map(|filed| &filed.own)
    }

    fn plan_time(
        &self,
        item: Item,
        reference: &str,
        plans: &mut HashMap<String, Vec<PlanTime>>,
    ) -> Option<PlanTime> {
        let (estate, plan) = (self.estate(), self.plan(reference)?);
        let times = plans.entry(reference.to_string()).or_insert_with(|| {
            let same = |text: &str| match estate.find(text) {
                Some(item) => estate.reference(item).to_string(),
                None => text.to_string(),
            };
            plan_times(plan, same)
        });
        let name = estate.reference(item);
        times.iter().find(|time| time.restores == name).cloned()
    }

    fn step(&mut self, place: &Place, item: Item, helps: u32) {
        let Some(step) = self.plan(&place.0).and_then(|plan| plan.steps.get(place.1)) else {
            return;
        };
        let restores = step
            .restores
            .as_ref()
            .and_then(|it| self.estate().find(&it.text));
        let takes = step.takes.map_or(0, likely_seconds);
        let who = self.who(step);
        let people = who
            .as_ref()
            .map_or(0, |who| self.people(&place.0, step, who));
        let meaning = Meaning::Step {
            item: restores.unwrap_or(item),
            plan: place.0.clone(),
            step: step.id.clone(),
            title: step.title.clone().unwrap_or_else(|| step.id.clone()),
        };
        let first = self.add(meaning, takes, Vec::new());
        self.skilled(first, &place.0, step, who.as_ref().map(|who| (who, people)));
        let done = self.done_by(first, who, people, step.takes);
        let last = match step.wait.map_or(0, |wait| wait.0) {
            0 => done,
            wait => self.add(Meaning::Wait, wait, vec![Wait::all(vec![done])]),
        };
        let jobs = StepJobs { first, last, helps };
        self.steps.jobs.insert(place.clone(), jobs);
    }

    /// A step waits for the steps before it; for what such a step restores where another plan
    /// brings that back.
    fn follow(&mut self, place: &Place) {
        let Some(plan) = self.plan(&place.0) else {
            return;
        };
        let known: HashMap<&str, usize> = plan
            .steps
            .iter()
            .enumerate()
            .map(|(at, step)| (step.id.as_str(), at))
            .collect();
        let mut after = Vec::new();
        for earlier in &plan.steps[place.1].after {
            let Some(&earlier) = known.get(earlier.as_str()) else {
                continue;
            };
            match self.steps.jobs.get(&(place.0.clone(), earlier)) {
                Some(jobs) => after.push(Wait::all(vec![jobs.last])),
                None => after.extend(self.restored_by(&plan.steps[earlier])),
            }
        }
        let first = self.steps.jobs[place].first;
        self.jobs.project.jobs[first as usize].after.extend(after);
    }

    fn restored_by(&self, step: &Step) -> Option<Wait> {
        let restores = step.restores.as_ref()?;
        let other = self.estate().find(&restores.text)?;
        let job = self.jobs.back.get(&other).copied()?;
        Some(Wait::all(vec![job]))
    }

    /// What an item waits for is waited for by the first steps of its chains that help no other
    /// item; whether every chain begins with such a step. One that helps another item too must not
    /// wait for this one.
    pub(super) fn begin_after(&mut self, plan: &str, time: &PlanTime, before: &[Wait]) -> bool {
        let Some(record) = self.plan(plan) else {
            return false;
        };
        let helps = |at: usize| {
            let jobs = self.steps.jobs.get(&(plan.to_string(), at));
            jobs.map_or(0, |jobs| jobs.helps)
        };
        // Of each step of the chains whether it helps this item alone.
        let alone: HashMap<&str, bool> = time
            .steps
            .iter()
            .map(|&at| (&*record.steps[at].id, helps(at) == 1))
            .collect();
        let mut all = true;
        let mut first = Vec::new();
        for &at in &time.steps {
            let step = &record.steps[at];
            let mut earlier = step.after.iter().filter_map(|it| alone.get(&**it));
            match (alone[&*step.id], earlier.clone().next().is_none()) {
                (true, _) if earlier.all(|alone| !alone) => first.push(at),
                (false, true) => all = false,
                _ => {}
            }
        }
        for at in first {
            let job = self.steps.jobs[&(plan.to_string(), at)].first;
            let job = &mut self.jobs.project.jobs[job as usize];
            job.after.extend(before.iter().cloned());
        }
        all
    }

    /// Who does a step; nobody where a machine does it or no team is named.
    fn who(&mut self, step: &Step) -> Option<Who> {
        let team = step.by.as_ref().filter(|_| !step.automated)?;
        let team = self.estate().find_kind("team", team.id())?;
        Some(self.crews.of(team))
    }

    /// How many people a step takes: all that a team has where it asks for more.
    fn people(&mut self, plan: &str, step: &Step, who: &Who) -> u32 {
        let wanted = step.people.unwrap_or(1);
        let Some(limit) = who.limit else {
            return wanted;
        };
        let there = self.crews.limits[limit].amount;
        if wanted > there {
            let id = record::link::split(plan).1;
            self.jobs.overbooked.push(format!("{id}/{}", step.id));
        }
        wanted.min(there)
    }
}
