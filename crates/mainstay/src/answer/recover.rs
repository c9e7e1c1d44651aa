//! The order and timeline of a recovery under the limits of people.

use continuity::implementation::recovery_schedule::{Budget, RecoverySchedule, recovery_schedule};

use super::impact::after_loss;
use super::{Given, Wrong, threads};

/// How many schedules may be built where nobody names a number.
pub const SCHEDULES: u64 = 3_000;
/// The most that may be asked for.
pub const SCHEDULES_MOST: u64 = 1_000_000;
/// Days drawn where nobody names a number.
pub const RUNS: usize = 10_000;
/// The most that may be asked for.
pub const RUNS_MOST: u64 = 1_000_000;
/// The seed where nobody names one.
pub const SEED: u64 = 1;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is lost: `kind/id`, an unambiguous id, another name, or `scenario/ID`.
    pub lose: Vec<String>,
    /// The seed.
    pub seed: u64,
    /// How many schedules may be built.
    pub schedules: u64,
    /// How many days are drawn.
    pub runs: usize,
}

impl Asked {
    /// The question as it is put where only the loss is named.
    pub fn lost(lose: Vec<String>) -> Asked {
        Asked {
            lose,
            seed: SEED,
            schedules: SCHEDULES,
            runs: RUNS,
        }
    }

    /// The same with a scenario, by its id, if one is named.
    pub fn with_scenario(mut self, scenario: Option<&str>) -> Asked {
        self.lose.extend(scenario.map(|id| match id.contains('/') {
            true => id.to_string(),
            false => format!("scenario/{id}"),
        }));
        self
    }
}

/// One schedule for everything that the loss stops.
pub fn recover(given: &Given<'_>, asked: &Asked) -> Result<RecoverySchedule, Wrong> {
    if asked.lose.is_empty() {
        return Err(Wrong("what is lost? Name it, or a scenario".into()));
    }
    let (standpoint, losses) = after_loss(given, &asked.lose)?;
    let budget = Budget {
        schedules: asked.schedules.clamp(1, SCHEDULES_MOST),
        seed: asked.seed,
        runs: asked.runs.min(RUNS_MOST as usize),
        threads: threads().get(),
    };
    Ok(recovery_schedule(&standpoint, &losses, budget))
}
