//! The questionnaire of the business impact analysis: which questions an activity is asked, and
//! the records that hold its answers. An answer is an ordinary record; nothing is kept here. How a
//! page asks, and how a text becomes a value, is not here.

pub mod change;
pub mod consequence;
pub mod limit;
pub mod peers;
#[cfg(test)]
mod tests;
pub mod turn;

use std::collections::BTreeMap;

use record::kind::{Confirmed, Filed, RecordKind};
use record::kinds::{Record, Registers};
use record::link::split;
use record::requirements::{Activity, Impact, Workaround};
use serde::Serialize;

use self::turn::{Begun, Turn, impacts_of, workaround_of};
use super::respondents::{ConditionViews, NORMAL, conditions};
use crate::initiation::policy_in_force::PolicyInForce;
use crate::state::State;

/// Seconds that an answer takes where most is known already.
const SECONDS_CONFIRMING: u32 = 30;
/// Seconds that an answer takes where nothing is known.
const SECONDS_THINKING: u32 = 90;

record::words! {
    /// What a question of the questionnaire is about, in the order in which they are asked.
    pub enum Topic {
        /// How harm grows with time.
        Impact = "impact",
        /// What it costs.
        Loss = "loss",
        /// When it hurts more.
        Peaks = "peaks",
        /// By when it must be back, and how much data may be lost.
        Targets = "targets",
        /// The least that must go on, and how many people that takes.
        Minimum = "minimum",
        /// How it goes on without what it needs.
        Workaround = "workaround",
        /// What remains to be done once it is back.
        Backlog = "backlog",
        /// What it needs.
        Needs = "needs",
        /// How sure the answers are.
        Confidence = "confidence",
    }
}

impl Topic {
    /// The question in plain words.
    pub fn asks(self) -> &'static str {
        match self {
            Topic::Impact => "How bad does it get, and when?",
            Topic::Loss => "What does it cost, all in all, by then?",
            Topic::Peaks => "Are there times at which it hurts more?",
            Topic::Targets => "By when must it be back, and how much data may be lost?",
            Topic::Minimum => "What is the least that must go on, and with how many people?",
            Topic::Workaround => "How do you go on without your systems?",
            Topic::Backlog => "What is left to do once it is back?",
            Topic::Needs => "What do you need? Is this still right?",
            Topic::Confidence => "How sure are you of all this?",
        }
    }

    /// Its number, from 1.
    pub fn number(self) -> usize {
        Topic::ALL.iter().position(|it| *it == self).unwrap_or(0) + 1
    }

    /// The question with a number.
    pub fn numbered(number: usize) -> Option<Topic> {
        Topic::ALL.get(number.checked_sub(1)?).copied()
    }
}

/// The records that hold the answers about one activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// The activity: its targets, peaks, people and needs.
    pub activity: Filed<Activity>,
    /// How harm grows with time, as the one who is asked judges it in the condition asked about.
    pub impact: Option<Filed<Impact>>,
    /// What others judged, and what was judged of other conditions.
    pub others: Vec<Filed<Impact>>,
    /// What the impact is where it is yet to be begun.
    pub begun: Begun,
    /// How it goes on without what it needs.
    pub workaround: Option<Filed<Workaround>>,
    /// The ids of the impacts: those in force first, those of normal times before others.
    order: Vec<String>,
}

/// Where what is known comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Known {
    /// The record that says it, `kind/id`.
    pub record: String,
    /// How far that record has come: `draft`, `in-review`, `approved`.
    pub status: String,
    /// Where the record says it is from.
    pub source: Option<String>,
    /// Who last confirmed it.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_at: Option<String>,
}

impl Answers {
    /// The latest content of each, in force or not; asked about is the impact of normal times.
    /// Cost: linear in impacts and workarounds.
    pub fn latest(state: &State, activity: &str) -> Option<Answers> {
        let at = &state.registers;
        let latest = |it: &Filed<Impact>| match state.latest(Impact::NAME, &it.id) {
            Some(Record::Impact(impact)) => Some(impact),
            _ => None,
        };
        let impacts = impacts_of(at, activity);
        let impacts = impacts.into_iter().filter_map(latest).collect();
        let workaround = workaround_of(at, activity).and_then(|it| {
            match state.latest(Workaround::NAME, &it.id) {
                Some(Record::Workaround(workaround)) => Some(workaround),
                _ => None,
            }
        });
        match state.latest(Activity::NAME, activity)? {
            Record::Activity(activity) => Some(Answers::of(activity, impacts, workaround)),
            _ => None,
        }
    }

    /// What is in force: the answers of last time. Nothing where the activity itself is a draft.
    pub fn in_force(registers: &Registers, activity: &str) -> Option<Answers> {
        let approved = registers.activities.get(activity)?;
        let approved = approved.is_approved().then(|| approved.clone())?;
        let impacts = impacts_of(registers, activity).into_iter();
        let impacts = impacts.filter(|it| it.is_approved()).cloned().collect();
        let workaround = workaround_of(registers, activity).filter(|it| it.is_approved());
        Some(Answers::of(approved, impacts, workaround.cloned()))
    }

    fn of(
        activity: Filed<Activity>,
        impacts: Vec<Filed<Impact>>,
        workaround: Option<Filed<Workaround>>,
    ) -> Answers {
        let mut answers = Answers {
            activity,
            impact: None,
            order: impacts.iter().map(|it| it.id.to_string()).collect(),
            others: impacts,
            begun: Begun::first(),
            workaround,
        };
        answers.turn(&Turn::In(NORMAL.into()));
        answers
    }

    /// As records: activity, impact, the other impacts, workaround.
    pub fn records(&self) -> Vec<Record> {
        let mut all = vec![Record::Activity(self.activity.clone())];
        all.extend(self.impacts().cloned().map(Record::Impact));
        all.extend(self.workaround.clone().map(Record::Workaround));
        all
    }

    /// What each condition is judged to be, and by whom: the answers compared, approved or not.
    pub fn conditions(&self, policy: &PolicyInForce) -> Vec<ConditionViews> {
        conditions(&self.activity, self.impacts(), policy)
    }

    /// Whether something is known of a topic already.
    pub fn knows(&self, topic: Topic) -> bool {
        let (activity, impact) = (&self.activity.own, self.impact.as_ref());
        let targets = activity.item.targets.as_ref();
        match topic {
            Topic::Impact => impact.is_some_and(|it| !it.levels.is_empty()),
            Topic::Loss => impact.is_some_and(|it| !it.loss.is_empty()),
            Topic::Peaks => !activity.peaks.is_empty(),
            Topic::Targets => {
                targets.is_some_and(|it| it.mtpd.is_some() || it.rto.is_some() || it.rpo.is_some())
            }
            Topic::Minimum => {
                let people = activity.people.is_some() || !activity.people_after.is_empty();
                people || targets.is_some_and(|it| it.mbco.is_some())
            }
            Topic::Workaround => self
                .workaround
                .as_ref()
                .is_some_and(|it| !turn::says_nothing(it)),
            Topic::Backlog => {
                activity.backlog.is_some() || targets.is_some_and(|it| it.wrt.is_some())
            }
            Topic::Needs => !activity.item.requires.is_empty(),
            Topic::Confidence => impact.is_some_and(|it| it.confidence.is_some()),
        }
    }

    /// Where what is known of a topic comes from; nothing where nothing is known.
    pub fn known(&self, topic: Topic) -> Option<Known> {
        if !self.knows(topic) {
            return None;
        }
        let record = match topic {
            Topic::Impact | Topic::Loss | Topic::Confidence => Record::Impact(self.impact.clone()?),
            Topic::Workaround => Record::Workaround(self.workaround.clone()?),
            _ => Record::Activity(self.activity.clone()),
        };
        let envelope = record.envelope();
        let confirmed = envelope.confirmed.as_ref();
        Some(Known {
            record: record.reference(),
            status: record.status().as_str().into(),
            source: envelope.source.clone(),
            confirmed_by: confirmed.map(|it| it.by.clone()),
            confirmed_at: confirmed.map(|it| it.at.0.to_string()),
        })
    }

    /// About how many minutes the questions take: less where most is known. Never below one.
    pub fn minutes(&self) -> u32 {
        let seconds = Topic::ALL.iter().map(|&topic| match self.knows(topic) {
            true => SECONDS_CONFIRMING,
            false => SECONDS_THINKING,
        });
        seconds.sum::<u32>().div_ceil(60).max(1)
    }
}

/// Who confirmed what on a day, as records carry it.
pub fn confirmed(by: &str, at: jiff::civil::Date) -> Confirmed {
    Confirmed {
        by: by.to_string(),
        at: record::value::Date(at),
    }
}

/// The impact in normal times of every activity that has one, by the activity's id. Cost: n log n.
pub fn impacts(registers: &Registers) -> BTreeMap<&str, &Filed<Impact>> {
    let mut all: BTreeMap<&str, &Filed<Impact>> = BTreeMap::new();
    for impact in registers.impacts.live().filter(|it| is_normal(it)) {
        let found = all.entry(impact.own.activity.id()).or_insert(impact);
        if impact.is_approved() && !found.is_approved() {
            *found = impact;
        }
    }
    all
}

fn is_normal(impact: &Impact) -> bool {
    super::respondents::when(impact) == NORMAL
}

/// An id that no record of the kind has: the activity's own, else with a word behind it. With
/// `bare`: the activity's own may be it.
fn free(state: &State, kind: &str, activity: &str, word: &str, bare: bool) -> String {
    let taken = |id: &str| state.filing(kind, id).is_some() || state.registers.has(kind, id);
    let numbered = (2..).map(|number| format!("{activity}-{word}-{number}"));
    let own = bare.then(|| activity.to_string());
    let mut all = own
        .into_iter()
        .chain([format!("{activity}-{word}")])
        .chain(numbered);
    all.find(|id| !taken(id))
        .expect("there is always a next number")
}

/// The party that answers for an activity, as its record names it.
pub fn owner(activity: &Filed<Activity>) -> Option<(&str, &str)> {
    let owner = activity.envelope.owner.as_ref()?;
    let (kind, id) = split(&owner.text);
    Some((kind.unwrap_or("role"), id))
}
