//! Availability by formula: of a period, in series, of k out of n with a common cause. It is about
//! frequent small failures; nothing about rare large ones follows from it.

#[cfg(test)]
mod tests;

/// What a period showed, in one unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// The share of the agreed time in which it was up.
    pub availability: f64,
    /// The mean time to restore; `None` without an outage.
    pub to_restore: Option<f64>,
    /// The mean time between failures; `None` without an outage.
    pub between_failures: Option<f64>,
}

/// The availability of a period of agreed time with so many outages that lasted so long together;
/// `None` where the times do not fit.
pub fn period(agreed: f64, down: f64, outages: u32) -> Option<Period> {
    let fits = agreed > 0.0 && (0.0..=agreed).contains(&down);
    let each = |time: f64| (outages > 0).then(|| time / f64::from(outages));
    fits.then(|| Period {
        availability: (agreed - down) / agreed,
        to_restore: each(down),
        between_failures: each(agreed - down),
    })
}

/// The long-run share of time up; `None` where the two times do not fit.
pub fn steady(between_failures: f64, to_restore: f64) -> Option<f64> {
    let fits = between_failures > 0.0 && to_restore >= 0.0;
    fits.then(|| between_failures / (between_failures + to_restore))
}

/// All of them must be up, and fail independently.
pub fn series(availabilities: &[f64]) -> f64 {
    availabilities.iter().product()
}

/// At least `needed` of them must be up (Poisson-binomial), where they fail independently. Cost:
/// their number squared.
pub fn k_of_n(needed: usize, availabilities: &[f64]) -> f64 {
    // How likely exactly so many of those looked at are up.
    let mut exactly = vec![0.0; availabilities.len() + 1];
    exactly[0] = 1.0;
    for (seen, &up) in availabilities.iter().enumerate() {
        for count in (0..=seen + 1).rev() {
            let one_more = if count > 0 {
                exactly[count - 1] * up
            } else {
                0.0
            };
            exactly[count] = exactly[count] * (1.0 - up) + one_more;
        }
    }
    exactly.iter().skip(needed).sum::<f64>().min(1.0)
}

/// The same where a share `beta` of each one's failures has a cause that takes all of them. With
/// unlike members the common part is that of the worst.
pub fn k_of_n_common(needed: usize, availabilities: &[f64], beta: f64) -> f64 {
    let beta = beta.clamp(0.0, 1.0);
    let own = |&up: &f64| 1.0 - (1.0 - beta) * (1.0 - up);
    let worst = availabilities.iter().copied().fold(1.0, f64::min);
    let own: Vec<f64> = availabilities.iter().map(own).collect();
    (1.0 - beta * (1.0 - worst)) * k_of_n(needed, &own)
}

/// How much several things share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// One rack or cluster.
    Rack,
    /// One site.
    Site,
    /// A region or a provider.
    Region,
    /// Neither provider nor region.
    Nothing,
}

impl Shared {
    /// The share of failures with a common cause where nobody wrote one down: a judgement
    /// (domain reference 4.10); an entry's own `beta` takes its place.
    pub fn usual_beta(self) -> f64 {
        match self {
            Shared::Rack => 0.2,
            Shared::Site => 0.1,
            Shared::Region => 0.05,
            Shared::Nothing => 0.01,
        }
    }
}
