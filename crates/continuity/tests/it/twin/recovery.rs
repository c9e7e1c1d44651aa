//! T: how long each item takes to come back after a set of losses, by plain recursion. Knows no
//! lead time and no target.

use std::cell::RefCell;

use record::item::Phase;
use record::kind::Status;
use record::requirements::dataset::Protection;
use record::requirements::scenario::Mode;
use record::value::Takes;

use super::cycle;
use super::up_and_down::{Set, stopped};
use super::world::{Group, Seconds, World};

/// The greatest of two times; unknown is infectious.
pub fn greatest(a: Seconds, b: Seconds) -> Seconds {
    Some(a?.max(b?))
}

/// The k-th smallest; unknown ones come last.
pub fn kth(mut times: Vec<Seconds>, k: usize) -> Seconds {
    times.sort_by_key(|time| time.unwrap_or(i64::MAX));
    times[k - 1]
}

/// A three-point time counts as its P80, by integrating the Beta-PERT density with Simpson's rule
/// in the angle whose squared sine is the share, and halving.
pub fn seconds(takes: Takes) -> i64 {
    match takes {
        Takes::Fixed(duration) => duration.0,
        Takes::ThreePoint {
            best,
            likely,
            worst,
        } => p80(best.0 as f64, likely.0 as f64, worst.0 as f64).round() as i64,
    }
}

/// The P80 of a Beta-PERT estimate, not rounded.
pub fn p80(best: f64, likely: f64, worst: f64) -> f64 {
    thread_local! {
        static KNOWN: RefCell<Vec<[f64; 4]>> = const { RefCell::new(Vec::new()) };
    }
    let known = KNOWN.with_borrow(|known| {
        let found = known.iter().find(|k| k[..3] == [best, likely, worst]);
        found.map(|k| k[3])
    });
    known.unwrap_or_else(|| {
        let time = integrated_p80(best, likely, worst);
        KNOWN.with_borrow_mut(|known| known.push([best, likely, worst, time]));
        time
    })
}

fn integrated_p80(best: f64, likely: f64, worst: f64) -> f64 {
    if worst == best {
        return best;
    }
    let alpha = 1.0 + 4.0 * (likely - best) / (worst - best);
    let beta = 1.0 + 4.0 * (worst - likely) / (worst - best);
    let density =
        |angle: f64| angle.sin().powf(2.0 * alpha - 1.0) * angle.cos().powf(2.0 * beta - 1.0);
    let area = |to: f64| {
        let n = 1_000;
        let step = to / f64::from(n);
        let weight = |i: i32| match i {
            0 => 1.0,
            i if i == n => 1.0,
            i if i % 2 == 1 => 4.0,
            _ => 2.0,
        };
        let sum: f64 = (0..=n)
            .map(|i| weight(i) * density(f64::from(i) * step))
            .sum();
        sum * step / 3.0
    };
    let whole = area(std::f64::consts::FRAC_PI_2);
    let (mut low, mut high) = (0.0, std::f64::consts::FRAC_PI_2);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if area(middle) < 0.8 * whole {
            low = middle;
        } else {
            high = middle;
        }
    }
    best + (worst - best) * f64::sin(low).powi(2)
}

/// What an approved plan says about the recovery of one item.
#[derive(Clone, Debug)]
pub struct Planned {
    pub plan: String,
    /// The longest chain to the last step, cut before what restores another item.
    pub own: Seconds,
    /// What is restored before a cut, and the longest chain from that cut to the end.
    pub before: Vec<(Option<usize>, Seconds)>,
    /// The teams whose steps stand in the chain.
    pub teams: Vec<String>,
}

/// The plan that counts for an item: the one that names the scenario, else the one with the least
/// own time (a known one before an unknown one, then by id).
pub fn planned(world: &World, i: usize) -> Option<Planned> {
    let mut found: Vec<(bool, Planned)> = Vec::new();
    for plan in world.all.plans.iter() {
        if plan.status() != Status::Approved {
            continue;
        }
        let names = |id: &String| plan.scenarios.iter().any(|s| s.id() == id);
        let named = world.scenario.as_ref().is_some_and(names);
        if let Some(view) = view_of(world, plan, i) {
            found.push((named, view));
        }
    }
    found.sort_by_key(|(named, p)| (!named, p.own.unwrap_or(i64::MAX), p.plan.clone()));
    found.into_iter().next().map(|(_, planned)| planned)
}

fn view_of(
    world: &World,
    plan: &record::kind::Filed<record::implementation::Plan>,
    i: usize,
) -> Option<Planned> {
    let restores = |s: usize| plan.steps[s].restores.as_ref().map(|r| world.find(&r.text));
    let last = (0..plan.steps.len()).rfind(|&s| restores(s) == Some(Some(i)))?;
    let mut view = Planned {
        plan: plan.id.to_string(),
        own: Some(0),
        before: Vec::new(),
        teams: Vec::new(),
    };
    // Every chain that ends in the last step is walked backwards, one by one.
    let mut chains = vec![vec![last]];
    while let Some(chain) = chains.pop() {
        let step = &plan.steps[chain[chain.len() - 1]];
        view.teams
            .extend(step.by.iter().map(|by| by.id().to_string()));
        let takes = |&s: &usize| plan.steps[s].takes.map(seconds);
        let length = chain.iter().map(takes).sum::<Option<i64>>();
        view.own = greatest(view.own, length);
        for before in &step.after {
            let earlier = plan.steps.iter().position(|s| s.id == *before);
            let earlier = earlier.expect("a plan names its own steps");
            match restores(earlier) {
                Some(other) if other != Some(i) => view.before.push((other, length)),
                _ => chains.push([&chain[..], &[earlier]].concat()),
            }
        }
    }
    Some(view)
}

/// The groups of an item and what its plan adds: each item restored before a cut counts as
/// required (reading: to recover only, since a plan says nothing of running), and the tail from
/// the cut holds in every group that names it and writes none (the greatest, where a group names
/// several).
pub fn needs(world: &World, i: usize) -> Vec<Group> {
    let mut groups = world.groups(i).to_vec();
    let Some(plan) = planned(world, i) else {
        return groups;
    };
    let mut before: Vec<(Option<usize>, Seconds)> = Vec::new();
    for (item, tail) in &plan.before {
        match before.iter_mut().find(|(known, _)| known == item) {
            Some((_, known)) => *known = greatest(*known, *tail),
            None => before.push((*item, *tail)),
        }
    }
    for group in groups.iter_mut().filter(|g| g.tail.is_none()) {
        for (item, tail) in &before {
            if item.is_some() && group.members.contains(item) {
                group.tail = Some(greatest(group.tail.unwrap_or(Some(0)), *tail));
            }
        }
    }
    groups.extend(before.into_iter().map(|(item, tail)| Group {
        members: vec![item],
        k: 1,
        phase: Phase::Recover,
        written: true,
        stop: true,
        to: 0,
        switch: 0,
        tail: Some(tail),
        beta: None,
        bootstrap: false,
    }));
    groups
}

/// "An entry with `bootstrap: true` is an edge of neither components, T nor R."
pub fn stops_waiting(group: &Group) -> bool {
    group.stop && !group.bootstrap
}

/// The time an item needs for itself when it was lost; `survives` says of a protection whether it
/// is still there.
pub fn takes(world: &World, i: usize, survives: impl Fn(&Protection) -> bool) -> Seconds {
    if let Some(plan) = planned(world, i) {
        return plan.own;
    }
    let written = world.item(i).recovery.as_ref().and_then(|r| r.takes);
    if let Some(written) = written {
        return Some(seconds(written));
    }
    if world.is(i, "activity") {
        return Some(0);
    }
    let dataset = world.things[i].dataset.as_ref()?;
    let size = dataset.size?.0;
    // Reading: the fastest is the one with which the restore, overhead included, is over first.
    let time = |p: &Protection| {
        let bytes = p.restore_rate?.0;
        let overhead = p.overhead.map_or(0, |o| o.0);
        Some((size as f64 / bytes as f64).round() as i64 + overhead)
    };
    let alive = dataset.protection.iter().filter(|p| survives(p));
    alive.filter_map(time).min()
}

/// What does not change with the losses: needs and components.
pub struct Frame<'w> {
    pub world: &'w World,
    pub needs: Vec<Vec<Group>>,
    pub part: Vec<Vec<usize>>,
    /// Own times when all is lost.
    pub takes: Vec<Seconds>,
    plans: Vec<Option<Planned>>,
}

impl<'w> Frame<'w> {
    pub fn new(world: &'w World) -> Frame<'w> {
        let n = world.len();
        Frame {
            world,
            needs: (0..n).map(|i| needs(world, i)).collect(),
            part: cycle::components(world),
            takes: (0..n).map(|i| takes(world, i, |_| true)).collect(),
            plans: (0..n).map(|i| planned(world, i)).collect(),
        }
    }

    /// The members of a group of i that a walk waits for: those outside i's own component, and
    /// not the data that i itself holds ("holder and dataset are no cycle").
    pub fn outside(&self, i: usize, group: &Group) -> Vec<Option<usize>> {
        let inside = |m: usize| self.part[i].contains(&m) || self.world.held(i).contains(&m);
        let members = group.members.iter().copied();
        members.filter(|m| m.is_none_or(|m| !inside(m))).collect()
    }
}

/// One set of losses.
pub struct Loss<'f, 'w> {
    pub frame: &'f Frame<'w>,
    pub lost: Set,
    pub down: Set,
    /// In `targets`, where all is lost, every protection counts.
    pub every_protection: bool,
    /// The way of loss, and the domains whose credential is in the wrong hands.
    pub mode: (Mode, Vec<String>),
    known: RefCell<Vec<Option<Seconds>>>,
}

impl<'f, 'w> Loss<'f, 'w> {
    pub fn of(frame: &'f Frame<'w>, lost: Set) -> Loss<'f, 'w> {
        let down = stopped(frame.world, &lost);
        let known = RefCell::new(vec![None; lost.len()]);
        Loss {
            frame,
            lost,
            down,
            every_protection: false,
            mode: (Mode::Loss, Vec::new()),
            known,
        }
    }

    /// As `targets` supposes it.
    pub fn all(frame: &'f Frame<'w>) -> Loss<'f, 'w> {
        let mut loss = Loss::of(frame, super::up_and_down::all_lost(frame.world));
        loss.every_protection = true;
        loss
    }

    /// What a scenario loses: "a malicious scenario takes everything that one credential of the
    /// `admin-domain` can delete, copies included unless immutable or outside it; corruption takes
    /// the data and every replica of it".
    pub fn scenario(frame: &'f Frame<'w>, id: &str) -> Loss<'f, 'w> {
        let world = frame.world;
        let named = world.scenario_names(id);
        let lost = super::up_and_down::lost(world, &super::up_and_down::set(world, &named));
        let mut loss = Loss::of(frame, lost);
        loss.mode = (world.scenario_mode(id), world.scenario_domains(&named));
        loss
    }

    /// Whether the way of loss leaves a copy.
    fn spared(&self, protection: &Protection) -> bool {
        let (mode, domains) = &self.mode;
        let outside = |domain: &String| !domains.contains(domain);
        match mode {
            Mode::Corruption => !super::points::replica(protection),
            Mode::Malicious => {
                protection.immutable || protection.admin_domain.as_ref().is_some_and(outside)
            }
            _ => true,
        }
    }

    /// Whether a team can work: not lost, or its deputy is not.
    pub fn can_work(&self, team: &str) -> bool {
        let world = self.frame.world;
        let Some(team) = world.team(team).filter(|&t| self.lost[t]) else {
            return true;
        };
        let record = world.all.teams.get(&world.things[team].id);
        let deputy = record.and_then(|team| team.deputy.as_ref());
        let standing = |id: &str| world.team(id).is_some_and(|d| !self.lost[d]);
        deputy.is_some_and(|deputy| standing(deputy.id()))
    }

    /// `takes` where it is lost, else `resume`.
    pub fn own(&self, i: usize) -> Seconds {
        let world = self.frame.world;
        let recovery = world.item(i).recovery.as_ref();
        if !self.lost[i] {
            return Some(recovery.and_then(|r| r.resume).map_or(0, |d| d.0));
        }
        let by = recovery.and_then(|r| r.by.as_ref());
        // Reading: the steps of the plan that counts are recovered by the teams that do them.
        let plan = self.frame.plans[i].as_ref();
        let steps = plan.iter().flat_map(|p| p.teams.iter().map(String::as_str));
        let mut teams = by.iter().map(|by| by.id()).chain(steps);
        if teams.any(|team| !self.can_work(team)) {
            return None;
        }
        takes(world, i, |protection| {
            let at = protection.at.as_ref().and_then(|at| world.find(&at.text));
            let stands = at.is_none_or(|at| !self.lost[at]) && self.spared(protection);
            self.every_protection || stands
        })
    }

    /// T of an item. Items of one component are one unit: the greatest of its stopped members.
    pub fn t(&self, i: usize) -> Seconds {
        if !self.down[i] {
            return Some(0);
        }
        if let Some(known) = self.known.borrow()[i] {
            return known;
        }
        let part = self.frame.part[i].iter().filter(|&&j| self.down[j]);
        let time = part.map(|&j| self.alone(j)).fold(Some(0), greatest);
        self.known.borrow_mut()[i] = Some(time);
        time
    }

    /// What a stopped item waits for outside its component, and its own work.
    fn alone(&self, i: usize) -> Seconds {
        let world = self.frame.world;
        if !world.holders(i).is_empty() {
            let holders = world.holders(i).iter();
            let others = holders.filter(|h| !self.frame.part[i].contains(h));
            let times: Vec<Seconds> = others.map(|&h| self.t(h)).collect();
            return if times.is_empty() {
                Some(0)
            } else {
                kth(times, 1)
            };
        }
        let own = self.own(i);
        let mut time = own;
        for &place in world.places(i) {
            let inside = self.frame.part[i].contains(&place);
            if self.down[place] && !self.lost[place] && !inside {
                time = greatest(time, plus(self.t(place), own));
            }
        }
        for group in self.frame.needs[i].iter().filter(|g| stops_waiting(g)) {
            time = greatest(time, self.waits(i, group, own));
        }
        let lost_data = world.held(i).iter().filter(|&&d| self.lost[d]);
        let data = lost_data.map(|&d| self.own(d)).fold(Some(0), greatest);
        plus(time, data)
    }

    fn waits(&self, i: usize, group: &Group, own: Seconds) -> Seconds {
        let up = |m: &&Option<usize>| m.is_some_and(|m| !self.down[m]);
        if group.members.iter().filter(up).count() >= group.k {
            return Some(0);
        }
        let members = self.frame.outside(i, group);
        if members.is_empty() {
            return Some(0);
        }
        let k = group.k.min(members.len());
        let time = |m: &Option<usize>| m.and_then(|m| self.t(m));
        let ready = kth(members.iter().map(time).collect(), k);
        let tail = group.tail.unwrap_or(own);
        plus(plus(ready, Some(group.switch)), tail)
    }
}

fn plus(a: Seconds, b: Seconds) -> Seconds {
    Some(a? + b?)
}
