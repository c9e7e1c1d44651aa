//! One activity of the impact analysis on paper, on a page of its own.

use continuity::requirements::recovery_points::Point;
use exchange::document::ground::{Ground, span, span_or_unknown};
use exchange::document::{Block, Cell, Fact, Table};

use super::words;
use crate::answer::impact_report::activity::ActivityReport;
use crate::answer::impact_report::harm::{ConditionHarm, View};

/// Everything that was answered about it, and what follows.
pub(super) fn activity(ground: &Ground<'_>, one: &ActivityReport, out: &mut Vec<Block>) {
    out.push(Block::Break);
    out.push(Block::heading(1, one.name.as_str()));
    if let Some(text) = &one.description {
        out.push(Block::paragraph(text.as_str()));
    }
    let owner = one.owner.as_ref().map(|it| ground.named(it));
    out.push(Block::Facts {
        rows: vec![
            Fact::new("Owner", owner.unwrap_or_else(|| "nobody is named".into())),
            Fact::new("Its loss cannot be borne", yes(one.vital)),
            Fact::new("Critical to the regulator", yes(one.critical_function)),
            Fact::new(
                "Analysis",
                one.covered.map_or("not in scope", |it| it.as_str()),
            ),
            Fact::new("Judged on", one.judged_on.as_deref().unwrap_or("never")),
            Fact::new(
                "To be judged anew by",
                one.due_on.as_deref().unwrap_or("no date"),
            ),
        ],
    });
    targets(one, out);
    for condition in &one.conditions {
        harm(ground, condition, out);
    }
    means(ground, one, out);
    needs(one, out);
    signed(ground, one, out);
}

fn yes(it: bool) -> &'static str {
    if it { "yes" } else { "no" }
}

fn targets(one: &ActivityReport, out: &mut Vec<Block>) {
    let interval = (
        one.mtpd.last_tolerable_seconds,
        one.mtpd.first_intolerable_seconds,
    );
    let interval = match interval {
        (Some(last), Some(first)) => format!(
            "borne until {}, not any more at {}",
            span(last),
            span(first)
        ),
        (None, Some(first)) => format!("not any more at {}", span(first)),
        (Some(last), None) => format!("borne until {}, not judged beyond", span(last)),
        (None, None) => "not judged".into(),
    };
    let loses = one.recovery_point.loses.as_ref();
    let loses = loses.map(|points| {
        let all = points.modes();
        let all = all.map(|(mode, point)| format!("{mode}: {}", lost(point)));
        all.join("; ")
    });
    out.push(Block::heading(2, "Targets"));
    out.push(Block::Facts {
        rows: vec![
            Fact::new("Business breaks (MTPD)", span_or_unknown(one.mtpd.seconds)),
            Fact::new("Interval", interval),
            Fact::new(
                "Because of",
                one.mtpd.driver.as_deref().unwrap_or("not stated"),
            ),
            Fact::new(
                "Back within (RTO)",
                one.arithmetic
                    .required_seconds
                    .map_or("no target".into(), span),
            ),
            Fact::new(
                "Work after it is back (WRT)",
                span(one.arithmetic.wrt_seconds),
            ),
            Fact::new(
                "By calculation",
                span_or_unknown(one.arithmetic.back_seconds),
            ),
            Fact::new(
                "Least level (MBCO)",
                one.mbco_percent
                    .map_or("not stated".into(), |it| format!("{it} %")),
            ),
            Fact::new(
                "May lose (RPO)",
                one.recovery_point
                    .declared_seconds
                    .map_or("not stated".into(), span),
            ),
            Fact::new(
                "Would lose",
                loses.unwrap_or_else(|| "it needs no data that is known".into()),
            ),
        ],
    });
    if !one.arithmetic.sentences.is_empty() {
        out.push(Block::List {
            numbered: false,
            items: one.arithmetic.sentences.clone(),
        });
    }
}

fn lost(point: Point) -> String {
    match point {
        Point::Seconds(seconds) => span(seconds),
        Point::Unknown => "unknown".into(),
        Point::None => "all of it".into(),
    }
}

/// The harm as each judged it.
fn harm(ground: &Ground<'_>, condition: &ConditionHarm, out: &mut Vec<Block>) {
    for view in &condition.views {
        let who = view.confirmed_by.as_ref().map(|it| ground.named(it));
        let who = who.map_or(String::new(), |it| format!(", by {it}"));
        let name = format!("Harm over time, {}{who}", condition.when);
        out.push(Block::Table(over_time(&name, view)));
    }
}

fn over_time(name: &str, view: &View) -> Table {
    let moments: Vec<String> = view.after_seconds.iter().map(|it| span(*it)).collect();
    let mut columns: Vec<(&str, u32)> = vec![("Sort of harm", 5)];
    columns.extend(moments.iter().map(|it| (it.as_str(), 2)));
    let mut table = Table::new(name, &columns);
    for row in &view.levels {
        let mut cells: Vec<Cell> = vec![row.category.as_str().into()];
        cells.extend(row.levels.iter().map(|it| Cell::from(it.to_string())));
        cells.resize(columns.len(), "".into());
        table.rows.push(cells);
    }
    if !view.loss.is_empty() {
        let mut cells: Vec<Cell> = vec!["Loss".into()];
        cells.extend(view.loss.iter().map(|it| Cell::from(it.as_str())));
        cells.resize(columns.len(), "".into());
        table.rows.push(cells);
    }
    table
}

/// People and ways around.
fn means(ground: &Ground<'_>, one: &ActivityReport, out: &mut Vec<Block>) {
    let people = |it: Option<u32>| it.map_or("not stated".into(), |it| it.to_string());
    let after = one.people_after.iter();
    let after: Vec<String> = after
        .map(|it| format!("{} from {} on", it.people, span(it.after_seconds)))
        .collect();
    out.push(Block::heading(2, "What it takes"));
    out.push(Block::Facts {
        rows: vec![
            Fact::new("People normally", people(one.people)),
            Fact::new("At the least level", people(one.people_minimum)),
            Fact::new("After a stop", words(&after, "not stated")),
        ],
    });
    for it in &one.workarounds {
        let level = it
            .capacity_percent
            .map_or("all".into(), |it| format!("{it} % of normal"));
        let text = format!(
            "works within {}, for {}, at {level}. {}",
            span_or_unknown(it.start_within_seconds),
            it.sustain_for_seconds
                .map_or("a time nobody wrote down".into(), span),
            match &it.tried_on {
                Some(day) => format!("Tried on {day}."),
                None => "Never tried.".into(),
            }
        );
        let name = ground.named(&it.id);
        out.push(Block::paragraph(format!(
            "Without what it needs: {name}: {text}"
        )));
    }
}

fn needs(one: &ActivityReport, out: &mut Vec<Block>) {
    let mut table = Table::new(
        "What it needs",
        &[
            ("What", 6),
            ("How", 4),
            ("Needed within", 3),
            ("By calculation", 3),
            ("Conflict", 6),
        ],
    );
    for it in &one.needs {
        table.rows.push(vec![
            it.name.as_str().into(),
            it.how.as_str().into(),
            it.required_seconds.map_or("no target".into(), span).into(),
            span_or_unknown(it.back_seconds).into(),
            it.conflict.as_deref().unwrap_or("").into(),
        ]);
    }
    out.push(Block::heading(2, "What it needs"));
    if table.rows.is_empty() {
        out.push(Block::paragraph("Nothing is on record."));
        return;
    }
    let shown = table.rows.len();
    out.push(Block::Table(table));
    if one.needs_count > shown {
        let more = one.needs_count - shown;
        out.push(Block::paragraph(format!("{more} more are behind these.")));
    }
}

/// Who agreed to what is behind this.
fn signed(ground: &Ground<'_>, one: &ActivityReport, out: &mut Vec<Block>) {
    let mut table = Table::new(
        "Sign-off",
        &[("Record", 6), ("By", 4), ("When", 6), ("Entry", 2)],
    );
    for it in &one.approvals {
        let by = it.by.as_ref().map(|it| ground.actor(it));
        table.rows.push(vec![
            ground.named(&it.record).into(),
            by.unwrap_or_else(|| "nobody is known".into()).into(),
            it.at
                .map_or("not known".into(), |at| ground.instant(at))
                .into(),
            it.entry.map_or("".into(), |it| it.to_string()).into(),
        ]);
    }
    out.push(Block::heading(2, "Sign-off"));
    if !table.rows.is_empty() {
        out.push(Block::Table(table));
    }
    if let Some(answering) = &one.answering {
        let by = answering.signed_by.as_ref().map(|it| ground.actor(it));
        let text = match by {
            Some(by) => format!("The questionnaire was signed by {by}."),
            None => format!(
                "The questionnaire is not signed: {} questions are open.",
                answering.open.len()
            ),
        };
        out.push(Block::paragraph(text));
    }
}
