//! The card of a role for three in the morning, on one page: what to do next, whom to call, how
//! long there is. Lists are cut so that it stays one page; it says where the rest is.

use std::collections::BTreeSet;

use continuity::implementation::plan_timeline::plan_timeline;
use continuity::initiation::role_board::may;
use record::implementation::Plan;
use record::initiation::Role;
use record::kind::Filed;
use record::link::split;

use super::front::CONFIDENTIAL;
use super::ground::{Ground, listed, span, span_or_unknown};
use super::{Block, Cell, Document, Fact, Form, Table};

/// Most lines of each list: together they fill one page and no more.
const ACTIONS_MOST: usize = 7;
const CALLS_MOST: usize = 8;
const PLANS_MOST: usize = 5;
const LETTERS_MOST: usize = 90;

/// The card of one role.
pub fn role_card(ground: &Ground<'_>, role: &Filed<Role>) -> Document {
    let mut front = ground.front("Role card", role);
    front.form = Form::Sheet;
    front.classification = CONFIDENTIAL.into();
    front.address = ground
        .address
        .map(|site| format!("{site}/records/roles/{}", role.id));
    let plans = plans(ground, role);
    let mut blocks = vec![holds(ground, role)];
    actions(role, &plans, &mut blocks);
    calls(ground, role, &mut blocks);
    how_long(ground, &plans, &mut blocks);
    Document { front, blocks }
}

fn holds(ground: &Ground<'_>, role: &Filed<Role>) -> Block {
    let within = role.own.answer_within.map(|it| it.0);
    let policy = ground.standpoint.policy.answer_within_seconds.as_ref();
    let within = within.or(policy.map(|it| it.value));
    let passes = within.map_or("not stated".into(), |it| format!("after {}", span(it)));
    let allowed = role.own.authority.as_ref().map(may).unwrap_or_default();
    Block::Facts {
        rows: vec![
            Fact::new(
                "Who holds it",
                ground
                    .holders(&role.id)
                    .unwrap_or_else(|| "nobody holds it today".into()),
            ),
            Fact::new("No answer: passes on", passes),
            Fact::new("You may", listed(allowed, "nothing beyond your duties")),
        ],
    }
}

/// The plans in force in which the role acts or decides.
fn plans<'a>(ground: &Ground<'a>, role: &Filed<Role>) -> Vec<&'a Filed<Plan>> {
    let named = |plan: &&Filed<Plan>| {
        let decides = plan.own.authority.as_ref().is_some_and(|it| {
            let (kind, id) = split(&it.text);
            kind.is_none_or(|kind| kind == "role") && id == &*role.id
        });
        let acts = plan.own.steps.iter().any(|step| {
            let is = |it: &record::link::Id<Role>| it.id() == &*role.id;
            step.role.as_ref().is_some_and(is) || step.hold_for.as_ref().is_some_and(is)
        });
        decides || acts
    };
    let registers = ground.registers;
    registers.plans.approved().filter(named).collect()
}

/// What to do next: the role's own steps of plans, each sentence once, then its duties.
fn actions(role: &Filed<Role>, plans: &[&Filed<Plan>], out: &mut Vec<Block>) {
    let mut items: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut add = |text: String| {
        if seen.insert(text.clone()) {
            items.push(cut(&text));
        }
    };
    for plan in plans {
        let line = plan_timeline(&plan.own);
        for time in &line.steps {
            let step = &plan.own.steps[time.step];
            let title = super::plan_book::title(step);
            if step.role.as_ref().is_some_and(|it| it.id() == &*role.id) {
                let check = step.check.as_ref().map(|it| format!(" Done when: {it}."));
                add(format!(
                    "{}.{}",
                    title.trim_end_matches('.'),
                    check.unwrap_or_default()
                ));
            } else if step
                .hold_for
                .as_ref()
                .is_some_and(|it| it.id() == &*role.id)
            {
                add(format!("Decide whether to go on with: {title}"));
            }
        }
    }
    for duty in &role.own.duties {
        add(duty.clone());
    }
    let more = items.len().saturating_sub(ACTIONS_MOST);
    items.truncate(ACTIONS_MOST);
    out.push(Block::heading(1, "Do this"));
    if items.is_empty() {
        out.push(Block::paragraph(
            "No plan in force and no duty names a next action.",
        ));
    } else {
        out.push(Block::Ticks { items });
    }
    if more > 0 {
        out.push(Block::paragraph(format!(
            "{more} more: see the plans below."
        )));
    }
}

/// Whom this role calls; where no tree says it, who decides on the day.
fn calls(ground: &Ground<'_>, role: &Filed<Role>, out: &mut Vec<Block>) {
    let mut table = Table::new(
        "Call, in this order",
        &[
            ("Whom", 5),
            ("Who that is", 6),
            ("By", 4),
            ("Answers within", 3),
            ("Number", 5),
        ],
    );
    for tree in ground.registers.call_trees.approved() {
        for call in &tree.own.calls {
            let from = call.from.as_ref().map(|it| split(&it.text).1);
            if from == Some(&*role.id) && table.rows.len() < CALLS_MOST {
                let within = call.confirm_within.map(|it| span(it.0));
                table.rows.push(vec![
                    cut(ground.name(&call.to.text)).into(),
                    ground.party_holders(&call.to.text).into(),
                    listed(&call.by, "any way").into(),
                    within.unwrap_or_else(|| "not stated".into()).into(),
                    Cell::Blank,
                ]);
            }
        }
    }
    out.push(Block::heading(1, "Call, in this order"));
    if table.rows.is_empty() {
        out.push(Block::paragraph(
            "No call tree in force tells this role to call anyone.",
        ));
    } else {
        out.push(Block::Table(table));
    }
}

/// How long there is: each plan with its most pressing item.
fn how_long(ground: &Ground<'_>, plans: &[&Filed<Plan>], out: &mut Vec<Block>) {
    let mut table = Table::new(
        "How long you have",
        &[
            ("Plan", 6),
            ("Use it when", 8),
            ("Takes", 3),
            ("Most pressing", 5),
            ("Back within", 3),
        ],
    );
    for plan in plans.iter().take(PLANS_MOST) {
        let covers = plan.own.covers.iter();
        let rows = covers.filter_map(|it| ground.row_named(&it.text));
        let pressing = rows
            .filter(|row| row.rto_required_seconds.is_some())
            .min_by_key(|row| row.rto_required_seconds);
        table.rows.push(vec![
            cut(plan.title()).into(),
            cut(plan.own.trigger.as_deref().unwrap_or("not written down")).into(),
            span_or_unknown(plan_timeline(&plan.own).ends_seconds).into(),
            pressing.map_or("no target", |row| row.name.as_str()).into(),
            pressing
                .and_then(|row| row.rto_required_seconds)
                .map_or("no target".into(), span)
                .into(),
        ]);
    }
    out.push(Block::heading(1, "How long you have"));
    if table.rows.is_empty() {
        out.push(Block::paragraph("No plan in force names this role."));
        return;
    }
    out.push(Block::Table(table));
    if plans.len() > PLANS_MOST {
        let more = plans.len() - PLANS_MOST;
        out.push(Block::paragraph(format!(
            "{more} more plans name this role."
        )));
    }
}

/// The beginning of a text that is too long for a card.
fn cut(text: &str) -> String {
    let short: String = text.chars().take(LETTERS_MOST).collect();
    match short.len() == text.len() {
        true => short,
        false => format!("{}…", short.trim_end()),
    }
}
