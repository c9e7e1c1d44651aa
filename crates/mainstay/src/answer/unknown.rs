//! What may make an activity late, of causes nobody thought of; and what is near to a loss that
//! nobody planned for.

use continuity::requirements::recovery_targets::recovery_targets;
use continuity::requirements::unknown::nearest::{NearPlan, nearest_plans};
use continuity::requirements::unknown::standard::{Standard, standard_scenarios};
pub use continuity::requirements::unknown::{ORDER, ORDER_MAX};
use continuity::requirements::unknown::{UnknownDisasters, WORK, unknown_disasters};

use super::impact::after_loss;
use super::{Given, Wrong};

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

/// The plans nearest to a loss.
pub fn nearest(given: &Given<'_>, lose: &[String]) -> Result<Vec<NearPlan>, Wrong> {
    let (standpoint, losses) = after_loss(given, lose)?;
    Ok(nearest_plans(&standpoint.estate, &losses))
}
