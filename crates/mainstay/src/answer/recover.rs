//! The order and timeline of a recovery under the limits of people, and whether what is held ready
//! carries what stops.

use std::collections::BTreeSet;

use continuity::finding::Judge;
use continuity::implementation::call_times::{CallTime, call_times};
use continuity::implementation::recovery_schedule::{Budget, RecoverySchedule, recovery_schedule};
use continuity::requirements::strategy::standby_fit::{StandbyFit, standby_fits};
use serde::Serialize;

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

/// A schedule, and what stands ready.
#[derive(Clone, Debug, Serialize)]
pub struct Recovery {
    /// The schedule.
    #[serde(flatten)]
    pub schedule: RecoverySchedule,
    /// Arrangements that say what they are to carry, where some of that stops: what fits, and who
    /// goes without.
    pub arrangements: Vec<Ready>,
    /// Who is called when, by the call trees in force.
    pub calls: Vec<CallTime>,
}

/// An arrangement that is called on.
#[derive(Clone, Debug, Serialize)]
pub struct Ready {
    /// What of it fits.
    #[serde(flatten)]
    pub fit: StandbyFit,
    /// How long until it can be used; unknown where nobody says it.
    pub activation_seconds: Option<i64>,
    /// Whether the place where it stands is lost too.
    pub site_lost: bool,
}

/// One schedule for everything that the loss stops.
pub fn recover(given: &Given<'_>, asked: &Asked) -> Result<Recovery, Wrong> {
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
    let schedule = recovery_schedule(&standpoint, &losses, budget);
    let judge = Judge::with_homes(standpoint, given.homes);
    Ok(Recovery {
        arrangements: ready(&judge, &schedule),
        calls: call_times(given.registers),
        schedule,
    })
}

fn ready(judge: &Judge<'_>, schedule: &RecoverySchedule) -> Vec<Ready> {
    let stopped: BTreeSet<&str> = schedule.items.iter().map(|it| &*it.id).collect();
    let estate = judge.estate();
    let fits = standby_fits(judge, |item| stopped.contains(estate.reference(item)));
    let of = |fit: StandbyFit| {
        let id = record::link::split(&fit.id).1;
        let record = judge.registers().arrangements.get(id).map(|it| &it.own);
        let site = record.and_then(|it| it.site.as_ref());
        let site = site.and_then(|it| estate.find(&it.text));
        let site = site.map(|site| estate.reference(site).to_string());
        Ready {
            activation_seconds: record.and_then(|it| it.activation).map(|it| it.0),
            site_lost: site.is_some_and(|site| schedule.lost.contains(&site)),
            fit,
        }
    };
    fits.into_iter().map(of).collect()
}
