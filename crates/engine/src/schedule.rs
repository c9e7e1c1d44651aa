//! When each step starts under the limits of the crews that do the work. Exact for small
//! plans, a list by longest tail beyond; the answer says which. Steps run through once started;
//! calendars and call-out are not its business.

mod search;

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::graph::Seconds;

#[cfg(test)]
mod tests;

/// Up to how many steps the exact search is tried.
pub const EXACT_STEPS: usize = 20;

/// One step as it is handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// How long it takes; a negative duration counts as 0.
    pub seconds: Seconds,
    /// Indices of the steps that must be over before it starts.
    pub after: Vec<u32>,
    /// Index of the crew that does it; `None` needs nobody.
    pub crew: Option<u32>,
    /// How many of the crew it takes for its whole length.
    pub people: u32,
}

/// What makes a schedule impossible; each names a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It comes after itself.
    Loop(u32),
    /// It takes more people than its crew has.
    Short(u32),
    /// It names a step or crew that is not there.
    Dangling(u32),
}

/// A timeline. Seconds count from the start of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Start of each step.
    pub starts: Vec<Seconds>,
    /// End of each step.
    pub ends: Vec<Seconds>,
    /// End of the last step.
    pub makespan: Seconds,
    /// Whether no schedule is shorter.
    pub exact: bool,
    /// The steps of the longest chain, in order: what would remain with people without limit.
    pub longest_path: Vec<u32>,
    /// Its length; the makespan is never below it.
    pub longest: Seconds,
    /// For each step its own length and the longest chain after it.
    pub tails: Vec<Seconds>,
}

/// Schedules the steps; `capacities` holds how many people each crew has, `None` without limit.
/// The same steps always give the same schedule. Cost: for up to `EXACT_STEPS` steps a branch
/// and bound, cut off after a fixed count of nodes; else about n log n.
pub fn schedule(steps: &[Step], capacities: &[Option<u32>]) -> Result<Schedule, Misfit> {
    let problem = Problem::new(steps, capacities)?;
    let (mut starts, mut makespan) = problem.list();
    let mut exact = makespan == problem.longest();
    if !exact && steps.len() <= EXACT_STEPS {
        let found = search::shortest(&problem, makespan);
        exact = found.whole;
        if let Some(better) = found.starts {
            starts = better;
            makespan = problem.end(&starts);
        }
    }
    let ends = (0..steps.len())
        .map(|at| starts[at].saturating_add(problem.seconds[at]))
        .collect();
    Ok(Schedule {
        ends,
        makespan,
        exact,
        longest_path: problem.longest_path(),
        longest: problem.longest(),
        tails: problem.tails,
        starts,
    })
}

/// The steps in the form both ways of scheduling read.
struct Problem {
    seconds: Vec<Seconds>,
    after: Vec<Vec<u32>>,
    before: Vec<Vec<u32>>,
    /// The crew with a limit and how many of it the step takes.
    needs: Vec<Option<(u32, u32)>>,
    capacities: Vec<Option<u32>>,
    tails: Vec<Seconds>,
}

impl Problem {
    fn new(steps: &[Step], capacities: &[Option<u32>]) -> Result<Problem, Misfit> {
        let mut after: Vec<Vec<u32>> = Vec::with_capacity(steps.len());
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); steps.len()];
        let mut needs = Vec::with_capacity(steps.len());
        for (at, step) in steps.iter().enumerate() {
            let mut earlier = step.after.clone();
            earlier.sort_unstable();
            earlier.dedup();
            for &other in &earlier {
                let list = before
                    .get_mut(other as usize)
                    .ok_or(Misfit::Dangling(at as u32))?;
                list.push(at as u32);
            }
            after.push(earlier);
            let capacity = match step.crew {
                Some(crew) => *capacities
                    .get(crew as usize)
                    .ok_or(Misfit::Dangling(at as u32))?,
                None => None,
            };
            if capacity.is_some_and(|most| step.people > most) {
                return Err(Misfit::Short(at as u32));
            }
            let crew = step.crew.filter(|_| capacity.is_some() && step.people > 0);
            needs.push(crew.map(|crew| (crew, step.people)));
        }
        let seconds: Vec<Seconds> = steps.iter().map(|step| step.seconds.max(0)).collect();
        let tails = tails(&seconds, &after, &before)?;
        Ok(Problem {
            seconds,
            after,
            before,
            needs,
            capacities: capacities.to_vec(),
            tails,
        })
    }

    fn longest(&self) -> Seconds {
        self.tails.iter().copied().max().unwrap_or(0)
    }

    fn end(&self, starts: &[Seconds]) -> Seconds {
        let ends = starts.iter().zip(&self.seconds);
        ends.map(|(start, seconds)| start.saturating_add(*seconds))
            .max()
            .unwrap_or(0)
    }

    fn longest_path(&self) -> Vec<u32> {
        let longest = |among: &mut dyn Iterator<Item = u32>| {
            among.max_by_key(|&at| (self.tails[at as usize], Reverse(at)))
        };
        let mut path = Vec::new();
        let mut next = longest(&mut (0..self.tails.len() as u32));
        while let Some(at) = next {
            path.push(at);
            next = longest(&mut self.before[at as usize].iter().copied());
        }
        path
    }

    /// At each moment starts what can start, longest tail first, then by index.
    fn list(&self) -> (Vec<Seconds>, Seconds) {
        let count = self.seconds.len();
        let mut starts = vec![0; count];
        let mut waits: Vec<usize> = self.after.iter().map(Vec::len).collect();
        let mut free: Vec<u32> = self
            .capacities
            .iter()
            .map(|most| most.unwrap_or(0))
            .collect();
        let mut queues: Vec<Queue> = vec![Queue::new(); self.capacities.len()];
        let mut ends = Ends::new();
        let mut ready: Vec<u32> = (0..count as u32)
            .filter(|&at| waits[at as usize] == 0)
            .collect();
        let mut touched: BTreeSet<u32> = BTreeSet::new();
        let (mut now, mut makespan): (Seconds, Seconds) = (0, 0);
        loop {
            for at in ready.drain(..) {
                match self.needs[at as usize] {
                    Some((crew, _)) => {
                        queues[crew as usize].insert((Reverse(self.tails[at as usize]), at));
                        touched.insert(crew);
                    }
                    None => {
                        starts[at as usize] = now;
                        ends.push(Reverse((now.saturating_add(self.seconds[at as usize]), at)));
                    }
                }
            }
            while let Some(crew) = touched.pop_first() {
                let (queue, left) = (&mut queues[crew as usize], &mut free[crew as usize]);
                self.begin(now, queue, left, &mut starts, &mut ends);
            }
            let Some(&Reverse((moment, _))) = ends.peek() else {
                return (starts, makespan);
            };
            now = moment;
            makespan = makespan.max(now);
            while let Some(&Reverse((end, at))) = ends.peek()
                && end == now
            {
                ends.pop();
                if let Some((crew, people)) = self.needs[at as usize] {
                    free[crew as usize] += people;
                    touched.insert(crew);
                }
                for &next in &self.before[at as usize] {
                    waits[next as usize] -= 1;
                    if waits[next as usize] == 0 {
                        ready.push(next);
                    }
                }
            }
        }
    }

    /// Starts what a crew's free people can begin at `now`, in the order of its queue.
    fn begin(
        &self,
        now: Seconds,
        queue: &mut Queue,
        left: &mut u32,
        starts: &mut [Seconds],
        ends: &mut Ends,
    ) {
        let mut begun = Vec::new();
        for &key in queue.iter() {
            if *left == 0 {
                break;
            }
            let at = key.1 as usize;
            let people = self.needs[at].map_or(0, |(_, people)| people);
            if people <= *left {
                *left -= people;
                starts[at] = now;
                ends.push(Reverse((now.saturating_add(self.seconds[at]), key.1)));
                begun.push(key);
            }
        }
        for key in begun {
            queue.remove(&key);
        }
    }
}

/// Steps that wait for people, longest tail first, then by index.
type Queue = BTreeSet<(Reverse<Seconds>, u32)>;

/// Steps under way, the one that ends first on top.
type Ends = BinaryHeap<Reverse<(Seconds, u32)>>;

/// Each step's length and the longest chain after it.
fn tails(
    seconds: &[Seconds],
    after: &[Vec<u32>],
    before: &[Vec<u32>],
) -> Result<Vec<Seconds>, Misfit> {
    let mut waits: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut open: Vec<u32> = (0..seconds.len() as u32)
        .filter(|&at| waits[at as usize] == 0)
        .collect();
    let mut tails: Vec<Seconds> = seconds.to_vec();
    let mut done = 0;
    while let Some(at) = open.pop() {
        done += 1;
        for &earlier in &after[at as usize] {
            let earlier = earlier as usize;
            let through = seconds[earlier].saturating_add(tails[at as usize]);
            tails[earlier] = tails[earlier].max(through);
            waits[earlier] -= 1;
            if waits[earlier] == 0 {
                open.push(earlier as u32);
            }
        }
    }
    if done == seconds.len() {
        return Ok(tails);
    }
    // Going forward from a step that never ran out of followers ends in the loop itself.
    let stuck = |at: &u32| waits[*at as usize] > 0;
    let mut at = (0..seconds.len() as u32).find(stuck).unwrap_or(0);
    let mut seen = vec![false; seconds.len()];
    while !std::mem::replace(&mut seen[at as usize], true) {
        at = before[at as usize]
            .iter()
            .copied()
            .find(stuck)
            .unwrap_or(at);
    }
    Err(Misfit::Loop(at))
}
