//! `capacity-enough`: what stands ready can carry what will be asked of it.

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "capacity-enough",
    demands: "Size what stands ready for the worst scenario it must carry, and state both figures.",
    means: "An arrangement's `capacity` is at least its `demand`, with the spare share on top; \
            where several subscribers share it and it is promised to none alone, each counts on \
            its part. A workaround reaches its activity's minimum (`mbco`). A figure that nobody \
            states breaks the rule.",
    matters: "A standby that starts and then drowns is a second disruption.",
    with: &[
        Key {
            name: "spare",
            means: "how much more than the demand there must be",
            sort: Sort::Share,
            default: Some("0%"),
        },
        Key {
            name: "shared",
            means: "whether the capacity is divided by the subscribers who share it",
            sort: Sort::Truth,
            default: Some("false"),
        },
    ],
    kinds: &["arrangement", "workaround"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let title = subject.title();
    if subject.kind() == "workaround" {
        return of_workaround(judge, subject);
    }
    let Some(arrangement) = judge.registers().arrangements.get(subject.id()) else {
        return Outcome::Silent;
    };
    let (Some(capacity), Some(demand)) = (arrangement.capacity, arrangement.demand) else {
        let text = format!("Nobody says what {title} can carry and what it must.");
        return subject.breach(text).into();
    };
    let sharers = if with.truth("shared") {
        f64::from(arrangement.shared_by.unwrap_or(1).max(1))
    } else {
        1.0
    };
    let needed = demand * (1.0 + f64::from(with.share("spare")) / 10_000.0);
    let there = capacity / sharers;
    if there >= needed {
        return Outcome::Holds;
    }
    let unit = arrangement.unit.as_deref().unwrap_or("units");
    let text = format!("{title} can carry {there:.1} {unit} and must carry {needed:.1}.");
    subject.breach(text).into()
}

fn of_workaround(judge: &Judge<'_>, subject: &Subject<'_>) -> Outcome {
    let registers = judge.registers();
    let Some(workaround) = registers.workarounds.get(subject.id()) else {
        return Outcome::Silent;
    };
    let Some(activity) = registers.activities.get(workaround.activity.id()) else {
        return Outcome::Silent;
    };
    // Absent means all of normal.
    let reaches = workaround.capacity.map_or(10_000, |capacity| capacity.0);
    let minimum = activity.own.item.mbco();
    if reaches >= minimum {
        return Outcome::Holds;
    }
    let (reaches, minimum) = (f64::from(reaches) / 100.0, f64::from(minimum) / 100.0);
    let text = format!(
        "{} reaches {reaches} % of normal, and {} needs {minimum} %.",
        subject.title(),
        activity.title()
    );
    subject
        .breach(text)
        .because(vec![activity.reference()])
        .into()
}
