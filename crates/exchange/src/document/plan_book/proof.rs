//! What speaks for the plan: when it was carried out and how that went, which exercises name it,
//! and how strong the evidence is for each item that it covers.

use continuity::state::Run;

use super::super::ground::{span, span_or_unknown};
use super::super::{Block, Table};
use super::Told;
use super::appendix::is_this;

/// Whether it was ever carried out to its end.
pub(super) fn was_tried(told: &Told<'_>) -> bool {
    runs(told).any(|run| !run.is_on())
}

fn runs<'a>(told: &Told<'a>) -> impl Iterator<Item = &'a Run> {
    let told = *told;
    let all = told.ground.state.into_iter().flat_map(|state| state.runs());
    all.filter(move |run| is_this(&told, &run.start.plan.record.reference()))
}

/// The section.
pub(super) fn proof(told: &Told<'_>, out: &mut Vec<Block>) {
    out.push(Block::Break);
    out.push(Block::heading(1, "Tests and evidence"));
    carried_out(told, out);
    exercises(told, out);
    evidence(told, out);
}

fn carried_out(told: &Told<'_>, out: &mut Vec<Block>) {
    let ground = &told.ground;
    let mut table = Table::new(
        "Carried out",
        &[
            ("Began", 5),
            ("As", 3),
            ("Revision", 2),
            ("Ended", 5),
            ("Took", 3),
            ("Verified by", 4),
        ],
    );
    let mut all: Vec<&Run> = runs(told).collect();
    all.sort_by_key(|run| std::cmp::Reverse(run.seq));
    for run in all {
        let end = run.end.as_ref().map(|end| end.at);
        let took = end.map(|end| end.as_second() - run.start.at.as_second());
        let verified = run.verified.as_ref().map(|it| match it.confirmed {
            true => ground.actor(&it.by),
            false => format!("{} did not confirm it", ground.actor(&it.by)),
        });
        table.rows.push(vec![
            ground.instant(run.start.at).into(),
            run.mode().as_str().into(),
            run.start.plan_revision.to_string().into(),
            end.map_or("it goes on".into(), |end| ground.instant(end))
                .into(),
            took.map_or(String::new(), span).into(),
            verified.unwrap_or_else(|| "nobody".into()).into(),
        ]);
    }
    if table.rows.is_empty() {
        let text = match ground.state {
            Some(_) => "The journal holds no run of it.",
            None => "Runs live in a journal; these records stand in files.",
        };
        out.push(Block::notice("Never carried out", text));
    } else {
        out.push(Block::Table(table));
    }
}

fn exercises(told: &Told<'_>, out: &mut Vec<Block>) {
    let exercises = told.ground.registers.exercises.live();
    let mut table = Table::new(
        "Exercises that name it",
        &[
            ("Exercise", 6),
            ("Sort", 4),
            ("When", 4),
            ("Passed when", 8),
        ],
    );
    for exercise in exercises {
        if !exercise
            .own
            .plans
            .iter()
            .any(|it| it.id() == &*told.plan.id)
        {
            continue;
        }
        let sort = exercise.own.type_.map_or("not stated", |it| it.as_str());
        let when = exercise.own.at.as_ref().map(|it| told.ground.moment(it));
        table.rows.push(vec![
            exercise.title().into(),
            sort.into(),
            when.unwrap_or_else(|| "no date".into()).into(),
            exercise.own.pass_criteria.join("; ").into(),
        ]);
    }
    if !table.rows.is_empty() {
        out.push(Block::heading(2, "Exercises that name it"));
        out.push(Block::Table(table));
    }
}

fn evidence(told: &Told<'_>, out: &mut Vec<Block>) {
    let mut table = Table::new(
        "Evidence",
        &[
            ("Item", 5),
            ("Level", 3),
            ("Shown in", 3),
            ("Needed in", 3),
            ("Still counts", 3),
            ("Why", 9),
        ],
    );
    for item in &told.plan.own.covers {
        let Some(evidence) = told.ground.evidence_named(&item.text) else {
            continue;
        };
        let shown = evidence.shown.as_ref().and_then(|it| it.seconds);
        let fresh = evidence.freshness.map(|it| it.as_str());
        let why: Vec<&str> = evidence.reasons.iter().map(|it| it.text.as_str()).collect();
        table.rows.push(vec![
            evidence.name.as_str().into(),
            evidence.level.as_str().into(),
            shown.map_or("never".into(), span).into(),
            span_or_unknown(evidence.target_seconds).into(),
            fresh.unwrap_or("nothing was shown").into(),
            why.join(" ").into(),
        ]);
    }
    if !table.rows.is_empty() {
        out.push(Block::heading(2, "Evidence for each item"));
        out.push(Block::Table(table));
    }
}
