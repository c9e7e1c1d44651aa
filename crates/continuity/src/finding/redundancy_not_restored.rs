//! `redundancy-not-restored`: one of several that stand in for each other is down for longer than
//! it takes to bring it back.

use std::collections::BTreeMap;

use engine::graph::Item;
use jiff::Timestamp;
use record::initiation::policy::Severity;

use super::wording::several;
use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::margin::{SignalUsed, Standing};

/// What it is.
pub const ABOUT: About = About {
    code: "redundancy-not-restored",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A member of a group whose members stand in for each other has been said to be down for \
            longer than its own RTO, or where it has none for longer than it takes to bring it \
            back.",
    matters: "Nobody notices a spare that is missing, until the other one fails.",
    mend: "Bring it back, or say why it takes longer: correct its time, or have the work planned \
           as a change with a window.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let Some(margin) = judge.margin() else { return };
    let mut since: BTreeMap<Item, (Timestamp, &SignalUsed)> = BTreeMap::new();
    for signal in &margin.signals {
        let counts = signal.standing == Standing::Counts && signal.says == "down";
        let at = signal.since.as_deref().and_then(|it| it.parse().ok());
        let item = signal
            .item
            .as_deref()
            .and_then(|it| judge.estate().find(it));
        if let (true, Some(item), Some(at)) = (counts, item, at) {
            let known = since.entry(item).or_insert((at, signal));
            if at < known.0 {
                *known = (at, signal);
            }
        }
    }
    for (item, (at, signal)) in since {
        if let Some(finding) = finding(judge, item, at, signal) {
            found.add(finding);
        }
    }
}

fn finding(
    judge: &Judge<'_>,
    item: Item,
    since: Timestamp,
    signal: &SignalUsed,
) -> Option<Finding> {
    let estate = judge.estate();
    let graph = &estate.graph;
    let mut owners: Vec<Item> = Vec::new();
    for &id in graph.used_by(item) {
        let group = graph.group(id);
        let spare = graph.members(id).len() as u32 + group.unresolved > group.needed;
        if spare && group.stops() && group.phase.runs() {
            owners.push(group.owner);
        }
    }
    let own = judge.targets.own[item as usize].demand_seconds;
    let target = own.or(judge.targets.takes[item as usize])?;
    let down = judge.standpoint.at.as_second() - since.as_second();
    if owners.is_empty() || down <= target {
        return None;
    }
    owners.sort_unstable();
    owners.dedup();
    let names: Vec<&str> = owners.iter().map(|&it| estate.listed(it).title()).collect();
    let listed = estate.listed(item);
    let text = format!(
        "{} has been down for {}; it should be back within {}. {} live{} on less meanwhile.",
        listed.title(),
        humane(down),
        humane(target),
        several(&names[..names.len().min(4)]),
        if names.len() == 1 { "s" } else { "" },
    );
    let mut because = vec![listed.reference.clone(), signal.id.clone()];
    because.extend(owners.iter().map(|&it| estate.reference(it).to_string()));
    let finding = Finding::new(&listed.reference, text).because(because);
    Some(finding.seconds(Some(target), Some(down)))
}
