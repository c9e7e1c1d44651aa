//! The order against brute force: small random rollouts; no work before what it needs, nobody at
//! two things at once, and no later end than the best of every order of taking things up.

use std::collections::BTreeMap;

use super::super::calendar::{WorkingDays, covering};
use super::super::order::order;
use super::super::piece::{Pieces, Sort};
use super::super::work::{Does, Hands, Work};
use crate::testing::judged;

/// A small stream of chance with a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }
}

const DAY: i64 = 86_400;

/// One piece of work: person-days, calendar days at least, what it needs, who.
struct Task {
    effort: i64,
    lead: i64,
    after: Vec<usize>,
    who: Option<usize>,
}

fn random(chance: &mut Chance) -> (Vec<Task>, Vec<u32>) {
    let count = 2 + chance.below(5) as usize;
    let crews: Vec<u32> = (0..2).map(|_| 1 + chance.below(2) as u32).collect();
    let tasks = (0..count).map(|at| Task {
        effort: chance.below(4) as i64,
        lead: chance.below(12) as i64,
        after: (0..at).filter(|_| chance.below(3) == 0).collect(),
        who: (chance.below(4) > 0).then(|| chance.below(2) as usize),
    });
    let tasks = tasks.collect();
    (tasks, crews)
}

/// Ends of all where tasks are taken up in an order, each as soon as it can: the first day, then
/// the rest of the work as soon as somebody is free.
fn taken_up(tasks: &[Task], crews: &[u32], sequence: &[usize]) -> Option<i64> {
    let mut ends = vec![None; tasks.len()];
    let mut busy: Vec<(usize, i64, i64)> = Vec::new();
    for &at in sequence {
        let task = &tasks[at];
        let needs: Option<Vec<i64>> = task.after.iter().map(|&it| ends[it]).collect();
        let ready = needs?.into_iter().max().unwrap_or(0);
        let lead = covering(task.lead);
        let mut place = |from: i64, length: i64| {
            let Some(who) = task.who.filter(|_| length > 0) else {
                return from;
            };
            let free = |start: i64| {
                (start..start + length).all(|day| {
                    let at_work = busy
                        .iter()
                        .filter(|(of, begins, ends)| *of == who && *begins <= day && day < *ends);
                    at_work.count() < crews[who] as usize
                })
            };
            let start = (from..)
                .find(|&start| free(start))
                .expect("somebody is free one day");
            busy.push((who, start, start + length));
            start
        };
        let kick = task.effort.min(1);
        let start = place(ready, kick);
        let rest = task.effort - kick;
        let worked = if rest > 0 {
            place(start + kick, rest) + rest
        } else {
            start + kick
        };
        ends[at] = Some(worked.max(start + lead));
    }
    ends.into_iter().flatten().max()
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for at in 0..count {
        all = all
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                (0..=order.len()).map(move |place| {
                    let mut longer = order.clone();
                    longer.insert(place, at);
                    longer
                })
            })
            .collect();
    }
    all
}

fn works(tasks: &[Task]) -> Vec<Work> {
    let work = |(at, task): (usize, &Task)| Work {
        id: at.to_string(),
        piece: at,
        does: Does::PutInPlace,
        lead_days: task.lead,
        person_days: task.effort as f64,
        assumed: Vec::new(),
        after: task.after.iter().map(|&it| (it, None)).collect(),
    };
    tasks.iter().enumerate().map(work).collect()
}

#[test]
fn no_work_begins_before_what_it_needs_and_no_order_is_better() {
    let mut chance = Chance(6);
    let procedures: Vec<serde_json::Value> = (0..8)
        .map(|at| serde_json::json!({"kind": "procedure", "id": format!("p{at}")}))
        .collect();
    judged(serde_json::Value::Array(procedures), |judge| {
        let pieces = Pieces::new(judge, None);
        assert_eq!(pieces.of(Sort::Procedure).count(), 8);
        let days = WorkingDays::from(judge.today());
        for round in 0..300 {
            let (tasks, crews) = random(&mut chance);
            let hands = |at: usize| {
                let who = tasks[at].who?;
                let party = format!("team/{who}");
                let people = crews[who];
                Some((
                    at,
                    Hands {
                        party,
                        people,
                        assumed: false,
                    },
                ))
            };
            let hands: BTreeMap<usize, Hands> = (0..tasks.len()).filter_map(hands).collect();
            let works = works(&tasks);
            let found = order(&pieces, &works, &hands, days, 1).expect("no circle");
            let again = order(&pieces, &works, &hands, days, 2).expect("no circle");
            assert_eq!(found, again, "round {round}: the same on two threads");
            for (at, task) in tasks.iter().enumerate() {
                let turn = &found.turns[at];
                for &before in &task.after {
                    assert!(found.turns[before].ends <= turn.starts, "round {round}");
                }
                let least = task.effort.max(covering(task.lead)) * DAY;
                assert!(turn.ends - turn.starts >= least, "round {round}");
            }
            let best = permutations(tasks.len())
                .iter()
                .filter_map(|sequence| taken_up(&tasks, &crews, sequence))
                .min()
                .expect("one order at least");
            let end = found.turns.iter().map(|turn| turn.ends).max().unwrap_or(0);
            assert!(
                end <= best * DAY,
                "round {round}: {end} is later than {}",
                best * DAY
            );
            assert!(end >= found.lower_bound, "round {round}");
        }
    });
}
