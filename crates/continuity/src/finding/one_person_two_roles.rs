//! `one-person-two-roles`: one person is to act in two places at once.

use std::collections::BTreeMap;

use record::initiation::policy::Severity;
use record::initiation::role::Level;

use super::wording::several;
use super::{About, Finding, Found, Judge};
use crate::initiation::holder::Holders;

/// What it is.
pub const ABOUT: About = About {
    code: "one-person-two-roles",
    severity: Severity::Warning,
    breaks_target: false,
    means: "One person is the first holder of two or more roles of the crisis organisation (gold, \
            silver, bronze), which are needed at the same time.",
    matters: "On the day one of the two is not done.",
    mend: "Give one of the roles to someone else.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    let holders = Holders::new(registers, judge.today());
    let mut held: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for role in registers.roles.approved() {
        if role.level.is_none_or(|level| level == Level::Standing) {
            continue;
        }
        for assignment in holders.of(&role.id) {
            let roles = held.entry(assignment.own.person.id()).or_default();
            if assignment.rank.unwrap_or(1) == 1 && !roles.contains(&role.reference()) {
                roles.push(role.reference());
            }
        }
    }
    for (person, roles) in held.into_iter().filter(|(_, roles)| roles.len() > 1) {
        let subject = format!("person/{person}");
        let text = format!("{person} is the first holder of {}.", several(&roles));
        let mut because = vec![subject.clone()];
        because.extend(roles);
        found.add(Finding::new(&subject, text).because(because));
    }
}
