//! The roles as a board: who holds each and stands in, what it may do, at how many hours of the
//! coming quarter somebody is on duty, and what is missing.

use record::initiation::role::Authority;
use record::initiation::{Assignment, Role};
use record::kind::Filed;
use serde::Serialize;

use super::duty::Coverage;
use super::holder::Holders;
use crate::finding::Judge;

/// One who holds a role or stands in.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    /// The assignment, `assignment/id`.
    pub assignment: String,
    /// The person, `person/id`.
    pub person: String,
    /// 1 holds it, 2 is the first deputy.
    pub rank: u32,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// When on duty, `calendar/id`; always where there is none.
    pub hours: Option<String>,
}

/// One role.
#[derive(Clone, Debug, Serialize)]
pub struct RoleRow {
    /// `role/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it acts.
    pub level: Option<&'static str>,
    /// Whether it is in force.
    pub in_force: bool,
    /// What its holder does.
    pub duties: Vec<String>,
    /// What its holder may do, in words.
    pub may: Vec<String>,
    /// Who holds it today, by rank.
    pub held_by: Vec<Held>,
    /// The coming quarter, hour by hour; none for a role that is not in force.
    pub coverage: Option<Coverage>,
    /// What is missing.
    pub faults: Vec<String>,
}

/// The board.
#[derive(Clone, Debug, Serialize)]
pub struct RoleBoard {
    /// The roles: gold first, then silver, bronze and the standing ones.
    pub roles: Vec<RoleRow>,
}

/// Sets up the board. Cost: that of the look at every hour.
pub fn role_board(judge: &Judge<'_>) -> RoleBoard {
    let registers = judge.registers();
    let holders = Holders::new(registers, judge.today());
    let mut roles: Vec<&Filed<Role>> = registers.roles.live().collect();
    roles.sort_by_key(|role| (order(role), &*role.id));
    RoleBoard {
        roles: roles
            .into_iter()
            .map(|role| row(judge, &holders, role))
            .collect(),
    }
}

/// Gold, silver, bronze, standing, and those that say nothing.
fn order(role: &Filed<Role>) -> usize {
    const ORDER: [&str; 4] = ["gold", "silver", "bronze", "standing"];
    let level = role.level.map(|level| level.as_str());
    let place = level.and_then(|level| ORDER.iter().position(|known| *known == level));
    place.unwrap_or(ORDER.len())
}

fn row(judge: &Judge<'_>, holders: &Holders<'_>, role: &Filed<Role>) -> RoleRow {
    let held = holders.of(&role.id);
    let coverage = judge.sweep().roles.get(&role.reference()).cloned();
    let mut faults = Vec::new();
    if !role.is_approved() {
        faults.push("It is not agreed yet.".into());
    }
    match holders.persons(&role.id).len() {
        0 => faults.push("Nobody holds it.".into()),
        1 => faults.push("Nobody stands in.".into()),
        _ => {}
    }
    if let Some(gap) = coverage.as_ref().filter(|it| it.covered > 0) {
        let gap = gap.first_gap.as_ref();
        faults.extend(gap.map(|gap| format!("Nobody is on duty at {gap}.")));
    }
    for crossing in &judge.sweep().crossings {
        if crossing.roles.contains(&role.reference()) {
            let others = crossing.roles.iter().filter(|it| **it != role.reference());
            let others: Vec<&str> = others.map(String::as_str).collect();
            let (person, others) = (&crossing.person, others.join(", "));
            faults.push(format!("{person} would act as {others} at the same time."));
        }
    }
    RoleRow {
        id: role.reference(),
        name: role.title().to_string(),
        level: role.level.map(|level| level.as_str()),
        in_force: role.is_approved(),
        duties: role.own.duties.clone(),
        may: role.own.authority.as_ref().map_or(Vec::new(), may),
        held_by: held.iter().map(|it| of(it)).collect(),
        coverage,
        faults,
    }
}

fn of(assignment: &Filed<Assignment>) -> Held {
    Held {
        assignment: assignment.reference(),
        person: format!("person/{}", assignment.own.person.id()),
        rank: assignment.own.rank.unwrap_or(1),
        from: assignment.own.from.map(|day| day.to_string()),
        to: assignment.own.to.map(|day| day.to_string()),
        hours: assignment
            .own
            .hours
            .as_ref()
            .map(|it| format!("calendar/{}", it.id())),
    }
}

/// What an authority allows, in words.
pub fn may(authority: &Authority) -> Vec<String> {
    let mut all = Vec::new();
    let any = |list: &[String]| list.iter().any(|word| word == "any");
    if any(&authority.invoke) {
        all.push("declare, and invoke any plan".into());
    } else if !authority.invoke.is_empty() {
        let types = authority.invoke.join(", ");
        all.push(format!("declare, and invoke plans of type {types}"));
    }
    all.extend(authority.spend.map(|money| format!("spend up to {money}")));
    if !authority.speak_to.is_empty() {
        all.push(format!("speak to {}", authority.speak_to.join(", ")));
    }
    if any(&authority.approve) {
        all.push("approve records of every kind".into());
    } else if !authority.approve.is_empty() {
        all.push(format!("approve {}", authority.approve.join(", ")));
    }
    if authority.accept_risk {
        all.push("accept risks and waive rules".into());
    }
    if authority.two_person {
        all.push("only together with a second person".into());
    }
    all
}
