//! Stamps of a disruption: what the stopwatch showed, and whether a target was met. Objective and
//! capability are other figures and live elsewhere.

use jiff::Timestamp;
use record::item::{ClockStart, Rto};

use crate::agreed_hours::{Hours, NoDeadline, due_from};

/// The stamps of a disruption up to its recovery, T0 to T6 (domain reference 4.6). What did not
/// happen, or is not known, is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamps {
    /// T0: the disruption began.
    pub began: Option<Timestamp>,
    /// T1: someone knew.
    pub detected: Option<Timestamp>,
    /// T2: its severity was set.
    pub classified: Option<Timestamp>,
    /// T3: the plan was invoked.
    pub invoked: Option<Timestamp>,
    /// T4: recovery work started.
    pub started: Option<Timestamp>,
    /// T5: technically available.
    pub available: Option<Timestamp>,
    /// T6: verified at the minimum level; recovery ends here, not at T5.
    pub verified: Option<Timestamp>,
}

/// Whether a target was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Back in time.
    Met {
        /// Seconds to spare.
        spare_seconds: i64,
    },
    /// Back too late.
    Missed {
        /// Seconds too late.
        late_seconds: i64,
    },
}

impl Stamps {
    /// The stamp at which a clock starts.
    pub fn start_of(&self, clock: ClockStart) -> Option<Timestamp> {
        match clock {
            ClockStart::Disruption => self.began,
            ClockStart::Detection => self.detected,
            ClockStart::Invocation => self.invoked,
        }
    }

    /// The recovery time achieved, in elapsed seconds from the start of a clock. `None` where a
    /// stamp is missing, or where it was back before that clock started (it healed by itself).
    pub fn achieved_seconds(&self, clock: ClockStart) -> Option<i64> {
        let start = self.start_of(clock)?.as_second();
        let seconds = self.verified?.as_second() - start;
        (seconds >= 0).then_some(seconds)
    }

    /// Whether a target was met; `None` where `achieved_seconds` has no figure.
    /// Errors: agreed hours that come to no end.
    pub fn verdict(&self, rto: &Rto, hours: &Hours) -> Result<Option<Verdict>, NoDeadline> {
        let (Some(start), Some(back)) = (self.start_of(rto.from), self.verified) else {
            return Ok(None);
        };
        if self.achieved_seconds(rto.from).is_none() {
            return Ok(None);
        }
        let spare_seconds = due_from(rto, start, hours)?.as_second() - back.as_second();
        Ok(Some(if spare_seconds >= 0 {
            Verdict::Met { spare_seconds }
        } else {
            let late_seconds = -spare_seconds;
            Verdict::Missed { late_seconds }
        }))
    }

    /// The age of a recovery point when the disruption began, in seconds. Where the data were
    /// corrupt earlier than that, it counts from then: what came after was lost as well. Negative
    /// where the point is later and so holds the fault. `None` without T0.
    pub fn recovery_point_age_seconds(
        &self,
        recovery_point: Timestamp,
        corrupt_since: Option<Timestamp>,
    ) -> Option<i64> {
        let began = self.began?;
        let since = corrupt_since.map_or(began, |corrupt| corrupt.min(began));
        Some(since.as_second() - recovery_point.as_second())
    }
}

#[cfg(test)]
mod tests;
