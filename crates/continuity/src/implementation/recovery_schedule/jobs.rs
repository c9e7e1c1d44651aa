//! From what stopped to jobs: the steps of plans, the work on items without one, the data they
//! hold, and the moments at which each item is back. The same waits as on the longest path, so
//! that with people without limit both come to the same.

use std::collections::{BTreeMap, HashMap};

use engine::graph::{Graph, Item, Tail};
use engine::recovery::own;
use engine::timetable::{Goal, Job, Project, Take, Wait};
use jiff::Timestamp;
use record::value::Takes;

use super::crews::{Crews, Who};
use super::limit::{Limit, Watch};
use super::skills::Want;
use super::steps::PlanSteps;
use crate::estate::Estate;
use crate::requirements::exposure::Fall;
use crate::requirements::loss::Losses;
use crate::requirements::own_target::own_target;
use crate::standpoint::Standpoint;

/// What a job stands for.
pub enum Meaning {
    /// A step of a plan.
    Step {
        /// What it brings back.
        item: Item,
        /// `plan/id`.
        plan: String,
        /// The step's id.
        step: String,
        /// What to do.
        title: String,
    },
    /// The work on an item that no plan is for.
    Work {
        /// What it brings back.
        item: Item,
        /// `kind/id` of that.
        reference: String,
        /// What to do.
        title: String,
    },
    /// The moment at which an item is back.
    Back(Item),
    /// The rest of a job that is handed over from one shift to the next; the first part.
    HandedOver(u32),
    /// A wait that is no work.
    Wait,
}

/// The jobs after a loss.
pub struct Jobs {
    /// As the engine reads them.
    pub project: Project,
    /// What each stands for.
    pub meanings: Vec<Meaning>,
    /// Of each how many people of its team do it.
    pub people: Vec<u32>,
    /// Of each the team that does it, `team/id`, with a limit or without.
    pub team: Vec<Option<String>>,
    /// Of each the three points of its length, where it is uncertain.
    pub points: Vec<Option<[i64; 3]>>,
    /// What is limited, in the order of the project's resources.
    pub limits: Vec<Limit>,
    /// Of each job that is handed over between shifts the last part, and the length of a shift.
    pub handed_over: HashMap<u32, (u32, i64)>,
    /// The job that ends when an item is back; none for what is not known.
    pub back: HashMap<Item, u32>,
    /// Of each goal the item that shall be back.
    pub goal_items: Vec<Item>,
    /// Steps that take more people than there are.
    pub overbooked: Vec<String>,
    /// Steps that ask for something that too few of their team can do; they are taken to be done
    /// all the same.
    pub unskilled: Vec<String>,
    /// When the work starts, on the clock on the wall.
    pub begins: Timestamp,
}

/// The jobs that some goals need, alone.
pub struct Part {
    /// As the engine reads them.
    pub project: Project,
    /// The jobs kept, in order.
    pub kept: Vec<u32>,
    /// Of each job kept its place in the part.
    pub place: HashMap<u32, u32>,
}

impl Jobs {
    /// The jobs that some goals, by index, need, and no other: what is left to do were nothing
    /// else promised.
    pub fn part(&self, goals: &[usize]) -> Part {
        let all = &self.project;
        let mut is_kept = vec![false; all.jobs.len()];
        let reached = goals.iter().flat_map(|&goal| &all.goals[goal].reached.of);
        let mut open: Vec<u32> = reached.copied().collect();
        while let Some(job) = open.pop() {
            if !std::mem::replace(&mut is_kept[job as usize], true) {
                let waits = all.jobs[job as usize].after.iter();
                open.extend(waits.flat_map(|wait| &wait.of));
            }
        }
        let kept: Vec<u32> = (0..all.jobs.len() as u32)
            .filter(|&job| is_kept[job as usize])
            .collect();
        let place: HashMap<u32, u32> = kept.iter().copied().zip(0..).collect();
        let moved = |wait: &Wait| Wait {
            k: wait.k,
            of: wait.of.iter().map(|job| place[job]).collect(),
        };
        let job = |&at: &u32| {
            let job = &all.jobs[at as usize];
            Job {
                after: job.after.iter().map(moved).collect(),
                ..job.clone()
            }
        };
        let goal = |&goal: &usize| Goal {
            reached: moved(&all.goals[goal].reached),
            ..all.goals[goal].clone()
        };
        Part {
            project: Project {
                jobs: kept.iter().map(job).collect(),
                resources: all.resources.clone(),
                goals: goals.iter().map(goal).collect(),
            },
            kept,
            place,
        }
    }

    /// A task as it is shown: `PLAN/STEP`, or the item that is worked on.
    pub fn name(&self, at: usize) -> String {
        match &self.meanings[at] {
            Meaning::Step { plan, step, .. } => {
                format!("{}/{step}", record::link::split(plan).1)
            }
            Meaning::Work { reference, .. } => reference.clone(),
            Meaning::HandedOver(first) => self.name(*first as usize),
            Meaning::Back(_) | Meaning::Wait => String::new(),
        }
    }

    /// The job with which a task is over.
    pub fn last(&self, at: usize) -> usize {
        let last = self.handed_over.get(&(at as u32));
        last.map_or(at, |(last, _)| *last as usize)
    }

    /// Lays out shifts in one way.
    pub fn keep_watch(&mut self, watch: Watch) {
        let resources = self.limits.iter().map(|limit| limit.resource(watch));
        self.project.resources = resources.collect();
    }

    /// Cuts a loop at the item of one of its jobs: it is back when the longest path says.
    pub fn fix(&mut self, job: u32, fall: &Fall) {
        let item = match &self.meanings[job as usize] {
            Meaning::Back(item) => Some(*item),
            _ => None,
        };
        let job = &mut self.project.jobs[job as usize];
        job.after.clear();
        job.not_before = item.and_then(|item| fall.times.seconds(item)).unwrap_or(0);
    }
}

/// The jobs of all that is stopped and whose return is known. Cost: linear in their needs and in
/// the steps of the plans concerned.
pub fn jobs(standpoint: &Standpoint<'_>, losses: &Losses, fall: &Fall) -> Jobs {
    let crews = Crews::new(standpoint, losses, &fall.standing);
    let begins = crews.begins;
    let mut made = Made {
        standpoint,
        fall,
        losses,
        crews,
        steps: PlanSteps::default(),
        wants: Vec::new(),
        jobs: Jobs {
            project: Project::default(),
            meanings: Vec::new(),
            people: Vec::new(),
            team: Vec::new(),
            points: Vec::new(),
            limits: Vec::new(),
            handed_over: HashMap::new(),
            back: HashMap::new(),
            goal_items: Vec::new(),
            overbooked: Vec::new(),
            unskilled: Vec::new(),
            begins,
        },
    };
    let mut stopped: Vec<Item> = fall.standing.stopped().to_vec();
    stopped.sort_unstable();
    stopped.retain(|&item| fall.times.seconds(item).is_some());
    for &item in &stopped {
        let job = made.add(Meaning::Back(item), 0, Vec::new());
        made.jobs.back.insert(item, job);
    }
    made.plan_steps(&stopped);
    for &item in &stopped {
        made.come_back(item);
    }
    made.circles(&stopped);
    made.goals(&stopped);
    made.share_skills();
    made.jobs.limits = std::mem::take(&mut made.crews.limits);
    made.jobs.keep_watch(Watch::Together);
    made.jobs
}

/// The jobs while they are made.
pub(super) struct Made<'s, 'r> {
    pub(super) standpoint: &'s Standpoint<'r>,
    pub(super) fall: &'s Fall,
    pub(super) losses: &'s Losses,
    pub(super) crews: Crews<'s, 'r>,
    /// The steps of plans that are done.
    pub(super) steps: PlanSteps,
    pub(super) wants: Vec<Want>,
    pub(super) jobs: Jobs,
}

impl<'r> Made<'_, 'r> {
    pub(super) fn estate(&self) -> &Estate<'r> {
        &self.standpoint.estate
    }

    pub(super) fn graph(&self) -> &Graph {
        &self.standpoint.estate.graph
    }

    pub(super) fn add(&mut self, meaning: Meaning, seconds: i64, after: Vec<Wait>) -> u32 {
        let at = self.jobs.meanings.len() as u32;
        self.jobs.meanings.push(meaning);
        self.jobs.people.push(0);
        self.jobs.team.push(None);
        self.jobs.points.push(None);
        self.jobs.project.jobs.push(Job {
            seconds,
            after,
            takes: Vec::new(),
            not_before: 0,
        });
        at
    }

    /// All that must be over before an item is back.
    fn come_back(&mut self, item: Item) {
        let back = self.jobs.back[&item];
        let holders = self.graph().held_by(item).to_vec();
        if !holders.is_empty() {
            // Data is back with the first of its holders; at once where one never stopped.
            let standing = &self.fall.standing;
            let is_other = |&&holder: &&Item| !self.same(item, holder);
            let others: Vec<Item> = holders.iter().filter(is_other).copied().collect();
            let is_up = others.iter().any(|&holder| !standing.is_stopped(holder));
            let known = others.iter().filter_map(|it| self.jobs.back.get(it));
            let of: Vec<u32> = known.copied().collect();
            if !is_up && !of.is_empty() {
                self.jobs.project.jobs[back as usize]
                    .after
                    .push(Wait { k: 1, of });
            }
            return;
        }
        let (before, mut ends) = self.needs(item);
        let over = self.work(item, &before);
        ends.extend(over);
        let lost = |&&held: &&Item| self.fall.standing.is_lost(held);
        let held: Vec<Item> = self
            .graph()
            .holds(item)
            .iter()
            .filter(lost)
            .copied()
            .collect();
        let rest = ends.clone();
        for held in held {
            // Data comes after all else, each set beside the other.
            ends.extend(self.work(held, &rest));
        }
        self.jobs.project.jobs[back as usize].after.extend(ends);
    }

    pub(super) fn same(&self, one: Item, other: Item) -> bool {
        self.estate().components.same(one, other)
    }

    /// What the work on an item waits for, and what only its return waits for.
    fn needs(&mut self, item: Item) -> (Vec<Wait>, Vec<Wait>) {
        let (mut before, mut ends) = (Vec::new(), Vec::new());
        let standing = &self.fall.standing;
        for host in self.graph().hosts(item).to_vec() {
            let waits = standing.is_stopped(host) && !standing.is_lost(host);
            if waits && !self.same(item, host) {
                before.extend(self.jobs.back.get(&host).map(|&job| Wait::all(vec![job])));
            }
        }
        for id in self.graph().groups_of(item) {
            let Some(wait) = self.enough(item, id) else {
                continue;
            };
            let group = self.graph().group(id);
            let (switch, tail) = (group.switch, group.tail);
            match tail {
                Tail::Known(tail) => {
                    let lag = self.add(Meaning::Wait, switch + tail, vec![wait]);
                    ends.push(Wait::all(vec![lag]));
                }
                Tail::Own | Tail::Unknown if switch == 0 => before.push(wait),
                Tail::Own | Tail::Unknown => {
                    let lag = self.add(Meaning::Wait, switch, vec![wait]);
                    before.push(Wait::all(vec![lag]));
                }
            }
        }
        (before, ends)
    }

    /// How many of the members of a group that are down must be back; nothing where it does not
    /// hold the item up.
    fn enough(&self, item: Item, id: u32) -> Option<Wait> {
        let (graph, standing) = (self.graph(), &self.fall.standing);
        let group = graph.group(id);
        let members = graph.members(id);
        let up = members
            .iter()
            .filter(|&&member| !standing.is_stopped(member))
            .count();
        if !group.stops() || group.bootstrap || up >= group.needed as usize {
            return None;
        }
        let stay = |member: &&Item| !self.same(item, **member) && !graph.holds_it(item, **member);
        let staying: Vec<Item> = members.iter().filter(stay).copied().collect();
        let left = staying.len() + group.unresolved as usize;
        let needed = left.min(group.needed as usize);
        let up = staying
            .iter()
            .filter(|&&member| !standing.is_stopped(member))
            .count();
        let known = staying
            .iter()
            .filter_map(|member| self.jobs.back.get(member).copied());
        let of: Vec<u32> = known.collect();
        // Enough may be up once those of its own circle have left; the switch is made all the same.
        let k = needed.saturating_sub(up).min(of.len()) as u32;
        (left > 0).then_some(Wait { k, of })
    }

    /// The work on an item itself, after what it waits for; what must be over for it to be done.
    fn work(&mut self, item: Item, before: &[Wait]) -> Vec<Wait> {
        let seconds = self.own_seconds(item);
        let Some((plan, time)) = self.steps.chains.get(&item).cloned() else {
            if seconds == 0 {
                return before.to_vec();
            }
            let verb = match self.fall.standing.is_lost(item) {
                true if self.estate().listed(item).dataset().is_some() => "Restore",
                true => "Recover",
                false => "Resume",
            };
            return vec![Wait::all(vec![self.single(
                item,
                verb,
                seconds,
                before.to_vec(),
            )])];
        };
        let last = time
            .steps
            .last()
            .map(|&last| self.steps.jobs[&(plan.clone(), last)].last);
        let last = last.map(|last| Wait::all(vec![last]));
        if self.begin_after(&plan, &time, before) {
            return last.into_iter().collect();
        }
        // Steps that serve others too begin before; the whole chain still comes after.
        let mut ends: Vec<Wait> = Vec::new();
        for wait in before {
            let lag = self.add(Meaning::Wait, seconds, vec![wait.clone()]);
            ends.push(Wait::all(vec![lag]));
        }
        ends.extend(last);
        ends
    }

    /// The time it needs for itself after this loss, by the copies that survive it.
    fn own_seconds(&self, item: Item) -> i64 {
        let (graph, standing) = (self.graph(), &self.fall.standing);
        let stands = engine::recovery::surviving(graph, standing);
        let survives = |item: Item, index: usize| {
            let dataset = self.estate().listed(item).dataset();
            let protection = dataset.and_then(|it| it.own.protection.get(index));
            stands(item, index) && protection.is_none_or(|it| self.losses.spares(it))
        };
        own(graph, standing, &survives, item).unwrap_or(0)
    }

    fn single(&mut self, item: Item, verb: &str, seconds: i64, before: Vec<Wait>) -> u32 {
        let listed = self.estate().listed(item);
        let title = format!("{verb} {}", listed.title());
        let takes = listed.item.takes();
        let is_lost = self.fall.standing.is_lost(item);
        let is_drawn = is_lost && self.estate().own_times[item as usize].three_point;
        let meaning = Meaning::Work {
            item,
            reference: listed.reference.clone(),
            title,
        };
        let team = self.graph().crews(item).first().copied();
        let who = team.map(|team| self.crews.of(team));
        let line = if is_lost { self.line(item) } else { None };
        let job = self.add(meaning, seconds, before);
        if let Some((limit, rate)) = line {
            self.take(job, limit, rate);
        }
        self.done_by(job, who, 1, takes.filter(|_| is_drawn))
    }

    /// A job takes so much of a limit for its whole length.
    pub(super) fn take(&mut self, job: u32, limit: usize, amount: u32) {
        let takes = &mut self.jobs.project.jobs[job as usize].takes;
        takes.push(Take {
            resource: limit as u32,
            amount,
        });
    }

    /// Who does a job, how many of them, from when they are there, and how uncertain its length
    /// is; the job with which it is over. One that is longer than a shift is handed over.
    pub(super) fn done_by(
        &mut self,
        job: u32,
        who: Option<Who>,
        people: u32,
        takes: Option<Takes>,
    ) -> u32 {
        let at = job as usize;
        if let Some(Takes::ThreePoint {
            best,
            likely,
            worst,
        }) = takes
        {
            self.jobs.points[at] = Some([best.0, likely.0, worst.0]);
        }
        let works = self.jobs.project.jobs[at].seconds > 0;
        let Some(who) = who else { return job };
        self.jobs.team[at] = Some(who.id);
        match who.limit {
            Some(limit) if works && people > 0 => {
                self.jobs.people[at] = people;
                self.take(job, limit, people);
                self.hand_over(job, who.shift)
            }
            // Whoever is without limit begins late all the same.
            None if works => {
                self.jobs.project.jobs[at].not_before = who.from;
                job
            }
            _ => job,
        }
    }

    /// Splits a job that is, or on a bad day may be, longer than a shift: whole shifts first.
    fn hand_over(&mut self, job: u32, shift: Option<i64>) -> u32 {
        let whole = self.jobs.project.jobs[job as usize].clone();
        let points = self.jobs.points[job as usize];
        let longest = points.map_or(whole.seconds, |points| points[2].max(whole.seconds));
        let Some(shift) = shift.filter(|&shift| shift > 0 && longest > shift) else {
            return job;
        };
        let parts = (longest - 1) / shift + 1;
        let lengths = shares(whole.seconds, shift, parts.min(PARTS) as usize);
        let mut last = job;
        for &length in &lengths[1..] {
            last = self.add(
                Meaning::HandedOver(job),
                length,
                vec![Wait::all(vec![last])],
            );
            self.jobs.project.jobs[last as usize].takes = whole.takes.clone();
        }
        self.jobs.project.jobs[job as usize].seconds = lengths[0];
        self.jobs.handed_over.insert(job, (last, shift));
        last
    }

    /// The items of a circle come back together: each with the last of them.
    fn circles(&mut self, stopped: &[Item]) {
        let mut circles: BTreeMap<u32, Vec<Item>> = BTreeMap::new();
        for &item in stopped {
            let components = &self.estate().components;
            if components.is_cyclic(item) {
                circles.entry(components.of(item)).or_default().push(item);
            }
        }
        for members in circles.into_values().filter(|members| members.len() > 1) {
            // What each waits for by itself moves to a moment of its own.
            let alone: Vec<u32> = members
                .iter()
                .map(|member| {
                    let back = self.jobs.back[member] as usize;
                    let after = std::mem::take(&mut self.jobs.project.jobs[back].after);
                    self.add(Meaning::Wait, 0, after)
                })
                .collect();
            for member in members {
                let back = self.jobs.back[&member] as usize;
                self.jobs.project.jobs[back]
                    .after
                    .push(Wait::all(alone.clone()));
            }
        }
    }

    /// What has a target of its own shall be back by then.
    fn goals(&mut self, stopped: &[Item]) {
        for &item in stopped {
            let listed = self.estate().listed(item);
            let Some(due) = own_target(self.standpoint, listed).seconds else {
                continue;
            };
            let tier = crate::requirements::tier::tier_within(self.standpoint, due);
            let tier = listed.item.tier.map_or(tier, |label| label.min(tier));
            self.jobs.goal_items.push(item);
            self.jobs.project.goals.push(Goal {
                reached: Wait::all(vec![self.jobs.back[&item]]),
                due: Some(due),
                weight: WEIGHTS
                    .get(tier.saturating_sub(1) as usize)
                    .copied()
                    .unwrap_or(1),
            });
        }
    }
}

/// What a second of lateness weighs, by tier from 1 (domain reference 4.17, doubled).
const WEIGHTS: [u32; 4] = [8, 4, 2, 1];

/// In so many parts a job is handed over at most; the last takes what is left.
const PARTS: i64 = 60;

/// A length in so many shifts, the first ones whole; what is longer than all stays with the last.
pub fn shares(seconds: i64, shift: i64, parts: usize) -> Vec<i64> {
    let mut left = seconds;
    let mut each: Vec<i64> = Vec::with_capacity(parts);
    for part in 1..=parts {
        let share = if part == parts { left } else { left.min(shift) };
        each.push(share);
        left -= share;
    }
    each
}
