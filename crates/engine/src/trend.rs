//! A straight line through readings: when it reaches a limit, and how likely a reading to come is
//! above it. It knows no seasons and no curves; what the line does not explain widens the answer.

#[cfg(test)]
mod tests;

use crate::beta::student_below;

/// Fewest readings that a line is drawn through: two would fit any line, and say nothing of how
/// well.
pub const READINGS_MIN: usize = 3;

/// A least-squares line and what it leaves unexplained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// How many readings it was drawn through.
    pub readings: usize,
    /// What is added for each unit on the axis.
    pub slope: f64,
    middle: (f64, f64),
    spread: f64,
    deviation: f64,
}

impl Trend {
    /// The line through readings (axis, value); `None` for fewer than [`READINGS_MIN`], for
    /// readings all at one place, and where a number is none.
    pub fn through(readings: &[(f64, f64)]) -> Option<Trend> {
        let count = readings.len();
        let finite = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
        if count < READINGS_MIN || !readings.iter().all(finite) {
            return None;
        }
        let n = count as f64;
        let middle = (
            readings.iter().map(|it| it.0).sum::<f64>() / n,
            readings.iter().map(|it| it.1).sum::<f64>() / n,
        );
        let from = |(x, y): &(f64, f64)| (x - middle.0, y - middle.1);
        let spread: f64 = readings.iter().map(|it| from(it).0.powi(2)).sum();
        if spread <= 0.0 {
            return None;
        }
        let together: f64 = readings
            .iter()
            .map(|it| {
                let (x, y) = from(it);
                x * y
            })
            .sum();
        let slope = together / spread;
        let left: f64 = readings
            .iter()
            .map(|it| {
                let (x, y) = from(it);
                (y - slope * x).powi(2)
            })
            .sum();
        Some(Trend {
            readings: count,
            slope,
            middle,
            spread,
            deviation: (left / (n - 2.0)).sqrt(),
        })
    }

    /// The value of the line at a place on the axis.
    pub fn value(&self, x: f64) -> f64 {
        self.middle.1 + self.slope * (x - self.middle.0)
    }

    /// Where the line reaches a limit from below; `None` where it does not rise.
    pub fn reaches(&self, limit: f64) -> Option<f64> {
        let x = self.middle.0 + (limit - self.middle.1) / self.slope;
        (self.slope > 0.0 && x.is_finite()).then_some(x)
    }

    /// The chance that a reading there is at or above a limit: Student's t with n - 2 degrees of
    /// freedom around the line, wider the further the place is from the readings.
    pub fn chance_above(&self, limit: f64, x: f64) -> f64 {
        let n = self.readings as f64;
        let away = (x - self.middle.0).powi(2) / self.spread;
        let error = self.deviation * (1.0 + 1.0 / n + away).sqrt();
        let over = self.value(x) - limit;
        // Readings that lie on the line to the last digit leave nothing uncertain.
        let exact = 1e-9 * (1.0 + limit.abs());
        if error <= exact {
            return if over >= -exact { 1.0 } else { 0.0 };
        }
        student_below(over / error, n - 2.0)
    }
}
