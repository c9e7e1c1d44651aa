//! How often something happens, from so many events in so many years: a gamma belief about the
//! rate, Poisson counts, and what follows for the time ahead. Whether counts are Poisson at all is
//! asked in `dispersion`.

use crate::incomplete_gamma::{ln_gamma, quantile};

#[cfg(test)]
mod tests;

/// A belief about a rate: as if so many events had been seen in so many years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// Events, above zero (the shape).
    pub events: f64,
    /// Years, zero or above (the inverse scale).
    pub years: f64,
}

impl Belief {
    /// Jeffreys' vague belief: half an event in no time, for where nothing is known.
    pub const JEFFREYS: Belief = Belief {
        events: 0.5,
        years: 0.0,
    };

    /// The belief after events in years of looking.
    pub fn after(self, events: f64, years: f64) -> Belief {
        Belief {
            events: self.events + events,
            years: self.years + years,
        }
    }

    /// The mean rate in events a year; infinite before any year.
    pub fn mean(self) -> f64 {
        self.events / self.years
    }

    /// The rate below which it is with a probability.
    pub fn quantile(self, share: f64) -> f64 {
        quantile(self.events, share) / self.years
    }

    /// The probability of no event in so many years ahead.
    pub fn none(self, years: f64) -> f64 {
        // (b / (b + h))^a, without loss where h is small beside b.
        (-self.events * (years / self.years).ln_1p()).exp()
    }

    /// The probability of at least one event in so many years ahead.
    pub fn some(self, years: f64) -> f64 {
        -(-self.events * (years / self.years).ln_1p()).exp_m1()
    }

    /// The probability of exactly so many events in so many years ahead (negative binomial).
    pub fn exactly(self, count: u32, years: f64) -> f64 {
        let (a, n) = (self.events, f64::from(count));
        let ways = ln_gamma(a + n) - ln_gamma(a) - ln_gamma(n + 1.0);
        let share = years / (self.years + years);
        let seen = if count == 0 { 0.0 } else { n * share.ln() };
        (ways - a * (years / self.years).ln_1p() + seen).exp()
    }
}

/// How much an event counts after so long, where belief fades by half in each half-life.
pub fn weight(age: f64, half_life: f64) -> f64 {
    (-age / half_life).exp2()
}

/// The years of looking that count, of so many up to now, where they fade the same way.
pub fn faded_years(years: f64, half_life: f64) -> f64 {
    let rate = std::f64::consts::LN_2 / half_life;
    -(-years * rate).exp_m1() / rate
}

/// The rate that so many events in so many years leave possible with a probability, with no belief
/// before it (exact Poisson bound).
pub fn upper_bound(events: f64, years: f64, share: f64) -> f64 {
    quantile(events + 1.0, share) / years
}

/// What is believed of one rate among its like, from events and years of each (method of moments:
/// the spread of the rates beyond what chance alone gives). `None` with fewer than three, or where
/// nothing was seen. Where their rates differ no more than chance, the belief is that of all
/// together; it never counts for more than all of them.
pub fn pooled(like: &[(f64, f64)]) -> Option<Belief> {
    let like: Vec<(f64, f64)> = like.iter().copied().filter(|(_, t)| *t > 0.0).collect();
    let events: f64 = like.iter().map(|(n, _)| n).sum();
    let years: f64 = like.iter().map(|(_, t)| t).sum();
    if like.len() < 3 || events <= 0.0 {
        return None;
    }
    let mean = events / years;
    let squares: f64 = like.iter().map(|(n, t)| t * (n / t - mean).powi(2)).sum();
    let by_chance = mean * (like.len() as f64 - 1.0);
    let spread_years = years - like.iter().map(|(_, t)| t * t).sum::<f64>() / years;
    let between = (squares - by_chance) / spread_years;
    let most = Belief { events, years };
    if between <= 0.0 {
        return Some(most);
    }
    let years = (mean / between).min(most.years);
    let events = mean * years;
    Some(Belief { events, years })
}
