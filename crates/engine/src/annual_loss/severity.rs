//! What one hit costs: a lognormal amount, held at a greatest one where there is one.

use crate::normal::{at_most, exp, quantile};

/// A lognormal amount by two of its points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Severity {
    /// The mean of its logarithm.
    pub(super) mu: f64,
    /// The standard deviation of its logarithm; 0 for an amount that is sure.
    pub(super) sigma: f64,
    /// No hit costs more; infinite where there is no such limit.
    cap: f64,
}

impl Severity {
    /// From the median and what nine of ten stay below; `None` unless both are above zero and in
    /// order.
    pub fn from_points(median: f64, p90: f64, cap: Option<f64>) -> Option<Severity> {
        let fits = median > 0.0 && p90 >= median && p90.is_finite();
        let cap = cap.unwrap_or(f64::INFINITY);
        (fits && cap > 0.0).then(|| Severity {
            mu: median.ln(),
            sigma: (p90 / median).ln() / quantile(0.9),
            cap,
        })
    }

    /// What costs nothing, and is known to.
    pub const NOTHING: Severity = Severity {
        mu: 0.0,
        sigma: 0.0,
        cap: 0.0,
    };

    /// An amount that is always the same; `None` unless it is above zero.
    pub fn sure(amount: f64) -> Option<Severity> {
        Severity::from_points(amount, amount, None)
    }

    /// From the mean and the deviation of its logarithm.
    pub fn of_logarithm(mu: f64, sigma: f64) -> Severity {
        Severity {
            mu,
            sigma,
            cap: f64::INFINITY,
        }
    }

    /// So many times as much, the cap too; `None` unless the factor is above zero.
    pub fn times(self, factor: f64) -> Option<Severity> {
        (factor > 0.0 && factor.is_finite()).then(|| Severity {
            mu: self.mu + factor.ln(),
            sigma: self.sigma,
            cap: self.cap * factor,
        })
    }

    /// The amount of a standard normal number.
    #[inline]
    pub fn at(&self, z: f64) -> f64 {
        exp(self.mu + self.sigma * z).min(self.cap)
    }

    /// What so large a share of hits stays below.
    pub fn quantile(&self, share: f64) -> f64 {
        if self.sigma == 0.0 {
            return self.at(0.0);
        }
        self.at(quantile(share.clamp(1e-12, 1.0 - 1e-12)))
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        let whole = (self.mu + 0.5 * self.sigma * self.sigma).exp();
        if self.cap.is_infinite() {
            return whole;
        }
        if self.sigma == 0.0 {
            return self.at(0.0);
        }
        let z = (self.cap.ln() - self.mu) / self.sigma;
        whole * at_most(z - self.sigma) + self.cap * (1.0 - at_most(z))
    }

    /// Whether it costs nothing worth a word.
    pub(super) fn is_nothing(&self) -> bool {
        self.cap <= 0.0
    }
}
