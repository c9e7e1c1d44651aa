//! `plan-without-offline-copy`: the plan lies on what it is to recover.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "plan-without-offline-copy",
    severity: Severity::Warning,
    breaks_target: false,
    means: "For an approved plan that restores something no record says when a copy was last made \
            that can be read with everything else down.",
    matters: "The plan is needed exactly when the systems that show it are gone.",
    mend: "Print it or make the offline pack, and write `offline-copy`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for plan in judge.registers().plans.approved() {
        let restores = plan.steps.iter().any(|step| step.restores.is_some());
        if restores && plan.offline_copy.is_none() {
            let text = format!("Nobody says when {} was last copied offline.", plan.title());
            found.add(Finding::new(&plan.reference(), text));
        }
    }
}
