//! Instants and spans for people: local time and UTC together, spans in words.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kinds::Registers;

/// The zone of the organisation: that of most of its calendars in force, the first of equals;
/// UTC where there is none.
pub fn zone(registers: &Registers) -> TimeZone {
    let zones: Vec<&str> = registers
        .calendars
        .live()
        .map(|calendar| calendar.own.zone.as_str())
        .collect();
    let count = |zone: &str| zones.iter().filter(|known| **known == zone).count();
    let most = zones.iter().rev().max_by_key(|zone| count(zone));
    let found = most.and_then(|zone| TimeZone::get(zone).ok());
    found.unwrap_or(TimeZone::UTC)
}

/// An instant, local and UTC, to the minute: `Fri 2026-06-19 16:30 CEST (14:30 UTC)`.
pub fn both(at: Timestamp, zone: &TimeZone) -> Markup {
    html! { time datetime=(at) { (words(at, zone)) } }
}

/// The same as text.
pub fn words(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let utc = at.to_zoned(TimeZone::UTC);
    let shown = local.strftime("%a %Y-%m-%d %H:%M %Z");
    match (local.offset().seconds(), local.date() == utc.date()) {
        (0, _) => utc.strftime("%a %Y-%m-%d %H:%M UTC").to_string(),
        (_, true) => format!("{shown} ({})", utc.strftime("%H:%M UTC")),
        (_, false) => format!("{shown} ({})", utc.strftime("%a %H:%M UTC")),
    }
}

/// The two clocks of the frame, as of when the page was made; a script lets them go on.
pub fn clock(now: Timestamp, zone: &TimeZone) -> Markup {
    let local = now.to_zoned(zone.clone());
    let utc = now.to_zoned(TimeZone::UTC);
    let name = zone.iana_name().unwrap_or("UTC");
    html! {
        @if local.offset().seconds() != 0 {
            time data-clock=(name) datetime=(now) { (local.strftime("%H:%M %Z")) } " "
        }
        time data-clock="UTC" datetime=(now) { (utc.strftime("%H:%M UTC")) }
    }
}

/// A span in words, the two largest units: `3 h 20 min`, `2 d 4 h`, `45 s`. A day is 24 hours.
pub fn span(seconds: i64) -> String {
    let sign = if seconds < 0 { "minus " } else { "" };
    let all = seconds.unsigned_abs();
    let (days, hours, minutes) = (all / 86_400, all / 3_600 % 24, all / 60 % 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "min"), (all % 60, "s")];
    let begin = parts.iter().position(|(count, _)| *count > 0);
    let Some(begin) = begin else {
        return "0 min".into();
    };
    let shown = parts.iter().skip(begin).take(2);
    let shown: Vec<String> = shown
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    format!("{sign}{}", shown.join(" "))
}

/// By when something is needed, counted from the start of recovery work, as a sentence goes on.
pub fn needed(seconds: i64) -> String {
    match seconds {
        0.. => format!("needed within {}", span(seconds)),
        _ => format!(
            "was needed {} before recovery work starts: infeasible",
            span(seconds.saturating_neg())
        ),
    }
}

/// A span that may be unknown.
pub fn span_or_unknown(seconds: Option<i64>) -> String {
    seconds.map_or_else(|| "unknown".into(), span)
}

/// How long ago, or how soon, in one unit: `41 days ago`, `in 3 hours`.
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs();
    let (count, unit) = match seconds.unsigned_abs() {
        0..60 => return "just now".into(),
        all @ 60..3_600 => (all / 60, "minute"),
        all @ 3_600..86_400 => (all / 3_600, "hour"),
        all => (all / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    match seconds > 0 {
        true => format!("{count} {unit}{plural} ago"),
        false => format!("in {count} {unit}{plural}"),
    }
}

#[cfg(test)]
mod tests;
