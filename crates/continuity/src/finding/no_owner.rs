//! `no-owner`: nobody answers for an activity or a service.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "no-owner",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Nobody answers for this activity or service.",
    matters: "Without an owner nobody confirms its facts, agrees its targets or decides on the day.",
    mend: "Name a role, team or person as `owner`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.demanding() {
        let listed = judge.estate().listed(item);
        if listed.envelope.owner.is_none() {
            let text = format!("Nobody answers for {}.", listed.title());
            found.add(Finding::new(&listed.reference, text));
        }
    }
}
