//! How a fit would have foretold its own past: at one origin after the other only what lay before
//! it is known, and the time after it is foretold and then looked at. Beside each stands the
//! long-run rate of the same past, which it must beat.

use crate::gamma_poisson::Belief;
use crate::rate_fit::{Happened, Past, fit};

#[cfg(test)]
mod tests;

/// Years that are only learnt from before the first origin.
const YEARS_LEARNT: f64 = 10.0;
/// Most origins of a series; where there would be more, they lie further apart.
const ORIGINS_MAX: usize = 800;

/// One time that was foretold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foretold {
    /// From when.
    pub from: f64,
    /// Until when.
    pub to: f64,
    /// How likely something was said to happen.
    pub probability: f64,
    /// How likely by the long-run rate alone.
    pub base: f64,
    /// The range of counts that was said to hold them with nine in ten.
    pub range: (u32, u32),
    /// How many there were.
    pub count: u32,
}

/// Foretells times of a length at every origin of a past, one after the other without overlap.
/// Cost: origins times the past.
pub fn rolling_origin(past: &Past<'_>, horizon: f64) -> Vec<Foretold> {
    let first = past.from + YEARS_LEARNT.max((past.to - past.from) / 3.0);
    let fits = horizon > 0.0 && first.is_finite() && past.to.is_finite();
    if !fits || first + horizon > past.to {
        return Vec::new();
    }
    let number = ((past.to - first) / horizon).floor() as usize;
    let step = horizon * (number as f64 / ORIGINS_MAX as f64).ceil().max(1.0);
    let mut all = Vec::new();
    let mut origin = first;
    while origin + horizon <= past.to {
        all.push(foretold(past, origin, horizon));
        origin += step;
    }
    all
}

fn foretold(past: &Past<'_>, origin: f64, horizon: f64) -> Foretold {
    let known = past.happened.partition_point(|it| it.at < origin);
    let end = past.happened.partition_point(|it| it.at < origin + horizon);
    let before: &[Happened] = &past.happened[..known];
    let fit = fit(&Past {
        happened: before,
        to: origin,
        now: origin,
        ..*past
    });
    let begun = before.partition_point(|it| it.at < past.from);
    let events = (known - begun) as f64;
    let climatology = Belief::JEFFREYS.after(events, origin - past.from);
    Foretold {
        from: origin,
        to: origin + horizon,
        probability: fit.some(origin, origin + horizon),
        base: -(-climatology.mean() * horizon).exp_m1(),
        range: fit.counts(0.9, origin, origin + horizon),
        count: (end - known) as u32,
    }
}
