//! How long something that was shown counts: calendar months from the day on which it was shown,
//! clamped to the end of a month (domain reference 4.18).

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// Whether something that was shown still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Freshness {
    /// It counts.
    Fresh,
    /// It counts, and not for long.
    DueSoon,
    /// It is too old, or something changed since.
    Stale,
}

impl Freshness {
    /// The words for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Freshness::Fresh => "fresh",
            Freshness::DueSoon => "due soon",
            Freshness::Stale => "stale",
        }
    }
}

/// How old something is, against the interval in which it must be shown anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// The last day on which it counts.
    pub due: Date,
    /// Days since then; negative before.
    pub over_days: i64,
    /// Whether it still counts.
    pub freshness: Freshness,
    /// Whether twice the interval has passed.
    pub twice: bool,
}

/// The least number of days before it is due that is called soon.
const SOON_DAYS: i64 = 30;

/// The age on a day of what was shown on another, with so many months until it must be shown anew.
pub fn age(shown: Date, months: i32, today: Date) -> Age {
    let after = |months: i32| shown.checked_add(months.months()).unwrap_or(Date::MAX);
    let due = after(months);
    let days = |from: Date, to: Date| from.duration_until(to).as_secs() / 86_400;
    let over_days = days(due, today);
    let soon = SOON_DAYS.max(days(shown, due) / 10);
    let freshness = match over_days {
        1.. => Freshness::Stale,
        left if -left <= soon => Freshness::DueSoon,
        _ => Freshness::Fresh,
    };
    Age {
        due,
        over_days,
        freshness,
        twice: today > after(months.saturating_mul(2)),
    }
}

#[cfg(test)]
mod tests;
