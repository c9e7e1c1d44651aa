//! `no-single-point`: no single loss stops it.

use engine::graph::Item;

use super::age::some;
use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

const KINDS: &[&str] = &["component", "dataset", "service", "site", "supplier"];

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "no-single-point",
    demands: "Give every single point a second of its kind, or a way to do without it.",
    means: "No single loss below it stops it. What can be lost are components, sites and \
            suppliers, and a service that nothing is known to stand under; a service that stands \
            on others is only as lost as they are, and data has copies, not seconds: both count \
            when named in `kinds`.",
    matters: "What stands on one thing goes when that thing goes, and such things are seldom \
              known before.",
    with: &[Key {
        name: "kinds",
        means: "the kinds whose single losses count: component, dataset, service, site, supplier",
        sort: Sort::Words(KINDS),
        default: None,
    }],
    kinds: &["activity", "service"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(item) = subject.item else {
        return Outcome::Silent;
    };
    let wanted = with.words("kinds");
    let counts = |point: Item| match judge.estate().listed(point).kind() {
        kind if with.is_set("kinds") => wanted.iter().any(|wanted| wanted == kind),
        "service" => is_leaf(judge, point),
        kind => kind != "dataset",
    };
    let points = judge.single_points()[item as usize].iter().copied();
    let points: Vec<Item> = points.filter(|&point| counts(point)).collect();
    if points.is_empty() {
        return Outcome::Holds;
    }
    let names = judge.estate().references(&points);
    let text = match &names[..] {
        [only] => format!("{} stops when {only} alone is lost.", subject.title()),
        many => {
            let (count, some) = (many.len(), some(many));
            format!(
                "{} stops when any one of {count} things is lost: {some}.",
                subject.title()
            )
        }
    };
    let mut because = vec![subject.reference.clone()];
    because.extend(names.into_iter().take(20));
    subject.breach(text).because(because).into()
}

fn is_leaf(judge: &Judge<'_>, item: Item) -> bool {
    let graph = &judge.estate().graph;
    graph.groups_of(item).is_empty() && graph.hosts(item).is_empty()
}
