//! `capacity-problem`: a backlog that never clears.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "capacity-problem",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Work arrives at this activity at least as fast as it can be cleared: after an outage \
            of any length the backlog stays for ever.",
    matters: "No recovery is quick enough. It is a problem of capacity, not of recovery.",
    mend: "Raise what can be cleared after an outage (overtime, a second shift, help from others).",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.demanding() {
        let listed = judge.estate().listed(item);
        let backlog = listed.activity().and_then(|it| it.own.backlog.as_ref());
        let Some(backlog) = backlog.filter(|it| it.clears.0 <= it.arrives.0) else {
            continue;
        };
        let text = format!(
            "{}: {} arrives and {} is cleared; a backlog never goes away.",
            listed.title(),
            backlog.arrives,
            backlog.clears
        );
        found.add(Finding::new(&listed.reference, text));
    }
}
