//! Recovery times and the loss of a year over many runs from a seed, and the register of risks in
//! numbers.

use std::collections::BTreeMap;

use continuity::implementation::recovery_schedule::{Budget, Returns, returns};
use continuity::path::humane;
use continuity::requirements::loss::losses;
use continuity::requirements::recovery_spread::{self, ItemSpread, recovery_spread};
use continuity::requirements::risk_numbers::annual_loss::{self, AnnualLoss};
use continuity::requirements::risk_numbers::downtime::{Downtime, downtime};
use continuity::requirements::risk_numbers::struck::{stopping, touching};
use continuity::requirements::risk_numbers::{Register, Supposed, risk_numbers};
use continuity::requirements::supposals::Supposals;
use continuity::standpoint::Standpoint;
use engine::annual_loss::Sampling;
use serde::Serialize;

use super::{Given, Wrong, threads};

/// Runs where nobody names a number (domain reference 4.14 asks for 10,000 or more).
pub const RUNS: usize = 10_000;
/// The most that may be asked for.
pub const RUNS_MOST: u64 = 10_000_000;
/// The seed where nobody names one.
pub const SEED: u64 = 1;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The scenario whose losses are recovered from; nothing: all is lost but people.
    pub scenario: Option<String>,
    /// Runs, and years.
    pub runs: usize,
    /// The seed.
    pub seed: u64,
    /// Measures that are supposed to operate, or not to.
    pub supposed: Supposed,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked {
            scenario: None,
            runs: RUNS,
            seed: SEED,
            supposed: Supposed::default(),
        }
    }
}

/// The answer.
#[derive(Serialize)]
pub struct Simulated {
    /// Years drawn.
    pub runs: usize,
    /// Recoveries drawn: fewer where the estate is very large.
    pub item_runs: usize,
    /// Recoveries drawn under the limits of people; 0 where nothing is uncertain.
    pub people_runs: usize,
    /// The seed.
    pub seed: u64,
    /// The scenario recovered from.
    pub scenario: Option<String>,
    /// Every item that stops, by id.
    pub items: Vec<Item>,
    /// The loss of a year.
    pub annual_loss: AnnualLoss,
    /// Of which risks that is the loss.
    pub covers: Covers,
    /// Every activity and service that those risks stop, the longest standstill first.
    pub downtime: Vec<Downtime>,
    /// What is supposed, and which policy says so.
    pub supposed: Supposals,
    /// How to read it.
    pub notes: Vec<String>,
}

/// One item: when it is back, and how long it stands still in a year.
#[derive(Serialize)]
pub struct Item {
    /// When it is back.
    #[serde(flatten)]
    pub spread: ItemSpread,
    /// Hours a year in which an activity or service stands still; none where that is not known, or
    /// for another item.
    pub downtime_hours_per_year: Option<HoursPerYear>,
}

/// Hours a year.
#[derive(Clone, Copy, Serialize)]
pub struct HoursPerYear {
    /// On average.
    pub mean: f64,
    /// Nine of ten years have no more.
    pub p90: f64,
    /// Whether something is not known, so that the truth is at least this.
    pub lower_bound: bool,
}

/// Which risks a year is drawn of.
#[derive(Clone, Debug, Serialize)]
pub struct Covers {
    /// The scenario: only the risks that touch what it loses; none: the whole register.
    pub scenario: Option<String>,
    /// These, by id.
    pub risks: Vec<String>,
    /// Of so many in force.
    pub of: usize,
}

/// Years drawn.
pub struct Years {
    /// The risks they are drawn of, in numbers.
    pub register: Register,
    /// What a year may cost.
    pub loss: AnnualLoss,
    /// How many.
    pub years: usize,
    /// Which risks they are.
    pub covers: Covers,
    /// How long what they stop stands still.
    pub downtime: Vec<Downtime>,
}

/// Simulates recoveries and years.
pub fn simulate(given: &Given<'_>, asked: &Asked) -> Result<Simulated, Wrong> {
    let scenario = match &asked.scenario {
        Some(name) => Some(scenario(given, name)?),
        None => None,
    };
    let standpoint = match scenario {
        Some(scenario) => Standpoint::of_scenario(given.registers, scenario, given.at),
        None => given.standpoint(),
    };
    let filed = scenario.and_then(|id| given.registers.scenarios.get(id));
    let lost = filed.map(|it| losses(&standpoint.estate, it));
    let item_runs = recovery_spread::affordable(&standpoint, asked.runs.max(1));
    let mut spreads = recovery_spread(
        &standpoint,
        lost.as_ref(),
        (item_runs, asked.seed),
        threads(),
    );
    let lost = lost.unwrap_or_else(|| recovery_spread::all_but_people(&standpoint));
    let returns = returns(&standpoint, &lost, budget(asked, item_runs));
    recovery_spread::under_limits(&standpoint, &mut spreads, &returns);
    let years = year(given, asked)?;
    let supposed = Supposals::of(&standpoint.policy);
    Ok(Simulated {
        runs: years.years,
        item_runs,
        seed: asked.seed,
        scenario: scenario.map(|id| format!("scenario/{id}")),
        items: items(spreads, &years),
        annual_loss: years.loss,
        people_runs: returns.runs,
        notes: notes(&years.covers, &supposed, &returns),
        covers: years.covers,
        downtime: years.downtime,
        supposed,
    })
}

fn items(spreads: Vec<ItemSpread>, years: &Years) -> Vec<Item> {
    let still: BTreeMap<&str, &Downtime> = years
        .downtime
        .iter()
        .map(|it| (it.id.as_str(), it))
        .collect();
    let all_known = years.register.risks.iter().all(|it| !it.affects.is_empty());
    let hours = |spread: &ItemSpread| match still.get(spread.id.as_str()) {
        Some(found) => found.hours.map(|hours| HoursPerYear {
            mean: hours.mean,
            p90: hours.p90,
            lower_bound: found.lower_bound || !all_known,
        }),
        // No risk stops it: that is known where every risk says what it strikes.
        None if !matches!(
            record::link::split(&spread.id).0,
            Some("activity" | "service")
        ) =>
        {
            None
        }
        None => all_known.then_some(HoursPerYear {
            mean: 0.0,
            p90: 0.0,
            lower_bound: false,
        }),
    };
    let item = |spread: ItemSpread| Item {
        downtime_hours_per_year: hours(&spread),
        spread,
    };
    spreads.into_iter().map(item).collect()
}

/// Schedules built at most: the order is sought once and kept in every recovery.
const SCHEDULES: u64 = 400;

fn budget(asked: &Asked, runs: usize) -> Budget {
    Budget {
        schedules: SCHEDULES,
        seed: asked.seed,
        runs,
        threads: threads().get(),
    }
}

fn notes(covers: &Covers, supposed: &Supposals, returns: &Returns) -> Vec<String> {
    let alike = |it: &continuity::requirements::supposals::Alike| match &it.from {
        Some(policy) => format!("{} by {policy}", it.value),
        None => format!("{}, which ships; a policy may say otherwise", it.value),
    };
    let mut notes = vec![format!(
        "Times of records and every step of a plan are drawn from their three points (Beta-PERT); \
         those that one team works on are alike by {}.",
        alike(&supposed.durations_alike)
    )];
    notes.push(format!(
        "With people: one schedule for all that stopped, its order kept in each of {} recoveries, \
         each task as early as its team is free; times of one team are alike by {}. Work that \
         follows another item's return counts there with its 80th percentile, on the safe side. \
         Without: as if every team had people without limit.",
        returns.runs.max(1),
        alike(&returns.common_cause)
    ));
    notes.push(match &supposed.spread {
        Some(it) => format!(
            "A time given as one figure may be {:.0} % shorter and {:.0} % longer, by {}.",
            it.sooner * 100.0,
            it.later * 100.0,
            it.from
        ),
        None => {
            "A time given as one figure is taken to be exact: no policy says how sure it is.".into()
        }
    });
    if let Some(it) = &supposed.takes_seconds {
        notes.push(format!(
            "What nobody gave a time is supposed to take {}, by {}; it is marked.",
            humane(it.likely),
            it.from
        ));
    }
    notes.push(
        "Times count from the start of recovery work; `meets_probability` is against the time by \
         which each must be back from there."
            .into(),
    );
    notes.push(match &covers.scenario {
        Some(scenario) => format!(
            "The year is drawn of the {} of {} risks in force that touch what {scenario} loses; \
             the others are left out.",
            covers.risks.len(),
            covers.of
        ),
        None => "The year is drawn of all risks in force.".into(),
    });
    notes.push(format!(
        "Risks of one hazard in one place are struck by the same events; what one event costs \
         different places is alike by {}.",
        alike(&supposed.costs_alike)
    ));
    notes.push(
        "Hours stopped count from the disruption; a measure that makes a strike milder lowers what \
         it costs, not how long it lasts."
            .into(),
    );
    notes
}

/// The register and the years drawn of it, without the recoveries of each item.
pub fn year(given: &Given<'_>, asked: &Asked) -> Result<Years, Wrong> {
    let standpoint = given.standpoint();
    let mut register = risk_numbers(&standpoint, &asked.supposed);
    let covers = covers(given, &standpoint, &mut register, asked)?;
    let years = annual_loss::affordable(&register, asked.runs.max(1));
    let sampling = Sampling {
        years,
        seed: asked.seed,
        threads: threads(),
    };
    Ok(Years {
        loss: annual_loss::annual_loss(&register, sampling),
        downtime: downtime(&standpoint, &register, sampling),
        register,
        years,
        covers,
    })
}

/// Keeps of a register only the risks that are asked about.
fn covers(
    given: &Given<'_>,
    standpoint: &Standpoint<'_>,
    register: &mut Register,
    asked: &Asked,
) -> Result<Covers, Wrong> {
    let of = register.risks.len();
    let mut named = None;
    if let Some(name) = &asked.scenario {
        let id = scenario(given, name)?;
        if let Some(filed) = given.registers.scenarios.get(id) {
            let losses = losses(&standpoint.estate, filed);
            let touching = touching(&standpoint.estate, &losses);
            let ids: Vec<String> = touching.iter().map(|it| it.reference()).collect();
            register.risks.retain(|it| ids.contains(&it.id));
        }
        named = Some(format!("scenario/{id}"));
    }
    let mut risks: Vec<String> = register.risks.iter().map(|it| it.id.clone()).collect();
    risks.sort();
    Ok(Covers {
        scenario: named,
        risks,
        of,
    })
}

/// The register of risks in numbers.
pub fn risks(given: &Given<'_>, supposed: &Supposed) -> Register {
    risk_numbers(&given.standpoint(), supposed)
}

/// Keeps of a register only the risks that stop an item; gives the item's reference.
pub fn only_stopping(
    given: &Given<'_>,
    register: &mut Register,
    item: &str,
) -> Result<String, Wrong> {
    let standpoint = given.standpoint();
    let estate = &standpoint.estate;
    let found = super::item(estate, item)?;
    let stopping = stopping(estate, found);
    let named: Vec<String> = stopping.iter().map(|it| it.reference()).collect();
    register.risks.retain(|it| named.contains(&it.id));
    Ok(estate.reference(found).to_owned())
}

fn scenario<'r>(given: &Given<'r>, name: &str) -> Result<&'r str, Wrong> {
    let id = name.strip_prefix("scenario/").unwrap_or(name);
    let mut live = given.registers.scenarios.live();
    let found = live.find(|scenario| &*scenario.id == id);
    found.map(|scenario| &*scenario.id).ok_or_else(|| {
        let ids = given.registers.scenarios.live().map(|it| &*it.id);
        let hint = record::complaint::suggestion(id, ids);
        let id = record::node::shorten(id);
        Wrong(format!("there is no scenario `{id}`{hint}"))
    })
}
