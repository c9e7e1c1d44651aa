//! `single-point-of-failure`: one loss stops something that the business has set a target for.

use engine::arcs::Arcs;
use engine::graph::Item;
use engine::standing::Walk;
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
    let urgent = urgencies(judge);
    if urgent.iter().all(Option::is_none) {
        return;
    }
    let arcs = Arcs::new(&estate.graph);
    let mut walk = Walk::new(&estate.graph, &arcs);
    for item in estate.graph.items() {
        let kind = estate.listed(item).kind();
        if !["component", "dataset", "site", "supplier"].contains(&kind) {
            continue;
        }
        let mark = walk.mark();
        walk.lose(item);
        let stopped = walk.stopped_since(mark).iter();
        let mut stops: Vec<(Urgency, Item)> = stopped
            .filter_map(|&stopped| Some((urgent[stopped as usize]?, stopped)))
            .collect();
        walk.undo_to(mark);
        if !stops.is_empty() {
            stops.sort_unstable();
            found.add(finding(judge, item, &stops));
        }
    }
}

/// Tier, then target; the least is the most urgent.
type Urgency = (u32, i64);

/// How urgent each activity and service is; none for one that counts for nothing here.
fn urgencies(judge: &Judge<'_>) -> Vec<Option<Urgency>> {
    let estate = judge.estate();
    let urgency = |item: Item| {
        let listed = estate.listed(item);
        let target = judge.targets.own[item as usize].from_disruption_seconds;
        let tier = listed.item.tier;
        let counts = listed.demands() && (target.is_some() || tier.is_some_and(|tier| tier <= 1));
        counts.then_some((tier.unwrap_or(u32::MAX), target.unwrap_or(i64::MAX)))
    };
    estate.graph.items().map(urgency).collect()
}

fn finding(judge: &Judge<'_>, item: Item, stops: &[(Urgency, Item)]) -> Finding {
    let estate = judge.estate();
    let listed = estate.listed(item);
    let shown = stops.iter().take(SHOWN_MAX);
    let names: Vec<&str> = shown.map(|&(_, item)| estate.reference(item)).collect();
    let count_of = |kind: &str| {
        let of_kind = stops
            .iter()
            .filter(|(_, item)| estate.listed(*item).kind() == kind);
        of_kind.count()
    };
    let (activities, services) = (count_of("activity"), count_of("service"));
    let counted = match (activities, services) {
        (0, services) => super::wording::count(services, "service"),
        (1, 0) => "1 activity".into(),
        (activities, 0) => format!("{activities} activities"),
        (activities, services) => {
            let noun = if activities == 1 {
                "activity"
            } else {
                "activities"
            };
            let services = super::wording::count(services, "service");
            format!("{activities} {noun} and {services}")
        }
    };
    // The count stands for all; the names are cut before they flood the sentence.
    let named = several(&names[..names.len().min(4)]);
    let text = format!("Without {} alone, {counted} stop: {named}.", listed.title());
    let text = if stops.len() > 4 {
        text.replace(" stop: ", " stop, first of all ")
    } else {
        text
    };
    Finding::new(&listed.reference, text).because(path_of(&listed.reference, &names))
}
