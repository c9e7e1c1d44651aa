//! The shortest and the longest elapsed time that so many agreed hours take over a year of
//! starts, exact to the second. While it is open that time never falls as the start moves on (the
//! end moves as fast, or jumps over a closed time); while it is closed it falls a second a second.
//! So the least stands at an opening, the greatest at a closing or at an end of the year.

use jiff::Timestamp;

use super::{Hours, NoDeadline, in_time};

/// 365 days.
pub(super) const YEAR_SECONDS: i64 = 365 * 86_400;

impl Hours {
    /// The least elapsed seconds until so many open seconds have passed, over the starts within
    /// agreed hours in the 365 days from an instant.
    /// Errors: no such start, or none of them comes to an end.
    pub fn shortest(&self, need_seconds: i64, year_from: Timestamp) -> Result<i64, NoDeadline> {
        let from = year_from.as_second();
        self.shortest_between(need_seconds, from, from.saturating_add(YEAR_SECONDS))
    }

    /// The greatest elapsed seconds until so many open seconds have passed, over all starts in
    /// the 365 days from an instant.
    /// Errors: one of them comes to no end.
    pub fn longest(&self, need_seconds: i64, year_from: Timestamp) -> Result<i64, NoDeadline> {
        let from = year_from.as_second();
        self.longest_between(need_seconds, from, from.saturating_add(YEAR_SECONDS))
    }

    /// The greatest elapsed seconds of a target by opening over all starts in the 365 days from
    /// an instant: outside agreed hours until the next opening, inside until so many open seconds
    /// have passed.
    /// Errors: one of them comes to no end.
    pub fn longest_by_opening(
        &self,
        need_seconds: i64,
        year_from: Timestamp,
    ) -> Result<i64, NoDeadline> {
        let from = year_from.as_second();
        let to = from.saturating_add(YEAR_SECONDS);
        self.longest_by_opening_between(need_seconds, from, to)
    }

    pub(super) fn shortest_between(
        &self,
        need: i64,
        from: i64,
        to: i64,
    ) -> Result<i64, NoDeadline> {
        if need <= 0 || self.openings.is_none() {
            return self.elapsed(from, need);
        }
        let openings = self.spans(from, to).into_iter().map(|span| span.0);
        let mut least = Err(NoDeadline::NeverOpens);
        for opening in openings {
            least = match (least, self.elapsed(opening, need)) {
                (Ok(least), Ok(elapsed)) => Ok(elapsed.min(least)),
                (Ok(least), Err(_)) => Ok(least),
                (Err(_), other) => other,
            };
        }
        least
    }

    pub(super) fn longest_between(&self, need: i64, from: i64, to: i64) -> Result<i64, NoDeadline> {
        if need <= 0 || self.openings.is_none() {
            return self.elapsed(from, need);
        }
        // The last start stands for a calendar that comes to its end within the year.
        let mut greatest = self.elapsed(from, need)?.max(self.elapsed(to - 1, need)?);
        for (_, closes) in self.spans(from, to) {
            if closes < to {
                greatest = greatest.max(self.elapsed(closes, need)?);
            }
        }
        Ok(greatest)
    }

    pub(super) fn longest_by_opening_between(
        &self,
        need: i64,
        from: i64,
        to: i64,
    ) -> Result<i64, NoDeadline> {
        if self.openings.is_none() {
            return self.elapsed(from, need);
        }
        let wait = |start: i64| -> Result<i64, NoDeadline> {
            if self.is_open_second(start) {
                self.elapsed(start, need)
            } else {
                Ok(self.opening_second(start)? - start)
            }
        };
        let mut greatest = wait(from)?.max(wait(to - 1)?);
        for (_, closes) in self.spans(from, to) {
            greatest = greatest.max(wait(closes - 1)?);
            if closes < to {
                greatest = greatest.max(wait(closes)?);
            }
        }
        Ok(greatest)
    }

    fn elapsed(&self, start: i64, need: i64) -> Result<i64, NoDeadline> {
        if !in_time(start) {
            return Err(NoDeadline::TooFar);
        }
        Ok(self.deadline_second(start, need)? - start)
    }
}
