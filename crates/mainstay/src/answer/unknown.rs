//! What may make an activity late, of causes nobody thought of; and what is near to a loss that
//! nobody planned for.

use continuity::requirements::exposure::{Exposure, exposure};
use continuity::requirements::recovery_targets::recovery_targets;
use continuity::requirements::unknown::away::{Away, TeamLeft};
use continuity::requirements::unknown::cover::Loss;
use continuity::requirements::unknown::nearest::{Nearest, nearest_plans};
use continuity::requirements::unknown::sorts_of_items;
use continuity::requirements::unknown::standard::{Standard, standard_scenarios};
pub use continuity::requirements::unknown::{ORDER, ORDER_MAX};
use continuity::requirements::unknown::{UnknownDisasters, WORK, unknown_disasters};

use record::requirements::LossType;
use record::requirements::scenario::Mode;

use super::impact::after_loss;
use super::{Given, Wrong, item};

/// The stories of every activity, worst first, of at most so many losses at once.
pub fn unknown(given: &Given<'_>, order: usize) -> UnknownDisasters {
    let standpoint = given.standpoint();
    let targets = recovery_targets(&standpoint);
    unknown_disasters(&standpoint, &targets, order.clamp(1, ORDER_MAX), WORK)
}

/// The standard set, laid on the estate.
pub fn standard(given: &Given<'_>) -> Vec<Standard> {
    let standpoint = given.standpoint();
    standard_scenarios(&standpoint, &recovery_targets(&standpoint))
}

/// Something that nobody listed.
#[derive(Clone, Debug)]
pub struct AdHoc {
    /// The names of what is lost.
    pub lose: Vec<String>,
    /// The way it is lost.
    pub mode: Mode,
    /// The sort of loss, where it was said.
    pub of: Option<LossType>,
    /// The share of each team that is away, in percent, where not all of it is.
    pub share: Option<u32>,
}

/// What an ad-hoc loss does.
pub struct Effect {
    /// What is lost, `kind/id`, in the order it was named.
    pub lose: Vec<String>,
    /// What stops and what is late.
    pub exposure: Exposure,
    /// How the plans stand to it.
    pub nearest: Nearest,
    /// Where a share of people is away: what is left of each team, the worst first.
    pub teams: Vec<TeamLeft>,
}

/// What follows from a loss that nobody listed, and how the plans stand to it.
pub fn ad_hoc(given: &Given<'_>, asked: &AdHoc) -> Result<Effect, Wrong> {
    let (standpoint, losses) = after_loss(given, &asked.lose)?;
    let estate = &standpoint.estate;
    let losses = losses.in_way(estate, asked.mode, asked.share.map(|share| share * 100));
    let named = |name: &String| match name.starts_with("scenario/") {
        true => Ok(name.clone()),
        false => item(estate, name).map(|it| estate.reference(it).to_string()),
    };
    let lose: Result<Vec<String>, Wrong> = asked.lose.iter().map(named).collect();
    let sorts = match asked.of {
        Some(of) => vec![of],
        None => sorts_of_items(estate, &losses.items),
    };
    let loss = Loss::in_way(estate, &losses.items, asked.mode, sorts);
    let teams = match losses.absent.is_empty() {
        true => Vec::new(),
        false => Away::new(estate, &losses).teams(),
    };
    Ok(Effect {
        lose: lose?,
        exposure: exposure(&standpoint, &losses),
        nearest: nearest_plans(estate, &loss),
        teams,
    })
}
