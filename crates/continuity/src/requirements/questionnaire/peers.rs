//! What similar activities answered: a hint, never a rule. Alike are activities that share a
//! label, an owner, a tier or something they need directly; where too few are, all count.

use std::collections::BTreeSet;

use record::kind::Filed;
use record::kinds::Registers;
use record::requirements::Activity;
use serde::Serialize;

use crate::requirements::recovery_targets::ItemTarget;

/// How many alike there must be before their answers say anything.
const FEW: usize = 3;
/// How many are looked at, the most alike first.
const MOST: usize = 12;
/// An answer is far from the middle where it is so many times longer or shorter.
const FAR: i64 = 4;

/// What similar activities answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Peers {
    /// The activities, the most alike first, `activity/id`.
    pub alike: Vec<String>,
    /// Whether they are alike, or simply all others.
    pub all_others: bool,
    /// Their MTPD.
    pub mtpd: Option<Spread>,
    /// The RTO they declare.
    pub rto: Option<Spread>,
    /// The RPO they declare.
    pub rpo: Option<Spread>,
}

/// How answers are spread.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// How many answered.
    pub count: usize,
    /// The shortest, in seconds.
    pub least_seconds: i64,
    /// The middle one; of two in the middle the shorter.
    pub middle_seconds: i64,
    /// The longest.
    pub most_seconds: i64,
}

/// The activities like one, and what they answered. `rows` are the figures of the estate. Cost:
/// n log n in the activities.
pub fn peers(registers: &Registers, rows: &[ItemTarget], activity: &Filed<Activity>) -> Peers {
    let likes = Likes::of(activity);
    let others = registers
        .activities
        .approved()
        .filter(|other| other.id != activity.id);
    let mut scored: Vec<(u32, &Filed<Activity>)> = others
        .map(|other| (likes.score(&Likes::of(other)), other))
        .collect();
    scored.sort_by_key(|(score, other)| (std::cmp::Reverse(*score), other.id.clone()));
    let alike = scored.iter().filter(|(score, _)| *score > 0).count();
    let all_others = alike < FEW;
    if !all_others {
        scored.truncate(alike.min(MOST));
    }
    let chosen: Vec<&Filed<Activity>> = scored.into_iter().map(|(_, other)| other).collect();
    let row = |other: &&Filed<Activity>| {
        let reference = other.reference();
        let found = rows.binary_search_by(|row| row.id.as_str().cmp(&reference));
        found.ok().map(|at| &rows[at])
    };
    let targets = |other: &&Filed<Activity>| other.own.item.targets.clone();
    let mtpd = chosen.iter().filter_map(|it| row(it)?.mtpd_seconds);
    let rto = chosen
        .iter()
        .filter_map(|it| Some(targets(it)?.rto?.within.0));
    let rpo = chosen.iter().filter_map(|it| Some(targets(it)?.rpo?.0));
    Peers {
        mtpd: Spread::of(mtpd.collect()),
        rto: Spread::of(rto.collect()),
        rpo: Spread::of(rpo.collect()),
        alike: chosen.iter().map(|other| other.reference()).collect(),
        all_others,
    }
}

impl Spread {
    /// The spread of some answers; nothing where there are too few to say anything.
    fn of(mut seconds: Vec<i64>) -> Option<Spread> {
        if seconds.len() < FEW {
            return None;
        }
        seconds.sort_unstable();
        Some(Spread {
            count: seconds.len(),
            least_seconds: seconds[0],
            middle_seconds: seconds[(seconds.len() - 1) / 2],
            most_seconds: seconds[seconds.len() - 1],
        })
    }

    /// Whether an answer is far from theirs: it may be right all the same.
    pub fn far(&self, seconds: i64) -> Option<Far> {
        let middle = self.middle_seconds;
        if seconds > middle.saturating_mul(FAR) && seconds > self.most_seconds {
            Some(Far::Longer)
        } else if seconds.saturating_mul(FAR) < middle && seconds < self.least_seconds {
            Some(Far::Shorter)
        } else {
            None
        }
    }
}

/// In which direction an answer is far from those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Far {
    /// Much longer.
    Longer,
    /// Much shorter.
    Shorter,
}

/// By what activities are alike.
struct Likes<'r> {
    tags: BTreeSet<&'r str>,
    needs: BTreeSet<&'r str>,
    owner: Option<&'r str>,
    tier: Option<u32>,
}

impl<'r> Likes<'r> {
    fn of(activity: &'r Filed<Activity>) -> Likes<'r> {
        let members = activity.own.item.requires.iter().flat_map(|need| &need.of);
        Likes {
            tags: activity.envelope.tags.iter().map(String::as_str).collect(),
            needs: members
                .map(|item| record::link::split(&item.text).1)
                .collect(),
            owner: activity.envelope.owner.as_ref().map(|it| &*it.text),
            tier: activity.own.item.tier,
        }
    }

    fn score(&self, other: &Likes<'_>) -> u32 {
        let shared = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
            one.iter().filter(|it| other.contains(*it)).count() as u32
        };
        let same = |is: bool| u32::from(is);
        2 * shared(&self.tags, &other.tags)
            + 2 * shared(&self.needs, &other.needs)
            + same(self.owner.is_some() && self.owner == other.owner)
            + same(self.tier.is_some() && self.tier == other.tier)
    }
}
