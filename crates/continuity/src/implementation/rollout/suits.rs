//! Which sorts of practice put which rule into practice, by what the rule requires. A rule that
//! looks at facts alone (an impact is signed, a target is set) is put into practice by stating
//! them.

use super::piece::Sort;

/// The sorts that put a rule into practice.
pub fn suits(requires: &str) -> &'static [Sort] {
    use Sort::{Arrangement, CallTree, Exercise, Measure, Plan, Procedure, Role, Team, Training};
    match requires {
        // Conditions of the closed list.
        "approved-impact" | "target-set" | "review-within" | "exclusion-approved" => &[],
        "capacity-enough" | "contract-promise" | "distance-at-least" => &[Arrangement, Measure],
        "contact-verified-within" | "contact-unverified" => &[Role, Team, CallTree],
        "exercise-within" => &[Arrangement, Exercise],
        "exit-plan" | "plan-in-force" | "no-plan" => &[Plan],
        "hours-covered" | "owner-and-deputy" | "no-owner" | "no-deputy" => &[Role, Team],
        "people-enough" | "team-overbooked" => &[Team, Training],
        "trained-within" => &[Training],
        "immutable-copy" | "separate-admin-domain" | "meets-rpo" => &[Arrangement, Measure],
        "meets-rto" | "target-missed" | "target-infeasible" => {
            &[Arrangement, Measure, Procedure, Plan]
        }
        "no-shared-site" | "no-shared-supplier" | "no-single-point" => &[Arrangement, Measure],
        "obligation-evidenced" => &[Plan, Training, Exercise],
        "plan-tested-within" | "plan-untested" => &[Plan, Exercise],
        "restored-within" | "backup-never-restored" => &[Procedure, Exercise],
        // Findings whose mend is a matter of people.
        "authority-gap"
        | "one-person-two-roles"
        | "accountable-missing"
        | "key-held-by-one"
        | "plan-names-leaver" => &[Role, Team],
        "call-without-stand-in" => &[CallTree],
        "plan-stale"
        | "plan-before-procedure"
        | "plan-without-loss-types"
        | "plan-without-offline-copy"
        | "recovery-deadlock" => &[Procedure, Plan],
        "single-point-of-failure" => &[Arrangement, Measure, Plan],
        "rpo-missed"
        | "rpo-unrecoverable"
        | "rpo-stricter-than-interval"
        | "backup-with-primary"
        | "same-admin-domain"
        | "lag-above-target"
        | "below-minimum"
        | "capacity-short"
        | "sites-share-grid"
        | "sites-too-close"
        | "supplier-promise-as-proof"
        | "provider-slower-than-consumer"
        | "redundancy-not-restored" => &[Arrangement, Measure],
        _ => &[],
    }
}
