//! Runs as other programs read them: a row each, and one whole.

use continuity::invocation::situation::{Situation, Wanted, situation};
use continuity::requirements::recovery_targets::ItemTarget;
use continuity::state::Run;
use jiff::Timestamp;
use record::node::Node;
use record::shape::Shape as _;
use serde::Serialize;

/// A run in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The run.
    pub run: String,
    /// Exercise, live or precaution.
    pub mode: &'static str,
    /// The plan's name.
    pub title: String,
    /// The plan.
    pub plan: String,
    /// The exercise.
    pub exercise: Option<String>,
    /// The sort of exercise.
    pub sort: Option<&'static str>,
    /// When recovery began.
    pub started_at: String,
    /// When it was stood down.
    pub ended_at: Option<String>,
    /// What came of it.
    pub outcome: Option<&'static str>,
    /// Whether someone who did not carry it out said that it was as it says.
    pub verified: Option<bool>,
    /// What it was to bring back.
    pub recovers: Vec<String>,
}

/// All runs, the latest first.
#[derive(Clone, Debug, Serialize)]
pub struct Rows {
    /// Each run.
    pub items: Vec<Row>,
}

/// A run in a list.
pub fn row(run: &Run) -> Row {
    let (start, end) = (&run.start, run.end.as_ref());
    Row {
        run: run.id().to_string(),
        mode: run.mode().as_str(),
        title: run.plan().map_or("", |plan| plan.title()).to_string(),
        plan: start.plan.record.reference(),
        exercise: start.exercise.clone(),
        sort: start.type_.map(|sort| sort.as_str()),
        started_at: start.at.to_string(),
        ended_at: end.map(|end| end.at.to_string()),
        outcome: end.map(|end| end.outcome.as_str()),
        verified: run.verified.as_ref().map(|it| it.confirmed),
        recovers: start.recovers.clone(),
    }
}

/// The targets of what a run shall bring back. `target` gives the figures of an item.
pub fn wanted<'t>(run: &Run, target: impl Fn(&str) -> Option<&'t ItemTarget>) -> Vec<Wanted> {
    let one = |id: &String| {
        let target = target(id)?;
        Some(Wanted {
            id: id.clone(),
            name: target.name.clone(),
            within_seconds: target.rto_required_seconds?,
            lead_seconds: target.lead_seconds,
        })
    };
    let demands = |id: &&String| id.starts_with("service/") || id.starts_with("activity/");
    run.start
        .recovers
        .iter()
        .filter(demands)
        .filter_map(one)
        .collect()
}

/// A run, whole: where it stands at an instant.
pub fn standing<'t>(
    run: &Run,
    target: impl Fn(&str) -> Option<&'t ItemTarget>,
    now: Timestamp,
) -> Situation {
    situation(run, &wanted(run, target), now)
}

/// How a run ended, who looked at it, and what happened in it.
pub fn history(run: &Run) -> Node {
    let text = |text: Option<&str>| text.map_or(Node::number(None), Node::text);
    let line = |line: &continuity::state::run::Line| {
        Node::map([
            ("seq", Node::bare(line.seq)),
            ("at", line.at.write()),
            ("entered_at", line.entered.write()),
            ("by", Node::text(&*line.by)),
            ("event", Node::text(line.word)),
            ("step", text(line.step.as_deref())),
            ("text", text(line.text.as_deref())),
        ])
    };
    let verified = run.verified.as_ref().map(|it| {
        Node::map([
            ("by", Node::text(&*it.by)),
            ("at", it.at.write()),
            ("confirmed", Node::bare(it.confirmed)),
            ("note", text(it.note.as_deref())),
        ])
    });
    let end = run.end.as_ref().map(|end| end.write());
    let or_null = |node: Option<Node>| node.unwrap_or(Node::number(None));
    Node::map([
        ("end", or_null(end)),
        ("ended_by", text(run.ended_by.as_deref())),
        ("verified", or_null(verified)),
        ("log", Node::list(run.log.iter().map(line))),
    ])
}
