//! `tier-contradicts-target`: the tier on the label is less urgent than what hangs on it.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

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

/// Upper end of tiers 1 to 3 where no policy says it, in seconds.
const BANDS_DEFAULT: [i64; 3] = [4 * 3_600, 24 * 3_600, 72 * 3_600];

fn find(judge: &Judge<'_>, found: &mut Found) {
    let laid = judge.standpoint.policy.tier_bands_seconds.as_ref();
    let bands = laid.map_or(&BANDS_DEFAULT[..], |laid| &laid.value);
    let estate = judge.estate();
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        let required = judge.targets.deadlines.required(item).seconds;
        let (Some(label), Some(required)) = (listed.item.tier, required) else {
            continue;
        };
        let fits = bands.iter().position(|upper| required <= *upper);
        let tier = fits.unwrap_or(bands.len()) as u32 + 1;
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
