//! The Beta distribution: what is known of a share after so many of so many, and Student's t,
//! which is the same function seen from elsewhere. It learns nothing and draws nothing.

#[cfg(test)]
mod tests;

use crate::three_point::ln_gamma;

/// How many terms of the continued fraction are taken at most; it settles within some sqrt(a + b).
const TERMS_MAX: u32 = 10_000;
/// How many slices a comparison of two shares is summed over.
const SLICES: u32 = 512;

/// What is known of a share: Beta(a, b), both above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Pseudo-count of what is counted.
    pub a: f64,
    /// Pseudo-count of the rest.
    pub b: f64,
}

impl Share {
    /// After `counted` of `all`, starting from a uniform prior (Beta(1, 1): every share is as
    /// likely as any other). More counted than there are counts as all of them.
    pub fn after(counted: usize, all: usize) -> Share {
        let counted = counted.min(all);
        Share {
            a: 1.0 + counted as f64,
            b: 1.0 + (all - counted) as f64,
        }
    }

    /// The expected share: the chance that the next one counts.
    pub fn mean(self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// The chance that the share is at most `x`.
    pub fn below(self, x: f64) -> f64 {
        incomplete(self.a, self.b, x)
    }

    /// The chance that this share is greater than another that is independent of it. Cost: some
    /// hundred evaluations of the incomplete beta function.
    pub fn greater_than(self, other: Share) -> f64 {
        // The sum over slices of P(this in the slice) * P(other below its middle).
        let mut sum = 0.0;
        let mut reached = 0.0;
        for slice in 1..=SLICES {
            let (low, high) = (
                f64::from(slice - 1) / f64::from(SLICES),
                f64::from(slice) / f64::from(SLICES),
            );
            let next = self.below(high);
            sum += (next - reached) * other.below(0.5 * (low + high));
            reached = next;
        }
        sum.clamp(0.0, 1.0)
    }
}

/// The regularised incomplete beta function for a and b above 0; 0 below and 1 above its range.
pub fn incomplete(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x.is_nan() {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction settles fast on the side of the mean where x is small.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_low(b, a, 1.0 - x);
    }
    incomplete_low(a, b, x)
}

/// By its continued fraction (Abramowitz and Stegun 26.5.8), evaluated from the front.
fn incomplete_low(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / guard(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    for term in 1..TERMS_MAX {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    let scale = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p();
    (scale.exp() * value / a).clamp(0.0, 1.0)
}

/// The chance that a Student t of so many degrees of freedom is at most `t`.
pub fn student_below(t: f64, degrees: f64) -> f64 {
    if t.is_infinite() {
        return if t > 0.0 { 1.0 } else { 0.0 };
    }
    let tail = 0.5 * incomplete(0.5 * degrees, 0.5, degrees / (degrees + t * t));
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The chance that a standard normal is at most `z`. Source: Student's t with so many degrees of
/// freedom that the difference is below 1e-7.
pub fn normal_below(z: f64) -> f64 {
    student_below(z, 1e7)
}
