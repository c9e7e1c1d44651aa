//! `approved-impact`: the business has judged what a stop of an activity does to it.

use record::kind::Filed;
use record::requirements::Impact;

use super::age::{last, recent};
use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "approved-impact",
    demands: "Have the impact of a stop judged by the business and approved.",
    means: "At least one approved impact names the activity. A declared MTPD does not stand in \
            for it. An impact is as old as its `confirmed`, else its `valid-from`.",
    matters: "A target that no judged impact stands behind is a wish of IT, and falls at the \
              first question of an auditor.",
    with: &[
        Key {
            name: "within",
            means: "how old the newest of them may be",
            sort: Sort::Duration,
            default: None,
        },
        Key {
            name: "peaks",
            means: "whether every named peak of the activity needs an impact of its own",
            sort: Sort::Truth,
            default: Some("false"),
        },
    ],
    kinds: &["activity"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let registers = judge.registers();
    let impacts = registers.impacts.iter();
    let of_activity = impacts.filter(|impact| impact.activity.id() == subject.id());
    let (approved, others): (Vec<&Filed<Impact>>, Vec<_>) =
        of_activity.partition(|impact| impact.is_approved());
    let title = subject.title();
    if approved.is_empty() {
        let others: Vec<String> = others.iter().map(|impact| impact.reference()).collect();
        let more = if others.is_empty() {
            String::new()
        } else {
            format!("; {} waits for approval", super::age::some(&others))
        };
        let text = format!("No approved impact says what a stop of {title} does{more}.");
        return subject.breach(text).because(others).into();
    }
    if with.is_set("within") {
        let dated = approved.iter().filter_map(|impact| {
            let confirmed = impact.envelope.confirmed.as_ref().map(|it| it.at.0);
            confirmed.or(impact.envelope.valid_from.map(|it| it.0))
        });
        if let Err(why) = recent(judge, last(judge, dated), with.seconds("within")) {
            let text = format!("The impact of a stop of {title} was not judged lately: {why}.");
            let because = approved.iter().map(|impact| impact.reference()).collect();
            return subject.breach(text).because(because).into();
        }
    }
    let activity = registers.activities.get(subject.id());
    let peaks = activity.map_or(&[][..], |activity| &activity.own.peaks);
    let judged = |peak: &str| approved.iter().any(|it| it.when.as_deref() == Some(peak));
    let unjudged = peaks.iter().find(|peak| !judged(&peak.name));
    match unjudged.filter(|_| with.truth("peaks")) {
        Some(peak) => {
            let text = format!(
                "No approved impact judges the peak {} of {title}.",
                peak.name
            );
            subject.breach(text).into()
        }
        None => Outcome::Holds,
    }
}
