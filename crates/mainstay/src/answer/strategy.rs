//! The ways to recover beside each other, what was decided, and what each measure does.

use continuity::requirements::strategy::comparison::{Assumed, Comparison, comparison};
use continuity::requirements::strategy::measure_effect::{MeasureEffect, measure_effects};
use continuity::requirements::strategy::overview::{StrategyOverview, strategy_overview};
use continuity::requirements::strategy::turns::{TeamTurns, team_turns};
use continuity::requirements::strategy::workings::{Filed, Workings};
use record::requirements::scenario::Mode;
use serde::Serialize;

use super::{Given, Wrong, item};

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
    found.ok_or_else(|| Wrong(format!("no item is called `{reference}`")))
}

/// What each measure does, and is worth.
pub fn measures(given: &Given<'_>) -> Measures {
    let judge = given.judge();
    let workings = Workings::new(&judge);
    Measures {
        currency: workings.code().to_owned(),
        measures: measure_effects(&workings),
    }
}

/// Who comes back when on each team after a scenario, the earliest due first.
pub fn turns(given: &Given<'_>, scenario: &str) -> Result<Vec<TeamTurns>, Wrong> {
    let judge = given.judge();
    let id = scenario.strip_prefix("scenario/").unwrap_or(scenario);
    let found = judge.registers().scenarios.live().find(|it| &*it.id == id);
    let found = found.ok_or_else(|| {
        let id = record::node::shorten(id);
        Wrong(format!("there is no scenario `{id}`"))
    })?;
    Ok(team_turns(&judge, found))
}
