//! Forecasts that were made and are kept: what was said would come, how likely, by when. They are
//! kept when they are made and never changed; whether they came true is computed from what is
//! filed later, in `score`.

use jiff::Timestamp;
use serde::Serialize;

record::fields! {
    /// One thing that was said would come, or not.
    pub struct Statement {
        /// What it is the forecast of, the same each time it is made: `hazard/flood@site/ams1`.
        key: String,
        /// The record that it is about, `kind/id`.
        subject: String,
        /// What comes, in words: "flood at Amsterdam 1".
        what: String,
        /// From when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
        /// How likely it was said to come within that time, 0 to 1.
        probability: f64,
        /// How likely it was by the long-run rate alone, 0 to 1: what it must beat.
        base: Option<f64>,
        /// How it was computed, in words.
        by: String,
    }
}

record::fields! {
    /// Forecasts were made.
    pub struct ForecastsMade {
        /// What was said.
        statements: Vec<Statement>,
    }
}

/// Forecasts that were made together.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptForecasts {
    /// The entry.
    pub seq: u64,
    /// When they were kept.
    pub at: Timestamp,
    /// Who kept them.
    pub by: String,
    /// What was said.
    pub statements: Vec<Statement>,
}

/// What became of a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It came within its time.
    CameTrue,
    /// Its time is over and it did not come.
    DidNotCome,
    /// Its time is not over.
    Open,
    /// Its time is over and nobody looked.
    Unknown,
}
