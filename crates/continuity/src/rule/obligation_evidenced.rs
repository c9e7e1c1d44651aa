//! `obligation-evidenced`: records show that what is demanded is met.

use record::kind::Status;

use super::age::{last, recent, some};
use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "obligation-evidenced",
    demands: "Name the records that show the obligation is met (`evidence`), and keep them in \
              force.",
    means: "The obligation names at least one record in `evidence`, and each it names exists and \
            is approved; where asked, each was confirmed or came into force not long ago.",
    matters: "A duty without evidence is met by assertion, and a supervisor takes none.",
    with: &[Key {
        name: "within",
        means: "how long ago each piece of evidence may have been confirmed",
        sort: Sort::Duration,
        default: None,
    }],
    kinds: &["obligation"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(obligation) = judge.registers().obligations.get(subject.id()) else {
        return Outcome::Silent;
    };
    let title = subject.title();
    if obligation.evidence.is_empty() {
        return subject
            .breach(format!("No record shows that {title} is met."))
            .into();
    }
    let evidence = obligation.evidence.iter().map(|it| &*it.text);
    let weak: Vec<&str> = evidence.filter(|it| !is_sound(judge, it, with)).collect();
    if weak.is_empty() {
        return Outcome::Holds;
    }
    let text = format!(
        "What is to show that {title} is met is missing, not approved or too old: {}.",
        some(&weak)
    );
    let because = weak.iter().map(|it| (*it).to_string()).collect();
    subject.breach(text).because(because).into()
}

fn is_sound(judge: &Judge<'_>, evidence: &str, with: &With<'_>) -> bool {
    // A bare id means an item.
    let item = judge
        .estate()
        .find(evidence)
        .map(|item| judge.estate().reference(item));
    let Some((envelope, _, status)) = judge.envelope(item.unwrap_or(evidence)) else {
        return false;
    };
    let confirmed = envelope.confirmed.as_ref().map(|it| it.at.0);
    let days = confirmed
        .into_iter()
        .chain(envelope.valid_from.map(|it| it.0));
    let fresh = || recent(judge, last(judge, days), with.seconds("within")).is_ok();
    status == Status::Approved && (!with.is_set("within") || fresh())
}
