//! `recovery-deadlock`: things that need each other to recover.

use engine::deadlock::Circle;
use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "recovery-deadlock",
    severity: Severity::Error,
    breaks_target: true,
    means: "These items need each other to recover: with all of them lost, none can be the first.",
    matters: "On the worst day nothing in the circle can be brought back by the way written down.",
    mend: "Give one of them a way that needs none of the others (a break-glass account, a copy of \
           the secrets on paper), and mark that need `bootstrap: true`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for (members, circle) in judge.circles() {
        if !matches!(circle, Circle::Deadlock) {
            continue;
        }
        let names = estate.references(members);
        let text = format!(
            "With all of them lost, {} wait for each other and none can be the first.",
            names.join(", ")
        );
        found.add(Finding::new(&names[0], text).because(names));
    }
}
