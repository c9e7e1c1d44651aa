//! Whether what is held ready carries the least level of all that stops, and who goes without where
//! it does not: first as was agreed beforehand, then the least urgent.

use engine::shedding::{Demand, fit};
use record::implementation::Arrangement;
use record::kind::Filed;
use serde::Serialize;

use crate::finding::Judge;
use crate::requirements::tier::tier_of;

/// One arrangement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandbyFit {
    /// `arrangement/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The unit of all figures.
    pub unit: String,
    /// What it can carry; unknown where nobody says it.
    pub capacity: Option<f64>,
    /// How many share it, where it is more than one.
    pub shared_by: Option<u32>,
    /// What falls to each of them once all call on it, as they do where a whole region is struck.
    pub share: Option<f64>,
    /// What all of these take at their least level.
    pub needed: f64,
    /// What they take in full.
    pub whole: f64,
    /// How much is missing, of its share where it is shared; unknown without a capacity.
    pub short: Option<f64>,
    /// What it is to carry.
    pub loads: Vec<LoadFit>,
    /// Whether it was agreed beforehand who goes without first.
    pub agreed: bool,
}

/// One thing to be carried.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LoadFit {
    /// `kind/id`.
    pub id: String,
    /// What it takes in full.
    pub whole: f64,
    /// The least share of that which is of any use, in percent.
    pub least_percent: f64,
    /// What that comes to.
    pub needed: f64,
    /// Its tier; unknown counts as the least urgent.
    pub tier: Option<u32>,
    /// In which turn it goes without, from 1; none where it is carried.
    pub dropped: Option<usize>,
}

/// The arrangements in force that say what they are to carry, those that are short first. Of their
/// loads those count that `asks` picks.
pub fn standby_fits(judge: &Judge<'_>, asks: impl Fn(u32) -> bool) -> Vec<StandbyFit> {
    let arrangements = judge.registers().arrangements.approved();
    let says = arrangements.filter(|it| !it.carries.is_empty());
    let mut all: Vec<StandbyFit> = says.map(|it| standby_fit(judge, it, &asks)).collect();
    all.retain(|it| !it.loads.is_empty());
    let short = |it: &StandbyFit| it.short.unwrap_or(0.0);
    all.sort_by(|one, other| short(other).total_cmp(&short(one)));
    all
}

/// One arrangement with its loads.
pub fn standby_fit(
    judge: &Judge<'_>,
    arrangement: &Filed<Arrangement>,
    asks: &dyn Fn(u32) -> bool,
) -> StandbyFit {
    let estate = judge.estate();
    let agreed = |item: u32| {
        let mut listed = arrangement.sheds.iter();
        listed.position(|it| estate.find(&it.text) == Some(item))
    };
    let (mut loads, mut demands) = (Vec::new(), Vec::new());
    for load in &arrangement.carries {
        let Some(item) = estate.find(&load.item.text).filter(|item| asks(*item)) else {
            continue;
        };
        let mbco = Some(estate.listed(item).item.mbco()).filter(|it| *it > 0);
        let least = load.least.map(|it| it.0).or(mbco).unwrap_or(10_000);
        let share = f64::from(least) / 10_000.0;
        let tier = tier_of(&judge.standpoint, &judge.targets, item);
        // The first of the list agreed goes first of all.
        let rank = match agreed(item) {
            Some(place) => u32::MAX - place as u32,
            None => tier.unwrap_or(u32::MAX / 2),
        };
        demands.push(Demand {
            whole: load.whole,
            share,
            rank,
        });
        loads.push(LoadFit {
            id: estate.reference(item).to_string(),
            whole: load.whole,
            least_percent: share * 100.0,
            needed: load.whole * share,
            tier,
            dropped: None,
        });
    }
    let shared_by = arrangement.shared_by.filter(|by| *by > 1);
    let capacity = arrangement.capacity;
    let share = capacity.zip(shared_by).map(|(all, by)| all / f64::from(by));
    let there = share.or(capacity);
    let fit = fit(there.unwrap_or(f64::INFINITY), &demands);
    for (turn, &load) in fit.dropped.iter().enumerate() {
        loads[load].dropped = Some(turn + 1);
    }
    StandbyFit {
        id: arrangement.reference(),
        name: arrangement.title().to_string(),
        unit: arrangement.unit.clone().unwrap_or_else(|| "units".into()),
        capacity,
        shared_by,
        share,
        needed: fit.needed,
        whole: demands.iter().map(|it| it.whole).sum(),
        short: capacity.map(|_| fit.short),
        agreed: !arrangement.sheds.is_empty(),
        loads,
    }
}
