//! How often a hazard comes to a site: what was believed before, what was seen while anyone
//! looked, and how much of it counts. It is the one rate of a hazard in the product; what a hazard
//! does to a site is said in `rate`.

mod prior;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use engine::gamma_poisson::Belief;
use engine::rate_fit::{Fit, Happened, Past, fit};
use jiff::Timestamp;
use jiff::civil::Date;
use record::kind::Filed;
use record::kinds::Registers;
use record::requirements::Hazard;
use record::requirements::hazard::{Counting, Prior};
use record::value::Moment;

pub use prior::{PriorFrom, label};

/// Where a hazard strikes: a site, or the organisation as a whole.
pub type Place<'r> = Option<&'r str>;

/// What is known of a hazard at a place.
#[derive(Clone, Debug)]
pub struct History<'r> {
    /// The hazard.
    pub hazard: &'r Filed<Hazard>,
    /// The site; nothing: the organisation.
    pub site: Place<'r>,
    /// What happened there, in the order of time, whether or not anyone looked then.
    pub happened: Vec<Happened>,
    /// Since when anyone looked, in calendar years; nothing: nobody says so.
    pub window: Option<(f64, f64)>,
}

/// The rate of a hazard at a place.
#[derive(Clone, Debug)]
pub struct HazardRate<'r> {
    /// What is known.
    pub history: History<'r>,
    /// What was believed before.
    pub prior: Belief,
    /// From where that comes.
    pub prior_from: PriorFrom,
    /// What is believed now.
    pub fit: Fit,
    /// When it is asked, in calendar years.
    pub now: f64,
}

/// All hazards that are in force, each at each place that it can strike. Of a hazard nobody ever
/// looked for, and of which nothing was believed, there is none: its rate is not known.
pub struct HazardRates<'r> {
    /// The rates, by hazard and site.
    pub rates: Vec<HazardRate<'r>>,
    /// Hazards at places of which nothing is known at all.
    pub unknown: Vec<(&'r str, Place<'r>)>,
}

impl<'r> HazardRates<'r> {
    /// The rates as they are believed at an instant; `what_if` stands in for the prior of a hazard,
    /// by its id. Cost: that of sorting the occurrences, plus years of looking.
    pub fn new(
        registers: &'r Registers,
        at: Timestamp,
        what_if: Option<(&str, Prior)>,
    ) -> HazardRates<'r> {
        let now = year_of(at);
        let histories = histories(registers, now);
        let seen = prior::Seen::new(&histories);
        let (mut rates, mut unknown) = (Vec::new(), Vec::new());
        for history in histories {
            let tried = what_if
                .as_ref()
                .filter(|(hazard, _)| *hazard == &*history.hazard.id);
            let tried = tried.map(|(_, prior)| prior);
            match prior::prior(&history, tried, &seen) {
                None => unknown.push((&*history.hazard.id, history.site)),
                Some((prior, prior_from)) => {
                    let fit = fit(&past(&history, prior, now));
                    rates.push(HazardRate {
                        history,
                        prior,
                        prior_from,
                        fit,
                        now,
                    });
                }
            }
        }
        HazardRates { rates, unknown }
    }

    /// The rate of a hazard at a place.
    pub fn of(&self, hazard: &str, site: Place<'_>) -> Option<&HazardRate<'r>> {
        let same = |rate: &&HazardRate<'_>| {
            &*rate.history.hazard.id == hazard && rate.history.site == site
        };
        self.rates.iter().find(same)
    }

    /// How often a year hazards stop a site, by site: the sum over those of which it is known.
    pub fn stopping(&self) -> BTreeMap<&'r str, f64> {
        let mut stopping = BTreeMap::new();
        for rate in &self.rates {
            if let (Some(site), Some(share)) = (rate.history.site, stops(rate.history.hazard)) {
                *stopping.entry(site).or_insert(0.0) += rate.fit.belief.mean() * share;
            }
        }
        stopping
    }
}

impl HazardRate<'_> {
    /// The past as an algorithm takes it.
    pub fn past(&self) -> Past<'_> {
        past(&self.history, self.prior, self.now)
    }

    /// How many of its occurrences lie outside of the time in which anyone looked.
    pub fn not_counted(&self) -> usize {
        let outside = |it: &&Happened| match self.history.window {
            Some((from, to)) => it.at < from || it.at > to,
            None => true,
        };
        self.history.happened.iter().filter(outside).count()
    }
}

/// The share of its occurrences at a site that stop the site; `None` where that is not known.
pub fn stops(hazard: &Hazard) -> Option<f64> {
    match (hazard.stops, hazard.counts) {
        (Some(share), _) => Some(share),
        (None, None | Some(Counting::Struck)) => Some(1.0),
        (None, Some(Counting::Near | Counting::Declared)) => None,
    }
}

fn past<'p>(history: &'p History<'_>, prior: Belief, now: f64) -> Past<'p> {
    let hazard = history.hazard;
    let peers = hazard.peers.iter();
    let elsewhere = peers.fold((0.0, 0.0), |(events, years), peer| {
        (
            events + peer.events * peer.weight,
            years + peer.years * peer.weight,
        )
    });
    let half_life = hazard.half_life.map(|it| it.0 as f64 / 31_557_600.0);
    let (from, to) = history.window.unwrap_or((now, now));
    Past {
        happened: &history.happened,
        from,
        to,
        now,
        prior,
        half_life: half_life.filter(|it| *it > 0.0),
        elsewhere,
    }
}

/// Every hazard in force at every place that it can strike: those it names, those it struck; the
/// organisation where it names none and struck none.
fn histories(registers: &Registers, now: f64) -> Vec<History<'_>> {
    let mut happened: BTreeMap<(&str, Place<'_>), Vec<Happened>> = BTreeMap::new();
    for struck in registers.occurrences.approved() {
        let site = struck.site.as_ref().map(|site| site.id());
        let at = year_of_moment(&struck.at);
        if at <= now {
            let weight = struck.weight.unwrap_or(1.0);
            let key = (struck.hazard.id(), site);
            happened
                .entry(key)
                .or_default()
                .push(Happened { at, weight });
        }
    }
    let mut struck: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (hazard, site) in happened.keys() {
        struck.entry(*hazard).or_default().extend(*site);
    }
    let mut histories = Vec::new();
    for hazard in registers.hazards.approved() {
        let named = hazard.sites.iter().map(|site| site.id());
        let mut sites: BTreeSet<&str> = named.collect();
        sites.extend(struck.get(&*hazard.id).into_iter().flatten());
        let places: Vec<Place<'_>> = match sites.is_empty() {
            true => vec![None],
            false => sites.into_iter().map(Some).collect(),
        };
        for site in places {
            let key = (&*hazard.id, site);
            let mut happened = happened.remove(&key).unwrap_or_default();
            happened.sort_by(|one, other| one.at.total_cmp(&other.at));
            histories.push(History {
                hazard,
                site,
                happened,
                window: window(hazard, now),
            });
        }
    }
    histories
}

/// The time in which anyone looked, its last day included, and none of it ahead.
fn window(hazard: &Hazard, now: f64) -> Option<(f64, f64)> {
    let window = hazard.observed.as_ref()?;
    let from = year_of_day(window.from.0);
    let to = year_of_day(window.to.0.saturating_add(jiff::Span::new().days(1)));
    (from < to.min(now)).then_some((from, to.min(now)))
}

/// An instant as a calendar year with a fraction, in UTC.
pub fn year_of(at: Timestamp) -> f64 {
    let zoned = at.to_zoned(jiff::tz::TimeZone::UTC);
    let time = zoned.time();
    let seconds = f64::from(time.hour()) * 3600.0
        + f64::from(time.minute()) * 60.0
        + f64::from(time.second());
    let days = f64::from(zoned.date().days_in_year());
    year_of_day(zoned.date()) + seconds / 86_400.0 / days
}

/// The beginning of a day as a calendar year with a fraction.
fn year_of_day(day: Date) -> f64 {
    f64::from(day.year()) + f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year())
}

fn year_of_moment(moment: &Moment) -> f64 {
    match moment {
        Moment::Day(day) => year_of_day(day.0),
        Moment::Instant(instant) => year_of(*instant),
    }
}
