//! Forecasts held against what came: the past foretold from what lay before it, and what was said
//! and kept, once its time is over.

use std::collections::BTreeMap;

use engine::rolling_origin::{Foretold, rolling_origin};
use jiff::Timestamp;
use record::kinds::Registers;
use record::link::split;
use serde::Serialize;

use super::{Ahead, HazardRate};
use crate::requirements::kept_forecast::{Became, KeptForecasts, Statement};
use crate::requirements::score::{Score, Told, score};

/// Most hazards at places whose past is foretold; of a longer list the first ones are.
const SERIES_MAX: usize = 500;

/// How the past of a hazard at a place would have been foretold.
#[derive(Clone, Debug, Serialize)]
pub struct Back {
    /// Its scores.
    #[serde(flatten)]
    pub score: Score,
    /// The share of counts within the range that was to hold nine in ten.
    pub coverage_90: f64,
    /// How wide that range was on the average: counts whole and small make it hold more.
    pub range_width: f64,
}

/// The past of all of them.
pub(super) struct Backs {
    left: usize,
    horizon: f64,
    told: Vec<Told>,
}

impl Backs {
    pub(super) fn new(wanted: bool, series: usize, ahead: &Ahead) -> Backs {
        Backs {
            left: if wanted { series.min(SERIES_MAX) } else { 0 },
            horizon: ahead.to - ahead.from,
            told: Vec::new(),
        }
    }

    /// Foretells the past of one. What others show is known only from their whole past, so a belief
    /// pooled from them would know what was still to come: the origins begin from the vague one.
    pub(super) fn of(&mut self, rate: &HazardRate<'_>) -> Option<Back> {
        self.left = self.left.checked_sub(1)?;
        rate.history.window?;
        let mut past = rate.past();
        past.elsewhere = (0.0, 0.0);
        let stated = rate.history.hazard.prior.is_some();
        if !stated {
            past.prior = engine::gamma_poisson::Belief::JEFFREYS;
        }
        let foretold = rolling_origin(&past, self.horizon);
        let told: Vec<Told> = foretold.iter().map(told).collect();
        let score = score(&told)?;
        self.told.extend(told);
        let held = foretold.iter().filter(|it| {
            let (low, high) = it.range;
            (low..=high).contains(&it.count)
        });
        let number = foretold.len() as f64;
        let width = foretold.iter().map(|it| f64::from(it.range.1 - it.range.0));
        Some(Back {
            score,
            coverage_90: held.count() as f64 / number,
            range_width: width.sum::<f64>() / number,
        })
    }

    pub(super) fn score(&self) -> Option<Score> {
        score(&self.told)
    }
}

fn told(it: &Foretold) -> Told {
    Told {
        probability: it.probability,
        base: Some(it.base),
        came_true: it.count > 0,
    }
}

/// What came of hazards, to hold statements against.
pub struct Outcomes<'r> {
    struck: BTreeMap<&'r str, Vec<(Option<&'r str>, Timestamp)>>,
    registers: &'r Registers,
    at: Timestamp,
}

impl<'r> Outcomes<'r> {
    /// What came up to an instant. Cost: linear in the occurrences.
    pub fn new(registers: &'r Registers, at: Timestamp) -> Outcomes<'r> {
        let mut struck: BTreeMap<&str, Vec<(Option<&str>, Timestamp)>> = BTreeMap::new();
        for it in registers.occurrences.approved() {
            let site = it.site.as_ref().map(|site| site.id());
            let list = struck.entry(it.hazard.id()).or_default();
            list.push((site, it.at.earliest()));
        }
        Outcomes {
            struck,
            registers,
            at,
        }
    }

    /// What became of a forecast of a hazard: whether an occurrence of it is filed within its
    /// time. That none is filed says something only where the hazard's record says that someone
    /// looked so long. `None` where the statement is of no hazard.
    pub fn became(&self, statement: &Statement) -> Option<Became> {
        let (hazard, place) = match statement.key.split_once('@') {
            Some((hazard, place)) => (hazard, Some(split(place).1)),
            None => (statement.key.as_str(), None),
        };
        let hazard = hazard.strip_prefix("hazard/")?;
        let struck = self.struck.get(hazard).into_iter().flatten();
        let mut here = struck.filter(|(site, at)| {
            let there = place.is_none() || *site == place;
            there && *at >= statement.from && *at < statement.until
        });
        if here.next().is_some() {
            return Some(Became::CameTrue);
        }
        if self.at < statement.until {
            return Some(Became::Open);
        }
        let looked = self.registers.hazards.get(hazard);
        let looked = looked.and_then(|it| it.observed.as_ref());
        let until = statement.until.to_zoned(jiff::tz::TimeZone::UTC).date();
        Some(match looked.is_some_and(|window| window.to.0 >= until) {
            true => Became::DidNotCome,
            false => Became::Unknown,
        })
    }
}

/// What became of all that was said and kept.
#[derive(Clone, Debug, Serialize)]
pub struct KeptScore {
    /// The score of what is over and known.
    pub score: Option<Score>,
    /// Whose time is not over.
    pub open: usize,
    /// Whose time is over, and of which nobody knows whether they came.
    pub unknown: usize,
}

/// The score of what was said and kept, by whoever can say what became of it; with how many are
/// still open and of how many nobody knows.
pub fn kept<'k>(
    made: impl Iterator<Item = &'k KeptForecasts>,
    became: impl Fn(&Statement) -> Option<Became>,
) -> KeptScore {
    let (mut told, mut open, mut unknown) = (Vec::new(), 0, 0);
    for statement in made.flat_map(|it| &it.statements) {
        match became(statement) {
            None => {}
            Some(Became::Open) => open += 1,
            Some(Became::Unknown) => unknown += 1,
            Some(became) => told.push(Told {
                probability: statement.probability,
                base: statement.base,
                came_true: became == Became::CameTrue,
            }),
        }
    }
    KeptScore {
        score: score(&told),
        open,
        unknown,
    }
}
