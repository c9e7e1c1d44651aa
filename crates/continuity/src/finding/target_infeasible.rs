//! `target-infeasible`: something would have to be back before work on it can start.

use engine::graph::{Graph, Item};
use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "target-infeasible",
    severity: Severity::Error,
    breaks_target: true,
    means: "What is left of a target once the work above has had its time is less than nothing: \
            this would have to be back before work on it can start. Reported at the end of the \
            path, where the time runs out.",
    matters: "No recovery of it, however quick, keeps the promise; only the work above it, the \
              time before work starts or the target can change that.",
    mend: "Shorten the work on the path above it, start sooner, or agree a later target.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let negative = |item: Item| deadline(judge, item) < 0;
    let estate = judge.estate();
    for item in estate.graph.items().filter(|&item| negative(item)) {
        let component = estate.components.members(estate.components.of(item));
        let mut below = component
            .iter()
            .flat_map(|&member| below(&estate.graph, member));
        let is_lowest = component[0] == item
            && !below.any(|below| !estate.components.same(item, below) && negative(below));
        if is_lowest {
            found.add(finding(judge, item));
        }
    }
}

fn deadline(judge: &Judge<'_>, item: Item) -> i64 {
    let conflict = judge.targets.deadlines.conflict(item);
    conflict.seconds.unwrap_or(i64::MAX)
}

/// What an item passes its deadline to.
fn below(graph: &Graph, item: Item) -> impl Iterator<Item = Item> {
    let groups = graph
        .groups_of(item)
        .filter(|&id| graph.group(id).stops() && !graph.group(id).bootstrap);
    let needed = groups.flat_map(|id| graph.members(id).iter().copied());
    needed.chain(graph.holds(item).iter().copied())
}

fn finding(judge: &Judge<'_>, item: Item) -> Finding {
    let listed = judge.estate().listed(item);
    let (needs, has) = (deadline(judge, item), judge.targets.times.seconds(item));
    let path = judge.driving(item);
    let short = humane(-needs);
    let text = if path.len() > 1 {
        format!(
            "On the path {} the time runs out {short} before {} could be started on.",
            path.join(" → "),
            listed.title(),
        )
    } else {
        format!(
            "The target of {} has passed {short} before work on it starts.",
            listed.title()
        )
    };
    Finding::new(&listed.reference, text)
        .because(path)
        .seconds(Some(needs), has)
        .hangs_on(judge.hangs_on(item))
        .mend(format!(
            "Save more than {short} in the work above it or before work starts, or agree a later \
             target."
        ))
}
