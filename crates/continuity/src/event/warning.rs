//! What the journal remembers of warnings: each as it came, that a feed was heard, what was decided
//! on measures before something strikes, and whether it struck.

use jiff::Timestamp;
use record::value::Money;

use crate::requirements::warning::Warning;

record::fields! {
    /// A warning came in.
    pub struct WarningReceived {
        /// Its id here, a digest of sender, identifier and instant.
        id: String,
        /// The feed that brought it.
        feed: String,
        /// The SHA-256 of the file that it came in, in hex.
        digest: Option<String>,
        /// What it says.
        warning: Warning,
    }
}

record::fields! {
    /// A feed was heard.
    pub struct FeedHeard {
        /// The feed.
        feed: String,
        /// How many alerts it held.
        alerts: u32,
        /// How many of them were new.
        fresh: u32,
        /// The SHA-256 of what was heard, in hex.
        digest: Option<String>,
        /// What could not be read.
        errors: Vec<String>,
    }
}

record::fields! {
    /// It was decided whether a measure is carried out on a warning, with the figures as they were
    /// shown.
    pub struct PrecautionDecided {
        /// The warning.
        warning: String,
        /// The measure, `measure/id`.
        measure: String,
        /// The hazard, `hazard/id`.
        hazard: String,
        /// The run by which it is carried out.
        run: Option<String>,
        /// Why.
        reason: Option<String>,
        /// What the rule advised: `act`, `not-worth-it`, `too-late`, `unknown`.
        advice: String,
        /// How likely the harm was held to be.
        probability: Option<f64>,
        /// From which likelihood on acting pays.
        threshold: Option<f64>,
        /// What acting costs.
        cost: Option<Money>,
        /// What it avoids.
        avoids: Option<Money>,
        /// The latest useful instant.
        latest: Option<Timestamp>,
        /// When the harm was expected.
        begins: Option<Timestamp>,
    }
}

record::words! {
    /// What came of a warning.
    pub enum Came {
        /// It struck.
        Hit = "hit",
        /// It did not strike.
        FalseAlarm = "false-alarm",
    }
}

record::fields! {
    /// Someone says what came of a warning.
    pub struct WarningJudged {
        /// The warning.
        warning: String,
        /// What came.
        came: Came,
        /// When it struck.
        struck: Option<Timestamp>,
        /// What was seen.
        note: Option<String>,
    }
}
