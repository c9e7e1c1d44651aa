//! `accepted-gap-incomplete`: a gap that nobody accepted by name, or that is accepted for ever.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "accepted-gap-incomplete",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A decision accepts a gap and names nobody who carries it, or no day on which it must \
            be decided anew.",
    matters: "A gap without a name and an end is one that was forgotten.",
    mend: "Name the `approver` and the day on which it `expires`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for choice in judge.registers().choices.approved() {
        let missing = match (choice.approver.is_none(), choice.expires.is_none()) {
            _ if !choice.gap_accepted => continue,
            (false, false) => continue,
            (true, false) => "nobody is named who accepts it",
            (false, true) => "it has no end",
            (true, true) => "nobody is named who accepts it, and it has no end",
        };
        let text = format!("{} accepts a gap, and {missing}.", choice.title());
        found.add(Finding::new(&choice.reference(), text));
    }
}
