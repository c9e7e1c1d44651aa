//! `plan-untested`: nothing that a plan brings back was ever seen to come back.

use record::initiation::policy::Severity;

use super::plan_reach::reach;
use super::wording::several;
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "plan-untested",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The plan is approved, and for nothing that it covers or restores does a record report \
            a recovery that someone observed. Runs and exercises kept in the journal are not in \
            files and count once they are there.",
    matters: "A plan that was never carried out is a guess.",
    mend: "Carry it out, and write down how long each thing took (`recovery.observed`).",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for plan in judge.registers().plans.approved() {
        let items = reach(judge, plan);
        let observed = |&item: &engine::graph::Item| {
            let recovery = estate.listed(item).item.recovery.as_ref();
            recovery.is_some_and(|recovery| !recovery.observed.is_empty())
        };
        if items.is_empty() || items.iter().any(observed) {
            continue;
        }
        let names = estate.references(&items);
        let text = format!(
            "{} is approved; nobody has reported a recovery of {}.",
            plan.title(),
            several(&names)
        );
        let reference = plan.reference();
        let because = super::wording::path_of(&reference, &names);
        found.add(Finding::new(&reference, text).because(because));
    }
}
