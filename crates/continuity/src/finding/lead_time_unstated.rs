//! `lead-time-unstated`: nobody says how long it takes before recovery work starts.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "lead-time-unstated",
    severity: Severity::Note,
    breaks_target: false,
    means: "The target counts from before recovery work starts, and neither this record nor a \
            policy says how long it takes to notice and to decide; 0 was taken.",
    matters: "The time before work starts is often the longest part of an outage; as it stands \
              the verdict is too kind.",
    mend: "State `lead: { detect, decide }` here or in a policy.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.demanding() {
        let own = &judge.targets.own[item as usize];
        if own.seconds.is_none() || !own.lead.is_unstated(own.from) {
            continue;
        }
        let listed = judge.estate().listed(item);
        let part = match (
            own.lead.detect.from.is_none(),
            own.lead.decide.from.is_none(),
        ) {
            (true, true) => "notice and to decide",
            (true, false) => "notice",
            _ => "decide",
        };
        let text = format!(
            "Nobody says how long it takes to {part} when {} is down; 0 was taken.",
            listed.title()
        );
        found.add(Finding::new(&listed.reference, text));
    }
}
