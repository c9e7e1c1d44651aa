//! The steps, phase by phase, each with a box to tick and room for the time; and the points at
//! which someone must decide before it goes on.

use std::collections::HashMap;

use continuity::implementation::plan_timeline::{StepTime, plan_timeline};
use record::implementation::plan::Step;

use super::super::ground::span_or_unknown;
use super::super::{Block, Cell, Table};
use super::{Told, people, title};

/// The tables of steps.
pub(super) fn steps(told: &Told<'_>, out: &mut Vec<Block>) {
    out.push(Block::Break);
    out.push(Block::heading(1, "Steps"));
    out.push(Block::paragraph(
        "Tick what is done and write the time beside it. Times are given for half of all cases \
         and for eight of ten.",
    ));
    let timeline = plan_timeline(&told.plan.own);
    let times: HashMap<usize, StepTime> = timeline.steps.iter().map(|it| (it.step, *it)).collect();
    let numbers = numbers(told);
    let mut phases: Vec<Option<&str>> = Vec::new();
    for step in &told.plan.own.steps {
        if !phases.contains(&step.phase.as_deref()) {
            phases.push(step.phase.as_deref());
        }
    }
    for phase in phases {
        let name = phase.unwrap_or("Steps");
        if phase.is_some() {
            out.push(Block::heading(2, name));
        }
        let mut table = Table::new(
            name,
            &[
                ("Done", 2),
                ("No.", 2),
                ("What to do", 13),
                ("Who", 5),
                ("Takes, half and most", 4),
                ("After", 3),
                ("Time", 3),
            ],
        );
        for (at, step) in told.plan.own.steps.iter().enumerate() {
            if step.phase.as_deref() == phase {
                table
                    .rows
                    .push(row(told, at, step, times.get(&at), &numbers));
            }
        }
        out.push(Block::Table(table));
    }
}

fn numbers<'a>(told: &Told<'a>) -> HashMap<&'a str, usize> {
    let steps = told.plan.own.steps.iter().enumerate();
    steps.map(|(at, step)| (step.id.as_str(), at + 1)).collect()
}

fn row(
    told: &Told<'_>,
    at: usize,
    step: &Step,
    time: Option<&StepTime>,
    numbers: &HashMap<&str, usize>,
) -> Vec<Cell> {
    let after: Vec<String> = step
        .after
        .iter()
        .map(|id| {
            numbers
                .get(id.as_str())
                .map_or(id.clone(), usize::to_string)
        })
        .collect();
    let half = time.and_then(|it| it.half_seconds);
    let most = time.and_then(|it| it.most_seconds);
    let takes = match half == most {
        true => span_or_unknown(most),
        false => format!("{}\n{}", span_or_unknown(half), span_or_unknown(most)),
    };
    vec![
        Cell::Tick,
        (at + 1).to_string().into(),
        what(told, step).into(),
        people::doer(told, step).into(),
        takes.into(),
        match after.is_empty() {
            true => "at once".into(),
            false => after.join(", ").into(),
        },
        Cell::Blank,
    ]
}

/// What to do, and below it each on its line what belongs to it.
fn what(told: &Told<'_>, step: &Step) -> String {
    let ground = &told.ground;
    let mut lines = vec![title(step).to_string()];
    if let Some(role) = &step.hold_for {
        let name = ground.name_of("role", role.id());
        lines.insert(0, format!("Hold: not before {name} allows it."));
    }
    lines.extend(step.instruction.clone());
    let mut line = |label: &str, text: Option<&str>| {
        lines.extend(text.map(|text| format!("{label}: {text}")));
    };
    let procedure = step.procedure.as_ref();
    line(
        "Procedure",
        procedure.map(|it| ground.name_of("procedure", it.id())),
    );
    line(
        "Brings back",
        step.restores.as_ref().map(|it| ground.name(&it.text)),
    );
    line("Done when", step.check.as_deref());
    line("To take it back", step.undo.as_deref());
    lines.join("\n")
}

/// The steps before which someone decides.
pub(super) fn decisions(told: &Told<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Points of decision"));
    let held = told.plan.own.steps.iter().enumerate();
    let held: Vec<(usize, &Step)> = held.filter(|(_, it)| it.hold_for.is_some()).collect();
    if held.is_empty() {
        out.push(Block::paragraph("No step waits for anybody's word."));
        return;
    }
    let mut table = Table::new(
        "Points of decision",
        &[
            ("No.", 1),
            ("Before this step", 6),
            ("Who decides", 4),
            ("Decided, and when", 5),
        ],
    );
    for (at, step) in held {
        let Some(role) = &step.hold_for else { continue };
        table.rows.push(vec![
            (at + 1).to_string().into(),
            title(step).into(),
            told.ground.name_of("role", role.id()).into(),
            Cell::Blank,
        ]);
    }
    out.push(Block::Table(table));
}
