//! The search: populations of orders that cross, change a little, are built and drawn together.
//! Each island has its own chance and its own share of the budget, and now and then hands its best
//! to the next, so that the threads that carry the islands change nothing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Effort;
use super::problem::Problem;
use super::score::Score;
use super::serial::{Builder, Plan};
use crate::draw::Draws;
use crate::graph::Seconds;

/// How many populations live apart.
const ISLANDS: usize = 2;
/// How often they meet.
const MEETINGS: u64 = 6;
/// The most plans of one population.
const PLANS: usize = 80;

/// The best plan that the budget allows, and how many schedules it took. Where starts are known
/// from before, the search begins with their order too.
pub fn search(
    problem: &Problem,
    effort: Effort,
    bound: Seconds,
    known: Option<&[Seconds]>,
) -> (Plan, u64) {
    let mut first = Island::new(problem, effort.seed, 0);
    first.builder.most = effort.schedules;
    if let Some(starts) = known.filter(|starts| starts.len() == problem.count()) {
        first.ordered_by(starts);
    }
    if known.is_none() || first.builder.built < effort.schedules {
        first.found();
    }
    let left = effort.schedules.saturating_sub(first.builder.built);
    let share = left / (ISLANDS as u64 * MEETINGS);
    if first.is_done(bound) || share == 0 {
        return first.best();
    }
    let mut islands = vec![first];
    islands.extend((1..ISLANDS as u64).map(|at| Island::new(problem, effort.seed, at)));
    for _ in 0..MEETINGS {
        live(&mut islands, effort.threads, share, bound);
        if islands.iter().any(|island| island.is_done(bound)) {
            break;
        }
        meet(&mut islands);
    }
    let built = islands.iter().map(|island| island.builder.built).sum();
    let best = islands.into_iter().map(|island| island.best().0);
    let best = best.min_by(|one, other| one.score.cmp(&other.score));
    (best.expect("there is an island"), built)
}

/// Lets every island build its share, on as many threads as are given.
fn live(islands: &mut [Island<'_>], threads: usize, share: u64, bound: Seconds) {
    let each = islands.len().div_ceil(threads.max(1));
    if each >= islands.len() {
        return islands
            .iter_mut()
            .for_each(|island| island.live(share, bound));
    }
    std::thread::scope(|scope| {
        for some in islands.chunks_mut(each) {
            scope.spawn(move || some.iter_mut().for_each(|island| island.live(share, bound)));
        }
    });
}

/// Each island's best goes to the next.
fn meet(islands: &mut [Island<'_>]) {
    let best: Vec<Plan> = islands
        .iter()
        .map(|island| island.plans[0].clone())
        .collect();
    let count = islands.len();
    for (at, plan) in best.into_iter().enumerate() {
        islands[(at + 1) % count].admit(plan);
    }
}

struct Island<'p> {
    problem: &'p Problem,
    builder: Builder<'p>,
    draws: Draws,
    /// Best first.
    plans: Vec<Plan>,
    /// The first of the best: of equals the one that was built by what is due.
    kept: Option<Plan>,
    /// The latest start of each job that still keeps every goal; the urgent first.
    urgency: Vec<Seconds>,
    size: usize,
    /// How many plans were tried.
    tried: usize,
}

impl<'p> Island<'p> {
    fn new(problem: &'p Problem, seed: u64, at: u64) -> Island<'p> {
        Island {
            problem,
            builder: Builder::new(problem),
            draws: Draws::of(seed, at, 0),
            plans: Vec::new(),
            kept: None,
            urgency: urgency(problem),
            size: PLANS,
            tried: 0,
        }
    }

    fn is_done(&self, bound: Seconds) -> bool {
        let done = |score: Score| score.late == 0 && score.makespan <= bound;
        self.plans.first().is_some_and(|plan| done(plan.score))
    }

    fn best(self) -> (Plan, u64) {
        let kept = self.kept.expect("every island has founded a plan");
        (kept, self.builder.built)
    }

    /// The plan of the most urgent first.
    fn found(&mut self) {
        let order = self.order_by(|island, job| island.urgency[job as usize]);
        let plan = self.builder.plan(&order);
        self.admit(plan);
    }

    /// The plan that goes by starts known from before.
    fn ordered_by(&mut self, starts: &[Seconds]) {
        let order = self.order_by(|_, job| starts[job as usize]);
        let plan = self.builder.plan(&order);
        self.admit(plan);
    }

    fn live(&mut self, share: u64, bound: Seconds) {
        let until = self.builder.built + share;
        self.builder.most = until;
        if self.plans.is_empty() {
            self.found();
        }
        while self.builder.built < until && !self.is_done(bound) {
            // A small project has fewer plans that differ than there is room for.
            self.tried += 1;
            let plan = match self.tried < self.size {
                true => self.sampled(),
                false => self.child(),
            };
            self.admit(plan);
        }
    }

    /// The urgent first, with chance.
    fn sampled(&mut self) -> Plan {
        let span = self.plans[0].score.makespan.max(1) as f64;
        let blur = span * (0.05 + 0.35 * self.draws.share());
        let noise: Vec<Seconds> = (0..self.problem.count())
            .map(|_| (self.draws.share() * blur) as Seconds)
            .collect();
        let order = self.order_by(|island, job| {
            island.urgency[job as usize].saturating_add(noise[job as usize])
        });
        self.builder.plan(&order)
    }

    /// Two plans crossed, then changed a little.
    fn child(&mut self) -> Plan {
        let (mother, father) = (self.chosen(), self.chosen());
        let mut order = match self.draws.share() < 0.5 && mother != father {
            true => self.crossed(mother, father),
            false => self.shuffled(mother),
        };
        self.swap_some(&mut order);
        let order = self.put_right(order);
        self.builder.plan(&order)
    }

    /// One of two by chance, the better.
    fn chosen(&mut self) -> usize {
        let (one, other) = (self.number(self.plans.len()), self.number(self.plans.len()));
        one.min(other)
    }

    fn number(&mut self, below: usize) -> usize {
        ((self.draws.share() * below as f64) as usize).min(below.saturating_sub(1))
    }

    /// The mother's order with the middle taken in the father's (two-point crossover: Hartmann
    /// 1998).
    fn crossed(&mut self, mother: usize, father: usize) -> Vec<u32> {
        let count = self.problem.count();
        let (one, other) = (self.number(count + 1), self.number(count + 1));
        let (from, until) = (one.min(other), one.max(other));
        let (mother, father) = (&self.plans[mother].order, &self.plans[father].order);
        let mut taken = vec![false; count];
        let mut order: Vec<u32> = Vec::with_capacity(count);
        order.extend(&mother[..from]);
        order.iter().for_each(|&job| taken[job as usize] = true);
        for &job in father {
            if order.len() == until {
                break;
            }
            if !std::mem::replace(&mut taken[job as usize], true) {
                order.push(job);
            }
        }
        order.extend(mother.iter().filter(|&&job| !taken[job as usize]));
        order
    }

    /// A plan whose jobs within a window of time are put in another order.
    fn shuffled(&mut self, plan: usize) -> Vec<u32> {
        let plan = &self.plans[plan];
        let span = plan.score.makespan.max(1) as f64;
        let part = match self.draws.share() < 0.05 {
            true => 1.0,
            false => 0.1 + 0.3 * self.draws.share(),
        };
        let width = span * part;
        let from = (self.draws.share() * (span + width)) - width;
        let within = |start: Seconds| (start as f64) >= from && (start as f64) < from + width;
        let key = |&start: &Seconds| match within(start) {
            true => (from + self.draws.share() * width) as Seconds,
            false => start,
        };
        let keys: Vec<Seconds> = plan.starts.iter().map(key).collect();
        self.order_by(|_, job| keys[job as usize])
    }

    fn swap_some(&mut self, order: &mut [u32]) {
        const SHARE: f64 = 0.06;
        for at in 1..order.len() {
            if self.draws.share() < SHARE {
                let (one, other) = (order[at - 1], order[at]);
                if !self.problem.whole_after.of(one).contains(&other) {
                    order.swap(at - 1, at);
                }
            }
        }
    }

    /// The least key first, nothing before what it waits for.
    fn order_by(&self, key: impl Fn(&Island<'p>, u32) -> Seconds) -> Vec<u32> {
        let problem = self.problem;
        let mut queue = Waiting::new(problem);
        let keyed = |job: u32| Reverse((key(self, job), problem.rank[job as usize], job));
        let mut open: BinaryHeap<_> = queue.ready().map(keyed).collect();
        let mut order = Vec::with_capacity(problem.count());
        while let Some(Reverse((.., job))) = open.pop() {
            order.push(job);
            queue.over(job, |freed| open.push(keyed(freed)));
        }
        order
    }

    /// An order whose parts come from two: where a job waits for some of several, too few of them
    /// may stand before it.
    fn put_right(&self, order: Vec<u32>) -> Vec<u32> {
        if !self.problem.chooses {
            return order;
        }
        let mut place = vec![0; order.len()];
        for (at, &job) in order.iter().enumerate() {
            place[job as usize] = at as Seconds;
        }
        self.order_by(|_, job| place[job as usize])
    }

    /// Takes a plan in at its place; one of the same score and starts is not taken twice, and the
    /// worst goes where there are too many.
    fn admit(&mut self, plan: Plan) {
        let kept = self.kept.as_ref();
        if kept.is_none_or(|kept| plan.score < kept.score) {
            self.kept = Some(plan.clone());
        }
        let at = self.plans.partition_point(|other| other.score < plan.score);
        let same = self.plans[at..]
            .iter()
            .take_while(|it| it.score == plan.score);
        if same.into_iter().any(|other| other.starts == plan.starts) {
            return;
        }
        self.plans.insert(at, plan);
        self.plans.truncate(self.size);
    }
}

/// What each job still waits for while an order comes to be.
struct Waiting<'p> {
    problem: &'p Problem,
    /// Waits that are not met.
    waits: Vec<u32>,
    /// Of each job's waits for some of several, how many are missing.
    missing: Vec<Vec<u32>>,
}

impl<'p> Waiting<'p> {
    fn new(problem: &'p Problem) -> Waiting<'p> {
        let missing = |job: usize| problem.some[job].iter().map(|wait| wait.k).collect();
        let waits = |job: usize| problem.before.of(job as u32).len() + problem.some[job].len();
        Waiting {
            problem,
            waits: (0..problem.count()).map(|job| waits(job) as u32).collect(),
            missing: match problem.chooses {
                true => (0..problem.count()).map(missing).collect(),
                false => Vec::new(),
            },
        }
    }

    fn ready(&self) -> impl Iterator<Item = u32> + use<> {
        let is_ready = |(job, &waits): (usize, &u32)| (waits == 0).then_some(job as u32);
        let ready: Vec<u32> = self.waits.iter().enumerate().filter_map(is_ready).collect();
        ready.into_iter()
    }

    /// Takes note that a job is over, and says which jobs wait for nothing any more.
    fn over(&mut self, job: u32, mut freed: impl FnMut(u32)) {
        let problem = self.problem;
        for &later in problem.whole_after.of(job) {
            self.waits[later as usize] -= 1;
            if self.waits[later as usize] == 0 {
                freed(later);
            }
        }
        if !problem.chooses {
            return;
        }
        for &later in problem.after.of(job) {
            let at = later as usize;
            for (wait, missing) in problem.some[at].iter().zip(&mut self.missing[at]) {
                if *missing > 0 && wait.of.contains(&job) {
                    *missing -= 1;
                    self.waits[at] -= u32::from(*missing == 0);
                    if *missing == 0 && self.waits[at] == 0 {
                        freed(later);
                    }
                }
            }
        }
    }
}

/// The latest start of each job that still keeps every goal it leads to; without goals, the
/// longest chain after it decides.
fn urgency(problem: &Problem) -> Vec<Seconds> {
    let longest = problem.tails.iter().copied().max().unwrap_or(0);
    let mut latest: Vec<Seconds> = problem.tails.iter().map(|tail| longest - tail).collect();
    if problem.goals.iter().all(|goal| goal.due.is_none()) {
        return latest;
    }
    // Without a due moment a job can wait until all that has one is done.
    let far = problem
        .goals
        .iter()
        .filter_map(|goal| goal.due)
        .max()
        .unwrap_or(0);
    latest.iter_mut().for_each(|latest| *latest += far.max(0));
    for goal in &problem.goals {
        let Some(due) = goal.due else { continue };
        for &job in &goal.reached.of {
            let at = job as usize;
            latest[at] = latest[at].min(due.saturating_sub(problem.seconds[at]));
        }
    }
    let mut order: Vec<u32> = (0..problem.count() as u32).collect();
    order.sort_unstable_by_key(|&job| Reverse(problem.rank[job as usize]));
    for job in order {
        for &later in problem.whole_after.of(job) {
            let before = latest[later as usize].saturating_sub(problem.seconds[job as usize]);
            latest[job as usize] = latest[job as usize].min(before);
        }
    }
    latest
}
