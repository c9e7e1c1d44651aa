//! What may come to each site, how likely within a time, and how well the same way of reckoning
//! would have foretold the past. It says nothing of what a hazard does.

mod scored;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use engine::gamma_poisson::upper_bound;
use jiff::{SignedDuration, Timestamp};
use record::kinds::Registers;
use record::requirements::hazard::Prior;
use serde::Serialize;

use super::hazard_rate::{HazardRate, HazardRates, PriorFrom, label, year_of};
use super::kept_forecast::Statement;
use super::score::Score;
pub use scored::{Back, KeptScore, Outcomes, kept};
pub use words::{often, share, turns};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// How many days ahead.
    pub within_days: u32,
    /// A belief to be tried for a hazard, by its id, in place of what its record says.
    pub what_if: Option<(String, Prior)>,
    /// Whether the past is foretold, too.
    pub scored: bool,
}

/// What may come.
#[derive(Clone, Debug, Serialize)]
pub struct HazardOutlook {
    /// The sites, by id; those that nothing is known of are left out.
    pub sites: Vec<SiteOutlook>,
    /// Hazards that strike the organisation as a whole.
    pub organisation: Vec<Outlook>,
    /// How the same way of reckoning would have foretold the past of all of them together.
    pub score: Option<Score>,
    /// Hazards of which nothing was believed and for which nobody looked: `hazard/x at site/y`.
    pub unknown: Vec<String>,
}

/// What may come to a site.
#[derive(Clone, Debug, Serialize)]
pub struct SiteOutlook {
    /// The site, `site/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its hazards, the likeliest first.
    pub hazards: Vec<Outlook>,
}

/// A rate, and between what it lies with nine in ten.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Rate {
    /// The mean.
    pub mean: f64,
    /// One in twenty that it is less.
    pub p5: f64,
    /// One in twenty that it is more.
    pub p95: f64,
}

/// A hazard at a place.
#[derive(Clone, Debug, Serialize)]
pub struct Outlook {
    /// The hazard, `hazard/id`.
    pub hazard: String,
    /// Its name.
    pub name: String,
    /// How often a year.
    pub rate_per_year: Rate,
    /// How likely at least once within the days asked about.
    pub probability: f64,
    /// The same at the ends of the rate.
    pub probability_range: [f64; 2],
    /// The days asked about.
    pub within_days: u32,
    /// How likely at least once within a year.
    pub probability_year: f64,
    /// How many were seen while anyone looked.
    pub events: usize,
    /// Years of looking, sites times years.
    pub exposure_years: f64,
    /// On the average once in so many years.
    pub return_period_years: f64,
    /// It in words.
    pub says: String,
    /// How it was computed, in words.
    pub method: String,
    /// What was believed before.
    pub prior: PriorTold,
    /// Events as they count in the belief, faded and weighed.
    pub events_counted: f64,
    /// Years as they count.
    pub years_counted: f64,
    /// The half-life under which the past counts.
    pub half_life_years: Option<f64>,
    /// Variance over mean of yearly counts, where there are enough years.
    pub dispersion_index: Option<f64>,
    /// How often chance alone would scatter them so.
    pub dispersion_by_chance: Option<f64>,
    /// Whether that is more than chance: then the figures are widened.
    pub clustered: bool,
    /// Of each twelfth of the year, how much of its even share; nothing: all the same.
    pub season: Option<[f64; 12]>,
    /// From which strength on the history is complete; below it nothing is known.
    pub complete_from: Option<String>,
    /// The rate that what was seen leaves possible with 95 %, with no belief before it.
    pub at_most_per_year: Option<f64>,
    /// What its occurrences count: `struck`, `near`, `declared`.
    pub counts: &'static str,
    /// From when to when anyone looked.
    pub observed: Option<[String; 2]>,
    /// Occurrences outside of that time, which do not count.
    pub not_counted: usize,
    /// How its past would have been foretold.
    pub score: Option<Back>,
}

/// What was believed before looking.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PriorTold {
    /// From where.
    pub from: PriorFrom,
    /// In words.
    pub says: &'static str,
    /// As if so many events.
    pub events: f64,
    /// In so many years.
    pub years: f64,
}

/// What may come, as it is believed at an instant. Cost: origins times the past of each hazard at
/// each place, where the past is to be foretold.
pub fn hazard_outlook(registers: &Registers, at: Timestamp, question: &Question) -> HazardOutlook {
    let what_if = question.what_if.as_ref();
    let what_if = what_if.map(|(hazard, prior)| (hazard.as_str(), prior.clone()));
    let rates = HazardRates::new(registers, at, what_if);
    let span = Ahead::of(at, question.within_days);
    let mut back = scored::Backs::new(question.scored, rates.rates.len(), &span);
    let mut sites: BTreeMap<&str, Vec<Outlook>> = BTreeMap::new();
    let mut organisation = Vec::new();
    for rate in &rates.rates {
        let outlook = outlook(rate, &span, back.of(rate));
        match rate.history.site {
            Some(site) => sites.entry(site).or_default().push(outlook),
            None => organisation.push(outlook),
        }
    }
    let likely = |one: &Outlook, other: &Outlook| {
        let likely = other.probability_year.total_cmp(&one.probability_year);
        likely.then_with(|| one.hazard.cmp(&other.hazard))
    };
    organisation.sort_by(likely);
    let sites = sites.into_iter().map(|(id, mut hazards)| {
        hazards.sort_by(likely);
        let name = registers
            .sites
            .get(id)
            .and_then(|it| it.envelope.name.clone());
        SiteOutlook {
            id: format!("site/{id}"),
            name: name.unwrap_or_else(|| id.to_string()),
            hazards,
        }
    });
    let place = |site: &Option<&str>| site.map_or(String::new(), |id| format!(" at site/{id}"));
    let unknown = rates.unknown.iter();
    let unknown = unknown.map(|(hazard, site)| format!("hazard/{hazard}{}", place(site)));
    HazardOutlook {
        sites: sites.collect(),
        organisation,
        score: back.score(),
        unknown: unknown.collect(),
    }
}

/// The time ahead that is asked about, in calendar years.
pub(crate) struct Ahead {
    days: u32,
    from: f64,
    to: f64,
    year: f64,
}

impl Ahead {
    fn of(at: Timestamp, days: u32) -> Ahead {
        let after = |days: u32| {
            let span = SignedDuration::from_hours(24 * i64::from(days));
            at.saturating_add(span).map_or(year_of(at), year_of)
        };
        let from = year_of(at);
        Ahead {
            days,
            from,
            to: after(days),
            year: from + 1.0,
        }
    }
}

fn outlook(rate: &HazardRate<'_>, ahead: &Ahead, score: Option<Back>) -> Outlook {
    let (fit, hazard) = (&rate.fit, rate.history.hazard);
    let belief = fit.belief;
    let mean = belief.mean();
    let within = |share: f64| fit.some_at(share, ahead.from, ahead.to);
    let year = fit.some(ahead.from, ahead.year);
    let window = rate.history.window;
    let seen = rate.history.happened.len() - rate.not_counted();
    let years = window.map_or(0.0, |(from, to)| to - from);
    let open = hazard.complete_from.is_some();
    let at_most = window.map(|_| upper_bound(seen as f64, years, 0.95));
    let dispersion = fit.dispersion;
    Outlook {
        hazard: format!("hazard/{}", hazard.id),
        name: hazard
            .envelope
            .name
            .clone()
            .unwrap_or_else(|| hazard.id.to_string()),
        rate_per_year: Rate {
            mean,
            p5: belief.quantile(0.05),
            p95: belief.quantile(0.95),
        },
        probability: fit.some(ahead.from, ahead.to),
        probability_range: [within(0.05), within(0.95)],
        within_days: ahead.days,
        probability_year: year,
        events: seen,
        exposure_years: years,
        return_period_years: 1.0 / mean,
        says: words::says(rate, year, at_most.filter(|_| open)),
        method: words::method(rate),
        prior: PriorTold {
            from: rate.prior_from,
            says: label(rate.prior_from),
            events: rate.prior.events,
            years: rate.prior.years,
        },
        events_counted: fit.events,
        years_counted: fit.years,
        half_life_years: fit.half_life,
        dispersion_index: dispersion.map(|it| it.index),
        dispersion_by_chance: dispersion.map(|it| it.by_chance),
        clustered: dispersion.and_then(|it| it.clustered()).is_some(),
        season: fit.season,
        complete_from: hazard.complete_from.clone(),
        at_most_per_year: at_most,
        counts: hazard.counts.map_or("struck", |it| it.as_str()),
        observed: hazard
            .observed
            .as_ref()
            .map(|it| [it.from.to_string(), it.to.to_string()]),
        not_counted: rate.not_counted(),
        score,
    }
}

impl HazardOutlook {
    /// Every hazard at every place, with the place: `site/id`, or nothing for the organisation.
    pub fn all(&self) -> impl Iterator<Item = (Option<&SiteOutlook>, &Outlook)> {
        let at_sites = self
            .sites
            .iter()
            .flat_map(|site| site.hazards.iter().map(move |it| (Some(site), it)));
        at_sites.chain(self.organisation.iter().map(|it| (None, it)))
    }

    /// It as statements to be kept, from an instant on.
    pub fn statements(&self, from: Timestamp) -> Vec<Statement> {
        let statement = |(site, it): (Option<&SiteOutlook>, &Outlook)| {
            let days = i64::from(it.within_days);
            let until = from
                .saturating_add(SignedDuration::from_hours(24 * days))
                .unwrap_or(Timestamp::MAX);
            let years = f64::from(it.within_days) / 365.25;
            let seen = it.observed.is_some() && it.exposure_years > 0.0;
            let base = seen.then(|| {
                let rate = (it.events as f64 + 0.5) / it.exposure_years;
                -(-rate * years).exp_m1()
            });
            Statement {
                key: match site {
                    Some(site) => format!("{}@{}", it.hazard, site.id),
                    None => it.hazard.clone(),
                },
                subject: site.map_or_else(|| it.hazard.clone(), |site| site.id.clone()),
                what: match site {
                    Some(site) => format!("{} at {}", it.name, site.name),
                    None => it.name.clone(),
                },
                from,
                until,
                probability: it.probability,
                base,
                by: it.method.chars().take(480).collect(),
            }
        };
        self.all().map(statement).collect()
    }
}
