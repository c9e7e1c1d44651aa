//! Working days: Monday to Friday, counted from the first day of the work. Holidays are not asked.

use jiff::civil::{Date, Weekday};

/// Working days counted from a first one.
#[derive(Clone, Copy, Debug)]
pub struct WorkingDays {
    first: Date,
}

impl WorkingDays {
    /// Counted from a day, or from the Monday after where it is at a weekend.
    pub fn from(day: Date) -> WorkingDays {
        WorkingDays {
            first: next_working(day),
        }
    }

    /// The first working day.
    pub fn first(self) -> Date {
        self.first
    }

    /// The day of a number, from 0; the last that can be told where it is beyond all days.
    pub fn day(self, number: i64) -> Date {
        let number = number.max(0);
        let weekday = i64::from(self.first.weekday().to_monday_zero_offset());
        let days = number.saturating_add((weekday + number % 5) / 5 * 2 + number / 5 * 2);
        let span = jiff::Span::new().try_days(days);
        span.and_then(|span| self.first.checked_add(span))
            .unwrap_or(Date::MAX)
    }

    /// The number of the first working day on or after a day; 0 for what is past.
    pub fn number(self, day: Date) -> i64 {
        let day = next_working(day);
        let days = crate::rule::age::days_between(self.first, day);
        if days <= 0 {
            return 0;
        }
        let weeks = days / 7;
        let rest = days % 7;
        let weekday = i64::from(self.first.weekday().to_monday_zero_offset());
        let weekend = if weekday + rest > 4 { 2 } else { 0 };
        weeks * 5 + rest - weekend
    }
}

/// How many working days cover a span of calendar days, from whatever day it starts.
pub fn covering(calendar_days: i64) -> i64 {
    let days = calendar_days.max(0);
    days / 7 * 5 + (days % 7).min(5)
}

fn next_working(day: Date) -> Date {
    let ahead = match day.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => 1,
        _ => 0,
    };
    let span = jiff::Span::new().days(ahead);
    day.checked_add(span).unwrap_or(day)
}
