//! Something worth saying about how a server and its journal are kept: what, how grave, and what
//! would mend it.

use serde::Serialize;

/// How grave a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// All is well.
    Well,
    /// Worth knowing.
    Note,
    /// It will hurt one day.
    Warning,
    /// It hurts, or would on the worst day.
    Error,
}

/// A remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// What it is about, in a word.
    pub about: &'static str,
    /// How grave it is.
    pub level: Level,
    /// What was found, in a sentence.
    pub text: String,
    /// What would mend it; empty where nothing has to be.
    pub mend: String,
}

impl Remark {
    /// All is well.
    pub fn well(about: &'static str, text: impl Into<String>) -> Remark {
        Remark::new(about, Level::Well, text, "")
    }

    /// A remark.
    pub fn new(
        about: &'static str,
        level: Level,
        text: impl Into<String>,
        mend: impl Into<String>,
    ) -> Remark {
        Remark {
            about,
            level,
            text: text.into(),
            mend: mend.into(),
        }
    }

    /// Its words, with what would mend it.
    pub fn words(&self) -> String {
        match self.mend.is_empty() {
            true => self.text.clone(),
            false => format!("{} {}", self.text, self.mend),
        }
    }
}

/// A time that has passed, as a person would say it.
pub fn ago(seconds: i64) -> String {
    let (count, word) = match seconds {
        ..0 => return "in the future".into(),
        0..120 => (seconds, "second"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {word}{s} ago")
}
