//! How likely each item is lost at a random moment: its own failures and, for a site, the hazards
//! that stop it, against the time it takes to come back. How often a hazard comes is said in
//! `hazard_rate`.

use crate::estate::Listed;
use crate::requirements::hazard_rate::HazardRates;
use crate::standpoint::Standpoint;

/// A year of 365 days.
const YEAR_SECONDS: f64 = 31_536_000.0;

/// The share of time each item is lost, from its rate and own time when lost; `None` where one of
/// them is not known.
pub fn loss_rates(standpoint: &Standpoint<'_>, takes: &[Option<i64>]) -> Vec<Option<f64>> {
    let rates = HazardRates::new(standpoint.estate.registers, standpoint.at, None);
    let stopping = rates.stopping();
    let listed = standpoint.estate.items.iter().zip(takes);
    let share = |(listed, takes): (&Listed<'_>, &Option<i64>)| {
        let own = listed.item.failure.map(|failure| failure.per_year());
        let site = (listed.kind() == "site").then(|| listed.id());
        let struck = site.and_then(|site| stopping.get(site).copied());
        let rate = match (own, struck) {
            (None, None) => return None,
            (own, struck) => own.unwrap_or(0.0) + struck.unwrap_or(0.0),
        };
        let down = rate * (*takes)? as f64 / YEAR_SECONDS;
        Some(down / (1.0 + down))
    };
    listed.map(share).collect()
}
