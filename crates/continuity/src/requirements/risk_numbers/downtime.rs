//! How many hours a year each activity and service stands still: the strikes of the same drawn
//! years, each as long as a drawn recovery from it, lead included. What only loses redundancy or
//! goes on at a lower level does not stand still.

use std::num::NonZeroUsize;

use engine::annual_loss::{Outage, Sampling, YEAR_HOURS};
use engine::graph::{Item, Seconds};
use engine::recovery::spread::{Setting, runs};
use engine::recovery::surviving;
use engine::standing::standing;
use record::item::ClockStart;
use record::kind::Filed;
use record::requirements::Risk;
use serde::Serialize;

use super::annual_loss::strikes;
use super::struck::named;
use super::{Register, RiskNumbers};
use crate::requirements::lead::lead;
use crate::requirements::recovery_spread::uncertain::uncertain;
use crate::standpoint::Standpoint;

/// Recoveries drawn for each risk: as many, and so few that the walk stays within a budget.
const RECOVERIES: usize = 200;
const RECOVERIES_LEAST: usize = 16;
/// Items walked, all recoveries of all risks together.
const WALKED_MOST: usize = 8_000_000;
/// Standstills kept, all years together.
const KEPT_MOST: f64 = 8_000_000.0;

/// How long an activity or service stands still.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Downtime {
    /// `kind/id`.
    pub id: String,
    /// Hours a year; unknown where it is known for none of the risks that stop it.
    pub hours: Option<Hours>,
    /// Whether something is not known, so that the truth is at least this.
    pub lower_bound: bool,
    /// The risks that stop it, those that cost most hours first.
    pub parts: Vec<Part>,
    /// Years drawn for this.
    pub years: usize,
}

/// Hours a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hours {
    /// On average.
    pub mean: f64,
    /// Nine of ten years have no more.
    pub p90: f64,
    /// The share of years in which it stands still at all.
    pub any_probability: f64,
}

/// What one risk adds: times a year, hours each time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// `risk/id`.
    pub risk: String,
    /// Times a year with what is in place; unknown where nobody says.
    pub per_year: Option<f64>,
    /// Hours each time on average; unknown where a fact is missing.
    pub hours_each: Option<f64>,
}

impl Part {
    /// Hours a year.
    pub fn hours(&self) -> Option<f64> {
        self.per_year
            .zip(self.hours_each)
            .map(|(often, each)| often * each)
    }
}

/// What each activity and service that some risk stops loses of a year. Cost: for each risk some
/// recoveries from it, and the years.
pub fn downtime(
    standpoint: &Standpoint<'_>,
    register: &Register,
    sampling: Sampling,
) -> Vec<Downtime> {
    let estate = &standpoint.estate;
    let falls = falls(standpoint, register, sampling);
    let (struck, model) = strikes(register);
    let mut places: Vec<Option<u32>> = vec![None; estate.items.len()];
    let mut things: Vec<Item> = Vec::new();
    for (item, _) in falls.iter().flat_map(|fall| &fall.hours) {
        places[*item as usize].get_or_insert_with(|| {
            things.push(*item);
            things.len() as u32 - 1
        });
    }
    let outages: Vec<Vec<Outage>> = struck
        .iter()
        .map(|risk| outages(&falls, risk, &places))
        .collect();
    let expected: f64 = falls.iter().map(Fall::expected).sum();
    let most = (KEPT_MOST / expected.max(1e-9)) as usize;
    let sampling = Sampling {
        years: sampling.years.min(most.max(1_000)),
        ..sampling
    };
    let found = model.standstill(&outages, things.len(), sampling);
    let row = |(&item, still): (&Item, engine::annual_loss::Standstill)| {
        let parts = parts(&falls, item);
        let hours = Hours {
            mean: still.mean,
            p90: still.quantile(0.9),
            any_probability: still.any(),
        };
        Downtime {
            id: estate.reference(item).to_string(),
            hours: parts.iter().any(|it| it.hours().is_some()).then_some(hours),
            lower_bound: parts.iter().any(|it| it.hours().is_none()),
            parts,
            years: sampling.years,
        }
    };
    let mut all: Vec<Downtime> = things.iter().zip(found).map(row).collect();
    all.sort_by(|one, other| {
        let mean = |it: &Downtime| it.hours.map_or(f64::INFINITY, |it| it.mean);
        let order = mean(other).total_cmp(&mean(one));
        order.then_with(|| one.id.cmp(&other.id))
    });
    all
}

/// What one risk stops, and for how long in each drawn recovery; `None` where that is not known.
struct Fall<'a> {
    risk: &'a RiskNumbers,
    hours: Vec<(Item, Option<Vec<f32>>)>,
}

impl Fall<'_> {
    fn per_year(&self) -> Option<f64> {
        let often = self.risk.frequency.as_ref()?;
        Some(often.per_year * self.risk.frequency_left)
    }

    /// Standstills a year, of all that it stops.
    fn expected(&self) -> f64 {
        self.per_year().unwrap_or(0.0).max(0.0) * self.hours.len() as f64
    }
}

fn falls<'a>(
    standpoint: &Standpoint<'_>,
    register: &'a Register,
    sampling: Sampling,
) -> Vec<Fall<'a>> {
    let risks = &standpoint.estate.registers.risks;
    let filed = |it: &'a RiskNumbers| Some((it, risks.get(record::link::split(&it.id).1)?));
    let known: Vec<(&RiskNumbers, &Filed<Risk>)> =
        register.risks.iter().filter_map(filed).collect();
    let share = WALKED_MOST / known.len().max(1);
    let fall = |(numbers, risk): (&'a RiskNumbers, &Filed<Risk>)| Fall {
        risk: numbers,
        hours: hours(standpoint, risk, share, (sampling.seed, sampling.threads)),
    };
    known.into_iter().map(fall).collect()
}

/// What a risk stops of what anybody waits for, with the hours of each recovery.
fn hours(
    standpoint: &Standpoint<'_>,
    risk: &Risk,
    walked_most: usize,
    (seed, threads): (u64, NonZeroUsize),
) -> Vec<(Item, Option<Vec<f32>>)> {
    let estate = &standpoint.estate;
    let standing = standing(&estate.graph, &named(estate, risk));
    let mut asked = standing.stopped().to_vec();
    let many = walked_most / asked.len().max(1);
    asked.retain(|&item| estate.listed(item).demands());
    asked.sort_unstable();
    let survives = surviving(&estate.graph, &standing);
    let setting = Setting {
        graph: &estate.graph,
        components: &estate.components,
        standing: &standing,
        survives: &survives,
    };
    let drawn = uncertain(standpoint, &standing, seed).drawn;
    let many = many.clamp(RECOVERIES_LEAST, RECOVERIES);
    let found = runs(setting, &drawn, &asked, many, threads);
    let of = |(place, &item): (usize, &Item)| {
        let backs = found.iter().skip(place).step_by(asked.len());
        let each = backs.map(|&back| outage(standpoint, risk, item, back));
        (item, each.collect())
    };
    asked.iter().enumerate().map(of).collect()
}

/// It is over when it is recovered from, or when what struck has passed.
fn outage(
    standpoint: &Standpoint<'_>,
    risk: &Risk,
    item: Item,
    back: Option<Seconds>,
) -> Option<f32> {
    let listed = standpoint.estate.listed(item);
    let lead = lead(listed, standpoint.scenario_lead(), &standpoint.policy);
    let back = back.map(|it| it + lead.seconds(ClockStart::Disruption));
    let seconds = match (back, risk.outage) {
        (Some(back), Some(lasts)) => Some(back.min(lasts.0)),
        (back, lasts) => back.or(lasts.map(|it| it.0)),
    };
    seconds.map(|it| (it as f32 / 3_600.0).clamp(0.0, YEAR_HOURS))
}

fn outages(falls: &[Fall<'_>], risk: &RiskNumbers, places: &[Option<u32>]) -> Vec<Outage> {
    let found = falls.iter().find(|fall| fall.risk.id == risk.id);
    let of = |(item, hours): &(Item, Option<Vec<f32>>)| {
        Some(Outage {
            thing: places[*item as usize]?,
            hours: hours.clone()?,
        })
    };
    let hours = found.into_iter().flat_map(|fall| &fall.hours);
    hours.filter_map(of).collect()
}

fn parts(falls: &[Fall<'_>], item: Item) -> Vec<Part> {
    let part = |fall: &Fall<'_>| {
        let at = fall
            .hours
            .binary_search_by_key(&item, |(item, _)| *item)
            .ok()?;
        let mean = |hours: &Vec<f32>| {
            hours.iter().map(|&it| f64::from(it)).sum::<f64>() / hours.len() as f64
        };
        Some(Part {
            risk: fall.risk.id.clone(),
            per_year: fall.per_year(),
            hours_each: fall.hours[at].1.as_ref().map(mean),
        })
    };
    let mut parts: Vec<Part> = falls.iter().filter_map(part).collect();
    parts.sort_by(|one, other| {
        let hours = |it: &Part| it.hours().unwrap_or(f64::INFINITY);
        let order = hours(other).total_cmp(&hours(one));
        order.then_with(|| one.risk.cmp(&other.risk))
    });
    parts
}
