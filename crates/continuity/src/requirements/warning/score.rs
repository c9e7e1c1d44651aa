//! How warnings and the rule have done: what struck, what was a false alarm, what struck unwarned,
//! and how much time there was. Only what someone judged counts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::posture::tells_of;
use crate::event::Came;
use crate::state::State;
use crate::state::warning::Received;

/// Counts of what came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Warned, and struck.
    pub hits: u32,
    /// Warned, and did not strike.
    pub false_alarms: u32,
    /// Struck, and not warned of (or, of a rule, advised against).
    pub misses: u32,
}

impl Tally {
    /// What part of the warnings were false alarms.
    pub fn false_alarm_ratio(&self) -> Option<f64> {
        let all = self.hits + self.false_alarms;
        (all > 0).then(|| f64::from(self.false_alarms) / f64::from(all))
    }

    /// What part of what struck was warned of.
    pub fn hit_rate(&self) -> Option<f64> {
        let all = self.hits + self.misses;
        (all > 0).then(|| f64::from(self.hits) / f64::from(all))
    }
}

/// How someone's warnings of an event, or a rule, have done.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Who and what: a sender and an event, a measure, a hazard.
    pub of: String,
    /// The counts.
    pub tally: Tally,
    /// The times between a warning and its striking, in seconds, in the order received.
    pub leads_seconds: Vec<i64>,
    /// The times that finished precautions were ahead of the striking, in seconds; negative: late.
    pub ahead_seconds: Vec<i64>,
}

/// All scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// By sender and event.
    pub warnings: Vec<Score>,
    /// By measure: how the rule's advice has done.
    pub rules: Vec<Score>,
    /// By hazard, with what struck unwarned.
    pub hazards: Vec<Score>,
}

/// What came of a sender's warnings of an event.
pub fn tally(state: &State, sender: Option<&str>, event: Option<&str>) -> Tally {
    let same =
        |it: &&Received| it.warning.sender.as_deref() == sender && it.warning.event() == event;
    let mut tally = Tally::default();
    for received in state.warnings().filter(same) {
        match received.judged.as_ref().map(|it| it.what.came) {
            Some(Came::Hit) => tally.hits += 1,
            Some(Came::FalseAlarm) => tally.false_alarms += 1,
            None => {}
        }
    }
    tally
}

/// How warnings, rules and hazards have done so far.
pub fn scores(state: &State) -> Scores {
    let mut warnings = BTreeMap::new();
    let mut rules = BTreeMap::new();
    for received in state.warnings() {
        let Some(judged) = &received.judged else {
            continue;
        };
        let warning = &received.warning;
        let sender = warning.sender.as_deref().unwrap_or("sender unknown");
        let event = warning.event().unwrap_or("event unknown");
        let score = at(&mut warnings, format!("{event}, by {sender}"));
        let struck = judged.what.struck;
        match judged.what.came {
            Came::Hit => score.tally.hits += 1,
            Came::FalseAlarm => score.tally.false_alarms += 1,
        }
        let lead = struck.map(|it| it.as_second() - received.at.as_second());
        score.leads_seconds.extend(lead);
        for decided in &received.decided {
            let rule = at(&mut rules, decided.what.measure.clone());
            match (decided.what.advice.as_str(), judged.what.came) {
                ("act", Came::Hit) => rule.tally.hits += 1,
                ("act", Came::FalseAlarm) => rule.tally.false_alarms += 1,
                ("not-worth-it", Came::Hit) => rule.tally.misses += 1,
                _ => {}
            }
            let run = decided.what.run.as_deref().and_then(|run| state.run(run));
            let ended = run.and_then(|run| Some(run.end.as_ref()?.at));
            let ahead = struck.zip(ended);
            let ahead = ahead.map(|(struck, ended)| struck.as_second() - ended.as_second());
            rule.ahead_seconds.extend(ahead);
        }
    }
    Scores {
        warnings: warnings.into_values().collect(),
        rules: rules.into_values().collect(),
        hazards: hazards(state),
    }
}

fn at(scores: &mut BTreeMap<String, Score>, of: String) -> &mut Score {
    scores.entry(of.clone()).or_insert_with(|| Score {
        of,
        tally: Tally::default(),
        leads_seconds: Vec::new(),
        ahead_seconds: Vec::new(),
    })
}

/// Hits and false alarms of each hazard, and its occurrences since the first feed was heard that
/// no warning had told of.
fn hazards(state: &State) -> Vec<Score> {
    let since = state.feeds().map(|(_, feed)| feed.since).min();
    let Some(since) = since else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for hazard in state.registers.hazards.live() {
        let mut score = Score {
            of: hazard.reference(),
            tally: Tally::default(),
            leads_seconds: Vec::new(),
            ahead_seconds: Vec::new(),
        };
        let told: Vec<&Received> = state
            .warnings()
            .filter(|it| it.warning.is_actual() && tells_of(&it.warning, hazard))
            .collect();
        for judged in told.iter().filter_map(|it| it.judged.as_ref()) {
            match judged.what.came {
                Came::Hit => score.tally.hits += 1,
                Came::FalseAlarm => score.tally.false_alarms += 1,
            }
        }
        let struck = state
            .registers
            .occurrences
            .live()
            .filter(|it| it.own.hazard.id() == &*hazard.id)
            .map(|it| it.own.at.earliest())
            .filter(|struck| *struck >= since);
        score.tally.misses = struck
            .filter(|struck| !told.iter().any(|it| covers(it, *struck)))
            .count() as u32;
        if score.tally != Tally::default() {
            all.push(score);
        }
    }
    all
}

/// How long a warning without an end is taken to cover, in seconds.
const ENDLESS_SECONDS: i64 = 86_400;

/// Whether a warning was there when something struck, and not yet over.
fn covers(received: &Received, struck: Timestamp) -> bool {
    let ends = received.warning.expires.map(Timestamp::as_second);
    let ends = ends.unwrap_or(received.at.as_second() + ENDLESS_SECONDS);
    // A day without its hour counts from its first instant to its last.
    let last = struck.as_second() + ENDLESS_SECONDS;
    received.at.as_second() <= last && struck.as_second() <= ends
}
