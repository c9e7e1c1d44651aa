//! Agreed hours: the windows of a calendar on the line of time, and walks along them. Opening is
//! inclusive, closing exclusive; everything is in whole seconds, fractions are dropped. It judges
//! no target (see `due`) and reads no clock.

mod due;
mod extent;
mod stretch;

pub use due::{Leads, demand_seconds, due, due_from, wait_seconds};

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use record::initiation::Calendar;
use record::kinds::Registers;
use stretch::{STRETCH_SECONDS, Stretch};

/// How far a walk looks ahead of its start: a calendar that stays closed is an error, no endless
/// walk (domain reference 4.7).
const REACH_SECONDS: i64 = 4_000 * 86_400;

/// A calendar made ready for questions. Stretches of it are worked out when first asked for and
/// kept, so that ask from one `Hours` what concerns one calendar; it may be shared by threads.
#[derive(Debug)]
pub struct Hours {
    zone: TimeZone,
    /// Absent: open always.
    openings: Option<Openings>,
}

#[derive(Debug)]
struct Openings {
    rule: stretch::Rule,
    known: RwLock<BTreeMap<i64, Arc<Stretch>>>,
}

/// A calendar whose time zone no one knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone {
    /// The zone as written.
    pub zone: String,
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zone = record::node::shorten(&self.zone);
        write!(out, "`{zone}` is no IANA time zone (`Europe/Berlin`)")
    }
}

impl std::error::Error for UnknownZone {}

/// The zone of the programme: that of most calendars, the first of equals; UTC without any.
pub fn programme_zone(registers: &Registers) -> TimeZone {
    let mut zones: Vec<(&str, usize)> = Vec::new();
    for calendar in registers.calendars.live() {
        match zones.iter_mut().find(|(zone, _)| *zone == calendar.zone) {
            Some((_, count)) => *count += 1,
            None => zones.push((&calendar.zone, 1)),
        }
    }
    zones.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let found = zones
        .first()
        .map(|(zone, _)| TimeZoneDatabase::bundled().get(zone));
    found.and_then(Result::ok).unwrap_or(TimeZone::UTC)
}

/// Why a walk along agreed hours found no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDeadline {
    /// Nothing opens within 4,000 days.
    NeverOpens,
    /// It opens, but the time does not run out within 4,000 days, or before time as we count it
    /// ends (the year 9999).
    TooFar,
}

impl fmt::Display for NoDeadline {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            NoDeadline::NeverOpens => "the calendar does not open within 4,000 days",
            NoDeadline::TooFar => "the agreed hours do not run out within 4,000 days",
        })
    }
}

impl std::error::Error for NoDeadline {}

impl Hours {
    /// Makes a calendar ready. Errors: its zone is unknown. The bundled zones count, never those
    /// of the machine, so that one estate has one answer.
    pub fn new(calendar: &Calendar) -> Result<Hours, UnknownZone> {
        let unknown = |_| UnknownZone {
            zone: calendar.zone.clone(),
        };
        let zone = TimeZoneDatabase::bundled()
            .get(&calendar.zone)
            .map_err(unknown)?;
        let rule = stretch::Rule::new(calendar, zone.clone());
        let known = RwLock::new(BTreeMap::new());
        let openings = Some(Openings { rule, known });
        Ok(Hours { zone, openings })
    }

    /// Hours without a calendar: always open, in UTC.
    pub fn always() -> Hours {
        let zone = TimeZone::UTC;
        let openings = None;
        Hours { zone, openings }
    }

    /// Always open, its days counted in a zone.
    pub fn always_in(zone: TimeZone) -> Hours {
        Hours {
            zone,
            openings: None,
        }
    }

    /// The zone in which its hours are written.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The instant at which so many open seconds have passed since a start: the start itself
    /// where none are needed, the closing where they end exactly there.
    /// Errors: it lies more than 4,000 days ahead. Cost: a few searches among sorted openings.
    pub fn deadline(&self, start: Timestamp, need_seconds: i64) -> Result<Timestamp, NoDeadline> {
        let deadline = self.deadline_second(start.as_second(), need_seconds)?;
        instant(deadline)
    }

    /// Whether agreed hours cover an instant. The instant of closing is outside.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.is_open_second(at.as_second())
    }

    /// The first open instant from one on: itself where it is open.
    /// Errors: nothing opens within 4,000 days.
    pub fn next_opening(&self, at: Timestamp) -> Result<Timestamp, NoDeadline> {
        let opening = self.opening_second(at.as_second())?;
        instant(opening)
    }

    /// Open seconds between two instants; 0 where the second is not later.
    pub fn open_seconds(&self, from: Timestamp, to: Timestamp) -> i64 {
        self.open_between(from.as_second(), to.as_second())
    }

    fn is_open_second(&self, at: i64) -> bool {
        self.stretch_of(at)
            .is_none_or(|stretch| stretch.is_open(at))
    }

    fn opening_second(&self, at: i64) -> Result<i64, NoDeadline> {
        let mut from = at;
        while from <= at.saturating_add(REACH_SECONDS) && in_time(from) {
            let Some(stretch) = self.stretch_of(from) else {
                return Ok(at);
            };
            match stretch.opening_from(from) {
                Some(opening) if opening - at > REACH_SECONDS => break,
                Some(opening) => return Ok(opening),
                None => from = stretch.ends,
            }
        }
        Err(NoDeadline::NeverOpens)
    }

    fn deadline_second(&self, start: i64, need_seconds: i64) -> Result<i64, NoDeadline> {
        if need_seconds <= 0 {
            return Ok(start);
        }
        let latest = start.saturating_add(REACH_SECONDS);
        let (mut from, mut rest) = (start, need_seconds);
        while from < latest && in_time(from) {
            let Some(stretch) = self.stretch_of(from) else {
                let deadline = start.saturating_add(need_seconds);
                let reached = in_time(deadline);
                return reached.then_some(deadline).ok_or(NoDeadline::TooFar);
            };
            match stretch.deadline(from, rest) {
                Ok(deadline) if deadline > latest => break,
                Ok(deadline) => return Ok(deadline),
                Err(left) => rest = left,
            }
            from = stretch.ends;
        }
        // Telling the two apart costs another walk, and only here.
        self.opening_second(start)?;
        Err(NoDeadline::TooFar)
    }

    fn open_between(&self, from: i64, to: i64) -> i64 {
        let (mut at, mut open) = (from, 0);
        while at < to && in_time(at) {
            let Some(stretch) = self.stretch_of(at) else {
                return to - from;
            };
            let end = stretch.ends.min(to);
            open += stretch.open_until(end) - stretch.open_until(at);
            at = end;
        }
        open
    }

    /// Open spans between two instants, cut at both, in order; spans that touch are one.
    pub(crate) fn spans(&self, from: i64, to: i64) -> Vec<(i64, i64)> {
        let mut spans: Vec<(i64, i64)> = Vec::new();
        let mut at = from;
        while at < to && in_time(at) {
            let Some(stretch) = self.stretch_of(at) else {
                return vec![(from, to)];
            };
            for &(opens, closes) in &stretch.spans {
                let (opens, closes) = (opens.max(at), closes.min(to));
                match spans.last_mut() {
                    _ if opens >= closes => {}
                    Some(last) if last.1 == opens => last.1 = closes,
                    _ => spans.push((opens, closes)),
                }
            }
            at = stretch.ends;
        }
        spans
    }

    /// The stretch in which a second lies; `None` where it is always open.
    fn stretch_of(&self, second: i64) -> Option<Arc<Stretch>> {
        let openings = self.openings.as_ref()?;
        let number = second.div_euclid(STRETCH_SECONDS);
        let known = openings
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(stretch) = known.get(&number) {
            return Some(stretch.clone());
        }
        drop(known);
        let stretch = Arc::new(openings.rule.stretch(number));
        let mut known = openings
            .known
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        known.insert(number, stretch.clone());
        Some(stretch)
    }
}

fn in_time(second: i64) -> bool {
    (Timestamp::MIN.as_second()..=Timestamp::MAX.as_second()).contains(&second)
}

fn instant(second: i64) -> Result<Timestamp, NoDeadline> {
    Timestamp::from_second(second).map_err(|_| NoDeadline::TooFar)
}

#[cfg(test)]
pub(crate) mod tests;
