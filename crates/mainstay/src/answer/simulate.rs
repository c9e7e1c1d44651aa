//! Recovery times and the loss of a year over many runs from a seed, and the register of risks in
//! numbers.

use continuity::requirements::loss::losses;
use continuity::requirements::recovery_spread::{self, ItemSpread, recovery_spread};
use continuity::requirements::risk_numbers::annual_loss::{self, AnnualLoss};
use continuity::requirements::risk_numbers::struck::stopping;
use continuity::requirements::risk_numbers::{Register, Supposed, risk_numbers};
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
    /// The seed.
    pub seed: u64,
    /// The scenario recovered from.
    pub scenario: Option<String>,
    /// Every item that stops, by id.
    pub items: Vec<ItemSpread>,
    /// The loss of a year, of the whole register.
    pub annual_loss: AnnualLoss,
    /// How to read it.
    pub notes: Vec<&'static str>,
}

const NOTES: &[&str] = &[
    "Three-point times of records are drawn as Beta-PERT, independently; steps of plans count with \
     their 80th percentile; people's limits are not looked at.",
    "Times count from the start of recovery work; `meets_probability` is against the time by which \
     each must be back from there.",
    "The annual loss is that of all risks in force, whatever the scenario; risks of one hazard in \
     one place are struck by the same events.",
];

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
    let items = recovery_spread(
        &standpoint,
        lost.as_ref(),
        (item_runs, asked.seed),
        threads(),
    );
    let (_, year, runs) = year(given, asked);
    Ok(Simulated {
        runs,
        item_runs,
        seed: asked.seed,
        scenario: scenario.map(|id| format!("scenario/{id}")),
        items,
        annual_loss: year,
        notes: NOTES.to_vec(),
    })
}

/// The register and the loss of a year, without the recoveries; with the years drawn.
pub fn year(given: &Given<'_>, asked: &Asked) -> (Register, AnnualLoss, usize) {
    let register = risks(given, &asked.supposed);
    let years = annual_loss::affordable(&register, asked.runs.max(1));
    let sampling = Sampling {
        years,
        seed: asked.seed,
        threads: threads(),
    };
    let year = annual_loss::annual_loss(&register, sampling);
    (register, year, years)
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
