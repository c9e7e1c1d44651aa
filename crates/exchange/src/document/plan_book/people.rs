//! Who decides and who does: the roles and teams of a plan, who holds them now, and room for the
//! numbers, which records never hold.

use std::collections::BTreeSet;

use record::implementation::plan::Step;
use record::link::split;

use super::super::ground::{Ground, listed, span};
use super::super::{Block, Cell, Table};
use super::Told;

/// Who may set the plan off, and who holds that today.
pub(super) fn authority(told: &Told<'_>) -> String {
    let Some(party) = &told.plan.own.authority else {
        return "nobody is named".into();
    };
    let name = told.ground.name(&party.text);
    match split(&party.text) {
        (Some("role"), id) | (None, id) => {
            let holders = told.ground.holders(id);
            let holders = holders.unwrap_or_else(|| "nobody holds it today".into());
            format!("{name}: {holders}")
        }
        _ => name.to_string(),
    }
}

/// Who does a step: its role, its team, how many.
pub(super) fn doer(told: &Told<'_>, step: &Step) -> String {
    let role = step
        .role
        .as_ref()
        .map(|it| told.ground.name_of("role", it.id()));
    let team = step
        .by
        .as_ref()
        .map(|it| told.ground.name_of("team", it.id()));
    let mut who = listed(role.into_iter().chain(team), "nobody is named");
    if let Some(people) = step.people.filter(|people| *people > 1) {
        who.push_str(&format!(", {people} people"));
    }
    if step.automated {
        who.push_str(", a machine does it");
    }
    who
}

/// Who has a copy: the deputy, and every role and team of its steps.
pub(super) fn copies(told: &Told<'_>) -> Vec<String> {
    let deputy = told.plan.own.deputy.iter();
    let deputy = deputy.map(|it| told.ground.name(&it.text).to_string());
    let roles = roles(told)
        .into_iter()
        .map(|id| told.ground.name_of("role", id).to_string());
    let teams = teams(told)
        .into_iter()
        .map(|id| told.ground.name_of("team", id).to_string());
    let all: BTreeSet<String> = deputy.chain(roles).chain(teams).collect();
    all.into_iter().collect()
}

fn roles<'a>(told: &Told<'a>) -> BTreeSet<&'a str> {
    let steps = &told.plan.own.steps;
    let done = steps.iter().filter_map(|it| it.role.as_ref());
    let held = steps.iter().filter_map(|it| it.hold_for.as_ref());
    let mut all: BTreeSet<&str> = done.chain(held).map(|it| it.id()).collect();
    let authority = told.plan.own.authority.as_ref();
    if let Some((Some("role"), id)) = authority.map(|it| split(&it.text)) {
        all.insert(id);
    }
    all
}

fn teams<'a>(told: &Told<'a>) -> BTreeSet<&'a str> {
    let steps = told.plan.own.steps.iter();
    steps
        .filter_map(|it| it.by.as_ref())
        .map(|it| it.id())
        .collect()
}

/// The section: roles with their holders, teams with their members, the calls.
pub(super) fn people(told: &Told<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "People"));
    let mut table = Table::new(
        "Roles and teams",
        &[
            ("Role or team", 5),
            ("Who, in this order", 6),
            ("Answers within", 3),
            ("Number, written by hand", 5),
        ],
    );
    let within = told.ground.standpoint.policy.answer_within_seconds.as_ref();
    let within = within.map(|it| it.value);
    for id in roles(told) {
        let role = told.ground.registers.roles.get(id);
        let own = role.and_then(|role| role.own.answer_within).map(|it| it.0);
        let holders = told.ground.holders(id);
        table.rows.push(vec![
            told.ground.name_of("role", id).into(),
            holders
                .unwrap_or_else(|| "nobody holds it today".into())
                .into(),
            own.or(within).map_or("not stated".into(), span).into(),
            Cell::Blank,
        ]);
    }
    for id in teams(told) {
        let Some(team) = told.ground.registers.teams.get(id) else {
            continue;
        };
        let members = team.own.members.iter();
        let members = members.map(|it| told.ground.name_of("person", it.id()));
        let mut who = listed(members, "no members are named");
        if let Some(deputy) = &team.own.deputy {
            let name = told.ground.name_of("team", deputy.id());
            who.push_str(&format!("; in their place {name}"));
        }
        let call_out = team
            .own
            .call_out
            .map(|it| format!("at work {} after a call", span(it.0)));
        table.rows.push(vec![
            team.title().into(),
            who.into(),
            call_out.unwrap_or_else(|| "not stated".into()).into(),
            Cell::Blank,
        ]);
    }
    out.push(Block::Table(table));
    calls(&told.ground, 2, out);
}

/// Who calls whom, by the call trees in force.
pub(in crate::document) fn calls(ground: &Ground<'_>, level: u8, out: &mut Vec<Block>) {
    for tree in ground.registers.call_trees.approved() {
        let mut table = Table::new(
            tree.title(),
            &[
                ("Called", 5),
                ("By", 4),
                ("Ways, in order", 4),
                ("Answer within", 3),
                ("Else call", 4),
                ("Reached at", 3),
            ],
        );
        for call in &tree.own.calls {
            let from = call.from.as_ref().map(|it| ground.name(&it.text));
            let other = call.otherwise.as_ref().map(|it| ground.name(&it.text));
            let within = call.confirm_within.map(|it| span(it.0));
            table.rows.push(vec![
                ground.name(&call.to.text).into(),
                from.unwrap_or("whoever sets it off").into(),
                listed(&call.by, "not stated").into(),
                within.unwrap_or_else(|| "not stated".into()).into(),
                other.unwrap_or("nobody is named").into(),
                Cell::Blank,
            ]);
        }
        out.push(Block::heading(level, format!("Calls: {}", tree.title())));
        if let Some(trigger) = &tree.own.trigger {
            out.push(Block::paragraph(format!("Set off when {trigger}.")));
        }
        out.push(Block::Table(table));
    }
}
