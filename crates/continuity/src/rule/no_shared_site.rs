//! `no-shared-site`: things that stand in for each other do not stand at one site.

use engine::graph::Item;

use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;
use crate::requirements::recovery_points::DataPlace;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "no-shared-site",
    demands: "Spread what stands in for each other over several sites.",
    means: "Of each group from which some members may be missing, the loss of any one site, with \
            all that stands on it at any depth, leaves as many as are needed. A dataset with \
            copies has one at another site than itself.",
    matters: "Redundancy in one building is redundancy against a broken part, not against a fire.",
    with: &[],
    kinds: &["activity", "service", "component", "dataset"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, _with: &With<'_>) -> Outcome {
    let Some(item) = subject.item else {
        return Outcome::Silent;
    };
    if judge.estate().listed(item).dataset().is_some() {
        return copies_elsewhere(judge, subject, item);
    }
    let estate = judge.estate();
    let hosts = judge.facts().hosts(estate);
    let mut asked = false;
    for group in spares(judge, item) {
        asked = true;
        let members = estate.graph.members(group);
        if let Some(shared) = shared(judge, group, &hosts.sites) {
            let what = estate.references(members).join(", ");
            let site = estate.reference(shared);
            let text = format!(
                "{} needs one of several ({what}), and {site} takes too many of them.",
                subject.title()
            );
            let because = path(judge, subject, members, shared);
            return subject.breach(text).because(because).into();
        }
        if let Some(&nowhere) = members
            .iter()
            .find(|&&member| !hosts.placed[member as usize])
        {
            let nowhere = estate.reference(nowhere);
            let text = format!(
                "Nobody says at which site {nowhere} stands, which {} counts on.",
                subject.title()
            );
            return subject.breach(text).into();
        }
    }
    if asked {
        Outcome::Holds
    } else {
        Outcome::Silent
    }
}

/// The groups of an item that have more members than they need.
pub(super) fn spares(judge: &Judge<'_>, item: Item) -> impl Iterator<Item = u32> {
    let graph = &judge.estate().graph;
    let spare = |&group: &u32| {
        let members = graph.members(group).len() as u32 + graph.group(group).unresolved;
        graph.group(group).needed < members
    };
    graph.groups_of(item).filter(spare)
}

/// A host whose loss alone leaves fewer members of a group than it needs. A member that no record
/// answers to stays.
pub(super) fn shared(judge: &Judge<'_>, group: u32, hosts: &[Vec<Item>]) -> Option<Item> {
    let graph = &judge.estate().graph;
    let members = graph.members(group);
    let mut taken: Vec<Item> = members
        .iter()
        .flat_map(|&member| hosts[member as usize].iter().copied())
        .collect();
    taken.sort_unstable();
    let (unresolved, needed) = (graph.group(group).unresolved, graph.group(group).needed);
    let too_many = |run: &&[Item]| members.len() as u32 + unresolved - (run.len() as u32) < needed;
    taken
        .chunk_by(|a, b| a == b)
        .find(too_many)
        .map(|run| run[0])
}

/// From the subject over the members to what they share.
pub(super) fn path(
    judge: &Judge<'_>,
    subject: &Subject<'_>,
    members: &[Item],
    shared: Item,
) -> Vec<String> {
    let estate = judge.estate();
    let mut path = vec![subject.reference.clone()];
    path.extend(estate.references(members));
    path.push(estate.reference(shared).to_string());
    path
}

fn copies_elsewhere(judge: &Judge<'_>, subject: &Subject<'_>, item: Item) -> Outcome {
    let estate = judge.estate();
    let protection = match estate.listed(item).dataset() {
        Some(dataset) if !dataset.own.protection.is_empty() => &dataset.own.protection,
        _ => return Outcome::Silent,
    };
    let place = DataPlace::new(estate, item);
    if protection
        .iter()
        .any(|copy| place.is_elsewhere(estate, copy))
    {
        return Outcome::Holds;
    }
    let text = format!(
        "No copy of {} stands at another site than the data.",
        subject.title()
    );
    subject.breach(text).into()
}
