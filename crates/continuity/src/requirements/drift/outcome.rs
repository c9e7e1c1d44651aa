//! What was foreseen in the own estate, and whether it came true: the statements that are kept,
//! and how they are judged by what is seen later. It keeps nothing; the journal does.

use engine::beta::Share;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::kinds::Registers;
use record::link::split;
use record::operation::change::Outcome;

use super::{Drift, What};
use crate::requirements::kept_forecast::Statement;

/// The beginning of the keys of what is foreseen in the own estate.
const PREFIX: &str = "drift/";

/// What a list of things to come says about the days up to its horizon, to be kept. What is missed
/// already foresees nothing, and what has no figure says nothing that could be scored. The base
/// rate that each must beat is how many of its sort are missed now (Beta, from a uniform prior).
pub fn statements(drift: &Drift) -> Vec<Statement> {
    let mut all: Vec<(What, Statement)> = Vec::new();
    for row in drift.rows.iter().filter(|row| !row.missed) {
        let (Some(probability), Some(from), Some(until)) = (
            row.probability,
            midnight(Some(drift.from)),
            midnight(drift.until.tomorrow().ok()),
        ) else {
            continue;
        };
        let statement = Statement {
            key: format!("{PREFIX}{}@{}", row.what.as_str(), row.subject),
            subject: row.subject.clone(),
            what: format!("{}: {}", row.what.words(), row.name),
            from,
            until,
            probability,
            base: Some(base(drift, row.what).mean()),
            by: row.probability_from.clone(),
        };
        all.push((row.what, statement));
    }
    // One statement for each subject and sort: the likeliest of several days.
    all.sort_by(|(_, one), (_, other)| {
        let by = other.probability.total_cmp(&one.probability);
        one.key.cmp(&other.key).then(by)
    });
    all.dedup_by(|(_, one), (_, other)| one.key == other.key);
    all.into_iter().map(|(_, statement)| statement).collect()
}

/// How many of a sort are missed now, of all that are listed.
fn base(drift: &Drift, what: What) -> Share {
    let of = || drift.rows.iter().filter(|row| row.what == what);
    Share::after(of().filter(|row| row.missed).count(), of().count())
}

/// The beginning of a day, in UTC.
fn midnight(day: Option<Date>) -> Option<Timestamp> {
    let zoned = day?.to_zoned(TimeZone::UTC).ok()?;
    Some(zoned.timestamp())
}

/// What a kept statement is about, where it is one of these.
fn what_of(statement: &Statement) -> Option<What> {
    let rest = statement.key.strip_prefix(PREFIX)?;
    What::of(rest.split_once('@')?.0)
}

/// Whether a statement came true, seen from a day after its last: it is missed then, since a day
/// that the statement speaks of. `None` while its last day is not over, where the record is gone,
/// so that nobody can say, and for what is foreseen elsewhere.
pub fn came_true(statement: &Statement, later: &Drift, registers: &Registers) -> Option<bool> {
    let what = what_of(statement)?;
    let (kind, id) = split(&statement.subject);
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    // `until` is the beginning of the day after the last that it speaks of.
    let (from, last) = (day(statement.from), day(statement.until).yesterday().ok()?);
    if later.from <= last || registers.envelope(kind?, id).is_none() {
        return None;
    }
    let since = |on: Date| on >= from && on <= last;
    if what == What::FailedChanges {
        return changes_failed(registers, &statement.subject, since);
    }
    let same = later
        .rows
        .iter()
        .filter(|row| row.subject == statement.subject && row.what == what);
    let mut known = same.filter(|row| row.missed);
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
