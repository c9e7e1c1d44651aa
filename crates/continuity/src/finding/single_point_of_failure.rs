//! `single-point-of-failure`: one loss stops something that the business has set a target for.

use engine::graph::Item;
use engine::toll::{Toll, tolls};
use record::initiation::policy::Severity;

use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "single-point-of-failure",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The loss of this one component, dataset, site or supplier, with nothing else amiss, \
            stops an activity or service that has a target of its own or stands in tier 0 or 1. \
            One finding for each such thing, naming what it stops, the most urgent first. What \
            stops only activities and services without a target or tier is not reported.",
    matters: "It will fail one day, and then there is no second way.",
    mend: "Add a second one and need any one of them (`any: 1, of: […]`), let what needs it go on \
           at a lower level without it, or accept it with a waiver.",
    find,
};

/// At most so many of the things it stops are kept for the text and the path.
const SHOWN_MAX: usize = 20;

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    let mut urgent: Vec<(Urgency, Item)> = estate
        .graph
        .items()
        .filter_map(|item| Some((urgency(judge, item)?, item)))
        .collect();
    urgent.sort_unstable();
    let urgent: Vec<Item> = urgent.into_iter().map(|(_, item)| item).collect();
    let counts = |item: &Item| {
        let kind = estate.listed(*item).kind();
        ["component", "dataset", "site", "supplier"].contains(&kind)
    };
    let lost: Vec<Item> = estate.graph.items().filter(counts).collect();
    if urgent.is_empty() {
        return;
    }
    for toll in tolls(&estate.graph, &lost, &urgent, SHOWN_MAX) {
        if toll.count > 0 {
            found.add(finding(judge, &toll));
        }
    }
}

/// Tier, then target; the least is the most urgent.
type Urgency = (u32, i64);

/// How urgent an activity or service is; none for what counts for nothing here.
fn urgency(judge: &Judge<'_>, item: Item) -> Option<Urgency> {
    let listed = judge.estate().listed(item);
    let target = judge.targets.own[item as usize].from_disruption_seconds;
    let tier = listed.item.tier;
    let counts = listed.demands() && (target.is_some() || tier.is_some_and(|tier| tier <= 1));
    counts.then_some((tier.unwrap_or(u32::MAX), target.unwrap_or(i64::MAX)))
}

fn finding(judge: &Judge<'_>, toll: &Toll) -> Finding {
    let estate = judge.estate();
    let listed = estate.listed(toll.lost);
    let name = |&item: &Item| estate.reference(item);
    let names: Vec<&str> = toll.first.iter().map(name).collect();
    // The count stands for all; the names are cut before they flood the sentence.
    let named = several(&names[..names.len().min(4)]);
    let text = match toll.count {
        1 => format!("Without {} alone, {named} stops.", listed.title()),
        count if count <= 4 => format!("Without {} alone, {named} stop.", listed.title()),
        count => format!(
            "Without {} alone, {count} activities and services stop, first of all {}.",
            listed.title(),
            names[..4].join(", ")
        ),
    };
    Finding::new(&listed.reference, text).because(path_of(&listed.reference, &names))
}
