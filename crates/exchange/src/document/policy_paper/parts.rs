//! The parts that policy and charter share: scope, roles, steering, programme, exceptions, law.

use continuity::initiation::role_board::may;

use super::super::ground::{Ground, listed, span};
use super::super::{Block, Cell, Table};

pub(super) fn scope(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Scope and exclusions"));
    let mut any = false;
    for scope in ground.registers.scopes.approved() {
        any = true;
        out.push(Block::heading(2, scope.title()));
        if let Some(text) = &scope.envelope.description {
            out.push(Block::paragraph(text.as_str()));
        }
        let inside = scope.own.includes.iter().map(|it| ground.name(&it.text));
        out.push(Block::paragraph(format!(
            "In: {}.",
            listed(inside, "nothing is named")
        )));
        let mut table = Table::new(
            "Left out",
            &[("What", 5), ("Why", 7), ("Who agreed", 4), ("Until", 3)],
        );
        for left in &scope.own.excludes {
            let approver = left.approver.as_ref().map(|it| ground.name(&it.text));
            table.rows.push(vec![
                ground.name(&left.item.text).into(),
                left.reason.as_deref().unwrap_or("not stated").into(),
                approver.unwrap_or("nobody is named").into(),
                left.expires
                    .map_or("no end is set".into(), |it| it.to_string())
                    .into(),
            ]);
        }
        if !table.rows.is_empty() {
            out.push(Block::Table(table));
        }
        let touches = listed(&scope.own.interfaces, "not stated");
        out.push(Block::paragraph(format!("It touches: {touches}.")));
    }
    if !any {
        out.push(Block::paragraph("No scope is in force."));
    }
}

pub(super) fn roles(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Roles and what they may do"));
    let mut table = Table::new(
        "Roles",
        &[
            ("Role", 4),
            ("Level", 2),
            ("Does", 7),
            ("May", 6),
            ("Holds it, then", 5),
        ],
    );
    for role in ground.registers.roles.approved() {
        let allowed = role.own.authority.as_ref().map(may).unwrap_or_default();
        table.rows.push(vec![
            role.title().into(),
            role.own.level.map_or("not stated", |it| it.as_str()).into(),
            listed(&role.own.duties, "not written down").into(),
            listed(allowed, "nothing is written down").into(),
            ground
                .holders(&role.id)
                .unwrap_or_else(|| "nobody".into())
                .into(),
        ]);
    }
    out.push(Block::Table(table));
}

pub(super) fn steering(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Steering"));
    let mut table = Table::new(
        "Bodies",
        &[
            ("Body", 4),
            ("Chair", 4),
            ("Members", 7),
            ("Decides", 6),
            ("Meets every", 3),
        ],
    );
    for body in ground.registers.bodies.approved() {
        let members = body.own.members.iter().map(|it| ground.name(&it.text));
        let chair = body.own.chair.as_ref().map(|it| ground.name(&it.text));
        table.rows.push(vec![
            body.title().into(),
            chair.unwrap_or("nobody is named").into(),
            listed(members, "nobody is named").into(),
            listed(&body.own.decides, "not written down").into(),
            body.own
                .meets_every
                .map_or("not stated".into(), |it| span(it.0))
                .into(),
        ]);
    }
    out.push(match table.rows.is_empty() {
        true => Block::paragraph("No body is in force."),
        false => Block::Table(table),
    });
}

pub(super) fn programme(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Programme"));
    for programme in ground.registers.programmes.approved() {
        out.push(Block::heading(2, programme.title()));
        out.push(Block::List {
            numbered: false,
            items: programme.own.objectives.clone(),
        });
        let mut table = Table::new(
            "Deliverables",
            &[
                ("What", 6),
                ("Good enough when", 7),
                ("Owner", 4),
                ("Due", 3),
                ("Accepted", 3),
            ],
        );
        for it in &programme.own.deliverables {
            let owner = it.owner.as_ref().map(|it| ground.name(&it.text));
            table.rows.push(vec![
                it.title.as_str().into(),
                it.accepted_when.as_deref().unwrap_or("not stated").into(),
                owner.unwrap_or("nobody is named").into(),
                it.due.map_or("no date".into(), |it| it.to_string()).into(),
                it.done.map_or("not yet".into(), |it| it.to_string()).into(),
            ]);
        }
        out.push(Block::Table(table));
    }
}

/// What is accepted for a time against the rules.
pub(super) fn exceptions(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Exceptions"));
    let mut table = Table::new(
        "Exceptions",
        &[
            ("About", 5),
            ("What is accepted", 5),
            ("Why", 7),
            ("Who agreed", 4),
            ("Until", 3),
        ],
    );
    for waiver in ground.registers.waivers.approved() {
        let approver = waiver.own.approver.as_ref().map(|it| ground.name(&it.text));
        table.rows.push(vec![
            ground.name(&waiver.own.subject.text).into(),
            waiver.own.finding.as_str().into(),
            waiver.own.reason.as_deref().unwrap_or("not stated").into(),
            approver.unwrap_or("nobody is named").into(),
            waiver
                .own
                .expires
                .map_or("no end is set".into(), |it| it.to_string())
                .into(),
        ]);
    }
    out.push(match table.rows.is_empty() {
        true => Block::paragraph("None is in force."),
        false => Block::Table(table),
    });
}

pub(super) fn legal_basis(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "What law and others demand"));
    let mut table = Table::new(
        "Obligations",
        &[
            ("Obligation", 5),
            ("Framework", 4),
            ("Clause", 3),
            ("What it demands", 9),
        ],
    );
    for it in ground.registers.obligations.approved() {
        table.rows.push(vec![
            it.title().into(),
            it.own.framework.as_deref().unwrap_or("not stated").into(),
            it.own.clause.as_deref().unwrap_or("not stated").into(),
            it.own
                .demands
                .as_deref()
                .unwrap_or("not written down")
                .into(),
        ]);
    }
    out.push(match table.rows.is_empty() {
        true => Block::paragraph("No obligation is on record."),
        false => Block::Table(table),
    });
}

/// Room to sign on paper.
pub(super) fn signature(out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Signed on paper"));
    let mut table = Table::new(
        "Signed on paper",
        &[("Name", 5), ("Day", 3), ("Signature", 6)],
    );
    table.rows = vec![vec![Cell::Blank; 3]; 3];
    out.push(Block::Table(table));
}
