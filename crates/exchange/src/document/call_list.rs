//! Who is called: the list of the whole programme, and the card for a wallet. Records hold no
//! numbers, so that a stolen paper tells none; there is room to write them by hand.

use continuity::initiation::duty::{Duty, Function, duties};
use continuity::initiation::role_board::may;
use record::initiation::role::Level;
use record::kind::Filed;

use super::front::CONFIDENTIAL;
use super::ground::{Ground, listed, span};
use super::plan_book::people::calls;
use super::{Block, Cell, Document, Fact, Form, Table};

/// Most roles on a card for a wallet.
const CARD_ROLES_MOST: usize = 5;

/// The call list.
pub fn call_list(ground: &Ground<'_>) -> Document {
    let mut front = ground.front_of_all("Call list");
    front.classification = CONFIDENTIAL.into();
    front.address = ground.address.map(|site| format!("{site}/initiation/who"));
    let mut blocks = vec![
        Block::heading(1, "Who decides on the day"),
        Block::paragraph(format!(
            "As the duty stands on {}. Who does not answer in time passes it on.",
            ground.instant(ground.standpoint.at)
        )),
        functions(ground),
    ];
    calls(ground, 1, &mut blocks);
    teams(ground, &mut blocks);
    suppliers(ground, &mut blocks);
    Document { front, blocks }
}

/// Who holds each function that roles hold, and who comes next.
fn functions(ground: &Ground<'_>) -> Block {
    let mut table = Table::new(
        "Who decides on the day",
        &[
            ("To", 5),
            ("Role", 5),
            ("Now", 5),
            ("Then", 6),
            ("After", 3),
            ("Number", 5),
        ],
    );
    let all = duties(ground.standpoint, &[]);
    for duty in all
        .functions
        .iter()
        .filter(|it| it.function != Function::Restore)
    {
        let now = duty.holder.as_ref().map(|it| names(ground, &it.who));
        let then: Vec<String> = duty
            .deputies
            .iter()
            .map(|it| names(ground, &it.who))
            .collect();
        table.rows.push(vec![
            duty.function.words().into(),
            role(duty).into(),
            now.or(duty.gap.clone())
                .unwrap_or_else(|| "nobody".into())
                .into(),
            listed(then, "nobody").into(),
            duty.answer_within_seconds.map_or("".into(), span).into(),
            Cell::Blank,
        ]);
    }
    Block::Table(table)
}

fn role(duty: &Duty) -> &str {
    match duty.role {
        Some(_) => &duty.name,
        None => "no role",
    }
}

fn names(ground: &Ground<'_>, who: &[String]) -> String {
    let names = who.iter().map(|it| ground.named(it));
    listed(names, "nobody")
}

fn teams(ground: &Ground<'_>, out: &mut Vec<Block>) {
    let mut table = Table::new(
        "Teams",
        &[
            ("Team", 5),
            ("Members", 7),
            ("Meets at", 5),
            ("At work after", 3),
            ("List verified", 3),
            ("Number", 4),
        ],
    );
    for team in ground.registers.teams.approved() {
        let members = team.own.members.iter();
        let members = members.map(|it| ground.name_of("person", it.id()));
        let verified = team.own.contact_verified.map(|it| it.to_string());
        table.rows.push(vec![
            team.title().into(),
            listed(members, "no members are named").into(),
            team.own.assembly.as_deref().unwrap_or("not stated").into(),
            team.own
                .call_out
                .map_or("not stated".into(), |it| span(it.0))
                .into(),
            verified.unwrap_or_else(|| "never".into()).into(),
            Cell::Blank,
        ]);
    }
    out.push(Block::heading(1, "Teams"));
    out.push(Block::Table(table));
}

fn suppliers(ground: &Ground<'_>, out: &mut Vec<Block>) {
    let mut table = Table::new(
        "Suppliers",
        &[
            ("Supplier", 5),
            ("Contract", 5),
            ("Its number", 4),
            ("Until", 3),
            ("Hotline", 5),
        ],
    );
    for contract in ground.registers.contracts.approved() {
        table.rows.push(vec![
            ground
                .name_of("supplier", contract.own.supplier.id())
                .into(),
            contract.title().into(),
            contract
                .own
                .reference
                .as_deref()
                .unwrap_or("not stated")
                .into(),
            contract
                .own
                .end
                .map_or("no end is set".into(), |it| it.to_string())
                .into(),
            Cell::Blank,
        ]);
    }
    out.push(Block::heading(1, "Suppliers and their contracts"));
    out.push(match table.rows.is_empty() {
        true => Block::paragraph("No contract is in force."),
        false => Block::Table(table),
    });
}

/// The card for a wallet: who may declare, who leads, where to meet.
pub fn contact_card(ground: &Ground<'_>) -> Document {
    let mut front = ground.front_of_all("Contact card");
    front.form = Form::Card;
    front.classification = CONFIDENTIAL.into();
    front.address = ground.address.map(|site| format!("{site}/initiation/who"));
    let mut table = Table::new(
        "Who to reach",
        &[("Role, and who holds it", 9), ("Number", 5)],
    );
    let command = |level: Option<Level>| matches!(level, Some(Level::Gold | Level::Silver));
    let roles = ground.registers.roles.approved();
    let mut roles: Vec<_> = roles
        .filter(|it| command(it.own.level) || declares(it))
        .collect();
    roles.sort_by_key(|it| (!declares(it), &it.id));
    for role in roles.into_iter().take(CARD_ROLES_MOST) {
        let within = role.own.answer_within.map(|it| it.0);
        let policy = ground.standpoint.policy.answer_within_seconds.as_ref();
        let within = within.or(policy.map(|it| it.value));
        let holders = ground.holders(&role.id);
        let holders = holders.unwrap_or_else(|| "nobody holds it today".into());
        let passes = within.map_or(String::new(), |it| format!(" Each after {}.", span(it)));
        table.rows.push(vec![
            format!("{}\n{holders}.{passes}", role.title()).into(),
            Cell::Blank,
        ]);
    }
    let meets = ground.registers.teams.approved();
    let mut meets: Vec<&str> = meets.filter_map(|it| it.own.assembly.as_deref()).collect();
    meets.sort_unstable();
    meets.dedup();
    let verified = ground.registers.call_trees.approved();
    let verified = verified
        .filter_map(|it| it.own.verified)
        .map(|it| it.to_string())
        .min();
    let blocks = vec![
        Block::Facts {
            rows: vec![
                Fact::new("To declare, call", ""),
                Fact::new("Bridge", ""),
                Fact::new("Meet at", listed(meets, "not written down")),
                Fact::new(
                    "Numbers verified",
                    verified.unwrap_or_else(|| "never".into()),
                ),
            ],
        },
        Block::Table(table),
        Block::Facts {
            rows: vec![Fact::new("Regulator", ""), Fact::new("Insurer", "")],
        },
    ];
    Document { front, blocks }
}

fn declares(role: &Filed<record::initiation::Role>) -> bool {
    let authority = role.own.authority.as_ref();
    authority.is_some_and(|it| !it.invoke.is_empty() && !may(it).is_empty())
}
