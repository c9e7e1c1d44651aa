//! How often a risk strikes: as it says itself, else as its hazard comes to where it strikes.

use std::collections::BTreeSet;

use record::kind::Filed;
use record::requirements::Risk;
use serde::Serialize;

use crate::requirements::hazard_rate::{HazardRates, stops};
use crate::standpoint::Standpoint;

/// How often a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Frequency {
    /// Times a year.
    pub per_year: f64,
    /// One belief in ten is lower; none where only one figure is written.
    pub p10: Option<f64>,
    /// One belief in ten is higher.
    pub p90: Option<f64>,
    /// The record it comes from: the risk itself, or its hazard.
    pub from: String,
    /// How it was reckoned, in words.
    pub because: String,
}

/// Where a risk strikes: the sites and suppliers it names, and those of the items it names.
pub(super) fn places(standpoint: &Standpoint<'_>, risk: &Filed<Risk>) -> Vec<String> {
    let estate = &standpoint.estate;
    let mut places = BTreeSet::new();
    for affected in &risk.affects {
        let Some(item) = estate.find(&affected.text) else {
            continue;
        };
        let mut at = vec![item];
        at.extend(estate.graph.held_by(item));
        for item in at {
            let listed = estate.listed(item);
            if matches!(listed.kind(), "site" | "supplier") {
                places.insert(listed.reference.clone());
            }
            let site = listed.item.site.as_ref();
            places.extend(site.map(|site| format!("site/{}", site.id())));
            if listed.item.site.is_none() {
                let supplier = listed.item.supplier.as_ref();
                places.extend(supplier.map(|it| format!("supplier/{}", it.id())));
            }
        }
    }
    places.into_iter().collect()
}

/// How often a risk strikes; what is missing is said.
pub(super) fn frequency(
    rates: &HazardRates<'_>,
    risk: &Filed<Risk>,
    places: &[String],
    missing: &mut Vec<String>,
) -> Option<Frequency> {
    if let Some(rate) = risk.frequency {
        return Some(Frequency {
            per_year: rate.0,
            p10: None,
            p90: None,
            from: risk.reference(),
            because: "written in the risk".into(),
        });
    }
    let Some(hazard) = &risk.hazard else {
        missing.push("nobody says how often: neither a frequency nor a hazard is named".into());
        return None;
    };
    let sites = places
        .iter()
        .filter_map(|place| place.strip_prefix("site/"));
    let mut found: Vec<_> = sites
        .filter_map(|site| rates.of(hazard.id(), Some(site)))
        .collect();
    if found.is_empty() {
        found.extend(rates.of(hazard.id(), None));
    }
    let from = format!("hazard/{}", hazard.id());
    if found.is_empty() {
        missing.push(format!(
            "nobody says how often: {from} has no rate where this strikes"
        ));
        return None;
    }
    let mut all = Frequency {
        per_year: 0.0,
        p10: Some(0.0),
        p90: Some(0.0),
        from,
        because: String::new(),
    };
    let mut words = Vec::new();
    for rate in found {
        let Some(share) = stops(rate.history.hazard) else {
            missing.push(format!(
                "nobody says what share of the occurrences of {} stop a site",
                all.from
            ));
            return None;
        };
        let belief = rate.fit.belief;
        all.per_year += belief.mean() * share;
        let add = |sum: Option<f64>, more: f64| sum.map(|sum| sum + more * share);
        all.p10 = add(all.p10, belief.quantile(0.1));
        all.p90 = add(all.p90, belief.quantile(0.9));
        let place = rate.history.site.unwrap_or("the organisation");
        words.push(format!(
            "{:.3} times a year at {place}: {:.1} events in {:.1} years, those of the prior among \
             them",
            belief.mean() * share,
            belief.events,
            belief.years
        ));
    }
    all.because = words.join("; ");
    Some(all)
}
