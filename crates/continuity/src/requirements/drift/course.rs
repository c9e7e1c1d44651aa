//! Where figures that were read lead: the line through them, the day on which it reaches a limit,
//! and how likely they are above it at the end of the days looked at.

use engine::beta::Share;
use engine::trend::Trend;
use jiff::Timestamp;
use jiff::civil::Date;

use super::Seen;

const DAY_SECONDS: f64 = 86_400.0;

/// Figures over time, and the limit that they must not reach.
pub(super) struct Course {
    /// The line, where there are enough figures for one.
    pub(super) trend: Option<Trend>,
    limit: f64,
    above: usize,
    readings: usize,
}

impl Course {
    /// The course of figures, the oldest first; the axis is days from the instant asked about.
    pub(super) fn of(seen: &Seen<'_, '_>, figures: &[(Timestamp, f64)], limit: f64) -> Course {
        let now = seen.standpoint.at.as_second();
        let axis = |at: Timestamp| (at.as_second() - now) as f64 / DAY_SECONDS;
        let points: Vec<(f64, f64)> = figures.iter().map(|it| (axis(it.0), it.1)).collect();
        Course {
            trend: Trend::through(&points),
            limit,
            above: figures.iter().filter(|it| it.1 > limit).count(),
            readings: figures.len(),
        }
    }

    /// The day on which it reaches the limit: today where it has, none where it does not rise.
    pub(super) fn on(&self, seen: &Seen<'_, '_>, missed: bool) -> Option<Date> {
        if missed {
            return Some(seen.today);
        }
        let days = self.trend?.reaches(self.limit)?;
        seen.day_after(days.max(0.0))
    }

    /// How likely it is above the limit at the end of the days looked at, and how that is known:
    /// by the line, else by how often it was above before.
    pub(super) fn chance(&self, seen: &Seen<'_, '_>, missed: bool) -> (f64, String) {
        let (above, all) = (self.above, self.readings);
        match self.trend {
            _ if missed => (1.0, "It is so now.".to_string()),
            Some(trend) => (
                trend.chance_above(self.limit, seen.horizon_days()),
                format!(
                    "A line through {all} readings, and how far they lie from it (Student's t), \
                     at the end of the days looked at."
                ),
            ),
            None => (
                Share::after(above, all).mean(),
                format!(
                    "Three readings are needed to say where they lead. Of {all} {above} were above \
                     the limit: (1 + {above}) of (2 + {all})."
                ),
            ),
        }
    }
}
