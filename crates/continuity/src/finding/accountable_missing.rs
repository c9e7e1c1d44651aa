//! `accountable-missing`: the one who answers for something is nobody, or will be.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use record::initiation::policy::Severity;
use record::link::split;

use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};
use crate::initiation::holder::Holders;

/// What it is.
pub const ABOUT: About = About {
    code: "accountable-missing",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A role that answers for activities or services is held today and by nobody at some \
            day of the coming 90 days, or the person who answers by name has left or leaves by \
            then. A role that nobody holds today is the finding no-deputy.",
    matters: "What nobody answers for is confirmed by nobody, and on the day nobody decides.",
    mend: "Assign the role to someone else for the time after, or name another owner.",
    find,
};

/// How far ahead is looked.
const AHEAD_DAYS: i64 = 90;

fn find(judge: &Judge<'_>, found: &mut Found) {
    let mut owned: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in judge.demanding() {
        let listed = judge.estate().listed(item);
        if let Some(owner) = &listed.envelope.owner {
            let (kind, id) = split(&owner.text);
            let is = |word: &&&str| {
                kind.is_none_or(|kind| kind == **word) && judge.registers().has(word, id)
            };
            if let Some(kind) = ["role", "person"].iter().find(is) {
                let owner = format!("{kind}/{id}");
                owned
                    .entry(owner)
                    .or_default()
                    .push(listed.reference.clone());
            }
        }
    }
    for (owner, what) in owned {
        if let Some(day) = first_day_alone(judge, &owner) {
            let what_named = several(&what);
            let text = match day <= judge.today() {
                true => format!("{owner} answers for {what_named} and is nobody today."),
                false => format!("{owner} answers for {what_named} and is nobody from {day} on."),
            };
            found.add(Finding::new(&owner, text).because(path_of(&owner, &what)));
        }
    }
}

/// The first day of the coming ones on which a role or person is nobody. Days on which assignments
/// end or persons leave decide; those between are as the one before.
fn first_day_alone(judge: &Judge<'_>, owner: &str) -> Option<Date> {
    let registers = judge.registers();
    let today = judge.today();
    let end = today.checked_add(AHEAD_DAYS.days()).ok()?;
    let (kind, id) = split(owner);
    if kind == Some("person") {
        let leaves = registers.persons.get(id)?.own.leaves?;
        return (leaves.0 <= end).then_some(leaves.0);
    }
    let mut days = Vec::new();
    let of_role = registers.assignments.approved();
    for assignment in of_role.filter(|it| it.own.role.id() == id) {
        let last = crate::initiation::holder::last_day(registers, assignment);
        days.extend(last.and_then(|last| last.tomorrow().ok()));
    }
    if Holders::new(registers, today).of(id).is_empty() {
        return None;
    }
    days.sort_unstable();
    let mut days = days.into_iter().filter(|day| *day >= today && *day <= end);
    days.find(|day| Holders::new(registers, *day).of(id).is_empty())
}
