//! The ways to recover beside each other, what was decided, and what each measure does.

use continuity::requirements::exposure;
use continuity::requirements::loss::losses;
use continuity::requirements::strategy::comparison::{Assumed, Comparison, comparison};
use continuity::requirements::strategy::measure_effect::{MeasureEffect, measure_effects};
use continuity::requirements::strategy::overview::{StrategyOverview, strategy_overview};
use continuity::requirements::strategy::standby_fit::{StandbyFit, standby_fits};
use continuity::requirements::strategy::treatment::{Treatments, treatments};
use continuity::requirements::strategy::turns::{TeamTurns, team_turns};
use continuity::requirements::strategy::workings::{Filed, Workings};
use continuity::requirements::strategy::years;
use engine::annual_loss::Sampling;
use record::requirements::scenario::Mode;
use serde::Serialize;

use super::simulate::SEED;
use super::{Given, Wrong, item, threads};

/// Years drawn for each option of a comparison.
pub const YEARS: usize = 50_000;
/// Years drawn for each measure: there may be many.
pub const YEARS_OF_MEASURES: usize = 20_000;

fn sampling(years: usize) -> Sampling {
    Sampling {
        years,
        seed: SEED,
        threads: threads(),
    }
}

/// What is asked of a comparison.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The item.
    pub of: String,
    /// The mode; nothing: the first in which something is to be decided.
    pub mode: Option<String>,
    /// What is assumed apart from the records.
    pub assumed: Assumed,
    /// An option that is tried and not filed.
    pub tried: Option<Filed>,
}

impl Asked {
    /// An item, as the records say it.
    pub fn of(item: &str) -> Asked {
        Asked {
            of: item.to_owned(),
            mode: None,
            assumed: Assumed::NOTHING,
            tried: None,
        }
    }
}

/// Every measure.
#[derive(Serialize)]
pub struct Measures {
    /// The currency of all amounts.
    pub currency: String,
    /// Years drawn without and with each.
    pub years: usize,
    /// The seed.
    pub seed: u64,
    /// Whether the register holds risks that are not known in numbers, so that the years cost more.
    pub lower_bound: bool,
    /// The measures, worth most first.
    pub measures: Vec<MeasureEffect>,
}

/// Every service with its strategy.
pub fn overview(given: &Given<'_>) -> StrategyOverview {
    let judge = given.judge();
    strategy_overview(&Workings::new(&judge))
}

/// The mode that a word means.
pub fn mode(word: &str) -> Result<Mode, Wrong> {
    let found = Mode::ALL.iter().find(|mode| mode.as_str() == word);
    found.copied().ok_or_else(|| {
        let words: Vec<&str> = Mode::ALL.iter().map(|mode| mode.as_str()).collect();
        let word = record::node::shorten(word);
        Wrong(format!(
            "`{word}` is no mode; write one of {}",
            words.join(", ")
        ))
    })
}

/// The options of an item beside each other.
pub fn compare(given: &Given<'_>, asked: &Asked) -> Result<Comparison, Wrong> {
    let judge = given.judge();
    let found = item(judge.estate(), &asked.of)?;
    let reference = judge.estate().reference(found).to_string();
    let mode = asked.mode.as_deref().map(mode).transpose()?;
    let workings = Workings::new(&judge).and_of(&reference);
    let tried = asked.tried.as_ref();
    let found = comparison(&workings, &reference, mode, asked.assumed, tried);
    let mut found = found.ok_or_else(|| Wrong(format!("no item is called `{reference}`")))?;
    years::draw(&workings, &mut found, sampling(YEARS));
    Ok(found)
}

/// What each measure does, and is worth.
pub fn measures(given: &Given<'_>) -> Measures {
    let judge = given.judge();
    let workings = Workings::new(&judge);
    Measures {
        currency: workings.code().to_owned(),
        years: YEARS_OF_MEASURES,
        seed: SEED,
        lower_bound: workings
            .register()
            .risks
            .iter()
            .any(|it| !it.missing.is_empty()),
        measures: measure_effects(&workings, Some(sampling(YEARS_OF_MEASURES))),
    }
}

/// What can be done about a risk in force, and the currency; none where there is no such risk.
pub fn treated(given: &Given<'_>, risk: &str) -> Option<(Treatments, String)> {
    let judge = given.judge();
    let workings = Workings::new(&judge);
    let currency = workings.code().to_owned();
    treatments(&workings, risk).map(|it| (it, currency))
}

/// Whether what is held ready carries the least level of all that a scenario stops.
pub fn standby(given: &Given<'_>, scenario: &str) -> Result<Vec<StandbyFit>, Wrong> {
    let judge = given.judge();
    let found = scenario_of(judge.registers(), scenario)?;
    let estate = judge.estate();
    let fallen = exposure::fall(estate, &losses(estate, found));
    Ok(standby_fits(&judge, |item| {
        fallen.standing.is_stopped(item)
    }))
}

fn scenario_of<'r>(
    registers: &'r record::kinds::Registers,
    scenario: &str,
) -> Result<&'r record::kind::Filed<record::requirements::Scenario>, Wrong> {
    let id = scenario.strip_prefix("scenario/").unwrap_or(scenario);
    let found = registers.scenarios.live().find(|it| &*it.id == id);
    found.ok_or_else(|| {
        let id = record::node::shorten(id);
        Wrong(format!("there is no scenario `{id}`"))
    })
}

/// Who comes back when on each team after a scenario, the earliest due first.
pub fn turns(given: &Given<'_>, scenario: &str) -> Result<Vec<TeamTurns>, Wrong> {
    let judge = given.judge();
    let found = scenario_of(judge.registers(), scenario)?;
    Ok(team_turns(&judge, found))
}
