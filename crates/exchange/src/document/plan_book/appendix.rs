//! What is looked up on the way: what the plan's items need, whose contracts stand behind them,
//! the procedures with where their keys are, and a sheet to write on.

use std::collections::BTreeSet;

use record::link::split;

use super::super::ground::{listed, span, span_or_unknown};
use super::super::{Block, Cell, Fact, Table};
use super::{Told, lost, stated};

/// Most items in the list of what is needed: a paper is not a map.
const NEEDED_MOST: usize = 60;
/// Empty lines of the sheet to write on.
const LOG_LINES: usize = 18;

/// All appendices.
pub(super) fn appendices(told: &Told<'_>, out: &mut Vec<Block>) {
    let needed = needed(told);
    out.push(Block::Break);
    dependencies(told, &needed, out);
    data(told, &needed, out);
    contracts(told, &needed, out);
    procedures(told, out);
    log(out);
}

/// The plan's items and all that they need, nearest first.
fn needed(told: &Told<'_>) -> Vec<u32> {
    let estate = &told.ground.standpoint.estate;
    let restored = told
        .plan
        .own
        .steps
        .iter()
        .filter_map(|it| it.restores.as_ref());
    let named = told.plan.own.covers.iter().chain(restored);
    let mut all: Vec<u32> = Vec::new();
    let mut seen: BTreeSet<u32> = BTreeSet::new();
    let first = named.filter_map(|it| estate.find(&it.text));
    all.extend(first.filter(|it| seen.insert(*it)));
    let mut at = 0;
    while at < all.len() {
        let item = all[at];
        at += 1;
        let graph = &estate.graph;
        let groups = graph.groups_of(item);
        let members = groups.flat_map(|group| graph.members(group).iter());
        let next = members.chain(graph.holds(item));
        all.extend(next.filter(|it| seen.insert(**it)));
    }
    all
}

fn dependencies(told: &Told<'_>, needed: &[u32], out: &mut Vec<Block>) {
    let ground = &told.ground;
    let estate = &ground.standpoint.estate;
    out.push(Block::heading(1, "Appendix A: what it stands on"));
    let mut table = Table::new(
        "Dependencies",
        &[
            ("Item", 6),
            ("Where, or from whom", 5),
            ("Needs", 10),
            ("Back in", 3),
        ],
    );
    for &item in needed.iter().take(NEEDED_MOST) {
        let of = estate.listed(item);
        let site = of
            .item
            .site
            .as_ref()
            .map(|it| ground.name_of("site", it.id()));
        let from = of.item.supplier.as_ref();
        let from = from.map(|it| ground.name_of("supplier", it.id()));
        let needs = of.item.requires.iter().map(|need| {
            let names: Vec<&str> = need.of.iter().map(|it| ground.name(&it.text)).collect();
            match need.of.len() > 1 {
                true => format!("{} of ({})", need.any, names.join(", ")),
                false => names.join(", "),
            }
        });
        let back = ground.row(&of.reference).and_then(|row| row.rtc_seconds);
        table.rows.push(vec![
            of.title().into(),
            listed(site.into_iter().chain(from), "").into(),
            listed(needs, "nothing").into(),
            span_or_unknown(back).into(),
        ]);
    }
    out.push(Block::Table(table));
    if needed.len() > NEEDED_MOST {
        let more = needed.len() - NEEDED_MOST;
        out.push(Block::paragraph(format!(
            "{more} more are behind these; the live page has all."
        )));
    }
}

/// The copies of the data concerned, and what each would lose.
fn data(told: &Told<'_>, needed: &[u32], out: &mut Vec<Block>) {
    let ground = &told.ground;
    let estate = &ground.standpoint.estate;
    let mut table = Table::new(
        "Copies",
        &[
            ("Data", 5),
            ("Copy", 4),
            ("Where", 4),
            ("Proven", 4),
            ("Loses here", 3),
            ("Loses with the site", 3),
        ],
    );
    for dataset in needed.iter().filter_map(|it| estate.listed(*it).dataset()) {
        let points = ground
            .row(&dataset.reference())
            .and_then(|row| row.rpc_seconds.as_ref());
        let local = points.map_or("unknown".into(), |points| lost(points.local));
        let site = points.map_or("unknown".into(), |points| lost(points.site));
        for copy in &dataset.own.protection {
            let at = copy.at.as_ref().map(|it| ground.name(&it.text));
            let proven = match (copy.verified, copy.verified_at) {
                (Some(how), Some(day)) => format!("{} {day}", how.as_str()),
                (Some(how), None) => how.as_str().to_string(),
                (None, _) => "never said".into(),
            };
            table.rows.push(vec![
                dataset.title().into(),
                copy.method.as_str().into(),
                at.unwrap_or("not stated").into(),
                proven.into(),
                local.clone().into(),
                site.clone().into(),
            ]);
        }
    }
    if !table.rows.is_empty() {
        out.push(Block::heading(2, "Data and its copies"));
        out.push(Block::Table(table));
    }
}

/// Suppliers behind what is needed, with the contracts' numbers and room for a telephone number.
fn contracts(told: &Told<'_>, needed: &[u32], out: &mut Vec<Block>) {
    let ground = &told.ground;
    let estate = &ground.standpoint.estate;
    let suppliers: BTreeSet<&str> = needed
        .iter()
        .filter_map(|it| estate.listed(*it).item.supplier.as_ref())
        .map(|it| it.id())
        .collect();
    out.push(Block::heading(1, "Appendix B: suppliers and contracts"));
    if suppliers.is_empty() {
        out.push(Block::paragraph("No supplier is named."));
        return;
    }
    let mut table = Table::new(
        "Suppliers",
        &[
            ("Supplier", 5),
            ("Contract", 5),
            ("Number", 4),
            ("Back within", 3),
            ("Until", 3),
            ("Telephone, by hand", 5),
        ],
    );
    for id in suppliers {
        let name = ground.name_of("supplier", id);
        let contracts = ground.registers.contracts.live();
        let mut own = contracts.filter(|it| it.own.supplier.id() == id).peekable();
        if own.peek().is_none() {
            let cells = [name, "none is on record", "", "", ""];
            let mut row: Vec<Cell> = cells.into_iter().map(Cell::from).collect();
            row.push(Cell::Blank);
            table.rows.push(row);
        }
        for contract in own {
            let rto = contract.own.rto.map(|it| it.0);
            let until = contract.own.end.map(|it| it.to_string());
            table.rows.push(vec![
                name.into(),
                contract.title().into(),
                contract
                    .own
                    .reference
                    .as_deref()
                    .unwrap_or("not stated")
                    .into(),
                rto.map_or("no promise".into(), span).into(),
                until.unwrap_or_else(|| "no end is set".into()).into(),
                Cell::Blank,
            ]);
        }
    }
    out.push(Block::Table(table));
}

/// The procedures that steps call, in full, and where their keys are; never the keys.
fn procedures(told: &Told<'_>, out: &mut Vec<Block>) {
    let ground = &told.ground;
    out.push(Block::heading(1, "Appendix C: procedures and keys"));
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    let called = told
        .plan
        .own
        .steps
        .iter()
        .filter_map(|it| it.procedure.as_ref());
    for id in called.map(|it| it.id()) {
        if !shown.insert(id) {
            continue;
        }
        let Some(procedure) = ground.registers.procedures.get(id) else {
            out.push(Block::heading(2, id));
            out.push(Block::notice("Missing", "No such procedure is on record."));
            continue;
        };
        out.push(Block::heading(2, procedure.title()));
        let keys = procedure
            .own
            .credentials_at
            .as_ref()
            .map(|it| ground.name(&it.text));
        let tried = procedure.own.executed.map(|it| it.to_string());
        out.push(Block::Facts {
            rows: vec![
                Fact::new("Where the keys are", stated(keys)),
                Fact::new("Automation", stated(procedure.own.automation.as_deref())),
                Fact::new(
                    "Last done by a deputy",
                    tried.unwrap_or_else(|| "never said".into()),
                ),
            ],
        });
        if let Some(text) = &procedure.own.text {
            out.push(Block::paragraph(text.as_str()));
        }
        if !procedure.own.steps.is_empty() {
            out.push(Block::Ticks {
                items: procedure.own.steps.clone(),
            });
        }
    }
    if shown.is_empty() {
        out.push(Block::paragraph("No step calls a procedure."));
    }
}

/// The sheet to write on while it goes on.
fn log(out: &mut Vec<Block>) {
    out.push(Block::Break);
    out.push(Block::heading(1, "Appendix D: log"));
    let mut table = Table::new(
        "Log",
        &[
            ("Time", 2),
            ("What happened, what was decided", 9),
            ("By", 3),
        ],
    );
    table.rows = vec![vec![Cell::Blank; 3]; LOG_LINES];
    out.push(Block::Table(table));
}

/// Whether a reference names this plan.
pub(super) fn is_this(told: &Told<'_>, reference: &str) -> bool {
    let (kind, id) = split(reference);
    kind.is_none_or(|kind| kind == "plan") && id == &*told.plan.id
}
