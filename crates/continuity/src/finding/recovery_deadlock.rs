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
    mend: "Give the items named a way to be used before they are recovered (a break-glass account, \
           a copy of the secrets on paper), and mark the needs of them `bootstrap: true`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for (members, circle) in judge.circles() {
        if !matches!(circle, Circle::Deadlock) {
            continue;
        }
        let names = estate.references(members);
        let start = judge.black_start();
        let glass = start.glass.iter().copied();
        let glass: Vec<_> = glass.filter(|item| members.contains(item)).collect();
        let text = format!(
            "With all of them lost, {} wait for each other and none can be the first; {} would \
             free them all{}.",
            names.join(", "),
            ways(&estate.references(&glass)),
            if start.fewest { "" } else { ", perhaps fewer" },
        );
        found.add(Finding::new(&names[0], text).because(names));
    }
}

/// How many ways around are enough, and to what.
fn ways(glass: &[String]) -> String {
    match glass {
        [one] => format!("one break-glass way to {one}"),
        many => format!(
            "break-glass ways to {} of them ({})",
            many.len(),
            many.join(", ")
        ),
    }
}
