//! Readiness in three words, and the evidence behind the claim of each item.

use continuity::estate::Of;
use continuity::operation::evidence::{Evidence, Proofs};
use continuity::operation::readiness::{Readiness, readiness_by};
use continuity::requirements::recovery_targets::recovery_targets;
use continuity::state::State;

use super::{Given, Wrong, item};

/// Readiness, and the evidence of every item that can be recovered, in their order.
pub fn whole(given: &Given<'_>, state: &State) -> (Readiness, Vec<Evidence>) {
    let standpoint = given.standpoint();
    let targets = recovery_targets(&standpoint);
    let proofs = Proofs::new(state, &standpoint, &targets);
    let estate = &standpoint.estate;
    let claims = |item: &u32| {
        let of = estate.listed(*item).of;
        !matches!(of, Of::Site(_) | Of::Supplier(_) | Of::Team(_))
    };
    let items = estate.graph.items().filter(claims);
    let evidence = items.map(|item| proofs.of(item)).collect();
    (readiness_by(&proofs, &standpoint, &targets), evidence)
}

/// Readiness alone.
pub fn readiness(given: &Given<'_>, state: &State) -> Readiness {
    let standpoint = given.standpoint();
    let targets = recovery_targets(&standpoint);
    continuity::operation::readiness::readiness(state, &standpoint, &targets)
}

/// The evidence behind the claim of one item.
pub fn evidence(given: &Given<'_>, state: &State, of: &str) -> Result<Evidence, Wrong> {
    let standpoint = given.standpoint();
    let asked = item(&standpoint.estate, of)?;
    let targets = recovery_targets(&standpoint);
    Ok(Proofs::new(state, &standpoint, &targets).of(asked))
}
