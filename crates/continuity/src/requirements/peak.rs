//! On which days a peak falls: the last or first working days of a month, a day of the week, a
//! date. A working day is one on which the hours open, and with hours that are always open, Monday
//! to Friday.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::agreed_hours::Hours;

/// At most so many days of one window are looked at.
const DAYS_MAX: usize = 400;

/// The days that a window touches, in the zone of the hours.
pub fn days(hours: &Hours, from: Timestamp, until: Option<Timestamp>) -> Vec<Date> {
    let zone: &TimeZone = hours.zone();
    let date = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let first = date(from);
    let last = until.map_or(first, |until| date(until.max(from)));
    let mut out = vec![first];
    while out.len() < DAYS_MAX && out.last().is_some_and(|day| *day < last) {
        match out[out.len() - 1].tomorrow() {
            Ok(next) => out.push(next),
            Err(_) => break,
        }
    }
    out
}

/// Whether a peak of these words falls on a day; words that mean no day fall on none.
pub fn falls_on(words: &str, day: Date, hours: &Hours) -> bool {
    if let Ok(date) = words.parse::<Date>() {
        return date == day;
    }
    if let Some(weekday) = weekday(words) {
        return day.weekday() == weekday;
    }
    let mut parts = words.split('-');
    let (Some(end), Some(count), Some("working"), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let Ok(count) = count.parse::<usize>() else {
        return false;
    };
    if !is_working(day, hours) {
        return false;
    }
    let beyond = |next: fn(Date) -> Option<Date>| {
        let days = std::iter::successors(next(day), |day| next(*day));
        days.take_while(|other| other.month() == day.month())
            .filter(|other| is_working(*other, hours))
            .count()
    };
    match end {
        "last" => beyond(|day| day.tomorrow().ok()) < count,
        "first" => beyond(|day| day.yesterday().ok()) < count,
        _ => false,
    }
}

fn is_working(day: Date, hours: &Hours) -> bool {
    let zone = hours.zone().clone();
    let Ok(begin) = day.to_zoned(zone.clone()) else {
        return false;
    };
    let end = day
        .tomorrow()
        .ok()
        .and_then(|next| next.to_zoned(zone).ok());
    let end = end.map_or(begin.timestamp(), |end| end.timestamp());
    let open = hours.open_seconds(begin.timestamp(), end);
    let all = end.as_second() - begin.timestamp().as_second();
    match open {
        0 => false,
        open if open < all => true,
        _ => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
    }
}

fn weekday(words: &str) -> Option<Weekday> {
    Some(match words.to_ascii_lowercase().get(..3)? {
        _ if words.contains('-') => return None,
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}
