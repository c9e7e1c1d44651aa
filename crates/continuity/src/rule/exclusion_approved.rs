//! `exclusion-approved`: what is left out was left out by someone, for a reason, for a time.

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "exclusion-approved",
    demands: "Have every exclusion approved, with its reason and an end.",
    means: "Each exclusion of a scope names an approver and a reason, and its end, if any, has not \
            passed.",
    matters: "What is left out without a name behind it is what the next disruption finds.",
    with: &[Key {
        name: "expires",
        means: "whether every exclusion must have an end",
        sort: Sort::Truth,
        default: Some("true"),
    }],
    kinds: &["scope"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(scope) = judge.registers().scopes.get(subject.id()) else {
        return Outcome::Silent;
    };
    let mut because = Vec::new();
    let mut whys = Vec::new();
    for exclusion in &scope.own.excludes {
        let out = &exclusion.item.text;
        let why = match exclusion.expires {
            _ if exclusion.approver.is_none() => "has no approver".to_string(),
            _ if exclusion.reason.is_none() => "has no reason".into(),
            Some(day) if day.0 < judge.today() => format!("ended on {day}"),
            None if with.truth("expires") => "has no end".into(),
            _ => continue,
        };
        whys.push(format!("the exclusion of {out} {why}"));
        because.push(out.to_string());
    }
    if whys.is_empty() {
        return Outcome::Holds;
    }
    let text = format!("In {}, {}.", subject.title(), super::age::some(&whys));
    subject.breach(text).because(because).into()
}
