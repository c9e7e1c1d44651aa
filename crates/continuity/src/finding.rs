//! Findings: what is wrong, with whom, why, and how to mend it. One file per finding; each looks
//! at the judged estate and reports; what a policy makes of that is decided in `verdict`.

mod age;
mod data_loss;
mod judge;
mod near_name;
pub(crate) mod plan_reach;
mod registry;
mod settle;
mod shown_above;
pub(crate) mod standby_sites;
pub(crate) mod wording;

pub mod accepted_gap_expired;
pub mod accepted_gap_incomplete;
pub mod accountable_missing;
pub mod authority_gap;
pub mod backup_never_restored;
pub mod backup_with_primary;
pub mod below_minimum;
pub mod calendar_never_opens;
pub mod call_without_stand_in;
pub mod capacity_problem;
pub mod capacity_short;
pub mod capacity_unknown;
pub mod choice_misses_target;
pub mod choice_outdated;
pub mod condition_unknown;
pub mod contact_unverified;
pub mod contract_expiring;
pub mod date_in_future;
pub mod dependency_cycle;
pub mod difference;
pub mod dwell_unstated;
pub mod everything_critical;
pub mod excluded_but_needed;
pub mod exclusion_expired;
pub mod exclusion_without_expiry;
pub mod home_collision;
pub mod home_drift;
pub mod hours_exceed_mtpd;
pub mod intolerable_at_once;
pub mod key_held_by_one;
pub mod lag_above_target;
pub mod lead_time_unstated;
pub mod loss_crosses_earlier;
pub mod margin_lost;
pub mod meeting_without_decisions;
pub mod mtpd_contradicts_impact;
pub mod no_deputy;
pub mod no_owner;
pub mod no_plan;
pub mod one_person_two_roles;
pub mod out_of_order;
pub mod plan_before_procedure;
pub mod plan_names_leaver;
pub mod plan_stale;
pub mod plan_untested;
pub mod plan_without_loss_types;
pub mod plan_without_offline_copy;
pub mod provider_slower_than_consumer;
pub mod reconciliation_exceeds_wrt;
pub mod reconstruction_exceeds_wrt;
pub mod realises_no_rule;
pub mod recovery_deadlock;
pub mod redundancy_not_restored;
pub mod respondents_disagree;
pub mod resume_above_takes;
pub mod risk_acceptance_expired;
pub mod risk_accepted_without_authority;
pub mod risk_without_owner;
pub mod risk_without_treatment;
pub mod rpo_missed;
pub mod rpo_stricter_than_interval;
pub mod rpo_unrecoverable;
pub mod rto_equals_mtpd;
pub mod rto_exceeds_mtpd;
pub mod rule_not_realised;
pub mod rule_unknown;
pub mod same_admin_domain;
pub mod scope_unclassified;
pub mod self_dependency;
pub mod single_point_of_failure;
pub mod sites_share_grid;
pub mod sites_too_close;
pub mod supplier_promise_as_proof;
pub mod target_infeasible;
pub mod simulated;
pub mod target_missed;
pub mod target_unknown;
pub mod targets_set_by_it;
pub mod team_overbooked;
pub mod tested_less_than_claimed;
pub mod tier_contradicts_target;
pub mod unresolved_reference;
pub mod waiver_expired;
pub mod waiver_incomplete;
pub mod will_be_missed;

#[cfg(test)]
mod tests;

use record::initiation::policy::Severity;
use record::kind::Origin;

pub use judge::Judge;
pub use registry::{ALL, about};
pub use settle::{check, check_homes, rules_on, threshold};

/// What a finding is, whoever has it.
pub struct About {
    /// Its stable name.
    pub code: &'static str,
    /// How grave it is unless a policy says otherwise.
    pub severity: Severity,
    /// Whether a promised target is broken: no policy can soften that.
    pub breaks_target: bool,
    /// What it means, in sentences a manager understands.
    pub means: &'static str,
    /// Why it matters.
    pub matters: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// Looks for it in the whole estate.
    pub find: fn(&Judge<'_>, &mut Found),
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its code.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// The record it is about, `kind/id`.
    pub subject: String,
    /// What is wrong, in one sentence.
    pub text: String,
    /// The records that led there, the demanding one first.
    pub because: Vec<String>,
    /// What is needed, where it is a matter of time.
    pub needs_seconds: Option<i64>,
    /// What there is.
    pub has_seconds: Option<i64>,
    /// Where the subject, or the field at fault, stands.
    pub at: Option<Origin>,
    /// On how many unconfirmed or missing facts it hangs.
    pub hangs_on: usize,
    /// What to do about it here.
    pub mend: String,
    /// The policy rules that ask for it, `policy/id#rule`.
    pub rules: Vec<String>,
    /// The obligations behind those rules.
    pub obligations: Vec<String>,
    /// The waiver that accepts it for now.
    pub waived_by: Option<String>,
    /// Whether it is judged on a bound (80th percentiles along the longest path).
    pub is_bound: bool,
    /// Whether it is one step graver here than its code usually is.
    pub is_graver: bool,
}

impl Finding {
    /// One about a subject, with a sentence; the rest is filled in as known.
    pub fn new(subject: &str, text: impl Into<String>) -> Finding {
        Finding {
            code: String::new(),
            severity: Severity::Warning,
            subject: subject.to_string(),
            text: text.into(),
            because: Vec::new(),
            needs_seconds: None,
            has_seconds: None,
            at: None,
            hangs_on: 0,
            mend: String::new(),
            rules: Vec::new(),
            obligations: Vec::new(),
            waived_by: None,
            is_bound: false,
            is_graver: false,
        }
    }

    /// With the records that led there.
    pub fn because(mut self, path: Vec<String>) -> Finding {
        self.because = path;
        self
    }

    /// With what is needed and what there is.
    pub fn seconds(mut self, needs: Option<i64>, has: Option<i64>) -> Finding {
        (self.needs_seconds, self.has_seconds) = (needs, has);
        self
    }

    /// With the place of the field at fault.
    pub fn at(mut self, at: Origin) -> Finding {
        self.at = Some(at);
        self
    }

    /// With what to do about it here, where that is more than the code's own advice.
    pub fn mend(mut self, mend: impl Into<String>) -> Finding {
        self.mend = mend.into();
        self
    }

    /// One step graver than its code usually is, where that is so.
    pub fn graver(mut self, is_graver: bool) -> Finding {
        self.is_graver = is_graver;
        self
    }

    /// With the count of facts it hangs on.
    pub fn hangs_on(mut self, facts: usize) -> Finding {
        self.hangs_on = facts;
        self
    }
}

/// Findings of one code as they are found.
#[derive(Default)]
pub struct Found {
    /// All so far.
    pub all: Vec<Finding>,
}

impl Found {
    /// Adds one.
    pub fn add(&mut self, finding: Finding) {
        self.all.push(finding);
    }
}
