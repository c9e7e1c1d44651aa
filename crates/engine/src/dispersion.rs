//! Whether counts scatter as chance alone would have them (Poisson), or come in clusters; and
//! whether some months bring more than others. It tests and measures; what follows is said by
//! whoever asks.

use crate::incomplete_gamma::upper_share;

#[cfg(test)]
mod tests;

/// Fewer periods than this say nothing about scatter.
const PERIODS_MIN: usize = 8;
/// Fewer events than this say nothing about months.
const SEASON_EVENTS_MIN: f64 = 12.0;
/// A scatter or a season that chance alone brings less often than this is taken for real.
pub const SIGNIFICANT: f64 = 0.05;
/// How many events, spread evenly over the year, a season is drawn towards.
const EVEN_EVENTS: f64 = 12.0;

/// How counts scatter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispersion {
    /// Variance over mean: 1 by chance alone, more in clusters.
    pub index: f64,
    /// How often chance alone would scatter them so or more.
    pub by_chance: f64,
}

impl Dispersion {
    /// The index where it is above 1 and more than chance.
    pub fn clustered(self) -> Option<f64> {
        (self.index > 1.0 && self.by_chance < SIGNIFICANT).then_some(self.index)
    }
}

/// The scatter of counts of equal periods; `None` with too few, or where nothing happened.
pub fn dispersion(counts: &[f64]) -> Option<Dispersion> {
    let free = counts.len() as f64 - 1.0;
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    if counts.len() < PERIODS_MIN || mean <= 0.0 {
        return None;
    }
    let squares: f64 = counts.iter().map(|count| (count - mean).powi(2)).sum();
    Some(Dispersion {
        index: squares / free / mean,
        by_chance: chi_square_above(squares / mean, free),
    })
}

/// How much each twelfth of the year has of its even share: their mean is 1, so that the rate of
/// a whole year stays as it is. `None` where there are too few events or chance explains them.
/// Drawn towards evenness as if a dozen more events had come evenly.
pub fn season(counts: &[f64; 12]) -> Option<[f64; 12]> {
    let sum: f64 = counts.iter().sum();
    if sum < SEASON_EVENTS_MIN {
        return None;
    }
    let even = sum / 12.0;
    let squares: f64 = counts.iter().map(|count| (count - even).powi(2)).sum();
    if chi_square_above(squares / even, 11.0) >= SIGNIFICANT {
        return None;
    }
    let drawn = |count: f64| (count + EVEN_EVENTS / 12.0) / (sum + EVEN_EVENTS) * 12.0;
    Some(counts.map(drawn))
}

/// How often a chi-square of so many degrees of freedom lies above a value.
fn chi_square_above(value: f64, free: f64) -> f64 {
    upper_share(free / 2.0, value / 2.0)
}
