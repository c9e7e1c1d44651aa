//! Sets of losses become stories: grouped by what they have in common, held against the plans, and
//! ranked so that what deserves the next hour stands first.

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use engine::recovery::surviving;

use super::cause::{Cause, Causes, Seen};
use super::cover::{Covered, Loss, Plans, lacked};
use super::{Late, Sets, Story, StorySet};
use crate::estate::Estate;
use crate::requirements::exposure::fall;
use crate::requirements::loss::Losses;

/// A set with all that is known of it.
struct Judged {
    loss: Loss,
    gone: Vec<Item>,
    late: Vec<Late>,
    probability: Option<f64>,
}

/// The stories, worst first. Cost: a walk of the estate for each set.
pub(super) fn stories(
    estate: &Estate<'_>,
    plans: &Plans<'_, '_>,
    sets: &Sets,
    likely: &[Option<f64>],
    stops_only: bool,
) -> Vec<Story> {
    let causes = Causes::new(estate, stops_only);
    let mut by: BTreeMap<Cause, Vec<Judged>> = BTreeMap::new();
    for (items, late) in sets {
        let judged = judged(estate, plans, items, late, likely);
        by.entry(causes.of(&judged.seen()))
            .or_default()
            .push(judged);
    }
    let told = |(cause, sets): (Cause, Vec<Judged>)| story(&causes, &cause, sets);
    let mut stories: Vec<Story> = by.into_iter().map(told).collect();
    stories.sort_by(|one, other| {
        let rank = |it: &Story| {
            let hit = usize::MAX - it.activities.len();
            (it.uncovered == 0, it.order, soonest(it.due_seconds), hit)
        };
        let likely = |it: &Story| it.probability.unwrap_or(-1.0);
        rank(one)
            .cmp(&rank(other))
            .then(likely(other).total_cmp(&likely(one)))
            .then_with(|| one.key.cmp(&other.key))
    });
    stories
}

impl Judged {
    fn seen(&self) -> Seen<'_> {
        Seen {
            items: &self.loss.items,
            gone: self.gone.clone(),
            known_back: self.late.iter().any(|it| it.back_seconds.is_some()),
        }
    }

    fn bare(&self) -> bool {
        self.late.iter().any(|it| it.covered != Covered::Whole)
    }
}

fn judged(
    estate: &Estate<'_>,
    plans: &Plans<'_, '_>,
    items: &[Item],
    late: &[(Item, Option<i64>)],
    likely: &[Option<f64>],
) -> Judged {
    let loss = Loss::of(estate, items);
    let against = plans.against(&loss);
    let times = fall(estate, &Losses::of(items)).times;
    let one = |&(item, required): &(Item, Option<i64>)| {
        let answer = against.answer(item);
        Late {
            id: estate.reference(item).to_string(),
            required_seconds: required,
            back_seconds: times.seconds(item),
            covered: answer.covered,
            covered_by: answer.plans,
            missing: answer.missing,
        }
    };
    let mut all: Vec<Late> = late.iter().map(one).collect();
    all.sort_by_key(|it| soonest(it.required_seconds));
    let gone = gone(estate, &loss, late);
    Judged {
        gone,
        late: all,
        probability: items.iter().map(|&item| likely[item as usize]).product(),
        loss,
    }
}

/// Data that the late activities lack, that is lost, and of which no copy is left.
fn gone(estate: &Estate<'_>, loss: &Loss, late: &[(Item, Option<i64>)]) -> Vec<Item> {
    let graph = &estate.graph;
    let stands = surviving(graph, &loss.standing);
    let uncopied = |item: &Item| {
        let lost = estate.listed(*item).dataset().is_some() && loss.standing.is_lost(*item);
        let copies = graph.copies(*item).len();
        lost && graph.takes(*item).is_none() && !(0..copies).any(|at| stands(*item, at))
    };
    let all: BTreeSet<Item> = late
        .iter()
        .flat_map(|(item, _)| lacked(estate, &loss.standing, *item))
        .filter(uncopied)
        .collect();
    all.into_iter().collect()
}

fn story(causes: &Causes<'_, '_>, cause: &Cause, sets: Vec<Judged>) -> Story {
    let seen: Vec<Seen<'_>> = sets.iter().map(Judged::seen).collect();
    let told = causes.told(cause, &seen);
    let mut due: BTreeMap<&str, Option<i64>> = BTreeMap::new();
    for late in sets.iter().flat_map(|set| &set.late) {
        let first = due.entry(&late.id).or_insert(late.required_seconds);
        *first = [*first, late.required_seconds].into_iter().flatten().min();
    }
    let mut due: Vec<(Option<i64>, String)> = due
        .into_iter()
        .map(|(id, seconds)| (seconds, id.to_string()))
        .collect();
    due.sort_by_key(|(seconds, id)| (soonest(*seconds), id.clone()));
    let known = sets.iter().filter_map(|set| set.probability);
    let probability = known.reduce(|sum, it| sum + it).map(|it| it.min(1.0));
    let story = Story {
        key: told.key,
        title: told.title,
        text: told.text,
        mend: told.mend,
        order: sets
            .iter()
            .map(|set| set.loss.items.len())
            .min()
            .unwrap_or(0),
        due_seconds: due.first().and_then(|(seconds, _)| *seconds),
        activities: due.into_iter().map(|(_, id)| id).collect(),
        uncovered: sets.iter().filter(|set| set.bare()).count(),
        unknown_probability: sets.iter().filter(|set| set.probability.is_none()).count(),
        probability,
        sets: Vec::new(),
    };
    let row = |set: Judged| StorySet {
        members: causes.estate.references(&set.loss.items),
        activities: set.late,
        probability: set.probability,
    };
    let mut rows: Vec<StorySet> = sets.into_iter().map(row).collect();
    rows.sort_by_key(|row| (row.members.len(), usize::MAX - row.activities.len()));
    Story {
        sets: rows,
        ..story
    }
}

/// For sorting: what is due by no known time comes last.
fn soonest(due: Option<i64>) -> i64 {
    due.unwrap_or(i64::MAX)
}
