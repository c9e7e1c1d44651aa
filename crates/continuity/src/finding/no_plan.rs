//! `no-plan`: something with a target has no approved plan that brings it back.

use engine::graph::Item;
use record::initiation::policy::Severity;

use super::plan_reach::reached;
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "no-plan",
    severity: Severity::Warning,
    breaks_target: false,
    means: "This service has a target of its own or stands in tier 0 to 2, and no approved plan \
            covers it or restores it. An activity is reported only where it has a target, needs \
            no service and is itself in no plan.",
    matters: "On the day somebody has to invent the recovery.",
    mend: "Write a plan with `covers` or with steps that restore it, and approve it.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let reached = reached(judge);
    for item in judge.demanding() {
        if reached[item as usize] || !counts(judge, item) {
            continue;
        }
        let listed = judge.estate().listed(item);
        let text = format!("No approved plan brings {} back.", listed.title());
        found.add(Finding::new(&listed.reference, text));
    }
}

fn counts(judge: &Judge<'_>, item: Item) -> bool {
    let estate = judge.estate();
    let listed = estate.listed(item);
    let has_target = judge.targets.own[item as usize].seconds.is_some();
    if listed.activity().is_none() {
        return has_target || listed.item.tier.is_some_and(|tier| tier <= 2);
    }
    let graph = &estate.graph;
    let mut needed = graph
        .groups_of(item)
        .flat_map(|group| graph.members(group).iter());
    has_target && !needed.any(|&needed| estate.listed(needed).kind() == "service")
}
