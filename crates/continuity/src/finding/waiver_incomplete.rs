//! `waiver-incomplete`: an exception that nobody granted, or that never ends, does not hold.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "waiver-incomplete",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The waiver names nobody who granted it, or no day on which it ends: it does not hold, \
            and what it waives is reported as ever.",
    matters: "An exception without an end is a rule that was quietly dropped.",
    mend: "Name the `approver` and the day on which it `expires`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for waiver in judge.registers().waivers.approved() {
        let missing = match (waiver.approver.is_none(), waiver.expires.is_none()) {
            (false, false) => continue,
            (true, false) => "nobody granted it",
            (false, true) => "it never ends",
            (true, true) => "nobody granted it and it never ends",
        };
        let text = format!("{} does not hold: {missing}.", waiver.title());
        let because = vec![waiver.reference(), waiver.subject.text.to_string()];
        found.add(Finding::new(&waiver.reference(), text).because(because));
    }
}
