//! When agreed hours run out. It looks at one calendar and at no target.

#[cfg(test)]
mod tests;

use anyhow::{Context, anyhow};
use continuity::agreed_hours::Hours;
use jiff::tz::AmbiguousOffset;
use jiff::{Timestamp, Zoned, civil};
use record::complaint::suggestion;
use record::initiation::Calendar;
use record::kinds::Registers;
use record::value::Duration;

use super::Wrong;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The calendar of agreed hours, by id or `calendar/id`.
    pub calendar: String,
    /// When the clock starts: an instant with its offset, or local time of the calendar.
    pub start: String,
    /// How much agreed time there is.
    pub within: String,
}

/// When the hours of a calendar run out.
pub fn deadline(registers: &Registers, asked: &Asked) -> Result<DeadlineAnswer, Wrong> {
    let within = Duration::parse(&asked.within).map_err(Wrong)?;
    let calendars = &registers.calendars;
    let named = &asked.calendar;
    let id = named.strip_prefix("calendar/").unwrap_or(named);
    let calendar = calendars.get(id).ok_or_else(|| {
        let near = suggestion(id, calendars.iter().map(|calendar| &*calendar.id));
        let id = record::node::shorten(id);
        Wrong(format!("no calendar is called `{id}`{near}"))
    })?;
    let answer = deadline_answer(calendar, &asked.start, within);
    answer.map_err(|why| Wrong(format!("{why:#}")))
}

/// When agreed hours run out, in the zone of their calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadlineAnswer {
    /// When they began to count.
    pub start: Zoned,
    /// How many were asked for.
    pub within: Duration,
    /// When they run out.
    pub deadline: Zoned,
    /// Seconds from start to deadline by the clock on the wall.
    pub elapsed_seconds: i64,
    /// What had to be decided about a start without an offset.
    pub remark: Option<String>,
}

/// Answers for a start written as an instant with its offset, or as local time in the zone of the
/// calendar. Errors: a start that is neither, an unknown zone, hours that never run out.
pub fn deadline_answer(
    calendar: &Calendar,
    start_text: &str,
    within: Duration,
) -> anyhow::Result<DeadlineAnswer> {
    let hours = Hours::new(calendar)?;
    let (start, remark) = start_instant(start_text, &hours, &calendar.zone)?;
    let deadline = hours.deadline(start, within.0)?;
    Ok(DeadlineAnswer {
        elapsed_seconds: deadline.as_second() - start.as_second(),
        start: start.to_zoned(hours.zone().clone()),
        deadline: deadline.to_zoned(hours.zone().clone()),
        within,
        remark,
    })
}

fn start_instant(
    text: &str,
    hours: &Hours,
    zone: &str,
) -> anyhow::Result<(Timestamp, Option<String>)> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok((instant, None));
    }
    let local = local_time(text).ok_or_else(|| {
        let text = record::node::shorten(text);
        anyhow!("`{text}` is no start; write `2026-06-19T16:30` or `2026-06-19T16:30:00+02:00`")
    })?;
    let ambiguous = hours.zone().to_ambiguous_timestamp(local);
    let offset = ambiguous.offset();
    let instant = ambiguous
        .compatible()
        .with_context(|| format!("`{text}` lies beyond the time we can count"))?;
    let meant = instant.to_zoned(hours.zone().clone());
    let meant = meant.strftime("%FT%H:%M:%S%:z");
    let remark = match offset {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Fold { .. } => Some(format!(
            "{text} comes twice in {zone}, where the clocks go back; the first is taken ({meant})"
        )),
        AmbiguousOffset::Gap { .. } => Some(format!(
            "{text} does not come in {zone}, where the clocks go forward; {meant} is taken"
        )),
    };
    Ok((instant, remark))
}

/// A date and a time and nothing else: the parser would pass over an offset or a zone.
fn local_time(text: &str) -> Option<civil::DateTime> {
    let (_, time) = text.split_once(['T', ' '])?;
    let plain = time.bytes().all(|c| c.is_ascii_digit() || c == b':');
    plain.then(|| text.parse().ok())?
}

impl DeadlineAnswer {
    /// `{"deadline": .., "elapsed_seconds": ..}`, and `remark` where there is one.
    pub fn json(&self) -> serde_json::Value {
        let deadline = self.deadline.strftime("%FT%H:%M:%S%:z").to_string();
        let mut answer = serde_json::json!({
            "deadline": deadline,
            "elapsed_seconds": self.elapsed_seconds,
        });
        if let Some(remark) = &self.remark {
            answer["remark"] = remark.as_str().into();
        }
        answer
    }

    /// Lines for a person.
    pub fn text(&self) -> String {
        let shown = |instant: &Zoned| instant.strftime("%a %F %H:%M:%S %:z").to_string();
        let (start, deadline) = (shown(&self.start), shown(&self.deadline));
        let (within, elapsed) = (self.within, Duration(self.elapsed_seconds));
        let mut text = format!("{deadline}\n{within} of agreed hours from {start}");
        text += &format!(" run out after {elapsed} by the clock.");
        if let Some(remark) = &self.remark {
            text += &format!("\nNote: {remark}.");
        }
        text
    }
}
