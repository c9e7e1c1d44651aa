//! Who holds a role on a day: its assignments in force, the holder first. Hours are not asked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::initiation::Assignment;
use record::kind::Filed;
use record::kinds::Registers;

use crate::standpoint::Standpoint;

/// The assignments of every role that hold on one day.
pub struct Holders<'r> {
    of_role: BTreeMap<&'r str, Vec<&'r Filed<Assignment>>>,
}

impl<'r> Holders<'r> {
    /// Gathers what holds on a day; one who has left holds nothing. Cost: linear.
    pub fn new(registers: &'r Registers, day: Date) -> Holders<'r> {
        let mut of_role: BTreeMap<&str, Vec<&Filed<Assignment>>> = BTreeMap::new();
        for assignment in registers.assignments.approved() {
            let begun = assignment.from.is_none_or(|from| from.0 <= day);
            let lasts = assignment.to.is_none_or(|to| to.0 >= day);
            let person = registers.persons.get(assignment.person.id());
            let left = person
                .and_then(|it| it.leaves)
                .is_some_and(|it| it.0 <= day);
            if begun && lasts && !left {
                of_role
                    .entry(assignment.own.role.id())
                    .or_default()
                    .push(assignment);
            }
        }
        for held in of_role.values_mut() {
            held.sort_by_key(|it| (it.rank.unwrap_or(1), &*it.id));
        }
        Holders { of_role }
    }

    /// The assignments of a role, by rank.
    pub fn of(&self, role: &str) -> &[&'r Filed<Assignment>] {
        self.of_role.get(role).map_or(&[], Vec::as_slice)
    }

    /// The persons who hold a role.
    pub fn persons(&self, role: &str) -> BTreeSet<&'r str> {
        self.of(role).iter().map(|it| it.own.person.id()).collect()
    }
}

/// When an assignment is on duty between two instants, in order: its days, its hours, and until
/// its person leaves.
pub fn on_duty(
    standpoint: &Standpoint<'_>,
    assignment: &Filed<Assignment>,
    from: i64,
    to: i64,
) -> Vec<(i64, i64)> {
    let hours = standpoint.hours(assignment.own.hours.as_ref());
    let midnight = |date: Date| {
        let zoned = date.to_zoned(hours.zone().clone()).ok()?;
        Some(zoned.timestamp().as_second())
    };
    let begins = assignment.own.from.and_then(|from| midnight(from.0));
    let last = last_day(standpoint.estate.registers, assignment);
    let ends = last
        .and_then(|last| last.tomorrow().ok())
        .and_then(midnight);
    let (from, to) = (from.max(begins.unwrap_or(from)), to.min(ends.unwrap_or(to)));
    if from >= to {
        return Vec::new();
    }
    hours.spans(from, to)
}

/// The last day of an assignment; one who leaves holds nothing from that day on.
pub fn last_day(registers: &Registers, assignment: &Filed<Assignment>) -> Option<Date> {
    let person = registers.persons.get(assignment.own.person.id());
    let leaves = person.and_then(|person| person.leaves);
    let before = leaves.and_then(|leaves| leaves.0.yesterday().ok());
    let to = assignment.own.to.map(|to| to.0);
    match (before, to) {
        (Some(before), Some(to)) => Some(before.min(to)),
        (before, to) => before.or(to),
    }
}
