//! A Beta-PERT distribution (domain reference 4.14) as a table over standard normal numbers, so
//! that draws that are alike can be made by way of normal ones.

use crate::graph::Seconds;
use crate::normal::at_most;

/// Slices over which the density is summed.
const SLICES: usize = 4096;
/// Beyond so many deviations everything counts as the end.
const END: f64 = 4.0;
/// Cells of the table for each deviation.
const CELLS: usize = 64;

/// Where between best and worst the distribution stands at each normal number.
#[derive(Clone, Debug)]
pub(super) struct Shape(Vec<f64>);

/// The first parameter of three points in order; the other is 6 less it.
pub(super) fn alpha([best, likely, worst]: [Seconds; 3]) -> f64 {
    if best == worst {
        return 3.0;
    }
    let width = (i128::from(worst) - i128::from(best)) as f64;
    1.0 + 4.0 * (i128::from(likely) - i128::from(best)) as f64 / width
}

impl Shape {
    /// The table of a first parameter.
    pub(super) fn new(alpha: f64) -> Shape {
        let width = 1.0 / SLICES as f64;
        let density = |x: f64| x.powf(alpha - 1.0) * (1.0 - x).powf(5.0 - alpha);
        let mut reached = Vec::with_capacity(SLICES + 1);
        let mut sum = 0.0;
        reached.push(0.0);
        for slice in 0..SLICES {
            // By the middle of the slice: the ends of the range, where it is steep, are not met.
            sum += density((slice as f64 + 0.5) * width);
            reached.push(sum);
        }
        let cells = (2.0 * END) as usize * CELLS;
        let place = |cell: usize| {
            let share = at_most(cell as f64 / CELLS as f64 - END) * sum;
            let above = reached.partition_point(|it| *it < share).clamp(1, SLICES);
            let (low, high) = (reached[above - 1], reached[above]);
            let within = if high > low {
                (share - low) / (high - low)
            } else {
                0.0
            };
            (above as f64 - 1.0 + within.clamp(0.0, 1.0)) * width
        };
        Shape((0..=cells).map(place).collect())
    }

    /// The length at a normal number.
    pub(super) fn at(&self, z: f64, [best, _, worst]: [Seconds; 3]) -> Seconds {
        let place = (z.clamp(-END, END) + END) * CELLS as f64;
        let cell = (place as usize).min(self.0.len() - 2);
        let within = place - cell as f64;
        let share = self.0[cell] + within * (self.0[cell + 1] - self.0[cell]);
        let width = (i128::from(worst) - i128::from(best)) as f64;
        let length = i128::from(best) + (share * width).round() as i128;
        length.clamp(i128::from(best), i128::from(worst)) as Seconds
    }
}
