//! What may come: what we will miss in our own estate, hazards of each site, how likely within a
//! time, how well that would have been foretold in the past, and what became of what was kept.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use continuity::homes::AGREED;
use continuity::requirements::drift::outcome::{came_true, statements as drift_statements};
use continuity::requirements::drift::{Drift, Row};
use continuity::requirements::hazard_outlook::{
    HazardOutlook, KeptScore, Outcomes, Question, hazard_outlook, kept,
};
use continuity::requirements::kept_forecast::{Became, Statement};
use continuity::requirements::score::Score;
use continuity::state::State;
use jiff::Timestamp;
use ledger::Present;
use record::value::Duration;
use serde::Serialize;

use super::{Given, Wrong, drift};

/// How far ahead it is looked where nobody says it.
pub const WITHIN: &str = "30d";
/// How far ahead it can be looked, in days.
const DAYS_MAX: i64 = 36_500;
const DAY_SECONDS: i64 = 86_400;

/// The answer as other programs read it.
#[derive(Debug, Serialize)]
pub struct Forecast {
    /// The instant from which on it holds.
    pub at: String,
    /// How many days ahead.
    pub within_days: u32,
    /// What will be missed in our own estate.
    pub drift: Vec<Row>,
    /// Hazards of each site, those of the organisation, and their score.
    #[serde(flatten)]
    pub hazards: HazardOutlook,
}

/// A forecast that was kept, and what became of it.
#[derive(Debug, Serialize)]
pub struct KeptRow {
    /// What it is the forecast of.
    pub key: String,
    /// What comes, in words.
    pub what: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub until: String,
    /// How likely it was said to be.
    pub probability: f64,
    /// How likely by the long-run rate alone.
    pub base: Option<f64>,
    /// What became of it.
    pub became: Option<Became>,
    /// The entry that keeps it.
    pub seq: u64,
}

/// Forecasts that were kept, the latest first, and their score.
#[derive(Debug, Serialize)]
pub struct KeptForecasts {
    /// The score of those whose time is over.
    #[serde(flatten)]
    pub scored: KeptScore,
    /// How many there are.
    pub kept: usize,
    /// The latest of them.
    pub items: Vec<KeptRow>,
}

/// Most kept forecasts that are listed.
const LISTED_MAX: usize = 500;

/// The days that a text like `30d` or `1y` means, begun ones counted whole.
pub fn days(within: &str) -> Result<u32, Wrong> {
    let span = Duration::parse(within.trim()).map_err(Wrong)?;
    let days = (span.0 + DAY_SECONDS - 1) / DAY_SECONDS;
    if !(1..=DAYS_MAX).contains(&days) {
        let text = "a forecast looks ahead a day at least and a hundred years at most";
        return Err(Wrong(text.into()));
    }
    Ok(u32::try_from(days).unwrap_or(1))
}

/// What may come within a time, with the score of the past. A journal's state adds what its runs
/// and readings show.
pub fn forecast(given: &Given<'_>, state: Option<&State>, within: &str) -> Result<Forecast, Wrong> {
    let question = Question {
        within_days: days(within)?,
        what_if: None,
        scored: true,
    };
    Ok(Forecast {
        at: given.at.to_string(),
        within_days: question.within_days,
        drift: drift::drift(given, state, question.within_days).rows,
        hazards: hazard_outlook(given.registers, given.at, &question),
    })
}

/// What may come within a time as statements to be kept: hazards, and what we will miss.
pub fn statements(
    given: &Given<'_>,
    state: Option<&State>,
    within: &str,
) -> Result<Vec<Statement>, Wrong> {
    let question = Question {
        within_days: days(within)?,
        what_if: None,
        scored: false,
    };
    let hazards = hazard_outlook(given.registers, given.at, &question);
    let mut all = hazards.statements(given.at);
    let drift = drift::drift(given, state, question.within_days);
    all.extend(drift_statements(&drift));
    Ok(all)
}

/// The estate as it stood when the time of kept forecasts was over, by that instant.
pub type Then = BTreeMap<Timestamp, Arc<Present>>;

/// Most such instants that are looked back to: the latest ones.
const THEN_MAX: usize = 12;

/// The instants at which what was foreseen in the own estate has to be looked at.
pub fn ends(state: &State, at: Timestamp) -> Vec<Timestamp> {
    let said = state.forecasts().flat_map(|made| &made.statements);
    let own = said.filter(|it| it.key.starts_with("drift/") && it.until <= at);
    let mut ends: Vec<Timestamp> = own.map(|it| it.until).collect();
    ends.sort_unstable();
    ends.dedup();
    ends.split_off(ends.len().saturating_sub(THEN_MAX))
}

/// What became of the forecasts that were kept. A hazard is looked up among the occurrences; what
/// we were to miss, in the estate as it stood when its time was over.
pub fn kept_forecasts(state: &State, then: &Then, at: Timestamp) -> KeptForecasts {
    let outcomes = Outcomes::new(&state.registers, at);
    let seen = |(end, present): (&Timestamp, &Arc<Present>)| {
        let given = Given {
            registers: &present.state.registers,
            files: &[],
            source: Path::new(""),
            at: *end,
            homes: &AGREED,
        };
        (*end, drift::drift(&given, Some(&present.state), 1))
    };
    let drifts: BTreeMap<Timestamp, Drift> = then.iter().map(seen).collect();
    let of_drift = |it: &Statement| {
        let own = it.key.starts_with("drift/");
        let seen = drifts.get(&it.until).zip(then.get(&it.until));
        let came = seen.and_then(|(drift, then)| came_true(it, drift, &then.state.registers));
        let became = match came {
            _ if at < it.until => Became::Open,
            Some(true) => Became::CameTrue,
            Some(false) => Became::DidNotCome,
            None => Became::Unknown,
        };
        own.then_some(became)
    };
    let became = |it: &Statement| outcomes.became(it).or_else(|| of_drift(it));
    let scored = kept(state.forecasts(), became);
    let made = state.forecasts().rev();
    let rows = made.flat_map(|made| made.statements.iter().map(|it| (made.seq, it)));
    let row = |(seq, it): (u64, &Statement)| KeptRow {
        key: it.key.clone(),
        what: it.what.clone(),
        from: it.from.to_string(),
        until: it.until.to_string(),
        probability: it.probability,
        base: it.base,
        became: became(it),
        seq,
    };
    KeptForecasts {
        scored,
        kept: state.forecasts().map(|made| made.statements.len()).sum(),
        items: rows.take(LISTED_MAX).map(row).collect(),
    }
}

/// A score in a sentence: `Brier 0.021 (long-run rate 0.024) over 480 forecasts`.
pub fn in_words(score: &Score) -> String {
    let base = score.climatology.as_ref();
    let brier = base.map_or(String::new(), |it| {
        format!(" (long-run rate {:.4})", it.brier)
    });
    let log = base.map_or(String::new(), |it| format!(" ({:.4})", it.log_score));
    format!(
        "Brier {:.4}{brier}, log score {:.4}{log}, over {} forecasts; less is better",
        score.brier, score.log_score, score.forecasts
    )
}
