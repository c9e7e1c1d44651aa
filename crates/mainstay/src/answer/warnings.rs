//! The warnings that were received, as they stand here now: what each touches and would break, how
//! the hazards stand, what can still be done, how feeds do, and how warnings have done so far.

use std::collections::BTreeMap;

use continuity::requirements::warning::chain::Standing;
use continuity::requirements::warning::consequence::{Consequence, consequence};
use continuity::requirements::warning::join::Ground;
use continuity::requirements::warning::posture::{
    Bearing, HazardPosture, Posture, level, postures,
};
use continuity::requirements::warning::precaution::{
    Here, Precaution, Precautions, here, precautions_of,
};
use continuity::requirements::warning::prewarned::ToWarn;
use continuity::requirements::warning::score::{Score, scores};
use continuity::state::State;
use continuity::state::warning::{Decided, Received};
use jiff::Timestamp;
use serde::Serialize;

use super::Given;
use super::alerts::{Alert, alert};

/// How long a warning that is over stays in the list, in seconds.
const KEPT_SECONDS: i64 = 7 * 86_400;
/// Most warnings of the list.
const ROWS_MAX: usize = 500;

/// The board of warnings.
#[derive(Debug, Serialize)]
pub struct Board {
    /// Warnings in force and those lately over; the worst first.
    pub warnings: Vec<Row>,
    /// How many more there are: over for long, or beyond the most that are listed.
    pub others: usize,
    /// How the hazards stand that anything points to.
    pub postures: Vec<HazardPosture>,
    /// The feeds.
    pub feeds: Vec<FeedRow>,
    /// How the warnings of senders have done.
    pub scores: Vec<ScoreRow>,
    /// How the cost-loss rule has done, by measure.
    pub rules: Vec<ScoreRow>,
    /// How each hazard was warned of.
    pub hazards: Vec<ScoreRow>,
}

/// A warning on the board.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its id here.
    pub id: String,
    /// The feed that brought it.
    pub feed: String,
    /// When it was received.
    pub received: String,
    /// How far it raises a posture, whatever the hazard.
    pub raises: Posture,
    /// Why so far.
    pub raises_because: String,
    /// The sites that it touches while it holds.
    pub affected: Vec<String>,
    /// What came of it: `hit`, `false-alarm`; nothing: nobody has said.
    pub came: Option<&'static str>,
    /// What it says and means.
    #[serde(flatten)]
    pub alert: Alert,
    /// The instant it is expected to begin.
    #[serde(skip)]
    pub begins: Option<Timestamp>,
    /// Until when it holds.
    #[serde(skip)]
    pub ends: Option<Timestamp>,
    /// Whether it still holds.
    #[serde(skip)]
    pub holds: bool,
}

/// A feed and how it does.
#[derive(Clone, Debug, Serialize)]
pub struct FeedRow {
    /// Its name.
    pub feed: String,
    /// When it was last heard; nothing: never.
    pub heard: Option<String>,
    /// How long ago, in seconds.
    pub heard_seconds: Option<i64>,
    /// Whether that is too long.
    pub silent: bool,
    /// When it last brought something new.
    pub news: Option<String>,
    /// How many alerts it has brought.
    pub alerts: u64,
    /// What could not be read the last time.
    pub errors: Vec<String>,
    /// When it was last heard.
    #[serde(skip)]
    pub last: Option<Timestamp>,
}

/// How warnings or a rule have done.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreRow {
    /// Of whom.
    pub of: String,
    /// Warned, and struck.
    pub hits: u32,
    /// Warned, and did not strike.
    pub false_alarms: u32,
    /// Struck unwarned, or advised against.
    pub misses: u32,
    /// What part of what struck was warned of; nothing: nothing struck.
    pub hit_rate: Option<f64>,
    /// What part of the warnings were false alarms; nothing: none was judged.
    pub false_alarm_ratio: Option<f64>,
    /// The median time from warning to striking, in seconds.
    pub lead_seconds: Option<i64>,
    /// The median time that finished precautions were ahead of the striking, in seconds.
    pub ahead_seconds: Option<i64>,
}

/// One warning with what can be done on it.
#[derive(Debug, Serialize)]
pub struct One {
    /// The warning.
    pub warning: Row,
    /// How long until the harm, in seconds; negative: since.
    pub lead_seconds: Option<i64>,
    /// How likely the harm is held to be.
    pub probability: Option<f64>,
    /// What that rests on.
    pub probability_rests_on: String,
    /// The hazards that it tells of here.
    pub hazards: Vec<String>,
    /// What can still be done, by the latest useful instant.
    pub precautions: Vec<Proposed>,
    /// What was decided, in order.
    pub decided: Vec<DecidedRow>,
}

/// A measure that can be carried out.
#[derive(Clone, Debug, Serialize)]
pub struct Proposed {
    /// `measure/id`.
    pub measure: String,
    /// The hazard that it answers.
    pub hazard: String,
    /// How long until it takes effect.
    pub takes_seconds: Option<i64>,
    /// The same with the measures that come before it: the longest path.
    pub path_seconds: Option<i64>,
    /// The measures that come before it.
    pub after: Vec<String>,
    /// The latest instant at which it is still of use to begin.
    pub latest: Option<String>,
    /// Whether it takes effect in time when one begins now.
    pub in_time: Option<bool>,
    /// What acting costs.
    pub cost: Option<String>,
    /// What it avoids.
    pub avoids: Option<String>,
    /// From which likelihood on acting pays.
    pub threshold: Option<f64>,
    /// What the rule says.
    pub advice: &'static str,
    /// Why.
    pub because: String,
    /// Who decides.
    pub decides: Option<String>,
    /// The plan by which it is carried out.
    pub plan: Option<String>,
    /// Whom to tell before it is carried out, in that order.
    pub warn: Vec<ToWarn>,
    /// `accepted`, `declined`; nothing: not decided.
    pub decided: Option<&'static str>,
    /// The run that carries it out.
    pub run: Option<String>,
}

/// A decision.
#[derive(Clone, Debug, Serialize)]
pub struct DecidedRow {
    /// `accepted` or `declined`.
    pub what: &'static str,
    /// The measure.
    pub measure: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: String,
    /// Why.
    pub reason: Option<String>,
    /// The run that carries it out.
    pub run: Option<String>,
}

/// The board at an instant. `silent_seconds` is how long a feed may be silent; `expected` are feeds
/// that should be heard, whether they ever were or not.
pub fn board(given: &Given<'_>, state: &State, silent_seconds: i64, expected: &[String]) -> Board {
    let at = given.at;
    let ground = Ground::new(given.registers);
    let recent = |received: &Received, standing: &Standing| {
        !standing.is_over() || at.as_second() - received.at.as_second() < KEPT_SECONDS
    };
    let all = here(state, &ground, at, recent);
    let touched: Vec<Vec<String>> = all.iter().map(Here::affected).collect();
    let bearings: Vec<Bearing<'_>> = all
        .iter()
        .zip(&touched)
        .map(|(here, sites)| Bearing {
            warning: &here.received.warning,
            standing: &here.standing,
            sites,
        })
        .collect();
    let postures = postures(given.registers, Some(state), &bearings, at);
    let standpoint = given.standpoint();
    let mut known: BTreeMap<Vec<String>, Consequence> = BTreeMap::new();
    let mut rows: Vec<Row> = Vec::new();
    for (here, affected) in all.iter().zip(touched) {
        let would_break = (!affected.is_empty()).then(|| {
            let reckon = || consequence(&standpoint, &affected);
            known.entry(affected.clone()).or_insert_with(reckon).clone()
        });
        rows.push(row(here, affected, would_break, at));
    }
    rows.sort_by(|a, b| {
        let rank = |it: &Row| (!it.affected.is_empty(), it.holds, it.raises);
        rank(b)
            .cmp(&rank(a))
            .then_with(|| b.received.cmp(&a.received))
    });
    let listed = rows.len().min(ROWS_MAX);
    rows.truncate(ROWS_MAX);
    let scores = scores(state);
    let score_rows = |scores: Vec<Score>| scores.iter().map(score_row).collect();
    Board {
        others: state.warnings().count() - listed,
        warnings: rows,
        postures,
        feeds: feeds(state, at, silent_seconds, expected),
        scores: score_rows(scores.warnings),
        rules: score_rows(scores.rules),
        hazards: score_rows(scores.hazards),
    }
}

/// One warning with what can be done on it; nothing where it is not known.
pub fn one(given: &Given<'_>, state: &State, id: &str) -> Option<(One, Precautions)> {
    let ground = Ground::new(given.registers);
    let all = here(state, &ground, given.at, |it, _| it.id == id);
    let here = all.first()?;
    let affected = here.affected();
    let would_break = (!affected.is_empty()).then(|| consequence(&given.standpoint(), &affected));
    let precautions = precautions_of(state, here, given.at);
    let one = One {
        warning: row(here, affected, would_break, given.at),
        lead_seconds: precautions.lead_seconds,
        probability: precautions.probability,
        probability_rests_on: precautions.rests_on.clone(),
        hazards: precautions.hazards.clone(),
        precautions: precautions.list.iter().map(proposed).collect(),
        decided: here.received.decided.iter().map(decided_row).collect(),
    };
    Some((one, precautions))
}

fn row(
    here: &Here<'_>,
    affected: Vec<String>,
    would_break: Option<Consequence>,
    at: Timestamp,
) -> Row {
    let (received, standing) = (here.received, &here.standing);
    let (raises, raises_because) = level(&received.warning, standing, at);
    let sites = here.sites.clone();
    Row {
        id: received.id.clone(),
        feed: received.feed.clone(),
        received: received.at.to_string(),
        raises,
        raises_because,
        affected,
        came: received.judged.as_ref().map(|it| it.what.came.as_str()),
        begins: received.warning.begins(),
        ends: received.warning.expires,
        holds: !standing.is_over(),
        alert: alert(&received.warning, standing, sites, would_break, at),
    }
}

fn proposed(it: &Precaution) -> Proposed {
    Proposed {
        measure: it.measure.clone(),
        hazard: it.hazard.clone(),
        takes_seconds: it.takes_seconds,
        path_seconds: it.path_seconds,
        after: it.after.clone(),
        latest: it.latest.map(|it| it.to_string()),
        in_time: it.in_time,
        cost: it.cost_money.map(|it| it.to_string()),
        avoids: it.avoids_money.map(|it| it.to_string()),
        threshold: it.threshold,
        advice: it.advice.as_str(),
        because: it.because.clone(),
        decides: it.decides.clone(),
        plan: it.plan.clone(),
        warn: it.warn.clone(),
        decided: it.decided.as_ref().map(decided_word),
        run: it.decided.as_ref().and_then(|it| it.what.run.clone()),
    }
}

fn decided_word(it: &Decided) -> &'static str {
    match it.accepted {
        true => "accepted",
        false => "declined",
    }
}

fn decided_row(it: &Decided) -> DecidedRow {
    DecidedRow {
        what: decided_word(it),
        measure: it.what.measure.clone(),
        by: it.by.clone(),
        at: it.at.to_string(),
        reason: it.what.reason.clone(),
        run: it.what.run.clone(),
    }
}

/// The feeds, those that are silent first.
pub fn feeds(
    state: &State,
    at: Timestamp,
    silent_seconds: i64,
    expected: &[String],
) -> Vec<FeedRow> {
    let mut rows: Vec<FeedRow> = state
        .feeds()
        .map(|(name, feed)| {
            let ago = at.as_second() - feed.heard.as_second();
            FeedRow {
                feed: name.to_string(),
                heard: Some(feed.heard.to_string()),
                heard_seconds: Some(ago),
                silent: ago > silent_seconds,
                news: feed.news.map(|it| it.to_string()),
                alerts: feed.alerts,
                errors: feed.errors.clone(),
                last: Some(feed.heard),
            }
        })
        .collect();
    for name in expected.iter().filter(|name| state.feed(name).is_none()) {
        rows.push(FeedRow {
            feed: name.clone(),
            heard: None,
            heard_seconds: None,
            silent: true,
            news: None,
            alerts: 0,
            errors: Vec::new(),
            last: None,
        });
    }
    rows.sort_by(|a, b| b.silent.cmp(&a.silent).then_with(|| a.feed.cmp(&b.feed)));
    rows
}

fn score_row(score: &Score) -> ScoreRow {
    ScoreRow {
        of: score.of.clone(),
        hits: score.tally.hits,
        false_alarms: score.tally.false_alarms,
        misses: score.tally.misses,
        hit_rate: score.tally.hit_rate(),
        false_alarm_ratio: score.tally.false_alarm_ratio(),
        lead_seconds: median(&score.leads_seconds),
        ahead_seconds: median(&score.ahead_seconds),
    }
}

fn median(values: &[i64]) -> Option<i64> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}
