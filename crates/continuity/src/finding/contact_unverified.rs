//! `contact-unverified`: nobody checked for too long whether someone can be reached.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::initiation::policy::Severity;

use super::age::{days_between, days_within};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "contact-unverified",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The contact details of someone who holds a role, or the numbers of a call tree, were \
            never verified or not within 180 days (`with: { within }` sets another time).",
    matters: "The number that is wrong is found out on the night when it is dialled.",
    mend: "Call, and write `contact-verified` (a call tree: `verified`).",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    let days = days_within(judge, ABOUT.code, 180);
    let mut held: BTreeSet<&str> = BTreeSet::new();
    for assignment in registers.assignments.approved() {
        if assignment.to.is_none_or(|to| to.0 >= judge.today()) {
            held.insert(assignment.own.person.id());
        }
    }
    for person in held.iter().filter_map(|id| registers.persons.get(id)) {
        let gone = person
            .leaves
            .is_some_and(|leaves| leaves.0 <= judge.today());
        let last = person.contact_verified.map(|date| date.0);
        if let Some(when) = too_old(judge, last, days).filter(|_| !gone) {
            let text = format!(
                "{} holds a role, and the contact details were {when}.",
                person.title()
            );
            found.add(Finding::new(&person.reference(), text));
        }
    }
    for tree in registers.call_trees.approved() {
        if let Some(when) = too_old(judge, tree.verified.map(|date| date.0), days) {
            let text = format!("The numbers of {} were {when}.", tree.title());
            found.add(Finding::new(&tree.reference(), text));
        }
    }
}

fn too_old(judge: &Judge<'_>, last: Option<Date>, days: i64) -> Option<String> {
    match last {
        None => Some("never verified".into()),
        Some(last) if days_between(last, judge.today()) > days => Some(format!(
            "last verified on {last}, more than {days} days ago"
        )),
        Some(_) => None,
    }
}
