//! A duration given as best, likely and worst, read as a Beta-PERT distribution: the duration
//! not exceeded with a given probability. It draws no samples and learns nothing from runs.
//!
//! Shape: alpha = 1 + 4 (likely - best) / (worst - best), beta = 6 - alpha.

use crate::graph::Seconds;

#[cfg(test)]
mod tests;

/// alpha + beta, whatever the three points are.
const SHAPE_SUM: f64 = 6.0;

/// The duration not exceeded with probability `share`, to the nearest second. The three points
/// are put in order first; a share at or below 0 gives the best, at or above 1 (or not a
/// number) the worst. Cost: some microseconds.
pub fn quantile(best: Seconds, likely: Seconds, worst: Seconds, share: f64) -> Seconds {
    let mut points = [best, likely, worst];
    points.sort_unstable();
    let [best, likely, worst] = points;
    if best == worst || share <= 0.0 {
        return best;
    }
    if share >= 1.0 || share.is_nan() {
        return worst;
    }
    let width = (i128::from(worst) - i128::from(best)) as f64;
    let alpha = 1.0 + 4.0 * (i128::from(likely) - i128::from(best)) as f64 / width;
    let within = (fraction(alpha, share) * width).round();
    // The width of two far ends may be more than an i64 holds; the sum is not.
    (i128::from(best) + within as i128).clamp(i128::from(best), i128::from(worst)) as Seconds
}

/// Where between 0 and 1 the distribution reaches `share`.
fn fraction(alpha: f64, share: f64) -> f64 {
    let (mut low, mut high) = (0.0f64, 1.0f64);
    // Halving 60 times leaves less than a second of any duration that is not itself rounded.
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if reached(alpha, SHAPE_SUM - alpha, middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The regularised incomplete beta function for a + b = 6, both at least 1.
fn reached(a: f64, b: f64, x: f64) -> f64 {
    if x > 0.5 {
        return 1.0 - reached_low(b, a, 1.0 - x);
    }
    reached_low(a, b, x)
}

/// By its power series, which at x of one half or less settles within some sixty terms.
fn reached_low(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 0..200 {
        let n = f64::from(n);
        term *= x * (a + b + n) / (a + 1.0 + n);
        sum += term;
        if term < sum * 1e-16 {
            break;
        }
    }
    // ln of 1 / (a B(a, b)), with the gamma of 6 being 120.
    let scale = 120f64.ln() - a.ln() - ln_gamma(a) - ln_gamma(b);
    (scale + a * x.ln() + b * (-x).ln_1p()).exp() * sum
}

/// Natural logarithm of the gamma function for z above 0: Stirling's series, after moving z up to
/// where four terms suffice.
pub(crate) fn ln_gamma(z: f64) -> f64 {
    let mut z = z;
    let mut product = 1.0;
    while z < 16.0 {
        product *= z;
        z += 1.0;
    }
    let inverse = 1.0 / z;
    let square = inverse * inverse;
    let series =
        inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (z - 0.5) * z.ln() - z + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - product.ln()
}
