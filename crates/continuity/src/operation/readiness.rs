//! Readiness in three words that are never mixed: how many services must be back by some time
//! (required), how many would be by calculation (calculated), and for how many a run showed it, not
//! too long ago (shown).

use engine::graph::Item;
use serde::Serialize;

use super::evidence::{Evidence, Level, Proofs};
use super::freshness::Freshness;
use crate::requirements::recovery_targets::{RecoveryTargets, Verdict};
use crate::standpoint::Standpoint;
use crate::state::State;

/// What would help a service most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Next {
    /// Write a plan that brings it back, and approve it.
    WritePlan,
    /// Find out the duration without which nothing can be calculated.
    FindDuration,
    /// Make it quicker, or agree another target.
    CloseGap,
    /// Close the finding that stands in the way.
    CloseFinding,
    /// Carry the plan out and measure.
    Exercise,
    /// Carry it out anew: it is old, or something changed.
    ExerciseAgain,
    /// Nothing now.
    Nothing,
}

/// One service as readiness sees it.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// What speaks for it.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// Who answers for it, as the record says.
    pub owner: Option<String>,
    /// Its tier.
    pub tier: Option<u32>,
    /// The site it stands in.
    pub site: Option<String>,
    /// The team that recovers it.
    pub team: Option<String>,
    /// Whether by calculation it is back in time.
    pub calculated: Verdict,
    /// Whether a run showed it.
    pub is_shown: bool,
    /// Seconds by which the time that counts, shown or else calculated, is beyond the target;
    /// negative where there is time to spare; nothing where it is not known.
    pub gap_seconds: Option<i64>,
    /// What would help most.
    pub next: Next,
}

/// Readiness.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Readiness {
    /// How many services in force must be back by some time.
    pub required: usize,
    /// For how many of them the calculation says so.
    pub calculated: usize,
    /// For how many of them a run showed it.
    pub shown: usize,
    /// Each of them, the worst first.
    pub services: Vec<Standing>,
}

/// Readiness now. Cost: that of the evidence of every service.
pub fn readiness(
    state: &State,
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
) -> Readiness {
    readiness_by(
        &Proofs::new(state, standpoint, targets),
        standpoint,
        targets,
    )
}

/// The same where the proofs are ready already.
pub fn readiness_by(
    proofs: &Proofs<'_>,
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
) -> Readiness {
    let mut services: Vec<Standing> = proofs
        .services()
        .into_iter()
        .map(|(item, evidence)| service(standpoint, targets, item, evidence))
        .collect();
    let count = |of: fn(&Standing) -> bool| services.iter().filter(|it| of(it)).count();
    let (calculated, shown) = (
        count(|it| it.calculated == Verdict::Meets),
        count(|it| it.is_shown),
    );
    services.sort_by(|one, other| rank(one).cmp(&rank(other)));
    Readiness {
        required: services.len(),
        calculated,
        shown,
        services,
    }
}

/// The order of the worst: what is known to be late, what nobody can say, what only calculation
/// says, what was shown; within it the most urgent tier, the greatest gap, the name.
fn rank(it: &Standing) -> (u8, u32, i64, &str) {
    let late = it.evidence.verdict == Verdict::Misses && it.evidence.level >= Level::Tested;
    let group = match it.calculated {
        _ if late => 0,
        Verdict::Infeasible | Verdict::Misses => 1,
        Verdict::Unknown => 2,
        _ if !it.is_shown => 3,
        _ => 4,
    };
    let tier = it.tier.unwrap_or(u32::MAX);
    let gap = it.gap_seconds.map_or(i64::MIN, |gap| -gap);
    (group, tier, gap, &it.evidence.id)
}

fn service(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    item: Item,
    evidence: Evidence,
) -> Standing {
    let listed = standpoint.estate.listed(item);
    let recovery = listed.item.recovery.as_ref();
    let shown = evidence.shown.as_ref().and_then(|shown| shown.seconds);
    let shown = shown.filter(|_| evidence.level >= Level::Tested);
    let counts = shown.or(evidence.calculated_seconds);
    let gap_seconds = counts.zip(evidence.target_seconds);
    let calculated = targets.verdict(item);
    Standing {
        owner: listed
            .envelope
            .owner
            .as_ref()
            .map(|owner| owner.text.to_string()),
        tier: listed.item.tier,
        site: listed.item.site.as_ref().map(|site| site.id().to_string()),
        team: recovery
            .and_then(|recovery| recovery.by.as_ref())
            .map(|team| team.id().to_string()),
        calculated,
        is_shown: evidence.is_shown(),
        gap_seconds: gap_seconds.map(|(counts, target)| counts - target),
        next: next(&evidence, calculated),
        evidence,
    }
}

fn next(evidence: &Evidence, calculated: Verdict) -> Next {
    let blocked = evidence.reasons.iter().any(|reason| {
        reason
            .about
            .as_deref()
            .is_some_and(|about| about.starts_with("finding/"))
    });
    match evidence {
        _ if evidence.is_shown() => Next::Nothing,
        _ if evidence.plans.is_empty() => Next::WritePlan,
        _ if calculated == Verdict::Unknown => Next::FindDuration,
        _ if matches!(calculated, Verdict::Misses | Verdict::Infeasible) => Next::CloseGap,
        _ if evidence.verdict == Verdict::Misses => Next::CloseGap,
        _ if blocked => Next::CloseFinding,
        it if it.freshness == Some(Freshness::Stale) => Next::ExerciseAgain,
        _ => Next::Exercise,
    }
}

#[cfg(test)]
mod tests;
