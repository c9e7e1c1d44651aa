//! The same years twice, with and without something: the luck of each source is the same in both,
//! so what lies between them is no noise. What changes nothing leaves exactly nothing between.

use super::{Losses, Model, Sampling};

/// The years of two models.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The years of the one.
    pub without: Losses,
    /// And of the other.
    pub with: Losses,
    /// How much less each year costs in the other, in the order drawn; negative where it is more.
    saved: Vec<f64>,
}

impl Pair {
    /// Draws the years of both. Cost: that of the years of each, and two sorts.
    pub fn new(without: &Model, with: &Model, sampling: Sampling) -> Pair {
        let (before, after) = (without.years(sampling), with.years(sampling));
        let saved = before.iter().zip(&after).map(|(one, other)| one - other);
        let saved = saved.collect();
        Pair {
            without: Losses::new(before, Vec::new(), sampling.seed),
            with: Losses::new(after, Vec::new(), sampling.seed),
            saved,
        }
    }

    /// How much less a year costs on average.
    pub fn mean_saved(&self) -> f64 {
        mean(&self.saved)
    }

    /// The standard error of that: of the differences, which is far less than of each side.
    pub fn error(&self) -> f64 {
        let (mean, many) = (self.mean_saved(), self.saved.len() as f64);
        let squares: Vec<f64> = self.saved.iter().map(|it| (it - mean).powi(2)).collect();
        (self::mean(&squares) / many).sqrt()
    }

    /// The share of years in which the other costs more.
    pub fn worse(&self) -> f64 {
        let worse = self.saved.iter().filter(|it| **it < 0.0).count();
        worse as f64 / self.saved.len() as f64
    }

    /// The share of stretches of so many years in which it saves at least so much; `None` where
    /// fewer than 100 such stretches were drawn.
    pub fn saves(&self, years: usize, least: f64) -> Option<f64> {
        let stretches = self.saved.chunks_exact(years.max(1));
        let many = stretches.len();
        let enough = stretches.filter(|years| years.iter().sum::<f64>() >= least);
        (many >= 100).then(|| enough.count() as f64 / many as f64)
    }
}

fn mean(of: &[f64]) -> f64 {
    // Sums by chunks keep what is small beside what is large.
    let chunks = of.chunks(super::CHUNK).map(|it| it.iter().sum::<f64>());
    chunks.sum::<f64>() / of.len() as f64
}
