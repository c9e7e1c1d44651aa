//! Unknown disasters: the smallest losses after which an activity is not back in time, of every
//! activity, told as stories; where nothing says by when, after which it stops. Nobody has to think
//! of a cause: what is searched is what can be lost, of technology, places, suppliers and people.

pub mod away;
mod cause;
pub mod cover;
mod names;
pub mod nearest;
mod recognised;
pub mod sorts;
pub mod standard;
mod story;
mod telling;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod twin;

use std::collections::BTreeMap;

use engine::breach::breaches;
use engine::cut_sets::{CutSets, Limit, cut_sets};
use engine::graph::Item;
use serde::Serialize;

pub use self::recognised::sorts_of_items;

use self::cover::{Covered, Missing, Plans};
use super::rate::loss_rates;
use super::recovery_targets::RecoveryTargets;
use super::weaknesses::{Question, candidates};
use crate::estate::Estate;
use crate::standpoint::Standpoint;

/// The greatest number of losses in a set that is searched for where nothing else is said.
pub const ORDER: usize = 2;
/// The greatest number that may be asked for.
pub const ORDER_MAX: usize = 3;
/// What one search of the whole estate may cost, in the engine's count.
pub const WORK: u64 = 1_200_000_000;
/// What is asked where the estate has no activities: so many services, the most urgent.
const SERVICES: usize = 60;
/// What is asked where nothing says by when anything must be back: so many, of those that need the
/// most.
const STOPPED: usize = 200;

/// The answer as other programs read it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UnknownDisasters {
    /// The greatest size that was searched for.
    pub order_max: usize,
    /// Whether every set up to that size was decided, for every activity.
    pub complete: bool,
    /// Whether nothing says by when anything must be back, so that the sets are those after which
    /// something stops, not those after which it is late.
    pub stops_only: bool,
    /// Where it was not complete: how many smaller sets were not tried with every further loss.
    pub untried: u64,
    /// The activities that were asked; the most urgent services where there are none, and
    /// components where there are no services either.
    pub activities: Vec<Asked>,
    /// The stories, worst first: what plans in force leave open, then what needs the fewest losses,
    /// then what is due soonest, then what hits the most activities, then the likeliest.
    pub stories: Vec<Story>,
    /// Sorts of loss against the most urgent activities.
    pub loss_types: sorts::Matrix,
}

/// An activity that was asked.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    /// `activity/id`.
    pub id: String,
    /// By when it must be back; nothing: nothing demands it, so no loss breaches it.
    pub rto_required_seconds: Option<i64>,
    /// How many sets there are.
    pub sets: usize,
    /// Of these, how many no plans in force answer whole.
    pub uncovered: usize,
    /// Whether all sets were decided.
    pub complete: bool,
    /// How many smaller sets were not tried with every further loss.
    pub untried: u64,
}

/// Sets of losses that are one story.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// A key that stays while the estate stays.
    pub key: String,
    /// A few words.
    pub title: String,
    /// A sentence or two: what happens, and why that is enough.
    pub text: String,
    /// What would take the story away.
    pub mend: String,
    /// The fewest losses it takes.
    pub order: usize,
    /// The activities that are late, the first due first.
    pub activities: Vec<String>,
    /// By when the first of them must be back; nothing where nothing says so.
    pub due_seconds: Option<i64>,
    /// The sets.
    pub sets: Vec<StorySet>,
    /// How many of the sets no plans in force answer whole.
    pub uncovered: usize,
    /// How likely any one of the sets is at a random moment, at most; nothing where no set's
    /// likelihood is known.
    pub probability: Option<f64>,
    /// How many sets' likelihood is not known.
    pub unknown_probability: usize,
}

/// One set of a story.
#[derive(Clone, Debug, Serialize)]
pub struct StorySet {
    /// The losses, `kind/id`.
    pub members: Vec<String>,
    /// The activities that are late after it, the first due first.
    pub activities: Vec<Late>,
    /// How likely all are lost at a random moment.
    pub probability: Option<f64>,
}

/// An activity that is late.
#[derive(Clone, Debug, Serialize)]
pub struct Late {
    /// `activity/id`.
    pub id: String,
    /// By when it must be back; nothing where nothing says so.
    pub required_seconds: Option<i64>,
    /// When it is back; nothing: not known.
    pub back_seconds: Option<i64>,
    /// Whether plans in force answer it: they are for such a loss and bring back what it lacks.
    pub covered: Covered,
    /// Those plans.
    pub covered_by: Vec<String>,
    /// Where it is not covered whole: what is missing, the nearest to mend first.
    pub missing: Vec<Missing>,
}

/// The activities late after each set, with when each must be back.
type Sets = BTreeMap<Vec<Item>, Vec<(Item, Option<i64>)>>;

/// Searches every activity that is in force, with people, for sets of at most `order` losses.
/// Cost: bounded by `work`, shared by the activities.
pub fn unknown_disasters(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    order: usize,
    work: u64,
) -> UnknownDisasters {
    let estate = &standpoint.estate;
    let plans = Plans::new(estate);
    let (of, stops_only) = who_is_asked(standpoint, targets);
    let (sets, mut asked) = match stops_only {
        true => search_stops(standpoint, &of, order, work),
        false => search(standpoint, targets, of, order, work),
    };
    let likely = loss_rates(standpoint, &targets.takes);
    let stories = story::stories(estate, &plans, &sets, &likely, stops_only);
    for one in &mut asked {
        let of_it = |it: &&StorySet| it.activities.iter().any(|late| late.id == one.id);
        let bare = |it: &&StorySet| {
            let late = it.activities.iter().find(|late| late.id == one.id);
            late.is_some_and(|late| late.covered != Covered::Whole)
        };
        let all = stories.iter().flat_map(|story| &story.sets).filter(of_it);
        one.uncovered = all.filter(bare).count();
    }
    UnknownDisasters {
        order_max: order,
        stops_only,
        complete: asked.iter().all(|it| it.complete),
        untried: asked.iter().map(|it| it.untried).sum(),
        activities: asked,
        stories,
        loss_types: sorts::matrix(standpoint, targets, &plans),
    }
}

/// The sets of every activity. What one leaves of its share of the work is there for the next.
fn search(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    of_all: Vec<Item>,
    order: usize,
    work: u64,
) -> (Sets, Vec<Asked>) {
    let estate = &standpoint.estate;
    let (mut all, mut asked): (Sets, Vec<Asked>) = Default::default();
    let (mut left, mut to_go) = (work, of_all.len() as u64);
    for of in of_all {
        let required = targets.deadlines.required(of).seconds;
        let whole = CutSets {
            complete: true,
            ..CutSets::default()
        };
        let mut one = asked_for(estate, of, &whole);
        one.rto_required_seconds = required;
        if let Some(required) = required {
            let question = Question {
                of,
                breach: true,
                people: true,
                order,
            };
            let limit = Limit {
                work: left / to_go.max(1),
                ..Limit::default()
            };
            let may = candidates(estate, question);
            let found = breaches(&estate.graph, of, &may, required, order, limit);
            left = left.saturating_sub(found.work);
            one.sets = found.sets.len();
            (one.complete, one.untried) = (found.complete, found.untried);
            for set in found.sets {
                all.entry(set).or_default().push((of, Some(required)));
            }
        }
        to_go = to_go.saturating_sub(1);
        asked.push(one);
    }
    (all, asked)
}

/// The sets that stop each of several items, where nothing says by when they must be back.
fn search_stops(
    standpoint: &Standpoint<'_>,
    of_all: &[Item],
    order: usize,
    work: u64,
) -> (Sets, Vec<Asked>) {
    let estate = &standpoint.estate;
    let (mut all, mut asked): (Sets, Vec<Asked>) = Default::default();
    let (mut left, mut to_go) = (work, of_all.len() as u64);
    for &of in of_all {
        let question = Question {
            of,
            breach: false,
            people: false,
            order,
        };
        let limit = Limit {
            work: left / to_go.max(1),
            ..Limit::default()
        };
        let found = cut_sets(
            &estate.graph,
            of,
            &candidates(estate, question),
            order,
            limit,
        );
        (left, to_go) = (left.saturating_sub(found.work), to_go.saturating_sub(1));
        asked.push(asked_for(estate, of, &found));
        for set in found.sets {
            all.entry(set).or_default().push((of, None));
        }
    }
    (all, asked)
}

fn asked_for(estate: &Estate<'_>, of: Item, found: &CutSets) -> Asked {
    Asked {
        id: estate.reference(of).to_string(),
        rto_required_seconds: None,
        sets: found.sets.len(),
        uncovered: 0,
        complete: found.complete,
        untried: found.untried,
    }
}

/// Every activity; where there are none, the services that must be back soonest. And whether
/// nothing says by when any of them must be back: then it is asked what stops them, of services
/// where there are no activities, of components where there are no services, those first that the
/// most must be up for.
fn who_is_asked(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> (Vec<Item>, bool) {
    let estate = &standpoint.estate;
    let of_kind = |kind: &str| -> Vec<Item> {
        let items = estate.graph.items();
        items
            .filter(|it| estate.listed(*it).kind() == kind)
            .collect()
    };
    let due = |item: &Item| targets.deadlines.required(*item).seconds;
    let activities = of_kind("activity");
    if activities.iter().any(|it| due(it).is_some()) {
        return (activities, false);
    }
    let services = of_kind("service");
    let mut timed: Vec<Item> = services
        .iter()
        .copied()
        .filter(|it| due(it).is_some())
        .collect();
    if activities.is_empty() && !timed.is_empty() {
        timed.sort_by_key(|item| (due(item), *item));
        timed.truncate(SERVICES);
        return (timed, false);
    }
    let kinds = [activities, services, of_kind("component")];
    let mut all = kinds
        .into_iter()
        .find(|it| !it.is_empty())
        .unwrap_or_default();
    if all.len() > STOPPED {
        all.sort_by_cached_key(|item| (std::cmp::Reverse(rests_on(estate, *item)), *item));
        all.truncate(STOPPED);
    }
    (all, true)
}

/// On how many items one rests.
fn rests_on(estate: &Estate<'_>, item: Item) -> usize {
    let (mut seen, mut all, mut next) = (vec![false; estate.graph.len()], vec![item], 0);
    while let Some(&at) = all.get(next) {
        next += 1;
        for need in cover::needs(estate, at) {
            if !std::mem::replace(&mut seen[need as usize], true) {
                all.push(need);
            }
        }
    }
    all.len()
}
