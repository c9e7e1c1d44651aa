//! `plan-before-procedure`: a plan was approved before what it refers to was.

use record::initiation::policy::Severity;

use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "plan-before-procedure",
    severity: Severity::Warning,
    breaks_target: false,
    means: "An approved plan refers to a procedure that is not approved, or that holds only from \
            a later day than the plan.",
    matters: "Whoever approved the plan cannot have seen what it tells people to do.",
    mend: "Approve the procedure, then look the plan through and approve it again.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let procedures = &judge.registers().procedures;
    for plan in judge.registers().plans.approved() {
        let mut early: Vec<String> = Vec::new();
        let mut at = None;
        for named in plan.steps.iter().filter_map(|step| step.procedure.as_ref()) {
            let Some(procedure) = procedures.get(named.id()) else {
                continue;
            };
            let from = (procedure.envelope.valid_from, plan.envelope.valid_from);
            let later = matches!(from, (Some(procedure), Some(plan)) if procedure > plan);
            let reference = procedure.reference();
            if (later || !procedure.is_approved()) && !early.contains(&reference) {
                early.push(reference);
                at.get_or_insert(record::kind::Origin {
                    file: plan.origin.file,
                    at: named.at,
                });
            }
        }
        let Some(at) = at else { continue };
        let text = format!(
            "{} is in force and {} is not, or only since a later day.",
            plan.title(),
            several(&early)
        );
        let reference = plan.reference();
        let because = path_of(&reference, &early);
        found.add(Finding::new(&reference, text).because(because).at(at));
    }
}
