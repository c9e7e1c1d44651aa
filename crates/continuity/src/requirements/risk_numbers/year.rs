//! A year's loss in the few figures by which ways and measures are set beside each other, and how
//! much less one year costs than the other, by the same draws.

use engine::annual_loss::{Losses, Model, Pair, Sampling};
use serde::Serialize;

use super::Register;
use super::annual_loss::drawable;

/// A year's loss, in whole units of the currency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Year {
    /// Mean of the years drawn.
    pub mean: f64,
    /// Nine of ten years cost no more.
    pub p90: f64,
    /// Nineteen of twenty.
    pub p95: f64,
    /// Ninety-nine of a hundred.
    pub p99: f64,
    /// The mean of the worst twentieth of the years.
    pub tail_mean: f64,
    /// How likely a year is without any loss.
    pub none_probability: f64,
}

/// How much less a year costs: the difference of each figure. Negative where it is more.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Less {
    /// On average.
    pub mean: f64,
    /// The standard error of that.
    pub mean_error: f64,
    /// Of what nine of ten years do not exceed.
    pub p90: f64,
    /// Of what nineteen of twenty do not exceed.
    pub p95: f64,
    /// Of what ninety-nine of a hundred do not exceed.
    pub p99: f64,
    /// Of the mean of the worst twentieth.
    pub tail_mean: f64,
    /// The share of years that cost more.
    pub worse_probability: f64,
}

/// A year without and with something.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoYears {
    /// Without it.
    pub without: Year,
    /// With it.
    pub with: Year,
    /// How much less it costs with it.
    pub less: Less,
    /// The years themselves.
    pub drawn: Pair,
}

impl Year {
    fn of(losses: &Losses) -> Year {
        Year {
            mean: losses.mean,
            p90: losses.quantile(0.9),
            p95: losses.quantile(0.95),
            p99: losses.quantile(0.99),
            tail_mean: losses.tail_mean,
            none_probability: losses.none(),
        }
    }
}

impl TwoYears {
    /// Draws both. Cost: that of the years of each.
    pub fn of_models(without: &Model, with: &Model, sampling: Sampling) -> TwoYears {
        let drawn = Pair::new(without, with, sampling);
        let (without, with) = (Year::of(&drawn.without), Year::of(&drawn.with));
        TwoYears {
            less: Less {
                mean: drawn.mean_saved(),
                mean_error: drawn.error(),
                p90: without.p90 - with.p90,
                p95: without.p95 - with.p95,
                p99: without.p99 - with.p99,
                tail_mean: without.tail_mean - with.tail_mean,
                worse_probability: drawn.worse(),
            },
            without,
            with,
            drawn,
        }
    }

    /// The same of two registers; `None` where nothing is known in numbers, or not the same risks
    /// in both.
    pub fn of_registers(
        without: &Register,
        with: &Register,
        sampling: Sampling,
    ) -> Option<TwoYears> {
        let ((names, before), (others, after)) = (drawable(without), drawable(with));
        let alike = !names.is_empty() && names == others;
        alike.then(|| TwoYears::of_models(&before, &after, sampling))
    }
}
