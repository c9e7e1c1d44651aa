//! `tested-less-than-claimed`: a plan was seen to bring back a part of what it covers.

use record::initiation::policy::Severity;

use super::plan_reach::reach;
use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "tested-less-than-claimed",
    severity: Severity::Warning,
    breaks_target: false,
    means: "For some of what the approved plan covers or restores someone has observed a \
            recovery, for the rest nobody has.",
    matters: "The plan is called tested, and the part that was left out is the part that fails.",
    mend: "Test the rest as well, or cover it by another plan.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for plan in judge.registers().plans.approved() {
        let items = reach(judge, plan);
        let unseen = |&item: &engine::graph::Item| {
            let recovery = estate.listed(item).item.recovery.as_ref();
            recovery.is_none_or(|recovery| recovery.observed.is_empty())
        };
        let total = items.len();
        let unseen: Vec<engine::graph::Item> = items.into_iter().filter(unseen).collect();
        if unseen.is_empty() || unseen.len() == total {
            continue;
        }
        let names = estate.references(&unseen);
        let text = format!(
            "{} covers {total}, and nobody has reported a recovery of {}.",
            plan.title(),
            several(&names)
        );
        let reference = plan.reference();
        found.add(Finding::new(&reference, text).because(path_of(&reference, &names)));
    }
}
