//! `below-minimum`: an item would go on, but below its own minimum, by what it inherits.

use engine::graph::Item;
use engine::level::levels;
use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "below-minimum",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Some loss leaves this item up, but at a level below the minimum it declares, because \
            of what the things it needs can still give.",
    matters: "An item below its minimum counts as up in every figure, yet the business cannot \
              work with it.",
    mend: "Raise the level of what it needs, or say with `effect: stop` that it stops.",
    find,
};

/// Tries the loss of each single item.
fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    let minimum = |&item: &Item| estate.listed(item).item.mbco() > 0;
    let with_minimum: Vec<Item> = estate.graph.items().filter(minimum).collect();
    if with_minimum.is_empty() {
        return;
    }
    let mut reported = vec![false; estate.items.len()];
    for lost in degrading(judge) {
        let standing = engine::standing::standing(&estate.graph, &[lost]);
        let levels = levels(&estate.graph, &standing);
        for &item in &with_minimum {
            let (level, minimum) = (levels[item as usize], estate.listed(item).item.mbco());
            let below = !standing.is_stopped(item) && level < minimum;
            if !below || std::mem::replace(&mut reported[item as usize], true) {
                continue;
            }
            let (name, cause) = (estate.reference(item), estate.reference(lost));
            let text = format!(
                "Without {cause}, {name} goes on at {} %, below its minimum of {} %.",
                f64::from(level) / 100.0,
                f64::from(minimum) / 100.0
            );
            let because = vec![name.to_string(), cause.to_string()];
            found.add(Finding::new(name, text).because(because));
        }
    }
}

/// The members of needs that only degrade: no other loss lowers a level.
fn degrading(judge: &Judge<'_>) -> Vec<Item> {
    let graph = &judge.estate().graph;
    let mut members: Vec<Item> = (0..graph.group_count() as u32)
        .filter(|&group| !graph.group(group).stops())
        .flat_map(|group| graph.members(group).iter().copied())
        .collect();
    members.sort_unstable();
    members.dedup();
    members
}
