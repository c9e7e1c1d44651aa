//! What may come: hazards of each site, how likely within a time, and how well that would have been
//! foretold in the past.

use continuity::requirements::drift::outcome::{Judged, statements};
use continuity::requirements::drift::{Asked, Row};
use continuity::requirements::hazard_outlook::{
    HazardOutlook, KeptScore, Outcomes, Question, hazard_outlook, kept,
};
use continuity::requirements::kept_forecast::{Became, Statement};
use continuity::requirements::score::Score;
use continuity::state::State;
use jiff::Timestamp;
use record::value::Duration;
use serde::Serialize;

use super::drift::drift;
use super::{Given, Wrong};

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
    /// What will be missed in our own estate, the first thing to do first.
    pub drift: Vec<Row>,
    /// Facts without which more could not be foreseen there.
    pub drift_asked: Vec<Asked>,
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
/// and readings show of our own estate.
pub fn forecast(given: &Given<'_>, state: Option<&State>, within: &str) -> Result<Forecast, Wrong> {
    let question = Question {
        within_days: days(within)?,
        what_if: None,
        scored: true,
    };
    let ahead = drift(given, state, question.within_days);
    Ok(Forecast {
        at: given.at.to_string(),
        within_days: question.within_days,
        drift: ahead.rows,
        drift_asked: ahead.asked,
        hazards: hazard_outlook(given.registers, given.at, &question),
    })
}

/// All that is said at this moment, to be kept: of hazards, and of our own estate.
pub fn to_keep(given: &Given<'_>, state: &State, within: &str) -> Result<Vec<Statement>, Wrong> {
    let within_days = days(within)?;
    let question = Question {
        within_days,
        what_if: None,
        scored: false,
    };
    let hazards = hazard_outlook(given.registers, given.at, &question);
    let mut all = hazards.statements(given.at);
    all.extend(statements(&drift(given, Some(state), within_days)));
    Ok(all)
}

/// What became of the forecasts that were kept. Cost: what is foreseen, once for each day on which
/// the time of one was over.
pub fn kept_forecasts(state: &State, at: Timestamp) -> KeptForecasts {
    let (hazards, own) = (Outcomes::new(&state.registers, at), Judged::new(state, at));
    let became = |it: &Statement| hazards.became(it).or_else(|| own.became(it));
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
        items: rows.take(LISTED_MAX).map(row).collect::<Vec<_>>(),
    }
}

/// What became of the kept forecasts of our own estate alone. Cost: as that of all.
pub fn kept_of_own_estate(state: &State, at: Timestamp) -> KeptScore {
    let own = Judged::new(state, at);
    kept(state.forecasts(), |it| own.became(it))
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
