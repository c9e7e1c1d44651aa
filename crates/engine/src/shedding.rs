//! What fits on a standby: demands at their least level against a capacity, and what would be
//! dropped, least important first, where they do not fit.

#[cfg(test)]
mod tests;

/// What one wants of the capacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// What it takes in full.
    pub whole: f64,
    /// The least share of that which is of any use, 0 to 1.
    pub share: f64,
    /// How important: 1 is the most important; greater numbers are dropped first.
    pub rank: u32,
}

/// Whether all fits, and what goes where not.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// All demands at their least share.
    pub needed: f64,
    /// How much is missing; 0 where all fits.
    pub short: f64,
    /// Indices of what would be dropped, in that order.
    pub dropped: Vec<usize>,
}

/// Lays demands on a capacity. Dropped is the least important first, of equals the largest, until
/// the rest fits. Cost: sorting.
pub fn fit(capacity: f64, demands: &[Demand]) -> Fit {
    let least = |demand: &Demand| demand.whole * demand.share;
    let needed: f64 = demands.iter().map(least).sum();
    let mut order: Vec<usize> = (0..demands.len()).collect();
    order.sort_by(|&one, &other| {
        let (one, other) = (&demands[one], &demands[other]);
        let larger = least(other).total_cmp(&least(one));
        other.rank.cmp(&one.rank).then(larger)
    });
    let mut left = needed;
    let mut dropped = Vec::new();
    for index in order {
        // Sums of shares are not exact; a billionth of the capacity is no shortage.
        if left <= capacity * (1.0 + 1e-9) {
            break;
        }
        left -= least(&demands[index]);
        dropped.push(index);
    }
    let short = match dropped.is_empty() {
        true => 0.0,
        false => needed - capacity,
    };
    Fit {
        needed,
        short,
        dropped,
    }
}
