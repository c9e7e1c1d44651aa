//! Unknown disasters: the smallest losses after which an activity is not back in time, of every
//! activity, told as stories. Nobody has to think of a cause: what is searched is what can be lost,
//! of technology, places, suppliers and people together.

mod cause;
mod cover;
pub mod nearest;
pub mod sorts;
pub mod standard;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use serde::Serialize;

use self::cause::{Cause, Causes};
use super::loss::Losses;
use super::recovery_targets::RecoveryTargets;
use super::weaknesses::{Question, weaknesses};
use crate::standpoint::Standpoint;

/// The greatest number of losses in a set that is searched for.
pub const ORDER: usize = 2;

/// The answer as other programs read it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UnknownDisasters {
    /// The greatest size that was decided.
    pub order_max: usize,
    /// Whether every set up to that size was decided, for every activity.
    pub complete: bool,
    /// The activities that were asked.
    pub activities: Vec<Asked>,
    /// The stories, worst first: what no plan in force covers, then what needs the fewest losses,
    /// then what hits the most activities, then the likeliest.
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
    /// Of these, how many no plan in force covers.
    pub uncovered: usize,
    /// Whether all sets were decided.
    pub complete: bool,
}

/// Sets of losses that are one story.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// A key that stays while the estate stays.
    pub key: String,
    /// A few words.
    pub title: String,
    /// A sentence.
    pub text: String,
    /// What would take the story away.
    pub mend: String,
    /// The fewest losses it takes.
    pub order: usize,
    /// The activities that are late.
    pub activities: Vec<String>,
    /// The sets.
    pub sets: Vec<StorySet>,
    /// How many of the sets no plan in force covers.
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
    /// The activities that are late after it.
    pub activities: Vec<Late>,
    /// How likely all are lost at a random moment.
    pub probability: Option<f64>,
}

/// An activity that is late.
#[derive(Clone, Debug, Serialize)]
pub struct Late {
    /// `activity/id`.
    pub id: String,
    /// By when it must be back.
    pub required_seconds: i64,
    /// When it is back; nothing: not known.
    pub back_seconds: Option<i64>,
    /// The plans in force with a scenario that loses at least these.
    pub covered_by: Vec<String>,
}

/// What was found of one set, by activity.
#[derive(Default)]
struct Found {
    late: Vec<Late>,
    probability: Option<f64>,
}

/// Searches every activity that is in force, with people. Cost: that of `weaknesses` for each.
pub fn unknown_disasters(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    order: usize,
) -> UnknownDisasters {
    let estate = &standpoint.estate;
    let (mut all, mut asked): (BTreeMap<Vec<Item>, Found>, Vec<Asked>) = Default::default();
    for of in estate.graph.items() {
        if estate.listed(of).activity().is_none() {
            continue;
        }
        let question = Question {
            of,
            breach: true,
            people: true,
            order,
        };
        let found = weaknesses(standpoint, targets, question);
        let uncovered = found.sets.iter().filter(|set| set.covered_by.is_empty());
        asked.push(Asked {
            id: found.of.clone(),
            rto_required_seconds: found.rto_required_seconds,
            sets: found.sets.len(),
            uncovered: uncovered.count(),
            complete: found.complete,
        });
        for set in found.sets {
            let items = set.members.iter().filter_map(|it| estate.find(it));
            let into = all.entry(items.collect()).or_default();
            into.probability = set.probability;
            into.late.push(Late {
                id: found.of.clone(),
                required_seconds: found.rto_required_seconds.unwrap_or_default(),
                back_seconds: None,
                covered_by: set.covered_by,
            });
        }
    }
    for (items, found) in &mut all {
        back(standpoint, items, &mut found.late);
    }
    UnknownDisasters {
        order_max: order,
        complete: asked.iter().all(|it| it.complete),
        activities: asked,
        stories: stories(standpoint, all),
        loss_types: sorts::matrix(standpoint, targets),
    }
}

/// When each activity is back after a loss.
fn back(standpoint: &Standpoint<'_>, items: &[Item], late: &mut [Late]) {
    let estate = &standpoint.estate;
    let losses = Losses::of(items);
    let fall = super::exposure::fall(estate, &losses);
    for one in late {
        let item = estate.find(&one.id);
        one.back_seconds = item.and_then(|item| fall.times.seconds(item));
    }
}

fn stories(standpoint: &Standpoint<'_>, all: BTreeMap<Vec<Item>, Found>) -> Vec<Story> {
    let estate = &standpoint.estate;
    let causes = Causes::new(estate);
    let mut by: BTreeMap<Cause, Vec<(Vec<Item>, Found)>> = BTreeMap::new();
    for (items, found) in all {
        by.entry(causes.of(&items))
            .or_default()
            .push((items, found));
    }
    let mut stories: Vec<Story> = by
        .into_iter()
        .map(|(cause, sets)| story(&causes, &cause, sets))
        .collect();
    stories.sort_by(|one, other| {
        let rank = |it: &Story| {
            (
                it.uncovered == 0,
                it.order,
                usize::MAX - it.activities.len(),
            )
        };
        let likely = |it: &Story| it.probability.unwrap_or(-1.0);
        rank(one)
            .cmp(&rank(other))
            .then(likely(other).total_cmp(&likely(one)))
            .then_with(|| one.key.cmp(&other.key))
    });
    stories
}

fn story(causes: &Causes<'_, '_>, cause: &Cause, sets: Vec<(Vec<Item>, Found)>) -> Story {
    let members: Vec<&[Item]> = sets.iter().map(|(items, _)| &**items).collect();
    let told = causes.told(cause, &members);
    let late = || sets.iter().flat_map(|(_, found)| &found.late);
    let activities: BTreeSet<&String> = late().map(|it| &it.id).collect();
    let bare = |found: &Found| found.late.iter().any(|it| it.covered_by.is_empty());
    let known = sets.iter().filter_map(|(_, found)| found.probability);
    let mut rows: Vec<StorySet> = Vec::with_capacity(sets.len());
    let story = Story {
        key: told.key,
        title: told.title,
        text: told.text,
        mend: told.mend,
        order: sets.iter().map(|(items, _)| items.len()).min().unwrap_or(0),
        activities: activities.into_iter().cloned().collect(),
        sets: Vec::new(),
        uncovered: sets.iter().filter(|(_, found)| bare(found)).count(),
        probability: known.reduce(|sum, it| sum + it).map(|it| it.min(1.0)),
        unknown_probability: sets.iter().filter(|it| it.1.probability.is_none()).count(),
    };
    for (items, found) in sets {
        rows.push(StorySet {
            members: causes.estate.references(&items),
            activities: found.late,
            probability: found.probability,
        });
    }
    rows.sort_by_key(|row| (row.members.len(), usize::MAX - row.activities.len()));
    Story {
        sets: rows,
        ..story
    }
}
