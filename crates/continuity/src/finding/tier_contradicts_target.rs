//! `tier-contradicts-target`: the tier on the label is less urgent than what hangs on it.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::tier::tier_within;

/// What it is.
pub const ABOUT: About = About {
    code: "tier-contradicts-target",
    severity: Severity::Warning,
    breaks_target: false,
    means: "By the time in which it must be back this belongs in a more urgent tier than the one \
            on its label. Without bands in a policy: tier 1 up to 4 hours, 2 up to 24, 3 up to \
            72, 4 beyond. A label that is more urgent than needed is not reported.",
    matters: "People restore by the label, and this would come too late.",
    mend: "Correct the tier, or the target that asks for it.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        let required = judge.targets.deadlines.required(item).seconds;
        let (Some(label), Some(required)) = (listed.item.tier, required) else {
            continue;
        };
        let tier = tier_within(&judge.standpoint, required);
        if label <= tier {
            continue;
        }
        let steps = judge.targets.deadlines.path(item);
        let path: Vec<String> = steps
            .iter()
            .rev()
            .map(|step| estate.reference(step.item).to_string())
            .collect();
        let text = format!(
            "{} is labelled tier {label} and must be back in {}, which is tier {tier}.",
            listed.title(),
            humane(required)
        );
        found.add(Finding::new(&listed.reference, text).because(path));
    }
}
