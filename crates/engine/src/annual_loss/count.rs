//! How many strikes a year: a Poisson number by its cumulative table.

/// The greatest rate; what strikes more often is no event but a cost.
const RATE_MOST: f64 = 10_000.0;
/// Up to so many entries are walked, more are halved.
const WALKED: usize = 16;
/// Up to so many entries are gone through for many years at once; that ends with the last strike.
const ROUNDS: usize = 64;

/// A rate as it is counted with.
pub(super) fn held(rate: f64) -> f64 {
    match rate.is_nan() {
        true => 0.0,
        false => rate.clamp(0.0, RATE_MOST),
    }
}

/// The table of one rate.
pub(super) struct Count {
    /// The least count with a share worth a number.
    first: u32,
    /// Up to and with each count from there on: its share of all 64-bit numbers.
    below: Vec<u64>,
}

impl Count {
    /// Makes the table. Cost: some multiples of the root of the rate.
    pub(super) fn new(rate: f64) -> Count {
        let rate = held(rate);
        let most_likely = rate.floor();
        let mut weights = vec![1.0f64];
        let mut count = most_likely;
        while count > 0.0 && weights[weights.len() - 1] > 1e-22 {
            weights.push(weights[weights.len() - 1] * count / rate);
            count -= 1.0;
        }
        let first = count as u32;
        weights.reverse();
        let mut count = most_likely;
        while weights[weights.len() - 1] > 1e-22 {
            count += 1.0;
            weights.push(weights[weights.len() - 1] * rate / count);
        }
        let all: f64 = weights.iter().sum();
        let mut sum = 0.0;
        let mut below = Vec::with_capacity(weights.len());
        for weight in weights {
            sum += weight;
            below.push((sum / all * 18_446_744_073_709_551_616.0) as u64);
            if below.last() == Some(&u64::MAX) {
                break;
            }
        }
        Count { first, below }
    }

    /// What a number must reach for at least one, two and so on; only for short tables from none
    /// on.
    pub(super) fn thresholds(&self) -> Option<&[u64]> {
        let short = self.first == 0 && self.below.len() <= ROUNDS;
        short.then(|| &self.below[..self.below.len() - 1])
    }

    /// The count of an even 64-bit number.
    #[inline]
    pub(super) fn of(&self, even: u64) -> u32 {
        if self.below.len() > WALKED {
            let at = self.below.partition_point(|&below| below <= even);
            return self.first + at.min(self.below.len() - 1) as u32;
        }
        let mut count = self.first;
        for &below in &self.below[..self.below.len() - 1] {
            if even < below {
                break;
            }
            count += 1;
        }
        count
    }
}
