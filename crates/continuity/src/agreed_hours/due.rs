//! When a target falls due after a loss, and into which elapsed times a target turns: what it
//! demands of others, and how long the business may have to wait.

use jiff::Timestamp;
use record::item::{Clock, ClockStart, Rto};

use super::{Hours, NoDeadline, instant};

/// The time between a loss and the start of work, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leads {
    /// From the loss until someone knows.
    pub detect_seconds: i64,
    /// From then until someone has decided.
    pub decide_seconds: i64,
}

/// The instant at which a target falls due after a loss: its clock starts at the loss, at its
/// detection or at the invocation. By opening, a clock that starts outside agreed hours runs until
/// the next opening.
/// Errors: agreed hours that come to no end, or an instant beyond the year 9999.
pub fn due(
    rto: &Rto,
    lost_at: Timestamp,
    leads: Leads,
    hours: &Hours,
) -> Result<Timestamp, NoDeadline> {
    let before = match rto.from {
        ClockStart::Disruption => 0,
        ClockStart::Detection => leads.detect_seconds,
        ClockStart::Invocation => leads.detect_seconds.saturating_add(leads.decide_seconds),
    };
    let start = instant(lost_at.as_second().saturating_add(before))?;
    due_from(rto, start, hours)
}

/// The instant at which a target falls due once its clock has started.
/// Errors: as `due`.
pub fn due_from(rto: &Rto, start: Timestamp, hours: &Hours) -> Result<Timestamp, NoDeadline> {
    if rto.by_opening && !hours.is_open(start) {
        return hours.next_opening(start);
    }
    match rto.clock {
        Clock::Elapsed if !rto.by_opening => {
            instant(start.as_second().saturating_add(rto.within.0))
        }
        _ => hours.deadline(start, rto.within.0),
    }
}

/// Elapsed seconds, from the start of its clock, that a target demands of what it needs: the
/// shortest over starts within agreed hours in the year from an instant.
/// Errors: as `Hours::shortest`.
pub fn demand_seconds(rto: &Rto, hours: &Hours, year_from: Timestamp) -> Result<i64, NoDeadline> {
    match rto.clock {
        Clock::Elapsed if !rto.by_opening => Ok(rto.within.0),
        _ => hours.shortest(rto.within.0, year_from),
    }
}

/// Elapsed seconds, from the start of its clock, that the business may have to wait: the longest
/// over all starts in the year from an instant.
/// Errors: as `Hours::longest`.
pub fn wait_seconds(rto: &Rto, hours: &Hours, year_from: Timestamp) -> Result<i64, NoDeadline> {
    match rto.clock {
        _ if rto.by_opening => hours.longest_by_opening(rto.within.0, year_from),
        Clock::Elapsed => Ok(rto.within.0),
        Clock::ServiceHours => hours.longest(rto.within.0, year_from),
    }
}
