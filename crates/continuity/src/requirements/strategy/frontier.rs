//! What a comparison comes to: who is beaten by whom, the cheapest that is in time, the price of
//! each band of recovery time, and how far the answer hangs on what is assumed.

use std::collections::BTreeMap;

use engine::frontier::beaten_by;
use serde::Serialize;

use super::comparison::{Assumed, Column, Comparison};
use super::ends::{End, Ends, Said};
use crate::requirements::recovery_targets::Verdict;

/// The bands of recovery time for which a price is shown, in hours.
pub const BANDS: [i64; 5] = [1, 4, 8, 24, 72];

/// By which factors frequencies are tried.
const FACTORS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// The cheapest option within a recovery time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Band {
    /// Back within.
    pub within_seconds: i64,
    /// The option with the least total that is back within and reaches all else that is asked.
    pub option: Option<String>,
    /// Its cost and remaining loss a year.
    pub total_per_year: Option<f64>,
    /// How much more that is than in the next looser band.
    pub price_per_year: Option<f64>,
    /// Whether the target of the item asks for this band or a looser one.
    pub asked: bool,
}

/// The cheapest options if things happen more or less often.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Times as often.
    pub factor: f64,
    /// Of those in time.
    pub cheapest_in_time: Option<String>,
    /// Of all.
    pub cheapest: Option<String>,
    /// The total of each option, in their order.
    pub totals: Vec<Option<f64>>,
}

/// How far one assumption moves an advantage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Driver {
    /// What is assumed, and between which ends.
    pub what: String,
    /// Where the ends come from.
    pub said: Said,
    /// The record that it is about; none where it is about all.
    pub about: Option<String>,
    /// The advantage a year at its lower end.
    pub low: f64,
    /// And at its upper end.
    pub high: f64,
}

impl Driver {
    /// Puts those that move most first.
    pub(super) fn widest_first(all: &mut [Driver]) {
        let swing = |driver: &Driver| (driver.high - driver.low).abs();
        all.sort_by(|one, other| swing(other).total_cmp(&swing(one)));
    }
}

/// Fills in what is counted against the first column: avoided loss, totals, break-even, and who is
/// beaten in cost and remaining loss.
pub(super) fn against_first(columns: &mut [Column], frequency: Option<f64>) {
    let first = columns.first().map(|first| {
        let cost = first.cost.per_year.map(super::cost::Range::middle);
        (first.residual_per_year, cost)
    });
    let (left, paid) = first.unwrap_or_default();
    for (place, column) in columns.iter_mut().enumerate() {
        let cost = column.cost.per_year.map(super::cost::Range::middle);
        column.total_per_year = cost
            .zip(column.residual_per_year)
            .map(|(cost, left)| cost + left);
        if place == 0 {
            continue;
        }
        let avoided = left
            .zip(column.residual_per_year)
            .map(|(before, after)| before - after);
        column.avoided_per_year = avoided;
        let extra = cost.zip(paid).map(|(cost, paid)| cost - paid);
        column.break_even_per_year = match (avoided, extra, frequency) {
            (Some(avoided), Some(extra), Some(rate)) if avoided > 0.0 => {
                Some((rate * extra / avoided).max(0.0))
            }
            _ => None,
        };
    }
    let figures: Vec<Option<(f64, f64)>> = columns
        .iter()
        .map(|column| {
            let cost = column.cost.per_year.map(super::cost::Range::middle);
            cost.zip(column.residual_per_year)
        })
        .collect();
    let known: Vec<usize> = (0..figures.len())
        .filter(|&at| figures[at].is_some())
        .collect();
    let points: Vec<(f64, f64)> = known.iter().filter_map(|&at| figures[at]).collect();
    for (place, by) in beaten_by(&points).into_iter().enumerate() {
        columns[known[place]].beaten_by = by.map(|by| columns[known[by]].id.clone());
    }
}

/// Fills in who is cheapest and what each band costs.
pub(super) fn conclude(all: &mut Comparison) {
    all.cheapest_in_time = cheapest(&all.options, in_time).map(|it| it.id.clone());
    all.cheapest = cheapest(&all.options, |_| true).map(|it| it.id.clone());
    all.bands = bands(all);
}

fn in_time(column: &Column) -> bool {
    column.verdict == Verdict::Meets
}

/// Of some columns the one with the least total.
fn cheapest(columns: &[Column], fits: impl Fn(&Column) -> bool) -> Option<&Column> {
    let known = columns
        .iter()
        .filter(|column| fits(column) && column.total_per_year.is_some());
    known.min_by(|one, other| {
        let total = |column: &Column| column.total_per_year.unwrap_or(f64::INFINITY);
        total(one).total_cmp(&total(other))
    })
}

/// Whether it reaches all that is asked but the recovery time.
fn reaches_the_rest(column: &Column, all: &Comparison) -> bool {
    let data = match (all.rpo_required_seconds, column.rpo_margin_seconds) {
        (None, _) => true,
        _ if all.mode == "people" => true,
        (Some(_), margin) => margin.is_some_and(|margin| margin >= 0),
    };
    let level = all
        .mbco_percent
        .is_none_or(|least| column.level_percent.is_some_and(|level| level.0 >= least.0));
    data && level && column.constraints.iter().all(|it| it.met != Some(false))
}

fn bands(all: &Comparison) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for hours in BANDS.iter().rev() {
        let within = hours * 3_600;
        let fits = |column: &Column| {
            column.rtc_seconds.is_some_and(|rtc| rtc <= within) && reaches_the_rest(column, all)
        };
        let found = cheapest(&all.options, fits);
        let total = found.and_then(|it| it.total_per_year);
        let looser = bands.last().and_then(|band| band.total_per_year);
        bands.push(Band {
            within_seconds: within,
            option: found.map(|it| it.id.clone()),
            total_per_year: total,
            price_per_year: total.zip(looser).map(|(total, looser)| total - looser),
            asked: all.required_seconds.is_some_and(|asked| asked <= within),
        });
    }
    bands.reverse();
    bands
}

/// The cheapest options under each factor.
pub(super) fn sensitivity(
    all: &Comparison,
    again: &dyn Fn(Assumed, Ends) -> Vec<Column>,
) -> Vec<Sensitivity> {
    if all.options.iter().all(|it| it.total_per_year.is_none()) {
        return Vec::new();
    }
    let one = |&factor: &f64| {
        let assumed = Assumed {
            frequency: factor,
            ..Assumed::NOTHING
        };
        let columns = again(assumed, Ends::default());
        Sensitivity {
            factor,
            cheapest_in_time: cheapest(&columns, in_time).map(|it| it.id.clone()),
            cheapest: cheapest(&columns, |_| true).map(|it| it.id.clone()),
            totals: columns.iter().map(|it| it.total_per_year).collect(),
        }
    };
    FACTORS.iter().map(one).collect()
}

/// The assumptions, the one that moves most first. `said`: where the ends of frequency, loss and
/// time come from.
pub(super) fn drivers(
    all: &Comparison,
    said: [Said; 3],
    again: &dyn Fn(Assumed, Ends) -> Vec<Column>,
) -> Vec<Driver> {
    let Some(best) = &all.cheapest_in_time else {
        return Vec::new();
    };
    let advantage = |columns: &[Column]| {
        let first = columns.first()?.total_per_year?;
        let best = columns.iter().find(|it| &it.id == best)?;
        Some(first - best.total_per_year?)
    };
    let ends = |what: &str, said: Said, at: &dyn Fn(End) -> Ends| {
        let of = |end: End| advantage(&again(Assumed::NOTHING, at(end)));
        let (low, high) = (of(End::Low)?, of(End::High)?);
        Some(Driver {
            what: format!("{what}, {}", said.words()),
            said,
            about: None,
            low,
            high,
        })
    };
    let none = Ends::default();
    let [often, loss, time] = said;
    let of_frequency = |frequency: End| Ends { frequency, ..none };
    let of_loss = |loss: End| Ends { loss, ..none };
    let of_time = |time: End| Ends { time, ..none };
    let mut found: Vec<Driver> = [
        ends("how often it happens", often, &of_frequency),
        ends("what an outage costs", loss, &of_loss),
        ends("how long claimed recoveries take", time, &of_time),
        price(all, best),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.extend(one_by_one(all, best));
    Driver::widest_first(&mut found);
    found
}

/// What one thing adds to an advantage, and how much at its ends.
#[derive(Default)]
struct Share {
    low: f64,
    middle: f64,
    high: f64,
    said: Vec<bool>,
}

impl Share {
    fn add(&mut self, part: f64, low: Option<f64>, high: Option<f64>) {
        self.middle += part;
        self.low += part * low.unwrap_or(0.5);
        self.high += part * high.unwrap_or(2.0);
        self.said.push(low.is_some() && high.is_some());
    }

    fn driver(self, what: &str, about: &str, advantage: f64) -> Driver {
        let said = Said::of(self.said);
        Driver {
            what: format!("{what}, {}", said.words()),
            said,
            about: Some(about.to_owned()),
            low: advantage + self.low - self.middle,
            high: advantage + self.high - self.middle,
        }
    }
}

/// Where several scenarios or activities stand behind the figures: each for itself.
fn one_by_one(all: &Comparison, best: &str) -> Vec<Driver> {
    let best = all.options.iter().find(|it| it.id == best);
    let Some((first, best)) = all.options.first().zip(best) else {
        return Vec::new();
    };
    let totals = first.total_per_year.zip(best.total_per_year);
    let Some((before, after)) = totals else {
        return Vec::new();
    };
    let mut scenarios: BTreeMap<&str, Share> = BTreeMap::new();
    let mut activities: BTreeMap<&str, Share> = BTreeMap::new();
    for (column, sign) in [(first, 1.0), (best, -1.0)] {
        for event in &column.events {
            let loss = sign * event.loss_per_year.unwrap_or(0.0);
            let ratio = |end: Option<f64>| Some(end? / event.per_year.filter(|it| *it > 0.0)?);
            let (low, high) = (ratio(event.low_per_year), ratio(event.high_per_year));
            let known = scenarios.entry(&event.scenario).or_default();
            known.add(loss, low, high);
            let sum: f64 = event.sources.iter().map(|it| it.amount).sum();
            for source in event.sources.iter().filter(|_| sum > 0.0) {
                let of =
                    |end: Option<f64>| Some(end? / Some(source.amount).filter(|it| *it > 0.0)?);
                let known = activities.entry(&source.activity).or_default();
                let part = loss * source.amount / sum;
                known.add(part, of(source.low), of(source.high));
            }
        }
    }
    let advantage = before - after;
    let mut found = Vec::new();
    let mut each = |what: &str, shares: BTreeMap<&str, Share>| {
        if shares.len() > 1 {
            let drivers = shares.into_iter();
            found.extend(drivers.map(|(about, share)| share.driver(what, about, advantage)));
        }
    };
    each("how often this one happens", scenarios);
    each("what a stop of this one costs", activities);
    found
}

/// The range of the price of the cheapest in time.
fn price(all: &Comparison, best: &str) -> Option<Driver> {
    let first = all.options.first()?.total_per_year?;
    let best = all.options.iter().find(|it| it.id == best)?;
    let (cost, left) = (best.cost.per_year?, best.residual_per_year?);
    Some(Driver {
        what: "the price, from its lower to its upper end".into(),
        said: Said::Stated,
        about: None,
        low: first - left - cost.low,
        high: first - left - cost.high,
    })
}
