//! A look at every hour of the coming quarter: at which hours a function or a role is held by
//! nobody, and when one person would have to act in two places at once.

use std::collections::{BTreeMap, BTreeSet};

use record::initiation::role::Level;
use record::initiation::{Assignment, Role};
use record::kind::Filed;
use serde::Serialize;

use super::Function;
use crate::initiation::holder::on_duty;
use crate::standpoint::Standpoint;

/// Hours of a quarter: 90 days.
pub const HOURS: usize = 90 * 24;
const HOUR_SECONDS: i64 = 3_600;

/// How many hours of the coming quarter are covered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// The hours looked at.
    pub hours: usize,
    /// At how many somebody is on duty.
    pub covered: usize,
    /// The first hour at which nobody is.
    pub first_gap: Option<String>,
}

/// One person who would have to act in several roles of the crisis organisation at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crossing {
    /// The person, `person/id`.
    pub person: String,
    /// The roles, `role/id`.
    pub roles: Vec<String>,
    /// The first hour.
    pub from: String,
    /// At how many hours.
    pub hours: usize,
}

/// What the look at every hour came to.
#[derive(Clone, Debug, Serialize)]
pub struct Sweep {
    /// The first hour looked at.
    pub from: String,
    /// Each function that roles hold.
    pub functions: Vec<(Function, Coverage)>,
    /// Each role in force, by id.
    pub roles: BTreeMap<String, Coverage>,
    /// Who would act in two places at once.
    pub crossings: Vec<Crossing>,
}

/// Hours at which something holds.
type Hours = Vec<bool>;

/// The assignments of a role, by rank, with the hours at which each is on duty.
struct Watch<'r> {
    role: &'r Filed<Role>,
    by_rank: Vec<(&'r str, Hours)>,
}

/// Looks at every hour of the coming quarter. Cost: hours times assignments.
pub fn sweep(standpoint: &Standpoint<'_>) -> Sweep {
    let from = standpoint.at.as_second().div_euclid(HOUR_SECONDS) * HOUR_SECONDS + HOUR_SECONDS;
    let registers = standpoint.estate.registers;
    let watches = watches(standpoint, from);
    let held = |watch: &Watch<'_>| any(watch.by_rank.iter().map(|(_, hours)| hours));
    let roles: Vec<(&Filed<Role>, Hours)> = watches
        .iter()
        .map(|watch| (watch.role, held(watch)))
        .collect();
    let of_function = |function: Function| {
        let having = roles.iter();
        let having = having.filter(|(role, _)| function.is_held_by(registers, role));
        any(having.map(|(_, hours)| hours))
    };
    Sweep {
        from: instant(from),
        functions: Function::OF_ROLES
            .into_iter()
            .map(|function| (function, coverage(from, &of_function(function))))
            .collect(),
        roles: roles
            .iter()
            .map(|(role, hours)| (role.reference(), coverage(from, hours)))
            .collect(),
        crossings: crossings(from, &watches),
    }
}

fn watches<'r>(standpoint: &Standpoint<'r>, from: i64) -> Vec<Watch<'r>> {
    let registers = standpoint.estate.registers;
    let mut of_role: BTreeMap<&str, Vec<&Filed<Assignment>>> = BTreeMap::new();
    for assignment in registers.assignments.approved() {
        let role = assignment.own.role.id();
        of_role.entry(role).or_default().push(assignment);
    }
    for held in of_role.values_mut() {
        held.sort_by_key(|it| (it.rank.unwrap_or(1), &*it.id));
    }
    let hours = |assignment: &&'r Filed<Assignment>| {
        let to = from + HOURS as i64 * HOUR_SECONDS;
        let spans = on_duty(standpoint, assignment, from, to);
        (assignment.own.person.id(), covered(from, &spans))
    };
    let watch = |role: &'r Filed<Role>| Watch {
        role,
        by_rank: of_role
            .get(&*role.id)
            .map_or(Vec::new(), |held| held.iter().map(hours).collect()),
    };
    registers.roles.approved().map(watch).collect()
}

/// The hours whose beginning lies in one of some spans, which are in order.
fn covered(from: i64, spans: &[(i64, i64)]) -> Hours {
    let mut hours = vec![false; HOURS];
    for &(opens, closes) in spans {
        let first = (opens - from + HOUR_SECONDS - 1)
            .div_euclid(HOUR_SECONDS)
            .max(0);
        let mut hour = usize::try_from(first).unwrap_or(HOURS);
        while hour < HOURS && from + (hour as i64) * HOUR_SECONDS < closes {
            hours[hour] = true;
            hour += 1;
        }
    }
    hours
}

fn any<'h>(all: impl Iterator<Item = &'h Hours>) -> Hours {
    let mut hours = vec![false; HOURS];
    for other in all {
        for (hour, other) in hours.iter_mut().zip(other) {
            *hour |= *other;
        }
    }
    hours
}

fn coverage(from: i64, hours: &Hours) -> Coverage {
    let gap = hours.iter().position(|held| !held);
    Coverage {
        hours: HOURS,
        covered: hours.iter().filter(|held| **held).count(),
        first_gap: gap.map(|hour| instant(from + hour as i64 * HOUR_SECONDS)),
    }
}

fn crossings(from: i64, watches: &[Watch<'_>]) -> Vec<Crossing> {
    let crisis = |watch: &&Watch<'_>| {
        let level = watch.role.own.level;
        level.is_some_and(|level| level != Level::Standing)
    };
    let crisis: Vec<&Watch<'_>> = watches.iter().filter(crisis).collect();
    // For each person the roles, the first hour and how many hours.
    let mut found: BTreeMap<&str, (BTreeSet<String>, usize, usize)> = BTreeMap::new();
    for hour in 0..HOURS {
        let mut acting: BTreeMap<&str, Vec<&Filed<Role>>> = BTreeMap::new();
        for watch in &crisis {
            let holder = watch.by_rank.iter().find(|(_, hours)| hours[hour]);
            if let Some((person, _)) = holder {
                acting.entry(person).or_default().push(watch.role);
            }
        }
        for (person, roles) in acting.into_iter().filter(|(_, roles)| roles.len() > 1) {
            let entry = found.entry(person).or_insert((BTreeSet::new(), hour, 0));
            entry.0.extend(roles.iter().map(|role| role.reference()));
            entry.2 += 1;
        }
    }
    let crossing =
        |(person, (roles, first, hours)): (&str, (BTreeSet<String>, usize, usize))| Crossing {
            person: format!("person/{person}"),
            roles: roles.into_iter().collect(),
            from: instant(from + first as i64 * HOUR_SECONDS),
            hours,
        };
    found.into_iter().map(crossing).collect()
}

fn instant(second: i64) -> String {
    jiff::Timestamp::from_second(second).map_or_else(|_| String::new(), |at| at.to_string())
}
