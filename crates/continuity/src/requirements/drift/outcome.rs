//! What was foreseen, and whether it came true: the statements that are kept, and how they are
//! judged by what is seen later. It keeps nothing; the journal does.

use jiff::civil::Date;
use record::kinds::Registers;
use record::link::split;
use record::operation::change::Outcome;

use super::{Drift, What};

/// Something foreseen: that a subject misses something by a day, and how likely.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The record.
    pub subject: String,
    /// What it misses.
    pub what: What,
    /// The day it was said.
    pub from: Date,
    /// The last day it speaks of.
    pub until: Date,
    /// How likely.
    pub probability: f64,
}

/// What a list of things to come says about the days up to its horizon. What is missed already
/// foresees nothing, and what has no figure says nothing that could be scored.
pub fn statements(drift: &Drift) -> Vec<Statement> {
    let open = drift.rows.iter().filter(|row| !row.missed);
    let mut all: Vec<Statement> = open
        .filter_map(|row| {
            Some(Statement {
                subject: row.subject.clone(),
                what: row.what,
                from: drift.from,
                until: drift.until,
                probability: row.probability?,
            })
        })
        .collect();
    // One statement for each subject and sort: the likeliest of several days.
    all.sort_by(|one, other| {
        let key = |it: &Statement| (it.what, it.subject.clone());
        let by = other.probability.total_cmp(&one.probability);
        key(one).cmp(&key(other)).then(by)
    });
    all.dedup_by(|one, other| one.what == other.what && one.subject == other.subject);
    all
}

/// Whether a statement came true, seen from a day at or after its last: it is missed then, since
/// a day that the statement speaks of. `None` while its last day is still to come, and where the
/// record is gone, so that nobody can say.
pub fn came_true(statement: &Statement, later: &Drift, registers: &Registers) -> Option<bool> {
    let (kind, id) = split(&statement.subject);
    if later.from < statement.until || registers.envelope(kind?, id).is_none() {
        return None;
    }
    let since = |on: Date| on >= statement.from && on <= statement.until;
    if statement.what == What::FailedChanges {
        return changes_failed(registers, &statement.subject, since);
    }
    let same = later
        .rows
        .iter()
        .filter(|row| row.subject == statement.subject && row.what == statement.what);
    let mut known = same.filter(|row| row.missed || row.on == Some(statement.until));
    // What is measured says only that it is so now; it is judged on the statement's last day.
    Some(known.any(|row| row.what.is_measured() || row.on.is_some_and(since)))
}

/// Whether a change of an item failed on such a day; `None` where nobody said what came of any.
fn changes_failed(
    registers: &Registers,
    subject: &str,
    since: impl Fn(Date) -> bool,
) -> Option<bool> {
    let id = split(subject).1;
    let made = registers.changes.approved().filter(|change| {
        let touched = |text: &str| text == subject || text == id;
        let day = change.own.from.as_ref().map(|it| it.date().0);
        day.is_some_and(&since) && change.own.touches.iter().any(|it| touched(&it.text))
    });
    let results = made.filter_map(|change| change.own.result);
    let failed = results.map(|result| result != Outcome::Succeeded);
    failed.reduce(|one, other| one || other)
}
