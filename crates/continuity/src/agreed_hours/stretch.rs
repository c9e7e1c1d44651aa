//! A stretch of a calendar: its openings on the line of time, merged and in order. The rules of
//! days, midnight, exceptions and clock changes live here (domain reference 4.7) and nowhere else.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use record::initiation::Calendar;
use record::value::{TimeOfDay, Weekday};

/// Long enough that a walk of a few days meets one or two, short enough to be made in no time.
pub(super) const STRETCH_SECONDS: i64 = 64 * 86_400;

const DAY_SECONDS: i64 = 86_400;
const DAY_MINUTES: u32 = 1_440;
/// A window lies at most two days after the start of its day, a clock is at most a day and two
/// hours from UTC, and a zone that changes its date skips a day: five days cover all of it.
const MARGIN_SECONDS: i64 = 5 * DAY_SECONDS;

/// A window of one day, in minutes after the midnight on which that day begins.
#[derive(Clone, Copy, Debug)]
struct Window {
    from: u32,
    to: u32,
}

impl Window {
    fn new(from: TimeOfDay, to: TimeOfDay) -> Window {
        let next_day = if to.0 <= from.0 { DAY_MINUTES } else { 0 };
        let (from, to) = (from.0, to.0 + next_day);
        Window { from, to }
    }
}

/// What a calendar says, by weekday and by date.
#[derive(Debug)]
pub(super) struct Rule {
    zone: TimeZone,
    /// Monday first.
    week: [Vec<Window>; 7],
    exceptions: BTreeMap<Date, Vec<Window>>,
}

/// The openings between two instants. Spans are in order, do not touch, and are not empty.
#[derive(Debug)]
pub(super) struct Stretch {
    pub(super) ends: i64,
    pub(super) spans: Vec<(i64, i64)>,
    /// Open seconds of the stretch up to the end of each span.
    open: Vec<i64>,
}

impl Rule {
    pub(super) fn new(calendar: &Calendar, zone: TimeZone) -> Rule {
        let mut week: [Vec<Window>; 7] = Default::default();
        for window in &calendar.windows {
            for &day in &window.days {
                week[weekday_index(day)].push(Window::new(window.from, window.to));
            }
        }
        let mut exceptions = BTreeMap::new();
        for exception in &calendar.exceptions {
            let windows = exception.windows.iter();
            let windows = windows.map(|window| Window::new(window.from, window.to));
            let windows = if exception.closed {
                Vec::new()
            } else {
                windows.collect()
            };
            exceptions.entry(exception.date.0).or_insert(windows);
        }
        Rule {
            zone,
            week,
            exceptions,
        }
    }

    /// The stretch of a number; number 0 begins with 1970 in UTC.
    pub(super) fn stretch(&self, number: i64) -> Stretch {
        let starts = number.saturating_mul(STRETCH_SECONDS);
        let ends = starts.saturating_add(STRETCH_SECONDS);
        let mut spans = Vec::new();
        let mut day = self.date_at(starts - MARGIN_SECONDS);
        let last = self.date_at(ends + MARGIN_SECONDS);
        loop {
            for &window in self.windows_of(day) {
                spans.extend(self.span(day, window).and_then(|(opens, closes)| {
                    let (opens, closes) = (opens.max(starts), closes.min(ends));
                    (opens < closes).then_some((opens, closes))
                }));
            }
            match day.tomorrow() {
                Ok(next) if next <= last => day = next,
                _ => break,
            }
        }
        Stretch::new(ends, spans)
    }

    fn windows_of(&self, day: Date) -> &[Window] {
        let weekday = day.weekday().to_monday_zero_offset() as usize;
        self.exceptions.get(&day).unwrap_or(&self.week[weekday])
    }

    /// A local edge that the clocks skip moves forward by the gap; of one that comes twice the
    /// first opens and the second closes. `None` where that leaves nothing.
    fn span(&self, day: Date, window: Window) -> Option<(i64, i64)> {
        let opens = self.edge(day, window.from)?.compatible().ok()?.as_second();
        let closes = match self.edge(day, window.to).map(|edge| edge.later()) {
            Some(Ok(closes)) => closes.as_second(),
            _ => Timestamp::MAX.as_second(),
        };
        (opens < closes).then_some((opens, closes))
    }

    fn edge(&self, day: Date, minutes: u32) -> Option<jiff::tz::AmbiguousTimestamp> {
        let mut day = day;
        for _ in 0..minutes / DAY_MINUTES {
            day = day.tomorrow().ok()?;
        }
        let of_day = minutes % DAY_MINUTES;
        let time = Time::constant((of_day / 60) as i8, (of_day % 60) as i8, 0, 0);
        Some(self.zone.to_ambiguous_timestamp(day.to_datetime(time)))
    }

    /// The local date at a second; at the ends of time as we count it, the last one there is.
    fn date_at(&self, second: i64) -> Date {
        let (least, greatest) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        let instant = Timestamp::from_second(second.clamp(least, greatest))
            .expect("a second between the first and the last is an instant");
        self.zone.to_datetime(instant).date()
    }
}

fn weekday_index(day: Weekday) -> usize {
    match day {
        Weekday::Mon => 0,
        Weekday::Tue => 1,
        Weekday::Wed => 2,
        Weekday::Thu => 3,
        Weekday::Fri => 4,
        Weekday::Sat => 5,
        Weekday::Sun => 6,
    }
}

impl Stretch {
    fn new(ends: i64, mut raw: Vec<(i64, i64)>) -> Stretch {
        raw.sort_unstable();
        let mut spans: Vec<(i64, i64)> = Vec::with_capacity(raw.len());
        for (opens, closes) in raw {
            match spans.last_mut() {
                Some(last) if opens <= last.1 => last.1 = last.1.max(closes),
                _ => spans.push((opens, closes)),
            }
        }
        let mut total = 0;
        let open = spans.iter().map(|(opens, closes)| {
            total += closes - opens;
            total
        });
        let open = open.collect();
        Stretch { ends, spans, open }
    }

    pub(super) fn is_open(&self, at: i64) -> bool {
        self.opening_from(at) == Some(at)
    }

    /// The first open second from one on, within the stretch.
    pub(super) fn opening_from(&self, at: i64) -> Option<i64> {
        let span = self.spans.get(self.span_after(at))?;
        Some(span.0.max(at))
    }

    /// Open seconds from the beginning of the stretch until an instant in it.
    pub(super) fn open_until(&self, at: i64) -> i64 {
        let index = self.span_after(at);
        let before = index.checked_sub(1).map_or(0, |last| self.open[last]);
        let begun = self.spans.get(index).map_or(0, |span| at - span.0);
        before + begun.max(0)
    }

    /// The instant at which `need` (above 0) open seconds have passed since `from`, or how many
    /// are left at the end of the stretch.
    pub(super) fn deadline(&self, from: i64, need: i64) -> Result<i64, i64> {
        let goal = self.open_until(from).saturating_add(need);
        let index = self.open.partition_point(|&open| open < goal);
        match self.spans.get(index) {
            Some(span) => Ok(span.1 - (self.open[index] - goal)),
            None => Err(goal - self.open.last().copied().unwrap_or(0)),
        }
    }

    /// Index of the first span that closes after an instant.
    fn span_after(&self, at: i64) -> usize {
        self.spans.partition_point(|span| span.1 <= at)
    }
}
