//! When something that is paid for has paid for itself: on average, between which ends, and how
//! likely within its years.

use serde::Serialize;

use super::cost::{Range, YEARS};
use super::ends::Said;
use crate::requirements::risk_numbers::year::TwoYears;

/// What is paid, more than for what it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlay {
    /// At once.
    pub once: Range,
    /// Each year after.
    pub yearly: Range,
    /// For how many years it serves.
    pub years: u32,
}

/// What is avoided a year, between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Between {
    /// At the least.
    pub low: f64,
    /// At the most.
    pub high: f64,
    /// Where the ends come from.
    pub said: Said,
}

impl Between {
    /// Half to twice, where nobody says more.
    pub fn assumed(avoided: f64) -> Between {
        Between {
            low: avoided * 0.5,
            high: avoided * 2.0,
            said: Said::Assumed,
        }
    }
}

/// When it has paid for itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Payback {
    /// After so many years, by the middle of all; none: never.
    pub years: Option<f64>,
    /// At the lower price, if all happens as often as may be; none: never.
    pub soonest_years: Option<f64>,
    /// At the upper price, if all happens as seldom as may be; none: never.
    pub latest_years: Option<f64>,
    /// Where it comes from how often and how seldom that is.
    pub said: Said,
    /// For how many years it serves.
    pub within_years: u32,
    /// How likely it has paid for itself by then; none where the years were not drawn.
    pub probability: Option<f64>,
}

impl Outlay {
    /// From what is paid once, and what it all comes to a year with that spread over the years.
    pub fn new(once: Option<Range>, per_year: Range, years: Option<u32>) -> Outlay {
        let (once, years) = (once.unwrap_or_default(), years.unwrap_or(YEARS).max(1));
        let spread = once.over(f64::from(years));
        Outlay {
            once,
            yearly: Range {
                low: per_year.low - spread.low,
                high: per_year.high - spread.high,
            },
            years,
        }
    }
}

/// When an outlay that avoids so much a year has paid for itself.
pub fn payback(
    outlay: Outlay,
    (avoided, between): (f64, Between),
    years: Option<&TwoYears>,
) -> Payback {
    let after = |once: f64, yearly: f64, avoided: f64| {
        let saved = avoided - yearly;
        match once <= 0.0 {
            true => (saved >= 0.0).then_some(0.0),
            false => (saved > 0.0).then(|| once / saved),
        }
    };
    let (once, yearly) = (outlay.once, outlay.yearly);
    let all = once.middle() + yearly.middle() * f64::from(outlay.years);
    let probability = years.and_then(|it| it.drawn.saves(outlay.years as usize, all));
    Payback {
        years: after(once.middle(), yearly.middle(), avoided),
        soonest_years: after(once.low, yearly.low, between.high),
        latest_years: after(once.high, yearly.high, between.low),
        said: between.said,
        within_years: outlay.years,
        probability,
    }
}
