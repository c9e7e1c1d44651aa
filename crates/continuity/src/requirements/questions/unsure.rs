//! What else is open: names that nothing answers to, targets that nobody set, the time before
//! work starts, facts that are only assumed, the dwell time.

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use engine::recovery::Gap;

use super::{Question, whom};
use crate::path::humane;
use crate::requirements::recovery_targets::{RecoveryTargets, Verdict};
use crate::standpoint::Standpoint;

/// Names that no record answers to, on the way of unknown verdicts.
pub(super) fn unresolved(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> Vec<Question> {
    let estate = &standpoint.estate;
    let mut open: BTreeMap<&str, (BTreeSet<Item>, BTreeSet<Item>)> = BTreeMap::new();
    for reference in estate.unresolved.iter().filter(|it| it.field == "requires") {
        open.entry(&reference.text)
            .or_default()
            .0
            .insert(reference.item);
    }
    for item in estate.graph.items() {
        let unknown = estate.listed(item).demands() && targets.verdict(item) == Verdict::Unknown;
        let Some(Gap::Unresolved { group }) = targets.gaps[item as usize].filter(|_| unknown)
        else {
            continue;
        };
        let owner = estate.graph.group(group).owner;
        for (needers, verdicts) in open.values_mut() {
            if needers.contains(&owner) {
                verdicts.insert(item);
            }
        }
    }
    let question = |(text, (needers, verdicts)): (&str, (BTreeSet<Item>, BTreeSet<Item>))| {
        let first = *needers.first()?;
        let count = needers.len();
        let things = if count == 1 {
            "record needs"
        } else {
            "records need"
        };
        Some(Question {
            text: format!("What is `{text}`? {count} {things} it and no record answers to it."),
            subject: text.to_string(),
            ask: whom(estate, first),
            settles: 0,
            part_of: verdicts.len().max(count),
            if_good: format!("If it is another name of a record, {count} needs lead somewhere."),
            if_bad: "If it is something of its own, it needs a record with its own recovery time."
                .into(),
            turns_at_seconds: None,
            write: format!(
                "`also: [{}]` on the record it means, or a new record",
                record::link::split(text).1
            ),
        })
    };
    open.into_iter().filter_map(question).collect()
}

/// Activities and services at the top that demand nothing, so that nothing below can be late.
pub(super) fn targets(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> Vec<Question> {
    let estate = &standpoint.estate;
    let graph = &estate.graph;
    let idle = |item: Item| targets.verdict(item) == Verdict::NoTarget;
    let is_top = |&item: &Item| {
        let judged = !targets.own[item as usize].tolerances.is_empty();
        let activity = estate.listed(item).activity().is_some();
        let needed = graph
            .used_by(item)
            .iter()
            .any(|&group| estate.listed(graph.group(group).owner).demands());
        estate.listed(item).demands() && idle(item) && !judged && (activity || !needed)
    };
    let mut seen = vec![u32::MAX; graph.len()];
    let mut questions = Vec::new();
    for top in graph.items().filter(is_top) {
        let (mut todo, mut settles) = (vec![top], 0);
        while let Some(item) = todo.pop() {
            if std::mem::replace(&mut seen[item as usize], top) == top {
                continue;
            }
            let known = estate.listed(item).demands() && targets.times.seconds(item).is_some();
            settles += usize::from(idle(item) && known);
            for group in graph.groups_of(item).filter(|&id| graph.group(id).stops()) {
                todo.extend(graph.members(group));
            }
        }
        questions.push((top, settles));
    }
    let question = |(top, settles): (Item, usize)| {
        let listed = estate.listed(top);
        let back = targets.times.seconds(top);
        let key = if listed.activity().is_some() {
            "mtpd: 8h"
        } else {
            "rto: 4h"
        };
        let good = match back {
            Some(back) => format!("{} or later: it would be back in time.", humane(back)),
            None => "Its recovery time is not known yet either.".into(),
        };
        Question {
            text: format!(
                "How long can {} be down before it is intolerable?",
                listed.title()
            ),
            subject: listed.reference.clone(),
            ask: whom(estate, top),
            settles,
            part_of: 1,
            if_good: good,
            if_bad: "Sooner: it misses, and the path to what takes longest is shown.".into(),
            turns_at_seconds: back,
            write: format!("{}: `targets: {{ {key} }}`", listed.reference),
        }
    };
    questions.into_iter().map(question).collect()
}

/// The time before work starts, where nobody states it.
pub(super) fn lead(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> Vec<Question> {
    let estate = &standpoint.estate;
    let unstated = |&item: &Item| {
        let own = &targets.own[item as usize];
        own.seconds.is_some() && own.lead.is_unstated(own.from)
    };
    let open: Vec<Item> = estate.graph.items().filter(unstated).collect();
    let spare = |&item: &Item| {
        let due = targets.deadlines.conflict(item).seconds?;
        let back = targets.times.seconds(item)?;
        (back <= due).then_some((due - back, item))
    };
    let Some(least) = open.iter().filter_map(spare).min() else {
        return Vec::new();
    };
    let (spare, first) = least;
    let settles = open
        .iter()
        .filter(|&&item| targets.times.seconds(item).is_some())
        .count();
    vec![Question {
        text: "How long until someone notices an outage, and how long until someone has decided?"
            .into(),
        subject: "policy".into(),
        ask: "whoever may declare; the continuity manager".into(),
        settles,
        part_of: open.len(),
        if_good: format!("Up to {} together: no verdict changes.", humane(spare)),
        if_bad: format!(
            "Longer: {} is the first that would be late.",
            estate.reference(first)
        ),
        turns_at_seconds: Some(spare),
        write: "a policy: `lead: { detect: 20m, decide: 25m }`".into(),
    }]
}

/// Facts that are marked as assumed, under verdicts that are known.
pub(super) fn assumed(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> Vec<Question> {
    let estate = &standpoint.estate;
    let mut hang: BTreeMap<Item, Vec<Item>> = BTreeMap::new();
    for item in estate
        .graph
        .items()
        .filter(|&item| estate.listed(item).demands())
    {
        let verdict = targets.verdict(item);
        if !matches!(verdict, Verdict::Meets | Verdict::Misses) {
            continue;
        }
        let back = targets.times.path(item);
        let due = targets.deadlines.path(item);
        let path = back
            .iter()
            .map(|step| step.item)
            .chain(due.iter().map(|step| step.item));
        for on_path in path.collect::<BTreeSet<Item>>() {
            if estate.listed(on_path).envelope.assumption {
                hang.entry(on_path).or_default().push(item);
            }
        }
    }
    let question = |(item, verdicts): (Item, Vec<Item>)| {
        let listed = estate.listed(item);
        let takes = estate.own_times[item as usize].takes;
        let claim = match takes {
            Some(takes) => format!("that {} takes {}", listed.title(), humane(takes)),
            None => format!("what is written about {}", listed.title()),
        };
        let spare = verdicts.iter().filter_map(|&open| {
            let due = targets.deadlines.conflict(open).seconds?;
            let back = targets.times.seconds(open)?;
            (back <= due).then_some((due - back, open))
        });
        let least = spare.min();
        let count = verdicts.len();
        Question {
            text: format!("Is it true {claim}? It is only assumed."),
            subject: listed.reference.clone(),
            ask: whom(estate, item),
            settles: count,
            part_of: count,
            if_good: "Confirmed: what hangs on it rests on a fact.".into(),
            if_bad: match least {
                Some((spare, first)) => format!(
                    "More than {} longer: {} is the first that would be late.",
                    humane(spare),
                    estate.reference(first)
                ),
                None => "They are late already; a shorter time may mend them.".into(),
            },
            turns_at_seconds: least.zip(takes).map(|((spare, _), takes)| takes + spare),
            write: format!(
                "{}: `confirmed: {{ by: NAME, at: DATE }}`",
                listed.reference
            ),
        }
    };
    hang.into_iter().map(question).collect()
}

/// How long an intruder may sit unseen, where no policy says it and data has a requirement.
pub(super) fn dwell(standpoint: &Standpoint<'_>) -> Vec<Question> {
    if standpoint.policy.dwell_seconds.is_some() {
        return Vec::new();
    }
    let registers = standpoint.estate.registers;
    let kept = |days: i64| {
        let long = registers.datasets.live().filter(|dataset| {
            dataset
                .protection
                .iter()
                .any(|copy| copy.retention.is_some_and(|it| it.0 > days * 86_400))
        });
        long.count()
    };
    let datasets = registers
        .datasets
        .live()
        .filter(|it| !it.protection.is_empty())
        .count();
    if datasets == 0 {
        return Vec::new();
    }
    vec![Question {
        text: "How long could an intruder sit unseen before striking?".into(),
        subject: "policy".into(),
        ask: "the security lead".into(),
        settles: 0,
        part_of: datasets,
        if_good: format!(
            "3 days: {} of {datasets} datasets keep copies for longer.",
            kept(3)
        ),
        if_bad: format!("30 days: {} of {datasets} do.", kept(30)),
        turns_at_seconds: None,
        write: "a policy: `dwell: 10d`".into(),
    }]
}
