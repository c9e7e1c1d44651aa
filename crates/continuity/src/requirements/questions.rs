//! The questions whose answers would settle most verdicts: whom to ask, how many verdicts hang on
//! each, and what either answer would change.

mod missing_time;
mod unsure;

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use serde::Serialize;

use super::recovery_targets::RecoveryTargets;
use crate::estate::Estate;
use crate::standpoint::Standpoint;

/// How many questions are asked.
pub const MOST: usize = 10;

/// One question.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The question in plain words.
    pub text: String,
    /// The record it is about, `kind/id`, or the name that no record answers to.
    pub subject: String,
    /// Whom to ask.
    pub ask: String,
    /// How many verdicts the answer would settle by itself.
    pub settles: usize,
    /// On how many open verdicts it has a part.
    pub part_of: usize,
    /// What a good answer would change.
    pub if_good: String,
    /// What a bad answer would change.
    pub if_bad: String,
    /// Where good turns into bad, in seconds, where that is a time.
    pub turns_at_seconds: Option<i64>,
    /// How to write the answer down.
    pub write: String,
}

/// The questions, the one that settles most first.
#[derive(Clone, Debug, Serialize)]
pub struct Questions {
    /// Verdicts of activities and services that are unknown today.
    pub unknown: usize,
    /// Activities and services that demand nothing, so that nothing can be late.
    pub without_target: usize,
    /// Verdicts that are known.
    pub known: usize,
    /// The questions.
    pub questions: Vec<Question>,
}

/// Finds the questions. Cost: one roll-up of the estate for each candidate, some dozens.
pub fn questions(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> Questions {
    use super::recovery_targets::Verdict;
    let estate = &standpoint.estate;
    let demanding = || {
        estate
            .graph
            .items()
            .filter(|&item| estate.listed(item).demands())
    };
    let count = |verdict: Verdict| {
        demanding()
            .filter(|&item| targets.verdict(item) == verdict)
            .count()
    };
    let (unknown, without_target) = (count(Verdict::Unknown), count(Verdict::NoTarget));
    let mut all = missing_time::questions(standpoint, targets);
    all.extend(unsure::unresolved(standpoint, targets));
    all.extend(unsure::targets(standpoint, targets));
    all.extend(unsure::lead(standpoint, targets));
    all.extend(unsure::assumed(standpoint, targets));
    all.extend(unsure::dwell(standpoint));
    all.sort_by(|one, other| {
        let key = |question: &Question| (question.settles, question.part_of);
        key(other)
            .cmp(&key(one))
            .then_with(|| one.subject.cmp(&other.subject))
    });
    all.truncate(MOST);
    let known = demanding().count() - unknown - without_target;
    Questions {
        unknown,
        without_target,
        known,
        questions: all,
    }
}

/// Whom to ask about an item: its owner, else the team that recovers it, else the owner of what
/// needs it.
pub fn whom(estate: &Estate<'_>, item: Item) -> String {
    let listed = estate.listed(item);
    if let Some(owner) = &listed.envelope.owner {
        return owner.text.to_string();
    }
    let by = listed
        .item
        .recovery
        .as_ref()
        .and_then(|recovery| recovery.by.as_ref());
    if let Some(team) = by {
        return format!("team/{}", team.id());
    }
    match owner_above(estate, item) {
        Some(owner) => format!("{owner}, who needs it; nobody is named for it"),
        None => "the continuity manager; nobody is named for it".into(),
    }
}

/// The most frequent owner of the nearest things that need or hold an item.
fn owner_above(estate: &Estate<'_>, item: Item) -> Option<String> {
    let mut seen = BTreeSet::from([item]);
    let mut level = vec![item];
    while !level.is_empty() {
        let above = level.iter().flat_map(|&below| {
            let needing = estate.graph.used_by(below).iter();
            let needing = needing.map(|&group| estate.graph.group(group).owner);
            needing.chain(estate.graph.held_by(below).iter().copied())
        });
        let next: Vec<Item> = above.collect();
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for owner in next
            .iter()
            .filter_map(|&it| estate.listed(it).envelope.owner.as_ref())
        {
            *counted.entry(&owner.text).or_default() += 1;
        }
        if let Some((owner, _)) = counted.into_iter().max_by_key(|(_, count)| *count) {
            return Some(owner.to_string());
        }
        level = next.into_iter().filter(|&it| seen.insert(it)).collect();
    }
    None
}

/// A count with its noun and verb: `1 verdict becomes`, `3 verdicts become`.
pub(crate) fn verdicts_become(count: usize) -> String {
    if count == 1 {
        "1 verdict becomes".into()
    } else {
        format!("{count} verdicts become")
    }
}
