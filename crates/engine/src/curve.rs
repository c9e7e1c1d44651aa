//! A rising curve given by points: straight between them, and on with the last slope behind the
//! last one. It fits nothing and smooths nothing.

#[cfg(test)]
mod tests;

/// Points of a curve, their places rising.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// A curve through points whose places rise; it begins at nothing unless its first point
    /// stands at place 0. `None` without a point.
    pub fn through(points: &[(f64, f64)]) -> Option<Curve> {
        let first = points.first()?;
        let mut all = Vec::with_capacity(points.len() + 1);
        if first.0 > 0.0 {
            all.push((0.0, 0.0));
        }
        all.extend_from_slice(points);
        Some(Curve { points: all })
    }

    /// The value at a place: at or before the first point that of the first.
    pub fn at(&self, place: f64) -> f64 {
        let after = self.points.partition_point(|(known, _)| *known <= place);
        let (low, high) = match after {
            0 => return self.points[0].1,
            _ if self.points.len() == 1 => return self.points[0].1,
            // Behind the last point, the last two still give the slope.
            _ => {
                let high = after.min(self.points.len() - 1);
                (self.points[high - 1], self.points[high])
            }
        };
        let width = high.0 - low.0;
        match width > 0.0 {
            true => low.1 + (high.1 - low.1) * (place - low.0) / width,
            false => high.1,
        }
    }

    /// Whether a place lies behind the last point, so that the value there is carried on.
    pub fn is_beyond(&self, place: f64) -> bool {
        self.points.last().is_some_and(|(last, _)| place > *last)
    }
}
