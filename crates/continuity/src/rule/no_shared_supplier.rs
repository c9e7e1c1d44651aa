//! `no-shared-supplier`: things that stand in for each other do not come from one supplier.

use super::no_shared_site::{path, shared, spares};
use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "no-shared-supplier",
    demands: "Take what stands in for each other from several suppliers.",
    means: "Of each group from which some members may be missing, the loss of any one supplier, \
            with all that stands on it at any depth, leaves as many as are needed. What names no \
            supplier is one's own.",
    matters: "Two lines in one trench, two regions of one provider: both go at once, and so does \
              the contract.",
    with: &[],
    kinds: &["activity", "service", "component"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, _with: &With<'_>) -> Outcome {
    let Some(item) = subject.item else {
        return Outcome::Silent;
    };
    let estate = judge.estate();
    let hosts = judge.facts().hosts(estate);
    let mut asked = false;
    for group in spares(judge, item) {
        asked = true;
        let Some(supplier) = shared(judge, group, &hosts.suppliers) else {
            continue;
        };
        let members = estate.graph.members(group);
        let what = estate.references(members).join(", ");
        let text = format!(
            "{} needs one of several ({what}), and {} takes too many of them.",
            subject.title(),
            estate.reference(supplier)
        );
        let because = path(judge, subject, members, supplier);
        return subject.breach(text).because(because).into();
    }
    if asked {
        Outcome::Holds
    } else {
        Outcome::Silent
    }
}
