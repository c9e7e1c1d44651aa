//! Drawn years in order: mean with its error, quantiles with their intervals, the tail, and how
//! likely a loss is exceeded.

/// Drawn years, put in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Losses {
    sorted: Vec<f64>,
    /// The seed they were drawn from.
    pub seed: u64,
    /// The mean of all years.
    pub mean: f64,
    /// The standard error of that mean.
    pub error: f64,
    /// The standard deviation between years.
    pub deviation: f64,
    /// The mean of the worst twentieth of the years.
    pub tail_mean: f64,
    /// What each part costs in the mean of those years; together they are `tail_mean`.
    pub tail_parts: Vec<f64>,
}

impl Losses {
    pub(super) fn new(totals: Vec<f64>, tail_parts: Vec<f64>, seed: u64) -> Losses {
        let many = totals.len() as f64;
        // Sums by chunks keep what is small beside what is large.
        let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
            let chunk = |years: &[f64]| years.iter().map(|&year| of(year)).sum::<f64>();
            totals.chunks(super::CHUNK).map(chunk).sum()
        };
        let mean = sum(&|year| year) / many;
        let squares = sum(&|year| (year - mean) * (year - mean));
        let deviation = (squares / (many - 1.0).max(1.0)).sqrt();
        let mut sorted = totals;
        // No loss is negative or no number, so their bits are in order as they are.
        sorted.sort_unstable_by_key(|year| year.to_bits());
        let tail = &sorted[sorted.len() - super::tail_of(sorted.len())..];
        let tail_mean = tail.iter().sum::<f64>() / tail.len() as f64;
        Losses {
            seed,
            mean,
            error: deviation / many.sqrt(),
            deviation,
            tail_mean,
            tail_parts,
            sorted,
        }
    }

    /// How many years were drawn.
    pub fn years(&self) -> usize {
        self.sorted.len()
    }

    /// The loss that so large a share of years does not exceed.
    pub fn quantile(&self, share: f64) -> f64 {
        self.sorted[self.rank(share * self.sorted.len() as f64)]
    }

    /// Between which two losses that quantile lies with 95 % confidence.
    pub fn interval(&self, share: f64) -> [f64; 2] {
        let many = self.sorted.len() as f64;
        let off = 1.96 * (many * share * (1.0 - share)).max(0.0).sqrt();
        [
            self.sorted[self.rank(share * many - off)],
            self.sorted[self.rank(share * many + off)],
        ]
    }

    fn rank(&self, at: f64) -> usize {
        (at.ceil() as usize).clamp(1, self.sorted.len()) - 1
    }

    /// The share of years that lose more than this.
    pub fn exceedance(&self, loss: f64) -> f64 {
        let below = self.sorted.partition_point(|&year| year <= loss);
        1.0 - below as f64 / self.sorted.len() as f64
    }

    /// The share of years without any loss.
    pub fn none(&self) -> f64 {
        1.0 - self.exceedance(0.0)
    }
}
