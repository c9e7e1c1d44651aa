//! Dates, moments, times of day and weekdays.

use std::fmt;

use super::amount::written;
use crate::complaint::Complaints;
use crate::node::{Node, shorten};
use crate::shape::Shape;

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub jiff::civil::Date);

impl Date {
    fn parse(text: &str) -> Option<Date> {
        (text.len() == 10).then(|| text.parse().ok().map(Date))?
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

written!(
    Date,
    "a date (`2026-12-25`)",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
);

/// When something happened: a date, or an instant with its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The day is known.
    Day(Date),
    /// The instant is known.
    Instant(jiff::Timestamp),
}

impl Moment {
    fn parse(text: &str) -> Option<Moment> {
        let day = Date::parse(text).map(Moment::Day);
        day.or_else(|| text.parse().ok().map(Moment::Instant))
    }

    /// The date (in UTC where the instant is known).
    pub fn date(&self) -> Date {
        match self {
            Moment::Day(date) => *date,
            Moment::Instant(instant) => Date(instant.to_zoned(jiff::tz::TimeZone::UTC).date()),
        }
    }
}

impl Moment {
    /// The first instant it can mean: of a day, its midnight in UTC.
    pub fn earliest(&self) -> jiff::Timestamp {
        match self {
            Moment::Instant(instant) => *instant,
            Moment::Day(day) => midnight(day.0),
        }
    }
}

/// Midnight in UTC; the edge of time for a day that lies beyond what an instant can name.
fn midnight(day: jiff::civil::Date) -> jiff::Timestamp {
    let zoned = day.to_zoned(jiff::tz::TimeZone::UTC);
    zoned.map_or(jiff::Timestamp::MAX, |zoned| zoned.timestamp())
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Day(date) => write!(out, "{date}"),
            Moment::Instant(instant) => write!(out, "{instant}"),
        }
    }
}

written!(
    Moment,
    "a date (`2026-12-25`) or an instant with its offset (`2026-12-25T08:00:00+01:00`)",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
);

/// A time of day in minutes after midnight, `00:00` to `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub u32);

impl TimeOfDay {
    fn parse(text: &str) -> Option<TimeOfDay> {
        let (hours, minutes) = text.split_once(':')?;
        let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !two(hours) || !two(minutes) {
            return None;
        }
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        (minutes < 60 && hours * 60 + minutes <= 1_440).then_some(TimeOfDay(hours * 60 + minutes))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

written!(
    TimeOfDay,
    "a time of day from `00:00` to `24:00`",
    "^[0-2][0-9]:[0-5][0-9]$"
);

crate::words! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

impl Shape for jiff::Timestamp {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<jiff::Timestamp> {
        let what = "an instant (`2026-06-19T14:30:00Z`)";
        let text = complaints.scalar(node, what)?;
        let instant = text.parse().ok();
        if instant.is_none() {
            complaints.add(node.at, format!("`{}` is not {what}", shorten(text)));
        }
        instant
    }

    fn write(&self) -> Node {
        Node::text(self.to_string())
    }

    fn schema() -> Node {
        Node::map([
            ("type", Node::text("string")),
            ("format", Node::text("date-time")),
        ])
    }
}
