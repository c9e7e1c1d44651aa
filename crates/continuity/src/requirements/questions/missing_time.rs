//! How long does it take? For each item whose own time nobody said: how many verdicts that alone
//! would settle, and up to which answer all of them are in time.

use std::collections::BTreeMap;

use engine::component::Components;
use engine::graph::{Graph, Item};
use engine::recovery::{Recovery, Times};
use engine::standing::{Standing, standing_of_mask};

use super::{Question, verdicts_become, whom};
use crate::estate::Estate;
use crate::path::humane;
use crate::requirements::recovery_targets::{RecoveryTargets, Verdict};
use crate::standpoint::Standpoint;

/// How many missing times are tried, those with a part in most verdicts first.
const TRIED: usize = 40;
/// The longest answer that is tried.
const LONGEST_SECONDS: i64 = 30 * 86_400;

/// The questions about missing times.
pub(super) fn questions(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> Vec<Question> {
    let estate = &standpoint.estate;
    let unknown: Vec<Item> = estate
        .graph
        .items()
        .filter(|&item| estate.listed(item).demands() && targets.verdict(item) == Verdict::Unknown)
        .collect();
    let mut what_if = WhatIf::new(estate);
    let mut questions = Vec::new();
    for (item, part_of) in candidates(estate, &unknown).into_iter().take(TRIED) {
        let times = what_if.times(item, 0);
        let settled: Vec<Item> = unknown
            .iter()
            .copied()
            .filter(|&open| times.seconds(open).is_some())
            .collect();
        questions.push((item, part_of, settled));
    }
    questions.sort_by_key(|(item, part_of, settled)| {
        (std::cmp::Reverse((settled.len(), *part_of)), *item)
    });
    questions.truncate(super::MOST);
    let ask = |(item, part_of, settled): (Item, usize, Vec<Item>)| {
        question(estate, targets, &mut what_if, item, part_of, &settled)
    };
    questions.into_iter().map(ask).collect()
}

/// Items without an own time, with the number of open verdicts above them, most first.
fn candidates(estate: &Estate<'_>, unknown: &[Item]) -> Vec<(Item, usize)> {
    let mut parts: BTreeMap<Item, usize> = BTreeMap::new();
    let graph = &estate.graph;
    let mut seen = vec![u32::MAX; graph.len()];
    for (round, &open) in unknown.iter().enumerate() {
        let mut todo = vec![open];
        while let Some(item) = todo.pop() {
            if std::mem::replace(&mut seen[item as usize], round as u32) == round as u32 {
                continue;
            }
            let untimed = estate.own_times[item as usize].takes.is_none();
            if untimed && estate.listed(item).team().is_none() && graph.held_by(item).is_empty() {
                *parts.entry(item).or_default() += 1;
            }
            for group in graph.groups_of(item).filter(|&id| graph.group(id).stops()) {
                todo.extend(graph.members(group));
            }
            // Lost data of unknown length makes its holder unknown.
            for &held in graph.holds(item) {
                if estate.own_times[held as usize].takes.is_none() {
                    *parts.entry(held).or_default() += 1;
                }
            }
            todo.extend(graph.held_by(item));
        }
    }
    let mut parts: Vec<(Item, usize)> = parts.into_iter().collect();
    parts.sort_by_key(|&(item, count)| (std::cmp::Reverse(count), item));
    parts
}

/// The estate with another own time here and there.
struct WhatIf<'e, 'r> {
    estate: &'e Estate<'r>,
    graph: Graph,
    components: Components,
    standing: Standing,
}

impl<'e, 'r> WhatIf<'e, 'r> {
    fn new(estate: &'e Estate<'r>) -> WhatIf<'e, 'r> {
        let graph = estate.graph.clone();
        let components = Components::new(&graph);
        let lost: Vec<bool> = estate
            .items
            .iter()
            .map(|listed| listed.team().is_none())
            .collect();
        let standing = standing_of_mask(&graph, &lost);
        WhatIf {
            estate,
            graph,
            components,
            standing,
        }
    }

    /// The recovery times if an item took so long.
    fn times(&mut self, item: Item, seconds: i64) -> Times {
        let before = self.estate.graph.takes(item);
        self.graph.suppose_takes(item, Some(seconds));
        let recovery = Recovery::new(&self.graph, &self.components);
        let times = recovery.all(&self.standing, &|_, _| true);
        self.graph.suppose_takes(item, before);
        times
    }
}

fn question(
    estate: &Estate<'_>,
    targets: &RecoveryTargets,
    what_if: &mut WhatIf<'_, '_>,
    item: Item,
    part_of: usize,
    settled: &[Item],
) -> Question {
    let late = |times: &Times| {
        let due = |open: &&Item| {
            let due = targets.deadlines.conflict(**open).seconds;
            due.zip(times.seconds(**open))
                .is_some_and(|(due, back)| back > due)
        };
        settled.iter().find(due).copied()
    };
    let turns = turning_point(&mut |seconds| late(&what_if.times(item, seconds)).is_some());
    let count = settled.len();
    let (if_good, if_bad) = match turns {
        _ if count == 0 => (
            format!("It has a part in {part_of} open verdicts, which need other answers too."),
            "The same; without it they stay open.".to_string(),
        ),
        Some(0) => (
            format!("Whatever the answer, {} known.", verdicts_become(count)),
            "At least one of them is late even if it takes no time at all.".to_string(),
        ),
        Some(turns) => {
            let first = late(&what_if.times(item, turns + 60));
            let first = first
                .map_or("one of them", |first| estate.reference(first))
                .to_string();
            (
                format!(
                    "Up to {}: {} \"meets\".",
                    humane(turns),
                    verdicts_become(count)
                ),
                format!("Longer: {first} is the first that would be late."),
            )
        }
        None => (
            format!("{} \"meets\".", verdicts_become(count)),
            format!(
                "Even {} would change none of them.",
                humane(LONGEST_SECONDS)
            ),
        ),
    };
    let (text, write) = wording(estate, item);
    Question {
        text,
        subject: estate.reference(item).to_string(),
        ask: whom(estate, item),
        settles: count,
        part_of,
        if_good,
        if_bad,
        turns_at_seconds: turns.filter(|_| count > 0),
        write,
    }
}

/// The question about an item's own time and how to write the answer down.
fn wording(estate: &Estate<'_>, item: Item) -> (String, String) {
    let (name, reference) = (estate.listed(item).title(), estate.reference(item));
    if estate.listed(item).dataset().is_some() {
        return (
            format!("How large is {name}, and how fast can it be restored?"),
            format!("{reference}: `size: 200 GB` and a `restore-rate: 100 MB/s` on its protection"),
        );
    }
    (
        format!("How long does {name} take to come back by itself, once what it needs is there?"),
        format!("{reference}: `recovery: {{ takes: 2h }}`"),
    )
}

/// The longest answer, to the minute, with which nothing is late; none if nothing ever is.
fn turning_point(late: &mut dyn FnMut(i64) -> bool) -> Option<i64> {
    if late(0) {
        return Some(0);
    }
    if !late(LONGEST_SECONDS) {
        return None;
    }
    let (mut good, mut bad) = (0, LONGEST_SECONDS / 60);
    while bad - good > 1 {
        let middle = (good + bad) / 2;
        if late(middle * 60) {
            bad = middle
        } else {
            good = middle
        }
    }
    Some(good * 60)
}
