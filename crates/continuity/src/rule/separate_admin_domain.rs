//! `separate-admin-domain`: no one credential deletes data and all its copies.

use record::requirements::dataset::Protection;

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;
use crate::requirements::recovery_points::DataPlace;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "separate-admin-domain",
    demands: "Keep a copy that the credentials of production cannot delete, and say whose can.",
    means: "At least one copy of the data stands in an `admin-domain` that is neither the data's \
            nor one of what holds it. A domain that nobody states is not another one; `immutable` \
            alone is not enough here.",
    matters: "Who takes over the administrator of production destroys the backups first.",
    with: &[Key {
        name: "every-copy",
        means: "whether every copy must stand in another domain, not one",
        sort: Sort::Truth,
        default: Some("false"),
    }],
    kinds: &["dataset"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let estate = judge.estate();
    let found = subject
        .item
        .and_then(|item| Some((item, estate.listed(item).dataset()?)));
    let Some((item, dataset)) = found else {
        return Outcome::Silent;
    };
    let (title, protection) = (subject.title(), &dataset.own.protection);
    if protection.is_empty() {
        return subject
            .breach(format!("{title} has no copy at all."))
            .into();
    }
    let place = DataPlace::new(estate, item);
    if place.admin_domains.is_empty() {
        let text = format!("Nobody says whose credentials can delete {title}.");
        return subject.breach(text).into();
    }
    let apart = |copy: &Protection| {
        let domain = copy.admin_domain.as_deref();
        domain.is_some_and(|domain| !place.admin_domains.contains(&domain))
    };
    let every = with.truth("every-copy");
    let holds = if every {
        protection.iter().all(apart)
    } else {
        protection.iter().any(apart)
    };
    if holds {
        return Outcome::Holds;
    }
    let domains = place.admin_domains.join(", ");
    let which = if every { "Not every copy" } else { "No copy" };
    let text =
        format!("{which} of {title} is known to be out of reach of the credentials of {domains}.");
    subject.breach(text).into()
}
