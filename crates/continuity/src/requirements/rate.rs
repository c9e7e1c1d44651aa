//! How likely each item is lost at a random moment: its own failures and, for a site, the hazards
//! that strike it, against the time it takes to come back.

use record::kind::Filed;
use record::requirements::Hazard;

use crate::estate::Listed;
use crate::standpoint::Standpoint;

/// A year of 365 days.
const YEAR_SECONDS: f64 = 31_536_000.0;

/// The share of time each item is lost, from its rate and own time when lost; `None` where one of
/// them is not known.
pub fn loss_rates(standpoint: &Standpoint<'_>, takes: &[Option<i64>]) -> Vec<Option<f64>> {
    let listed = standpoint.estate.items.iter().zip(takes);
    let share = |(listed, takes): (&Listed<'_>, &Option<i64>)| {
        let own = listed.item.failure.map(|failure| failure.per_year());
        let struck = hazard_rate(standpoint, listed);
        let rate = match (own, struck) {
            (None, None) => return None,
            (own, struck) => own.unwrap_or(0.0) + struck.unwrap_or(0.0),
        };
        let down = rate * (*takes)? as f64 / YEAR_SECONDS;
        Some(down / (1.0 + down))
    };
    listed.map(share).collect()
}

/// How often a year hazards strike a site, all of them together.
fn hazard_rate(standpoint: &Standpoint<'_>, listed: &Listed<'_>) -> Option<f64> {
    if listed.kind() != "site" {
        return None;
    }
    let hazards = standpoint.estate.registers.hazards.approved();
    let rates = hazards.filter_map(|hazard| site_rate(standpoint, hazard, listed.id()));
    rates.reduce(|sum, rate| sum + rate)
}

/// The mean rate of a hazard at a site that it can strike: what was believed before, and what was
/// seen since (a Gamma prior and Poisson counts). None without a prior or a time of looking.
fn site_rate(standpoint: &Standpoint<'_>, hazard: &Filed<Hazard>, site: &str) -> Option<f64> {
    let occurrences = standpoint.estate.registers.occurrences.approved();
    let here = occurrences.filter(|struck| {
        struck.hazard.id() == &*hazard.id && struck.site.as_ref().is_some_and(|at| at.id() == site)
    });
    let events: f64 = here.map(|struck| struck.weight.unwrap_or(1.0)).sum();
    let exposed = hazard.sites.iter().any(|exposed| exposed.id() == site) || events > 0.0;
    if !exposed {
        return None;
    }
    let years = hazard.observed.as_ref().map_or(0.0, |window| {
        let days = window
            .to
            .0
            .since(window.from.0)
            .map_or(0, |span| span.get_days());
        f64::from(days) / 365.25
    });
    let (prior_events, prior_years) = hazard
        .prior
        .as_ref()
        .map_or((0.0, 0.0), |prior| (prior.events, prior.years));
    let exposure = prior_years + years;
    (exposure > 0.0).then(|| (prior_events + events) / exposure)
}
