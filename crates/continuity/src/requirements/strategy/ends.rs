//! Between which ends an assumption lies: as the records say it, else half to twice, and then that
//! is said. It judges nothing.

use serde::Serialize;

/// Which end of what is assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// The lower.
    Low,
    /// What is likely.
    #[default]
    Middle,
    /// The upper.
    High,
}

impl End {
    /// A figure at this end: as it is said, else half of what is likely, or twice.
    pub fn of(self, likely: f64, low: Option<f64>, high: Option<f64>) -> f64 {
        match self {
            End::Low => low.unwrap_or(likely * 0.5),
            End::Middle => likely,
            End::High => high.unwrap_or(likely * 2.0),
        }
    }
}

/// Which end of each sort of assumption.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Of how often things happen.
    pub frequency: End,
    /// Of what an outage costs.
    pub loss: End,
    /// Of how long claimed recoveries take.
    pub time: End,
}

/// Where the ends come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// The records say them.
    Stated,
    /// The records say some; the others are half to twice.
    Partly,
    /// Nobody says them: half to twice.
    Assumed,
}

impl Said {
    /// Of several, each of which says its ends or does not; of none at all they are assumed.
    pub fn of(each: impl IntoIterator<Item = bool>) -> Said {
        let (mut said, mut silent) = (false, false);
        for is in each {
            said |= is;
            silent |= !is;
        }
        match (said, silent) {
            (true, false) => Said::Stated,
            (true, true) => Said::Partly,
            (false, _) => Said::Assumed,
        }
    }

    /// Behind what is assumed.
    pub fn words(self) -> &'static str {
        match self {
            Said::Stated => "from its lower to its upper end",
            Said::Partly => {
                "from its lower to its upper end, assumed half to twice where nobody says"
            }
            Said::Assumed => "assumed half to twice",
        }
    }
}

#[cfg(test)]
mod tests;
