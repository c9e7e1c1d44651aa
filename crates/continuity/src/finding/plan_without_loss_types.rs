//! `plan-without-loss-types`: the plan does not say what may be gone for it to be used.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "plan-without-loss-types",
    severity: Severity::Note,
    breaks_target: false,
    means: "An approved plan does not list the sorts of loss that it covers.",
    matters: "What happens is never what was planned for. Whoever looks for a plan then asks what \
              is gone, and only a plan that says so is found.",
    mend: "List its `loss-types`: site, people, platform, data, supplier and so on.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for plan in judge.registers().plans.approved() {
        if plan.loss_types.is_empty() {
            let text = format!(
                "{} does not list the sorts of loss it covers.",
                plan.title()
            );
            found.add(Finding::new(&plan.reference(), text));
        }
    }
}
