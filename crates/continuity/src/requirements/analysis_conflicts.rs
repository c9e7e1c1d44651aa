//! Which findings are conflicts of the impact analysis: what its report lists, and what must be
//! resolved or knowingly accepted before the analysis counts as done. It finds nothing itself.

/// Targets that contradict each other: the analysis is not done while one of these is open. That
/// respondents disagree, or judged a condition that nobody knows, is asked of it apart.
pub const CONTRADICTIONS: &[&str] = &[
    "rto-exceeds-mtpd",
    "target-infeasible",
    "provider-slower-than-consumer",
    "hours-exceed-mtpd",
    "mtpd-contradicts-impact",
];

/// All that the report of the analysis lists as conflicts.
pub const CONFLICTS: &[&str] = &[
    "mtpd-contradicts-impact",
    "loss-crosses-earlier",
    "respondents-disagree",
    "condition-unknown",
    "intolerable-at-once",
    "rto-exceeds-mtpd",
    "rto-equals-mtpd",
    "hours-exceed-mtpd",
    "provider-slower-than-consumer",
    "target-infeasible",
    "target-missed",
    "capacity-problem",
    "targets-set-by-it",
    "reconstruction-exceeds-wrt",
    "reconciliation-exceeds-wrt",
];
