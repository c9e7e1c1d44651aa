//! The pack for the management review, in the order of ISO 22301 9.3.2 and 9.3.3: what was done
//! since, what changed, how ready we are, what is open, what is to be decided.

use std::collections::BTreeMap;

use continuity::initiation::programme_status::ProgrammeStatus;
use continuity::operation::readiness::Readiness;
use record::initiation::policy::Severity;

use super::ground::{Ground, listed, span, span_or_unknown};
use super::{Block, Cell, Document, Fact, Table};

/// Days before its end at which an acceptance, a waiver or a contract is worth a word.
const SOON_DAYS: i32 = 90;
/// Most rows of a list: the rest is on the live page.
const ROWS_MOST: usize = 25;

/// The pack.
pub fn management_review(
    ground: &Ground<'_>,
    status: &ProgrammeStatus,
    readiness: &Readiness,
) -> Document {
    let mut front = ground.front_of_all("Management review");
    front.address = ground.address.map(|site| format!("{site}/"));
    let mut blocks = Vec::new();
    glance(ground, readiness, &mut blocks);
    actions(ground, &mut blocks);
    progress(status, &mut blocks);
    obligations(ground, &mut blocks);
    ready(ground, readiness, &mut blocks);
    exercises(ground, &mut blocks);
    runs_out(ground, &mut blocks);
    findings(ground, &mut blocks);
    decisions(ground, &mut blocks);
    Document { front, blocks }
}

fn glance(ground: &Ground<'_>, readiness: &Readiness, out: &mut Vec<Block>) {
    let open = |severity| {
        let all = ground.findings.iter();
        all.filter(|it| it.waived_by.is_none() && it.severity >= severity)
            .count()
    };
    out.push(Block::heading(1, "At a glance"));
    out.push(Block::Facts {
        rows: vec![
            Fact::new(
                "Services that must be back in time",
                readiness.required.to_string(),
            ),
            Fact::new("In time by calculation", readiness.calculated.to_string()),
            Fact::new(
                "Shown by a run that still counts",
                readiness.shown.to_string(),
            ),
            Fact::new("Errors open", open(Severity::Error).to_string()),
            Fact::new(
                "Errors and warnings open",
                open(Severity::Warning).to_string(),
            ),
        ],
    });
}

fn actions(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Earlier actions"));
    let mut table = Table::new(
        "Earlier actions",
        &[
            ("Action", 8),
            ("Owner", 4),
            ("Due", 3),
            ("State", 3),
            ("Did it help", 3),
        ],
    );
    let today = ground.today();
    for action in ground.registers.actions.live() {
        let owner = action
            .envelope
            .owner
            .as_ref()
            .map(|it| ground.name(&it.text));
        let due = action.own.due.map(|day| match day.0 < today {
            true => format!("{day}, overdue unless done"),
            false => day.to_string(),
        });
        table.rows.push(vec![
            action.own.text.as_deref().unwrap_or(action.title()).into(),
            owner.unwrap_or("nobody").into(),
            due.unwrap_or_else(|| "no date".into()).into(),
            action
                .own
                .state
                .map_or("not stated", |it| it.as_str())
                .into(),
            match action.own.effectiveness {
                Some(_) => "looked at".into(),
                None => "nobody looked".into(),
            },
        ]);
    }
    push(table, "No action is on record.", out);
}

fn push(mut table: Table, none: &str, out: &mut Vec<Block>) {
    let more = table.rows.len().saturating_sub(ROWS_MOST);
    table.rows.truncate(ROWS_MOST);
    if table.rows.is_empty() {
        out.push(Block::paragraph(none));
        return;
    }
    out.push(Block::Table(table));
    if more > 0 {
        out.push(Block::paragraph(format!(
            "{more} more are on the live page."
        )));
    }
}

fn progress(status: &ProgrammeStatus, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "How far the programme has come"));
    let mut table = Table::new(
        "Sub-stages",
        &[
            ("Part", 2),
            ("Name", 7),
            ("State", 4),
            ("What comes next", 9),
        ],
    );
    for it in &status.sub_stages {
        let next = it.next().map_or("nothing", |next| next.why.as_str());
        table.rows.push(vec![
            it.id.into(),
            it.name.into(),
            it.state.words().into(),
            next.into(),
        ]);
    }
    out.push(Block::Table(table));
}

/// What law and others demand, and what shows that it is met.
fn obligations(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "What law and others demand"));
    let mut table = Table::new(
        "What law and others demand",
        &[
            ("Obligation", 5),
            ("Clause", 4),
            ("Shown by", 7),
            ("Findings open", 2),
        ],
    );
    for it in ground.registers.obligations.approved() {
        let reference = it.reference();
        let broken = ground.findings.iter();
        let broken = broken
            .filter(|finding| finding.obligations.contains(&reference))
            .count();
        let shown = it.own.evidence.iter().map(|it| ground.name(&it.text));
        table.rows.push(vec![
            it.title().into(),
            it.own.clause.as_deref().unwrap_or("not stated").into(),
            listed(shown, "nothing is named").into(),
            broken.to_string().into(),
        ]);
    }
    push(table, "No obligation is on record.", out);
}

fn ready(ground: &Ground<'_>, readiness: &Readiness, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Coverage by tier"));
    let mut tiers: BTreeMap<Option<u32>, [usize; 3]> = BTreeMap::new();
    for it in &readiness.services {
        let row = tiers.entry(it.tier).or_default();
        row[0] += 1;
        row[1] += usize::from(it.calculated.as_str() == "meets");
        row[2] += usize::from(it.is_shown);
    }
    let mut table = Table::new(
        "Coverage by tier",
        &[
            ("Tier", 2),
            ("Must be back", 3),
            ("By calculation", 3),
            ("Shown", 3),
        ],
    );
    for (tier, [all, calculated, shown]) in tiers {
        table.rows.push(vec![
            tier.map_or("none".into(), |it| it.to_string()).into(),
            all.to_string().into(),
            calculated.to_string().into(),
            shown.to_string().into(),
        ]);
    }
    out.push(Block::Table(table));
    out.push(Block::heading(2, "Services, worst first"));
    let mut table = Table::new(
        "Services, worst first",
        &[
            ("Service", 6),
            ("Owner", 4),
            ("Within", 3),
            ("By calculation", 3),
            ("Evidence", 3),
            ("Shown in", 3),
        ],
    );
    for it in &readiness.services {
        let owner = it.owner.as_ref().map(|it| ground.named(it));
        let shown = it.evidence.shown.as_ref().and_then(|it| it.seconds);
        table.rows.push(vec![
            it.evidence.name.as_str().into(),
            owner.unwrap_or_else(|| "nobody".into()).into(),
            it.evidence
                .target_seconds
                .map_or("no target".into(), span)
                .into(),
            span_or_unknown(it.evidence.calculated_seconds).into(),
            it.evidence.level.as_str().into(),
            shown.map_or("never".into(), span).into(),
        ]);
    }
    push(table, "No service has a target.", out);
}

/// Runs, exercises and the day alike.
fn exercises(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Exercises and disruptions"));
    let mut table = Table::new(
        "Exercises and disruptions",
        &[
            ("Began", 6),
            ("As", 3),
            ("Plan", 6),
            ("Took", 3),
            ("Verified", 4),
        ],
    );
    let runs = ground.state.into_iter().flat_map(|state| state.runs());
    let mut runs: Vec<_> = runs.collect();
    runs.sort_by_key(|run| std::cmp::Reverse(run.seq));
    for run in runs {
        let end = run.end.as_ref().map(|end| end.at);
        let took = end.map(|end| end.as_second() - run.start.at.as_second());
        let verified = run.verified.as_ref().map(|it| ground.actor(&it.by));
        table.rows.push(vec![
            ground.instant(run.start.at).into(),
            run.mode().as_str().into(),
            run.plan().map_or("", |plan| plan.title()).into(),
            took.map_or("it goes on".into(), span).into(),
            verified.unwrap_or_else(|| "by nobody".into()).into(),
        ]);
    }
    let none = match ground.state {
        Some(_) => "None was carried out.",
        None => "Runs live in a journal; these records stand in files.",
    };
    push(table, none, out);
    findings_of_exercises(ground, out);
}

fn findings_of_exercises(ground: &Ground<'_>, out: &mut Vec<Block>) {
    let mut table = Table::new(
        "What they showed",
        &[("Found", 3), ("What is wrong", 11), ("Due", 3)],
    );
    let open = ground.registers.findings.live();
    for it in open.filter(|it| it.own.closed.is_none()) {
        table.rows.push(vec![
            it.own.found.map_or("".into(), |it| it.to_string()).into(),
            it.own.text.as_deref().unwrap_or(it.title()).into(),
            it.own
                .due
                .map_or("no date".into(), |it| it.to_string())
                .into(),
        ]);
    }
    if !table.rows.is_empty() {
        out.push(Block::heading(2, "What they showed and is still open"));
        push(table, "", out);
    }
}

/// Acceptances, waivers and contracts that have run out or will soon.
fn runs_out(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "What is accepted, and for how long"));
    let mut table = Table::new(
        "Run out, or soon",
        &[("What", 4), ("About", 7), ("Who agreed", 4), ("Until", 3)],
    );
    let today = ground.today();
    let soon = today
        .checked_add(jiff::Span::new().days(SOON_DAYS))
        .unwrap_or(today);
    let mut add = |what: &str, about: &str, by: Option<&str>, day: Option<record::value::Date>| {
        let Some(day) = day.filter(|day| day.0 <= soon) else {
            return;
        };
        let until = match day.0 < today {
            true => format!("{day}, run out"),
            false => day.to_string(),
        };
        let by = by.unwrap_or("nobody is named");
        let cells: [Cell; 4] = [what.into(), about.into(), by.into(), until.into()];
        table.rows.push(cells.to_vec());
    };
    let registers = ground.registers;
    for it in registers.waivers.approved() {
        let by = it.own.approver.as_ref().map(|it| ground.name(&it.text));
        add(
            "waiver",
            ground.name(&it.own.subject.text),
            by,
            it.own.expires,
        );
    }
    for it in registers.risks.approved() {
        let by = it.own.accepted_by.as_ref().map(|it| ground.name(&it.text));
        add("accepted risk", it.title(), by, it.own.accepted_until);
    }
    for it in registers
        .choices
        .approved()
        .filter(|it| it.own.gap_accepted)
    {
        let by = it.own.approver.as_ref().map(|it| ground.name(&it.text));
        add("accepted gap", it.title(), by, it.own.expires);
    }
    for it in registers.contracts.approved() {
        let by = ground.name_of("supplier", it.own.supplier.id());
        add("contract", it.title(), Some(by), it.own.end);
    }
    let none = "Nothing has run out, and nothing does within ninety days.";
    push(table, none, out);
}

fn findings(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "What is wrong, by sort"));
    let mut sorts: BTreeMap<(std::cmp::Reverse<Severity>, &str), usize> = BTreeMap::new();
    for it in ground.findings.iter().filter(|it| it.waived_by.is_none()) {
        *sorts
            .entry((std::cmp::Reverse(it.severity), &it.code))
            .or_default() += 1;
    }
    let mut table = Table::new(
        "What is wrong, by sort",
        &[("Weight", 3), ("Sort", 8), ("How many", 3)],
    );
    for ((severity, code), count) in sorts {
        table.rows.push(vec![
            severity.0.as_str().into(),
            code.into(),
            count.to_string().into(),
        ]);
    }
    push(table, "Nothing is found to be wrong.", out);
    let mut table = Table::new("Errors", &[("About", 5), ("What is wrong", 11)]);
    let errors = ground.findings.iter();
    for it in errors.filter(|it| it.waived_by.is_none() && it.severity >= Severity::Error) {
        table.rows.push(vec![
            ground.named(&it.subject).into(),
            it.text.as_str().into(),
        ]);
    }
    out.push(Block::heading(2, "Errors"));
    push(table, "None.", out);
}

/// What is to be decided, with room to write.
fn decisions(ground: &Ground<'_>, out: &mut Vec<Block>) {
    out.push(Block::Break);
    out.push(Block::heading(1, "To be decided"));
    let mut table = Table::new(
        "To be decided",
        &[("What", 9), ("Asked by", 4), ("Decided", 5), ("By when", 3)],
    );
    let choices = ground.registers.choices.live();
    for it in choices.filter(|it| !it.is_approved()) {
        let owner = it.envelope.owner.as_ref().map(|it| ground.name(&it.text));
        table.rows.push(vec![
            it.title().into(),
            owner.unwrap_or("nobody").into(),
            Cell::Blank,
            Cell::Blank,
        ]);
    }
    table.rows.truncate(ROWS_MOST);
    for _ in 0..4 {
        table.rows.push(vec![Cell::Blank; 4]);
    }
    out.push(Block::Table(table));
}
